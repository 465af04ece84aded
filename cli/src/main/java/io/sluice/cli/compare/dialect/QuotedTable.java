package io.sluice.cli.compare.dialect;

/**
 * A table's name, taken out of its quotes.
 *
 * @param schema empty for the default one
 * @param table the table's own
 */
public record QuotedTable(String schema, String table) {

  /** From {@code "table"} or {@code "schema"."table"}. */
  public static QuotedTable parse(String quoted) {
    int dot = quoted.indexOf("\".\"");
    return dot < 0
        ? new QuotedTable("", plain(quoted))
        : new QuotedTable(plain(quoted.substring(0, dot + 1)), plain(quoted.substring(dot + 2)));
  }

  private static String plain(String quoted) {
    return quoted.substring(1, quoted.length() - 1).replace("\"\"", "\"");
  }
}
