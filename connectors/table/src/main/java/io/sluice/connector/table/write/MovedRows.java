package io.sluice.connector.table.write;

import io.sluice.connector.table.config.ModeSettings;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.record.KeyChange;
import io.sluice.connector.table.record.RowLayout;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.PartialRows;
import io.sluice.connector.table.value.EqualKeys;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Adds rows to those that wait, the two events of a changed key as one row that moves: a delete
 * whose row is about to come back under another key waits for that row, which may lack large values
 * that only the stored one has. Used by one thread.
 */
final class MovedRows {

  /** Brings in all rows that wait. */
  interface Room {
    /**
     * Brings them in.
     *
     * @param next the row that is added behind them
     */
    void make(Row next) throws SQLException;
  }

  /**
   * A delete that waits.
   *
   * @param change what the row was made of
   */
  private record Leaving(Row row, Change change) {}

  private final ModeSettings modes;
  private final WaitingRows waiting;
  private final Room room;
  private @Nullable Leaving leaving;
  private boolean toldParted;

  MovedRows(ModeSettings modes, WaitingRows waiting, Room room) {
    this.modes = modes;
    this.waiting = waiting;
    this.room = room;
  }

  /**
   * Adds a row.
   *
   * @param change what the row was made of
   * @param table as it is known
   */
  void add(Row row, Change change, Table table) throws SQLException {
    Leaving before = leaving;
    if (before != null) {
      if (row.removes() && Arrays.deepEquals(row.key(), before.row().key())) {
        return; // The tombstone of the old key.
      }
      leaving = null;
      if (goesOn(before.row(), row, table)) {
        return;
      }
      addLeft(before.row(), table);
    }
    if (row.removes() && modes.keyed() && KeyChange.leaves(row.record())) {
      leaving = new Leaving(row, change);
    } else {
      tellIfParted(row, table);
      collect(row, table);
    }
  }

  /** Whether the row was added as the one that has left, which goes on under its key. */
  private boolean goesOn(Row left, Row row, Table table) throws SQLException {
    // Where the table has values that are not the records', the stored row has to go on.
    boolean goes = left.delete() && !deletesIgnored();
    boolean needsStored = row.partial() || table.isShared() && goes && !row.delete();
    if (!needsStored
        || !KeyChange.arrives(row.record())
        || KeyChange.contradict(left.record(), row.record())) {
      return false;
    }
    if (EqualKeys.of(row.key()).equals(EqualKeys.of(left.key()))) {
      collect(row, table); // Only columns changed that are no part of the table's key.
      return true;
    }
    if (waiting.isTakenForMove(left.key(), row.key())) {
      room.make(row);
    }
    waiting.addMoved(
        goes ? row.movedFrom(left.key()) : copied(row, left), left.delete() ? null : left);
    return true;
  }

  /** A row that is marked, or not deleted at all, stays, and the new one begins as its copy. */
  private static Row copied(Row row, Row left) {
    // Where deletes are ignored nothing tells a row of an earlier life from one that came before.
    int ended = left.delete() ? Row.Predecessor.NONE : left.marks();
    return row.copiedFrom(left.key(), ended);
  }

  private boolean deletesIgnored() {
    return modes.deletes() == ModeSettings.Deletes.IGNORE;
  }

  private void addLeft(Row left, Table table) throws SQLException {
    if (!deletesIgnored()) {
      collect(left, table);
    }
  }

  private void collect(Row row, Table table) throws SQLException {
    // One that is made anew has nothing of the deleted one, whatever batches they are in.
    boolean anew = table.isShared() && !row.delete() && waiting.isDeleted(row.key());
    if (anew || waiting.isTaken(row.key())) {
      room.make(row);
    }
    waiting.add(row);
  }

  private void tellIfParted(Row row, Table table) {
    if (!toldParted
        && modes.keyed()
        && !row.delete()
        && KeyChange.arrives(row.record())
        && table.isShared()) {
      toldParted = true;
      PartialRows.tellParted(table);
    }
  }

  /** Whether a delete waits for its row. */
  boolean areAwaited() {
    return leaving != null;
  }

  /** The table has changed: a delete that still waits gets the columns of its key as they are. */
  void follow(RowLayout layout) {
    Leaving before = leaving;
    if (before != null) {
      leaving = new Leaving(layout.row(before.change()), before.change());
    }
  }

  /** The row of a delete that waits does not come within this transaction. */
  void end(Table table) throws SQLException {
    Leaving before = leaving;
    leaving = null;
    if (before != null) {
      addLeft(before.row(), table);
    }
  }
}
