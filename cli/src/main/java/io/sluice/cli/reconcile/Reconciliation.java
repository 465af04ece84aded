package io.sluice.cli.reconcile;

import io.sluice.cli.compare.TableOutcome;
import org.jspecify.annotations.Nullable;

/**
 * One table in one sink, compared or not.
 *
 * @param sink the sink's name
 * @param pair what was to be compared
 * @param outcome what was found; null if nothing could be compared
 * @param repaired rows that differed and were made equal
 */
record Reconciliation(String sink, TablePair pair, @Nullable TableOutcome outcome, long repaired) {

  /** Whether every row was shown to be the same: a table without rows needs no copy. */
  boolean equal() {
    return outcome == null ? pair.comparable() && pair.rowsWithoutTable() == 0 : outcome.equal();
  }

  /** Whether nothing was compared, so that nothing is known of it. */
  boolean skipped() {
    return !pair.comparable();
  }
}
