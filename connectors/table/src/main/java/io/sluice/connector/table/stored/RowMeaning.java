package io.sluice.connector.table.stored;

import io.sluice.connector.table.sql.Sql;

/**
 * What the rows of a table are, as it is stored for whoever compares the table with its source.
 *
 * @param kind in words: {@code upsert} for a row a key, {@code history} for the versions of each;
 *     whatever else is said makes the rows no copy of the source's
 * @param mark the column that tells which rows the source has: of {@code upsert} those where it is
 *     null, of {@code history} those where it is true; empty if there is none, and all count
 */
public record RowMeaning(String kind, String mark) {

  static RowMeaning parse(String text) {
    int quote = text.indexOf('"');
    if (quote < 0) {
      return new RowMeaning(text.strip(), "");
    }
    String quoted = text.substring(quote).strip();
    return new RowMeaning(
        text.substring(0, quote).strip(),
        quoted.substring(1, quoted.length() - 1).replace("\"\"", "\""));
  }

  String text() {
    return mark.isEmpty() ? kind : kind + " " + Sql.quote(mark);
  }
}
