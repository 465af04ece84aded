package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.target.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the open transaction has done so far, so that it can be done again. DuckDB has no
 * savepoints: a row that a constraint refuses takes the whole transaction with it. Kept as long as
 * it is small; a load of a table that cannot refuse anything soon outgrows it and needs none.
 * Invariant 6: it is bounded in bytes too. Used by one thread.
 */
final class DuckDbJournal {
  /** Rows that are kept while no table is known that may refuse some: about one short epoch. */
  private static final int ROWS_MOSTLY = 10_000;

  /** Rows that are kept once such a table is known. */
  private static final int ROWS_GUARDED = 200_000;

  /** One thing that was done. */
  @FunctionalInterface
  interface Step {
    void repeat() throws SQLException;
  }

  private final List<Step> steps = new ArrayList<>();
  private final long maxBytes;
  private int rows;
  private long bytes;
  private boolean guarded;
  private boolean complete = true;

  /**
   * A journal of nothing yet.
   *
   * @param maxBytes of rows, estimated, that are kept at most
   */
  DuckDbJournal(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** From now on a table is written that may refuse rows. */
  void guard() {
    guarded = true;
  }

  /** Remembers what was done, with the rows that it needs to be done again. */
  void add(List<Row> rowsOfStep, Step step) {
    rows += rowsOfStep.size();
    complete &= rows <= (guarded ? ROWS_GUARDED : ROWS_MOSTLY);
    for (int i = 0; complete && i < rowsOfStep.size(); i++) {
      bytes += rowsOfStep.get(i).bytes();
      complete = bytes <= maxBytes;
    }
    if (complete) {
      steps.add(step);
    } else {
      steps.clear();
    }
  }

  /** Whether it can soon hold no more of a transaction whose repetition may be needed. */
  boolean isNearlyFull() {
    return guarded && (rows > ROWS_GUARDED / 2 || bytes > maxBytes / 2);
  }

  /** Whether everything of the transaction is in here. */
  boolean complete() {
    return complete;
  }

  /** The same steps, which stay when this journal goes on; repeated steps enter it again. */
  DuckDbJournal copy() {
    DuckDbJournal copy = new DuckDbJournal(maxBytes);
    copy.steps.addAll(steps);
    return copy;
  }

  void repeat() throws SQLException {
    for (Step step : steps) {
      step.repeat();
    }
  }

  /** The transaction has ended, one way or the other. */
  void clear() {
    steps.clear();
    rows = 0;
    bytes = 0;
    complete = true;
  }
}
