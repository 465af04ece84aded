package io.sluice.cli.reconcile;

import io.sluice.cli.compare.form.ComparedTable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source table and what there is to compare it with.
 *
 * @param name the source's {@code schema.table}
 * @param compared what is compared; null if nothing can be
 * @param obstacle why nothing can be compared; empty if something is
 * @param comparable whether something is known of the copy: it has a table, or has none although it
 *     should
 * @param rowsWithoutTable rows at the source for which the target has no table; else 0
 * @param leftOut columns that are not compared, with the reason of each
 */
record TablePair(
    String name,
    @Nullable ComparedTable compared,
    String obstacle,
    boolean comparable,
    long rowsWithoutTable,
    Map<String, String> leftOut) {

  static TablePair notCompared(String name, String obstacle) {
    return new TablePair(name, null, obstacle, false, 0, Map.of());
  }

  static TablePair withoutTable(String name, long rows) {
    return new TablePair(name, null, "the target has no table for it", true, rows, Map.of());
  }
}
