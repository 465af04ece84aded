package io.sluice.connector.table.transaction;

import io.sluice.connector.table.config.TransactionSettings;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The way of records into the database's transaction, and those that wait on it: for the rest of
 * their transaction of the source ({@link WholeTransactions}), for the other event of a changed key
 * ({@link KeyChanges}), or until something is done that needs the database's transaction to have
 * ended ({@link BlockedRecords}). Used by one thread.
 */
final class HeldBack {
  /** What is at the end of the way. */
  interface End {
    /**
     * A record goes into the database's transaction.
     *
     * @return whether it did; else it is blocked, with all behind it
     */
    boolean write(SinkRecord record) throws SQLException;

    /** A record that has no row is behind. */
    void pass(SinkRecord record);
  }

  private final End end;

  /** Null unless transactions of the source are to stay whole. */
  private final @Nullable WholeTransactions whole;

  private final KeyChanges keyChanges;
  private final BlockedRecords blocked = new BlockedRecords();

  /**
   * Nothing waits yet.
   *
   * @param wholeBytes that may wait for the rest of their transaction
   * @param mostWaiting records that may wait for the other event of a changed key
   * @param waitingBytes of these
   */
  HeldBack(
      TransactionSettings settings,
      long wholeBytes,
      KeyChanges.Reach reach,
      int mostWaiting,
      long waitingBytes,
      End end) {
    this.end = end;
    whole = settings.boundaries() ? new WholeTransactions(settings, wholeBytes, way()) : null;
    keyChanges = new KeyChanges(reach, mostWaiting, waitingBytes, this::write);
  }

  private WholeTransactions.Way way() {
    return new WholeTransactions.Way() {
      @Override
      public void apply(SinkRecord record) throws SQLException {
        write(record);
      }

      @Override
      public void pass(SinkRecord record) {
        end.pass(record);
      }
    };
  }

  void open(TopicPartition partition) {
    keyChanges.open(partition);
  }

  void close(Set<TopicPartition> leaving) {
    leaving.forEach(keyChanges::close);
  }

  /** A record sets out. */
  void take(SinkRecord record) throws SQLException {
    if (whole == null) {
      keyChanges.take(record);
    } else {
      whole.take(record);
    }
  }

  private void write(SinkRecord record) throws SQLException {
    if (!blocked.isEmpty() || !end.write(record)) {
      blocked.add(record);
    }
  }

  /** The engine asks for a commit: what has waited for it since the last one goes on. */
  void commits() throws SQLException {
    keyChanges.commits();
  }

  /**
   * What blocked records is done: they go on.
   *
   * @return whether any did
   */
  boolean goOn() throws SQLException {
    boolean any = false;
    SinkRecord next = blocked.first();
    while (next != null && end.write(next)) {
      any = true;
      blocked.removeFirst();
      next = blocked.first();
    }
    return any;
  }

  /**
   * Whether the record is known here to be on its way or at its end: it is not to set out again.
   */
  boolean has(SinkRecord record) {
    return keyChanges.has(record) || blocked.has(record);
  }

  boolean isEmpty() {
    return !hasPartOfTransaction() && keyChanges.isEmpty() && blocked.isEmpty();
  }

  private boolean hasPartOfTransaction() {
    return whole != null && !whole.held().isEmpty();
  }

  /** Whether transactions of the source are to stay whole. */
  boolean keepsWhole() {
    return whole != null;
  }

  /** Whether what has gone in is no part of a transaction of the source. */
  boolean mayCommit() {
    return whole == null || whole.mayCommit();
  }

  /** Whether records wait that {@link #commits} brings in the second time at the latest. */
  boolean awaitsCommit() {
    return !keyChanges.isEmpty();
  }

  boolean isBlocked() {
    return !blocked.isEmpty();
  }

  /** All that wait. */
  List<SinkRecord> all() {
    List<SinkRecord> held = blocked.all();
    held.addAll(keyChanges.waiting());
    if (whole != null) {
      held.addAll(whole.held());
    }
    return held;
  }

  /** Forgets them: they will come again. */
  void forget() {
    blocked.clear();
    keyChanges.forget();
    if (whole != null) {
      whole.forget();
    }
  }
}
