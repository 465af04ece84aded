package io.sluice.connector.table.guard;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.Journal;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A target on a thread of its own: batches are applied there while the caller makes the next ones.
 * Everything else waits for what was handed over before and for its own end, so that the order and
 * the transactions are the caller's.
 *
 * <p>A row that is refused goes to the {@link Refusals}. Whatever else goes wrong with a batch is
 * thrown by the next call, and by all further ones until {@link #rollback} or {@link #close}: no
 * batch behind it is applied. Used by one thread.
 */
public final class TargetThread implements Target {
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

  private final WatchedTarget target;
  private final LongSupplier nanos;
  private final Catalog catalog;
  private final Refusals refusals;
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
    this.target = target;
    this.nanos = nanos;
    catalog = new PassedCatalog(target.catalog(), this::make);
    this.refusals = refusals;
    thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true);
              return made;
            });
  }

  private <T> T make(String doing, PassedCatalog.Call<T> call) throws SQLException {
    return await(call::make);
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public void begin() throws SQLException {
    await(
        () -> {
          target.begin();
          return true;
        });
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
    thread.execute(
        () -> {
          try {
            if (!dropping && failure == null) {
              long began = nanos.getAsLong();
              Bisection.apply(target, table, rows, refusals);
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
          target.settle();
          return true;
        });
  }

  @Override
  public void clear(Table table, @Nullable Row mark) throws SQLException {
    throwFailure();
    beginOnce();
    await(
        () -> {
          target.clear(table, mark);
          return true;
        });
  }

  @Override
  public List<List<Version>> versions(Table table, VersionColumns columns, List<Probe> probes)
      throws SQLException {
    throwFailure();
    beginOnce();
    return await(() -> target.versions(table, columns, probes));
  }

  @Override
  public int worthApplying(Table table) throws SQLException {
    return await(() -> target.worthApplying(table));
  }

  @Override
  public boolean wantsCommit() {
    return target.wantsCommit();
  }

  @Override
  public Journal.Room room() {
    return target.room();
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
  public StoredOffsets.Position position(String name, Set<String> topics) throws SQLException {
    return await(() -> target.position(name, topics));
  }

  @Override
  public void commit(String name, Map<TopicPartition, Long> from, StoredOffsets.Position to)
      throws SQLException {
    await(
        () -> {
          target.commit(name, from, to);
          return true;
        });
    ended();
  }

  @Override
  public void rollback() throws SQLException {
    dropping = true;
    ended();
    run(
        () -> {
          target.rollback();
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

  @Override
  public Fault fault(SQLException e) {
    return target.fault(e);
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
    Future<T> done = thread.submit(work);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return done.get();
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
