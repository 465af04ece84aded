package io.sluice.connector.table.target;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a database makes of names. Its limits are asked before anything is created: a name that is
 * cut or folded by the database might then be another's.
 *
 * @param tableCaseMatters whether tables that differ in case only are two
 * @param columnCaseMatters whether columns that differ in case only are two
 * @param longest how long a name may be
 * @param inBytes whether that counts bytes of UTF-8, else characters
 */
public record NameRules(
    boolean tableCaseMatters, boolean columnCaseMatters, int longest, boolean inBytes) {

  /** Whether the database would cut the name. */
  public boolean tooLong(String name) {
    int length =
        inBytes
            ? name.getBytes(StandardCharsets.UTF_8).length
            : name.codePointCount(0, name.length());
    return length > longest;
  }

  /** The limit in words: {@code 63 bytes}. */
  public String limit() {
    return longest + (inBytes ? " bytes" : " characters");
  }

  /** What the database compares of a column's name. */
  public String columnIdentity(String name) {
    return columnCaseMatters ? name : name.toLowerCase(Locale.ROOT);
  }

  /** What the database compares of a table's name. */
  public String tableIdentity(String name) {
    return tableCaseMatters ? name : name.toLowerCase(Locale.ROOT);
  }
}
