package io.sluice.connector.table.history;

import io.sluice.connector.table.row.Row;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares and completes rows in memory. */
final class Rows {
  private final boolean[] compared;

  /**
   * For rows of one table.
   *
   * @param compared which columns are the source's own
   */
  Rows(boolean[] compared) {
    this.compared = compared;
  }

  /**
   * Whether a row is the one that was there before it; null where that cannot be said, because the
   * earlier one lacks values.
   *
   * @param later may leave values alone
   */
  @Nullable Boolean same(Row later, Row earlier) {
    @Nullable Object[] mine = later.present();
    @Nullable Object[] before = earlier.present();
    boolean lacking = false;
    for (int i = 0; i < mine.length; i++) {
      if (!compared[i] || leaves(later, i)) {
        continue;
      }
      if (leaves(earlier, i)) {
        lacking = true;
      } else if (!equal(mine[i], before[i])) {
        return false;
      }
    }
    return lacking ? null : Boolean.TRUE;
  }

  private static boolean leaves(Row row, int column) {
    boolean[] unchanged = row.unchanged();
    return unchanged != null && unchanged[column];
  }

  private static boolean equal(@Nullable Object a, @Nullable Object b) {
    if (a instanceof byte[] first && b instanceof byte[] second) {
      return Arrays.equals(first, second);
    }
    if (a instanceof BigDecimal first && b instanceof BigDecimal second) {
      return first.compareTo(second) == 0;
    }
    if (a instanceof List<?> first && b instanceof List<?> second) {
      boolean same = first.size() == second.size();
      for (int i = 0; same && i < first.size(); i++) {
        same = equal(first.get(i), second.get(i));
      }
      return same;
    }
    if (a instanceof Number first && b instanceof Number second && isWhole(a) && isWhole(b)) {
      return first.longValue() == second.longValue();
    }
    return a == null ? b == null : a.equals(b);
  }

  private static boolean isWhole(Object number) {
    return number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte;
  }

  /** The row, with what it leaves alone from an earlier one. */
  static Row completed(Row row, Row earlier) {
    boolean[] keep = row.unchanged();
    if (keep == null) {
      return row;
    }
    @Nullable Object[] values = row.present().clone();
    @Nullable Object[] before = earlier.present();
    boolean[] still = new boolean[keep.length];
    boolean any = false;
    for (int i = 0; i < keep.length; i++) {
      if (keep[i]) {
        values[i] = before[i];
        still[i] = leaves(earlier, i);
        any |= still[i];
      }
    }
    return new Row(row.key(), values, any ? still : null, false, null, row.record())
        .with(row.beside());
  }
}
