package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.target.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What was done in the open transaction, to be done again where only a whole transaction can be
 * undone, or where a change of a table would end it.
 */
final class JdbcJournal {
  /** Something that was done. */
  @FunctionalInterface
  interface Deed {
    void repeat() throws SQLException;
  }

  private final long mostBytes;
  private final List<Deed> deeds = new ArrayList<>();
  private long bytes;
  private boolean complete = true;

  /**
   * Nothing was done yet.
   *
   * @param mostBytes of rows, estimated, that are kept (invariant 6)
   */
  JdbcJournal(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  void add(List<Row> rows, Deed deed) {
    for (Row row : rows) {
      bytes += row.bytes();
    }
    if (bytes > mostBytes) {
      complete = false;
      deeds.clear();
    }
    if (complete) {
      deeds.add(deed);
    }
  }

  /** Whether a commit ahead of time would keep it complete. */
  boolean isNearlyFull() {
    return bytes > mostBytes / 2;
  }

  boolean isComplete() {
    return complete;
  }

  /** What was done, in its order. */
  List<Deed> deeds() {
    return List.copyOf(deeds);
  }

  void clear() {
    deeds.clear();
    bytes = 0;
    complete = true;
  }
}
