package io.sluice.connector.table.guard;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.Journal;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A target on a thread of its own: batches are applied there while the caller makes the next ones.
 * Everything else waits for what was handed over before and for its own end, so that the order and
 * the transactions are the caller's.
 *
 * <p>A row that is refused goes to the {@link Refusals}. Whatever else goes wrong with a batch is
 * thrown by the next call, and by all further ones until {@link #rollback} or {@link #close}: no
 * batch behind it is applied. Used by one thread.
 */
public final class TargetThread extends PassedTarget implements Handover {
  private static final Logger LOG = LoggerFactory.getLogger(TargetThread.class);

  private final WatchedTarget target;
  private final Catalog catalog;
  private final Refusals refusals;

  /** Used by the target's thread only. */
  private final Postponed postponed = new Postponed();

  private final TargetCalls calls;
  private final KeyOnItsWay key;
  private final BatchesInFlight inFlight;

  /** Whether the open transaction has a batch. */
  private boolean begun;

  /** Rows that were handed over for the open transaction, whether or not they are in it. */
  private long rowsHanded;

  private long bytesHanded;

  /** Whether batches that still wait are not to be applied any more. */
  private volatile boolean dropping;

  /** What went wrong with a batch. Written by the target's thread. */
  private volatile @Nullable Throwable failure;

  /**
   * Starts the thread.
   *
   * @param name of the thread
   * @param target used by nobody else from now on
   */
  public TargetThread(String name, WatchedTarget target, Refusals refusals) {
    this(name, target, refusals, System::nanoTime);
  }

  TargetThread(String name, WatchedTarget target, Refusals refusals, LongSupplier nanos) {
    super(target);
    this.target = target;
    this.refusals = refusals;
    calls = new TargetCalls(name);
    key = new KeyOnItsWay(target, calls);
    inFlight = new BatchesInFlight(nanos);
    catalog = new ChangedBehindRows(target.catalog(), this::make, this::retryPostponed);
  }

  @Override
  <T> T make(String doing, PassedCatalog.Call<T> call) throws SQLException {
    return await(call::make);
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public void apply(Table table, List<Row> rows) throws SQLException {
    throwFailure();
    beginOnce();
    long bytes = bytes(rows);
    rowsHanded += rows.size();
    bytesHanded += bytes;
    boolean large = isLargeWith(0, 0);
    inFlight.hand(calls, bytes, rows.size(), () -> applyUnlessDropped(table, rows, large));
  }

  /** On the target's thread. */
  private void applyUnlessDropped(Table table, List<Row> rows, boolean large) {
    if (dropping || failure != null) {
      return;
    }
    try {
      applyOrPostpone(table, rows, large);
    } catch (SQLException | RuntimeException | Error e) {
      failure = e;
    }
  }

  private void retryPostponed(Table table) throws SQLException {
    await(
        () -> {
          postponed.retry(target, table.name(), refusals);
          return true;
        });
  }

  /**
   * Applies a batch on the target's thread.
   *
   * @param large whether the transaction may soon be one of which the target cannot undo a row
   *     alone: what it refuses is refused at once then, and nothing waits for the end
   */
  private void applyOrPostpone(Table table, List<Row> rows, boolean large) throws SQLException {
    if (large) {
      postponed.retry(target, refusals);
      Bisection.apply(target, table, rows, refusals);
    } else {
      List<Row> batch = postponed.before(target, table, rows, refusals);
      Bisection.apply(target, table, batch, refusals, postponed);
    }
  }

  @Override
  public boolean completeKey(String pipeline, Table.Name table, long nanos) throws SQLException {
    throwFailure();
    return key.complete(pipeline, table, nanos);
  }

  private void beginOnce() throws SQLException {
    if (!begun) {
      begin(); // Told to the caller at once, who still has every row of the transaction.
      begun = true;
    }
  }

  private static long bytes(List<Row> rows) {
    long bytes = 0;
    for (Row row : rows) {
      bytes += row.held();
    }
    return bytes;
  }

  @Override
  public void settle() throws SQLException {
    await(
        () -> {
          postponed.retry(target, refusals);
          return true;
        });
  }

  @Override
  public boolean postpones() throws SQLException {
    return await(() -> !postponed.isEmpty());
  }

  @Override
  public void clear(Table table, @Nullable Row mark) throws SQLException {
    throwFailure();
    beginOnce();
    await(
        () -> {
          postponed.forget(table.name());
          return true;
        });
    super.clear(table, mark);
  }

  @Override
  public List<List<Version>> versions(Table table, VersionColumns columns, List<Probe> probes)
      throws SQLException {
    throwFailure();
    beginOnce();
    return super.versions(table, columns, probes);
  }

  /**
   * Whether the open transaction is going to be larger than the target likes, by what was handed
   * over and not by what was applied: a slow database is to be asked in time as well.
   *
   * @param rows that wait to be handed over
   * @param bytes of these, estimated
   */
  public boolean isLargeWith(long rows, long bytes) {
    Journal.Room most = room();
    return rowsHanded + rows > most.rows() || bytesHanded + bytes > most.bytes();
  }

  @Override
  public boolean isBehind() {
    return inFlight.isSlow() && inFlight.isAny();
  }

  @Override
  public boolean isBusyAndGains() {
    return gainsByLargeBatches() && inFlight.isAny();
  }

  @Override
  public boolean gainsByLargeBatches() {
    return target.gainsByLargeBatches();
  }

  @Override
  public void commit(String name, Map<TopicPartition, Long> from, StoredOffsets.Position to)
      throws SQLException {
    super.commit(name, from, to);
    ended();
  }

  @Override
  public void rollback() throws SQLException {
    dropping = true;
    if (!key.breakOff()) {
      throw new SQLTransientException("a key is being built, and cannot be broken off", "57014");
    }
    ended();
    calls.make(
        () -> {
          target.rollback();
          postponed.clear();
          failure = null;
          dropping = false;
          return true;
        });
  }

  private void ended() {
    begun = false;
    rowsHanded = 0;
    bytesHanded = 0;
  }

  /** What was being done when something went wrong last, for people; may be empty. Any thread. */
  public String failedAt() {
    return target.failedAt();
  }

  /** Waits for what the target is doing, but for a key that it does not break off in time. */
  @Override
  public void close() throws SQLException {
    if (calls.isEnded()) {
      return;
    }
    dropping = true;
    try {
      if (key.breakOff()) {
        calls.make(
            () -> {
              target.close();
              return true;
            });
      } else {
        calls.give(this::closeBehindKey);
      }
    } finally {
      calls.end();
    }
  }

  private void closeBehindKey() {
    try {
      target.close();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("closing the target database behind a key", e);
    }
  }

  /** Waits for all batches, then for this. */
  private <T> T await(Callable<T> work) throws SQLException {
    return calls.make(
        () -> {
          throwFailure();
          return work.call();
        });
  }

  private void throwFailure() throws SQLException {
    Throwable found = failure;
    if (found != null) {
      throw TargetCalls.rethrown(found);
    }
  }
}
