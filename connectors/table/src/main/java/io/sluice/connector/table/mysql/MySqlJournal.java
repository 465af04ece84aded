package io.sluice.connector.table.mysql;

import io.sluice.connector.table.target.Row;
import io.sluice.connector.table.target.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the open transaction has done so far, so that it can be done again behind a change of a
 * table that it has rows in: the change has to wait for the end of the transaction, and the
 * transaction cannot end without its offsets. Invariant 6: what is kept is bounded. Used by one
 * thread.
 */
final class MySqlJournal {
  private static final int MOST_ROWS = 20_000;

  /** One thing that was done; it enters the journal anew when it is repeated. */
  @FunctionalInterface
  interface Step {
    void repeat() throws SQLException;
  }

  private final long maxBytes;
  private final List<Step> steps = new ArrayList<>();
  private final Set<Table.Name> tables = new HashSet<>();
  private boolean complete = true;
  private int rows;
  private long bytes;

  /**
   * A journal of nothing yet.
   *
   * @param maxBytes of rows, estimated, that are kept at most
   */
  MySqlJournal(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** A table is written: from now on it is locked until the end of the transaction. */
  void touch(Table.Name table) {
    tables.add(table);
  }

  /** Remembers what went well, with the rows that it needs to be done again. */
  void add(List<Row> batch, Step step) {
    rows += batch.size();
    if (complete) {
      for (Row row : batch) {
        bytes += row.bytes();
      }
      complete = rows <= MOST_ROWS && bytes <= maxBytes;
      if (complete) {
        steps.add(step);
      } else {
        steps.clear();
      }
    }
  }

  /** Whether the open transaction holds that table. */
  boolean holds(Table.Name table) {
    return tables.contains(table);
  }

  /** Whether everything of the transaction is in here. */
  boolean isComplete() {
    return complete;
  }

  /** What was done, in its order, as a copy. */
  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** The transaction has ended, one way or the other. */
  void clear() {
    steps.clear();
    tables.clear();
    complete = true;
    rows = 0;
    bytes = 0;
  }
}
