package io.sluice.connector.table.row;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Rows in the order of their keys where those begin with a whole number: neighbours share pages of
 * index and table, which makes looking them up cheaper. Two pipelines that write one table then
 * lock its rows in the same order, too.
 */
public final class KeyOrder {
  private KeyOrder() {}

  /** Rows of different keys, sorted if that serves; the same list if not. */
  public static List<Row> of(List<Row> rows) {
    for (Row row : rows) {
      if (!(row.key()[0] instanceof Number)) {
        return rows;
      }
    }
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingLong(KeyOrder::firstOfKey));
    return sorted;
  }

  private static long firstOfKey(Row row) {
    return row.key()[0] instanceof Number number ? number.longValue() : 0;
  }
}
