package io.sluice.connector.table.row;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Rows in the order of their keys where those begin with a whole number or a UUID: neighbours share
 * pages of index and table, which makes looking them up and adding them cheaper. Two pipelines that
 * write one table then lock its rows in the same order, too.
 */
public final class KeyOrder {
  private KeyOrder() {}

  /** Rows of different keys, sorted if that serves; the same list if not. */
  public static List<Row> of(List<Row> rows) {
    for (Row row : rows) {
      Object[] key = row.key();
      if (key.length == 0 || !(key[0] instanceof Number || key[0] instanceof UUID)) {
        return rows;
      }
    }
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingLong(KeyOrder::firstOfKey));
    return sorted;
  }

  private static long firstOfKey(Row row) {
    Object first = row.key()[0];
    if (first instanceof UUID uuid) {
      // Databases compare bytes, which have no sign.
      return uuid.getMostSignificantBits() ^ Long.MIN_VALUE;
    }
    return first instanceof Number number ? number.longValue() : 0;
  }
}
