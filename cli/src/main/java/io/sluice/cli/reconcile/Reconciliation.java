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

  /** Whether it is known to differ, or not known to be equal although it could be. */
  boolean differs() {
    return outcome == null ? pair.rowsWithoutTable() > 0 : !outcome.equal();
  }
}
