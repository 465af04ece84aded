package io.sluice.connector.table.target;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What the open transaction has done so far, so that it can be done again: where only a whole
 * transaction can be undone, or where a change of a table would end it or wait for it. Invariant 6:
 * what is kept is bounded. Used by one thread.
 */
public final class Journal {
  /** Rows that are kept where it is unlikely that they are needed: about one short epoch. */
  private static final int ROWS_MOSTLY = 10_000;

  /** Rows that are kept otherwise. */
  private static final int ROWS_GUARDED = 200_000;

  /** Something that was done, or is to be done. */
  @FunctionalInterface
  public interface Deed {
    void make() throws SQLException;
  }

  /**
   * What a transaction may hold before its commit is asked for, so that what comes until then can
   * be kept as well.
   *
   * @param bytes estimated
   */
  public record Room(long rows, long bytes) {
    /** Where nothing is kept, or it is unlikely to be needed. */
    public static final Room ENDLESS = new Room(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  private final long mostBytes;
  private final Function<SQLException, Fault> faults;
  private final List<Deed> deeds = new ArrayList<>();
  private final Set<Table.Name> touched = new HashSet<>();
  private volatile boolean guarded;
  private boolean complete = true;
  private boolean repeating;

  /** Whether the deeds are undone for now. */
  private boolean owing;

  /** Tables that the open transaction will hold again once they are repeated. */
  private Set<Table.Name> owedTables = Set.of();

  private int rows;
  private long bytes;

  /**
   * A journal of nothing yet.
   *
   * @param mostBytes of rows, estimated, that are kept
   * @param faults what an exception of the database means
   */
  public Journal(long mostBytes, Function<SQLException, Fault> faults) {
    this.mostBytes = mostBytes;
    this.faults = faults;
  }

  /** From now on it is likely that the transaction has to be done again: more is kept for it. */
  public void guard() {
    guarded = true;
  }

  /**
   * Remembers what went well.
   *
   * @param batch the rows that it needs to be done again
   */
  public void add(List<Row> batch, Deed deed) {
    if (repeating) {
      return; // It is in here.
    }
    rows += batch.size();
    complete &= rows <= (guarded ? ROWS_GUARDED : ROWS_MOSTLY);
    for (int i = 0; complete && i < batch.size(); i++) {
      bytes += batch.get(i).held();
      complete = bytes <= mostBytes;
    }
    if (complete) {
      deeds.add(deed);
    } else {
      deeds.clear();
    }
  }

  /** A table is written: from now on the open transaction may hold it. */
  public void touch(Table.Name table) {
    touched.add(table);
  }

  /** Whether the open transaction may hold that table. */
  public boolean holds(Table.Name table) {
    return touched.contains(table);
  }

  /** Whether the open transaction may hold any table. */
  public boolean holdsAny() {
    return !touched.isEmpty();
  }

  /** How large a transaction stays complete here if it is likely to be needed. Any thread. */
  public Room room() {
    return guarded ? new Room(ROWS_GUARDED / 2, mostBytes / 2) : Room.ENDLESS;
  }

  /**
   * Undoes a batch in which the database refused a row, by undoing everything and doing again what
   * went well before it.
   *
   * @param undo undoes the open transaction
   * @throws UnrepeatableException if too little was kept, or it did not go well again
   */
  public void repeatWithout(Table.Name table, SQLException refusal, Deed undo) throws SQLException {
    if (!complete) {
      undo.make();
      throw UnrepeatableException.withoutRow(table, refusal);
    }
    repeatAfter(table, undo, () -> {});
  }

  /**
   * Makes a change that the open transaction stands in the way of: undoes that for it, and does it
   * again behind it.
   *
   * @param undo undoes the open transaction
   * @throws UnrepeatableException if too little was kept, or it did not go well again: the change
   *     is made then
   */
  public void repeatAfter(Table.Name table, Deed undo, Deed change) throws SQLException {
    undoFor(table, undo, change);
    settle(table);
  }

  /**
   * Makes a change that the open transaction stands in the way of, undoing that for it: what was
   * undone is owed until {@link #settle}. So one undoing serves for all changes that follow each
   * other, where each would else repeat what there is.
   *
   * @param undo undoes the open transaction
   * @throws UnrepeatableException if too little was kept: the change is made then
   */
  public void undoFor(Table.Name table, Deed undo, Deed change) throws SQLException {
    if (owing) {
      change.make(); // The transaction is undone already.
      return;
    }
    boolean kept = complete;
    List<Deed> done = List.copyOf(deeds);
    Set<Table.Name> held = Set.copyOf(touched);
    int rowsKept = rows;
    long bytesKept = bytes;
    undo.make();
    clear();
    change.make();
    if (!kept) {
      // What the records need is there now: they come again, and go in.
      throw UnrepeatableException.behindChange(table);
    }
    owing = true;
    deeds.addAll(done);
    owedTables = held;
    rows = rowsKept;
    bytes = bytesKept;
  }

  /** Whether the open transaction is undone for now: what was done in it is yet to be repeated. */
  public boolean isOwing() {
    return owing;
  }

  /**
   * Does again what is owed, before anything else is done or read in the transaction.
   *
   * @param table what is to be done next is of
   * @throws UnrepeatableException if it did not go well again
   */
  public void settle(Table.Name table) throws SQLException {
    if (!owing) {
      return;
    }
    owing = false;
    List<Deed> done = List.copyOf(deeds);
    deeds.clear();
    repeat(table, done);
    deeds.addAll(done);
    touched.addAll(owedTables);
  }

  private void repeat(Table.Name table, List<Deed> done) throws SQLException {
    complete = false; // Whatever goes wrong below: the transaction is not what it was.
    repeating = true;
    try {
      for (Deed deed : done) {
        deed.make();
      }
      complete = true;
    } catch (SQLException e) {
      throw faults.apply(e) == Fault.ROW ? UnrepeatableException.refused(table, e) : e;
    } finally {
      repeating = false;
    }
  }

  /** The transaction has ended, one way or the other. */
  public void clear() {
    deeds.clear();
    touched.clear();
    owing = false;
    owedTables = Set.of();
    rows = 0;
    bytes = 0;
    complete = true;
  }
}
