package io.sluice.connector.table.guard;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.Journal;
import io.sluice.connector.table.target.PendingKeys;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
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

  /**
   * Invariant 6: bytes of rows, estimated, that wait or are being applied. Enough to keep both
   * threads busy, and little enough to stay in a cache; a larger batch travels alone.
   */
  private static final int IN_FLIGHT = 4 << 20;

  /**
   * A batch that takes longer than this, and longer for each of its rows than the other, is applied
   * by a database that is slow or far away. Larger ones share what each costs, whatever its size.
   */
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long LONG_NANOS_A_ROW = TimeUnit.MICROSECONDS.toNanos(5);

  /** How long a build may take to break off, until it is told so again: some round trips. */
  private static final long CANCEL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long FOR_EVER = Long.MAX_VALUE;

  /** The key of a table, on its way, in a transaction of its own. */
  private record Building(Table.Name table, Future<Boolean> key) {}

  private final WatchedTarget target;
  private final LongSupplier nanos;
  private final Catalog catalog;
  private final Refusals refusals;

  /** Used by the target's thread only. */
  private final Postponed postponed = new Postponed();

  private final ExecutorService thread;
  private final Semaphore room = new Semaphore(IN_FLIGHT);

  /** Batches that wait or are being applied. */
  private final AtomicInteger waiting = new AtomicInteger();

  /** Whether the open transaction has a batch. */
  private boolean begun;

  /** Rows that were handed over for the open transaction, whether or not they are in it. */
  private long rowsHanded;

  private long bytesHanded;

  /** Whether batches that still wait are not to be applied any more. */
  private volatile boolean dropping;

  /** Whether the batch before took long. Written by the target's thread. */
  private volatile boolean slow;

  /** The key that an earlier call may have left to be built; null mostly. */
  private @Nullable Building building;

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
    this.nanos = nanos;
    catalog = new ChangedBehindRows();
    this.refusals = refusals;
    thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true);
              return made;
            });
  }

  @Override
  <T> T make(String doing, PassedCatalog.Call<T> call) throws SQLException {
    return await(call::make);
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  /** Changes a table when no row waits that was made for the table as it is. */
  private final class ChangedBehindRows extends PassedCatalog {
    ChangedBehindRows() {
      super(target.catalog(), TargetThread.this::make);
    }

    @Override
    public Table create(Table wanted) throws SQLException {
      beforeChange(wanted);
      return super.create(wanted);
    }

    @Override
    void beforeKey(Table table) throws SQLException {
      beforeChange(table);
    }

    @Override
    public Table addColumns(Table table, List<Table.Column> added) throws SQLException {
      beforeChange(table);
      return super.addColumns(table, added);
    }

    @Override
    public Table alter(Table table, Table.Column changed) throws SQLException {
      beforeChange(table);
      return super.alter(table, changed);
    }

    @Override
    public Table dropColumns(Table table, Collection<String> columns) throws SQLException {
      beforeChange(table);
      return super.dropColumns(table, columns);
    }

    @Override
    public Table emptyColumns(Table table, Collection<String> columns) throws SQLException {
      beforeChange(table);
      return super.emptyColumns(table, columns);
    }

    private void beforeChange(Table table) throws SQLException {
      await(
          () -> {
            postponed.retry(target, table.name(), refusals);
            return true;
          });
    }
  }

  @Override
  public void apply(Table table, List<Row> rows) throws SQLException {
    throwFailure();
    beginOnce();
    long bytes = bytes(rows);
    rowsHanded += rows.size();
    bytesHanded += bytes;
    int weight = (int) Math.min(IN_FLIGHT, bytes + 1);
    room.acquireUninterruptibly(weight);
    waiting.incrementAndGet();
    boolean large = isLargeWith(0, 0);
    thread.execute(
        () -> {
          try {
            if (!dropping && failure == null) {
              long began = nanos.getAsLong();
              applyOrPostpone(table, rows, large);
              long took = nanos.getAsLong() - began;
              slow = took > LONG_NANOS && took > LONG_NANOS_A_ROW * rows.size();
            }
          } catch (SQLException | RuntimeException | Error e) {
            failure = e;
          } finally {
            waiting.decrementAndGet();
            room.release(weight);
          }
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
    Building begun = building;
    if (begun == null) {
      begun = new Building(table, thread.submit(() -> keyAlone(pipeline, table)));
      building = begun;
    } else if (!begun.table().equals(table)) {
      throw new IllegalStateException("the key of table " + begun.table() + " is being built");
    }
    try {
      get(begun.key(), nanos);
    } catch (TimeoutException later) {
      return false;
    } catch (SQLException | RuntimeException | Error e) {
      building = null;
      throw e;
    }
    building = null;
    return true;
  }

  /** On the target's thread: the key, and that it is there, in one transaction. */
  private boolean keyAlone(String pipeline, Table.Name table) throws SQLException {
    throwFailure();
    boolean built = new PendingKeys(target.catalog()).complete(table);
    target.commit(pipeline, Map.of(), new StoredOffsets.Position(Map.of(), Map.of()));
    return built;
  }

  /** Breaks off the build of a key: nobody waits for it any more. */
  private void cancelKey() {
    Building left = building;
    building = null;
    while (left != null && !left.key().isDone()) {
      try {
        target.cancel();
      } catch (SQLException unheard) {
        LOG.debug("the build of a key cannot be broken off", unheard);
      }
      try {
        get(left.key(), CANCEL_NANOS);
      } catch (TimeoutException goesOn) {
        LOG.debug("the key of table {} is still being built", left.table());
      } catch (SQLException | RuntimeException brokenOff) {
        LOG.debug("the key of table {} is not built", left.table(), brokenOff);
      }
    }
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
      bytes += row.bytes();
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
    return slow && waiting.get() > 0;
  }

  @Override
  public boolean isBusyAndGains() {
    return gainsByLargeBatches() && waiting.get() > 0;
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
    cancelKey();
    ended();
    run(
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

  @Override
  public void close() throws SQLException {
    if (thread.isShutdown()) {
      return;
    }
    dropping = true;
    try {
      cancelKey();
      run(
          () -> {
            target.close();
            return true;
          });
    } finally {
      thread.shutdown();
    }
  }

  /** Waits for all batches, then for this. */
  private <T> T await(Callable<T> work) throws SQLException {
    return run(
        () -> {
          throwFailure();
          return work.call();
        });
  }

  private <T> T run(Callable<T> work) throws SQLException {
    try {
      return get(thread.submit(work), FOR_EVER);
    } catch (TimeoutException never) {
      throw new IllegalStateException("the target's thread did not answer", never);
    }
  }

  private static <T> T get(Future<T> done, long most) throws SQLException, TimeoutException {
    long since = System.nanoTime();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return most == FOR_EVER
              ? done.get()
              : done.get(most - (System.nanoTime() - since), TimeUnit.NANOSECONDS);
        } catch (InterruptedException asked) {
          interrupted =
              true; // A database that is left in mid-statement would be in no known state.
        } catch (ExecutionException failed) {
          throw rethrown(failed.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void throwFailure() throws SQLException {
    Throwable found = failure;
    if (found != null) {
      throw rethrown(found);
    }
  }

  private static SQLException rethrown(@Nullable Throwable cause) {
    if (cause instanceof SQLException e) {
      return e;
    }
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    throw new IllegalStateException("the target's thread failed", cause);
  }
}
