package io.sluice.connector.table.write;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.guard.Handover;
import io.sluice.connector.table.sql.Table;
import java.sql.SQLException;

/**
 * How large the batches of one table are: by the settings, by what the database finds worth a call,
 * and larger while it is busy, where that serves. Invariant 6: never more bytes than the settings
 * say. Used by one thread.
 */
final class BatchSize {
  /** How many times as many rows a batch may have for a database that takes long for each. */
  private static final int GROWN = 8;

  /**
   * How many times as many rows a batch may have while the database is at work on the one before,
   * where rows are looked up: in the order of their keys more of them share a page, which is found,
   * cleaned and written once for all of them.
   */
  private static final int LOOKED_UP = 4;

  private final Handover target;
  private final int rowsMost;
  private final long bytesMost;

  /** Whether batches have as many rows as the settings say, whatever the database is doing. */
  private final boolean fixed;

  private int worthApplying;
  private long bytes;

  /**
   * Of a table that no record has shown yet.
   *
   * @param fixed whether each batch begins with a question to the database, and so gains nothing
   *     from being smaller, and keeps much in memory if it is larger
   */
  BatchSize(TableSinkConfig config, Handover target, boolean fixed) {
    this.target = target;
    this.fixed = fixed;
    rowsMost = config.batchSize();
    bytesMost = config.batchMaxBytes();
  }

  /** The table is there, or has changed. */
  void suit(Table table) throws SQLException {
    worthApplying = target.worthApplying(table);
  }

  /** A row joins those that wait, with so many bytes of the heap. */
  void add(long held) {
    bytes += held;
  }

  /** Nothing waits. */
  void clear() {
    bytes = 0;
  }

  /** Bytes that wait, estimated; overwritten rows count until the next {@link #clear}. */
  long bytes() {
    return bytes;
  }

  /**
   * Whether rows that wait are to be handed over before others are added.
   *
   * @param allNew whether nothing is to be looked up for them
   */
  boolean isReached(int rows, boolean allNew) {
    if (bytes >= bytesMost) {
      return true;
    }
    if (rows < (allNew && !fixed ? Math.min(rowsMost, worthApplying) : rowsMost)) {
      return false;
    }
    boolean mayGrow = !fixed && rows >= rowsMost;
    boolean waits =
        rows / GROWN < rowsMost && target.isBehind()
            || !allNew && rows / LOOKED_UP < rowsMost && target.isBusyAndGains();
    return !(mayGrow && waits);
  }
}
