package io.sluice.connector.table.target;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a database makes of names. Its limits are asked before anything is created: a name that is
 * cut or folded by the database might then be another's.
 *
 * @param tableCaseMatters whether tables that differ in case only are two
 * @param columnCaseMatters whether columns that differ in case only are two
 * @param longest how long a name may be
 * @param inBytes whether that counts bytes of UTF-8, else characters
 * @param narrow whether it takes neither characters beyond U+FFFF nor a blank at the end
 */
public record NameRules(
    boolean tableCaseMatters,
    boolean columnCaseMatters,
    int longest,
    boolean inBytes,
    boolean narrow) {
  private static final int LAST_NARROW = 0xFFFF;

  /** Rules of a database that takes any character anywhere. */
  public NameRules(
      boolean tableCaseMatters, boolean columnCaseMatters, int longest, boolean inBytes) {
    this(tableCaseMatters, columnCaseMatters, longest, inBytes, false);
  }

  /** What the database does not take in a name, in words that follow it; null if it takes it. */
  public @Nullable String refused(String name) {
    if (narrow && name.codePoints().anyMatch(character -> character > LAST_NARROW)) {
      return "has a character beyond U+FFFF, which this database takes in no name";
    }
    return narrow && name.endsWith(" ")
        ? "ends with a blank, which this database takes in no name"
        : null;
  }

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
