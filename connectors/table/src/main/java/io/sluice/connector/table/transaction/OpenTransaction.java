package io.sluice.connector.table.transaction;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.config.TransactionSettings;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The target's open transaction between an engine that hands every record over once and a database
 * that may undo all of it at any moment. It knows which records the transaction has, keeps them
 * while they are few, and so can say after each failure whether the engine's call may simply be
 * made again. Knows no database: {@link Rows} is all that it asks of one.
 *
 * <p>At any moment each record that was handed over and is not behind the committed offsets is in
 * one of these places: in the database's transaction, {@linkplain HeldBack held back} on the way
 * there, kept to be brought there again by the next call, or with the engine, which will hand it
 * over once more. Where that cannot be kept up the transaction is lost: every further call is
 * refused, so that nothing can be committed behind the gap, until a new task begins at the offsets
 * that are stored. Used by one thread.
 */
public final class OpenTransaction {
  /** A few epochs of a stream. A bulk load soon has more, and pays next to nothing for it. */
  private static final int MOST_KEPT = 10_000;

  /** What of {@code batch.max.bytes} is for the records that are kept. */
  private static final int SHARE_KEPT = 4;

  /** What of the records that are kept may wait for the other event of a changed key. */
  private static final int SHARE_WAITING = 2;

  /** What is asked of the database. */
  public interface Rows {
    /**
     * A record's change goes into the database's open transaction.
     *
     * @return whether it did; else something has to be done first that needs that transaction to
     *     have ended, and {@link OpenTransaction#goOn} is to be called behind it
     */
    boolean write(SinkRecord record) throws SQLException;

    /** The offsets that the database has stored, of all topics. */
    Map<TopicPartition, Long> stored() throws SQLException;
  }

  /** What a failure leaves to do. */
  public enum Then {
    /** The engine may make its call again. */
    AGAIN,
    /** A new task has to begin at the stored offsets. */
    RESTART
  }

  private final Rows rows;
  private final KeptRecords kept;
  private final Positions positions = new Positions();

  private final HeldBack held;

  /** Records that are in the database's transaction, or were refused in it. */
  private long size;

  /** What came before the call that is being made: it will not be handed over again. */
  private Earlier earlier = new Earlier(false, 0);

  private State state = new Known();

  /**
   * What came before a call.
   *
   * @param any whether records did
   * @param kept how many of the kept records these are
   */
  private record Earlier(boolean any, int kept) {}

  /** What is known of the records that were handed over. */
  private sealed interface State {}

  /** Where each of them is. */
  private record Known() implements State {}

  /**
   * Whether they are stored is to be asked: a commit of them was never answered.
   *
   * @param offsets that it would have stored
   */
  private record InDoubt(Map<TopicPartition, Long> offsets) implements State {}

  /**
   * Some are nowhere any more, and nothing may be committed behind them.
   *
   * @param why told with every further call
   */
  private record Lost(Throwable why) implements State {}

  /**
   * Nothing is open yet.
   *
   * <p>Where transactions of the source are to stay whole, {@code batch.max.bytes} are held back
   * for that at most; a quarter as many are kept.
   */
  public OpenTransaction(TableSinkConfig config, Rows rows) {
    this(
        config.transactions(),
        config.batchMaxBytes(),
        new KeptRecords(MOST_KEPT, config.batchMaxBytes() / SHARE_KEPT),
        rows,
        KeyChanges.Reach.of(config),
        MOST_KEPT / SHARE_WAITING);
  }

  OpenTransaction(
      TransactionSettings settings,
      long maxHeld,
      KeptRecords kept,
      Rows rows,
      KeyChanges.Reach reach,
      int mostWaiting) {
    this.rows = rows;
    this.kept = kept;
    held =
        new HeldBack(
            settings,
            maxHeld,
            reach,
            mostWaiting,
            maxHeld / SHARE_KEPT / SHARE_WAITING,
            new IntoDatabase());
  }

  /** The end of the way of what is not held back. */
  private final class IntoDatabase implements HeldBack.End {
    @Override
    public boolean write(SinkRecord record) throws SQLException {
      boolean written = rows.write(record);
      if (written) {
        size++;
        positions.took(record);
      }
      return written;
    }

    @Override
    public void pass(SinkRecord record) {
      positions.took(record);
    }
  }

  /**
   * A partition is opened.
   *
   * @param stored the offset that the database has stored of it; null if none
   */
  public void open(TopicPartition partition, @Nullable Long stored) {
    positions.open(partition, stored);
    held.open(partition);
  }

  /** A call begins that hands no record over: what there is came earlier. */
  public void begin() {
    begin(true);
  }

  private void begin(boolean recordsCameEarlier) {
    if (state instanceof Lost lost) {
      throw new ConnectException(
          "records that were handed over are not in the target: their transaction was undone."
              + " A task that is started anew continues at the offsets that are stored in the"
              + " target.",
          lost.why());
    }
    earlier = new Earlier(recordsCameEarlier, kept.size());
  }

  /**
   * A call hands records over. Those that the database has already are left out.
   *
   * @throws ConnectException if records are lost
   */
  public void put(Collection<SinkRecord> records) throws SQLException {
    // What is to be repeated came in earlier calls as well, though nothing of it is in the target.
    begin(size > 0 || !held.isEmpty() || kept.size() > 0);
    try {
      repeat();
      for (SinkRecord record : records) {
        if (!has(record)) {
          kept.add(record);
          held.take(record);
        }
      }
    } finally {
      positions.note();
    }
  }

  /** Makes again what was undone, if that is to be: before anything else happens. */
  public void repeat() throws SQLException {
    if (state instanceof InDoubt doubt) {
      resolve(doubt.offsets());
    }
    try {
      for (SinkRecord record : kept.toRepeat()) {
        if (!has(record)) {
          held.take(record);
        }
      }
    } finally {
      positions.note();
    }
  }

  private void resolve(Map<TopicPartition, Long> inDoubt) throws SQLException {
    Map<TopicPartition, Long> found = rows.stored();
    if (inDoubt.entrySet().stream().allMatch(e -> e.getValue().equals(found.get(e.getKey())))) {
      inDoubt.forEach(positions::open); // It was committed; only the answer was lost.
      kept.removeIf(positions::has);
      earlier = new Earlier(earlier.any(), kept.size());
    }
    state = new Known();
  }

  /**
   * The engine asks for a commit, and what was to be repeated is: brings in what has waited for the
   * other event of a changed key since the last one.
   */
  public void settle() throws SQLException {
    try {
      held.commits();
    } finally {
      positions.note();
    }
  }

  /** Whether the record is in the target already, in the open transaction, or held back. */
  private boolean has(SinkRecord record) {
    return positions.has(record) || held.has(record);
  }

  /**
   * What the database could take no record before is done: those that have waited for it go in.
   *
   * @return whether any did
   */
  public boolean goOn() throws SQLException {
    try {
      return held.goOn();
    } finally {
      positions.note();
    }
  }

  /** Whether records wait until something is done that needs this transaction to have ended. */
  public boolean isBlocked() {
    return held.isBlocked();
  }

  /** Records that are in the database's transaction, those among them that it refused. */
  public long size() {
    return size;
  }

  /** Whether a record that cannot become a row is reported for the first time since the commit. */
  public boolean isNews(SinkRecord record) {
    return kept.isNews(record);
  }

  /** Whether nothing of the open transaction is a part of one of the source's. */
  public boolean mayCommit() {
    return held.mayCommit();
  }

  /** Whether there are records to commit. */
  public boolean isOpen() {
    return positions.isOpen();
  }

  /** Whether records wait that the next commit but one brings in at the latest. */
  public boolean awaitsCommit() {
    return held.awaitsCommit();
  }

  /** The offsets that this task believes to be stored, as a view. */
  public Map<TopicPartition, Long> stored() {
    return positions.stored();
  }

  /**
   * A commit is asked of the database; {@link #committed} follows if it answers.
   *
   * @return the offsets to store, as a view
   */
  public Map<TopicPartition, Long> committing() {
    state = new InDoubt(Map.copyOf(positions.reached()));
    return positions.reached();
  }

  /** The commit was answered: another transaction begins. */
  public void committed() {
    state = new Known();
    positions.committed();
    kept.committed(held.all());
    earlier = new Earlier(earlier.any(), kept.size()); // The call goes on: others may go in.
    size = 0;
  }

  /** What is committed of these partitions, as Connect wants to hear it. */
  public Map<TopicPartition, OffsetAndMetadata> durable(Collection<TopicPartition> partitions) {
    return positions.durable(partitions);
  }

  /**
   * The database has undone the transaction, or is to.
   *
   * @param mayPass whether the same may go well the next time
   * @param told what to throw at the engine
   * @return what was made for that
   */
  public ConnectException failed(boolean mayPass, Function<Then, ConnectException> told) {
    forgetRows();
    boolean complete = kept.complete();
    // Without records of earlier calls the engine still has every one.
    boolean again = mayPass && (complete || !earlier.any());
    kept.repeat(again && complete ? earlier.kept() : 0);
    ConnectException thrown = told.apply(again ? Then.AGAIN : Then.RESTART);
    if (!again) {
      state = new Lost(thrown);
    }
    return thrown;
  }

  /**
   * Something went wrong that no other attempt will mend; the database is to undo the transaction.
   * Nothing of it may be committed: Connect asks for that once more when a task has failed.
   *
   * @param why told with every further call
   */
  public void lost(Throwable why) {
    forgetRows();
    kept.committed(List.of());
    if (!(state instanceof Lost)) {
      state = new Lost(why);
    }
  }

  private void forgetRows() {
    positions.undone();
    size = 0;
    held.forget();
  }

  /**
   * Partitions leave. What was not committed of them must not be committed with those that stay, so
   * the whole transaction is undone. What stays is made again where it is kept, and else is lost.
   *
   * @param allLeave whether no partition stays
   * @return whether the database is to undo its transaction
   */
  public boolean close(Set<TopicPartition> leaving, boolean allLeave) {
    boolean undone =
        !held.isEmpty() || kept.hasOf(leaving) || leaving.stream().anyMatch(positions::isOpen);
    leaving.forEach(positions::forget);
    held.close(leaving);
    if (state instanceof InDoubt doubt) {
      Map<TopicPartition, Long> staying = new HashMap<>(doubt.offsets());
      staying.keySet().removeAll(leaving);
      state = staying.isEmpty() ? new Known() : new InDoubt(staying);
    }
    if (undone) {
      undoWithout(leaving);
    }
    if (allLeave && state instanceof Lost) {
      state = new Known(); // Whoever opens them again begins at what is stored.
    }
    return undone;
  }

  private void undoWithout(Set<TopicPartition> leaving) {
    boolean othersHaveRows = positions.isOpen() || !held.isEmpty();
    boolean repeatable = kept.complete() && !held.keepsWhole();
    forgetRows();
    if (repeatable) {
      kept.forget(leaving);
      kept.repeat(kept.size());
      return;
    }
    kept.committed(List.of());
    if (othersHaveRows) {
      lost(new ConnectException("partitions left in the midst of a transaction"));
    }
  }
}
