package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.config.TaskShare;
import io.sluice.connector.postgres.jmx.BeanName;
import io.sluice.connector.postgres.jmx.OwnBean;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import javax.management.JMException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how far a snapshot is: in the log now and then, and as an MBean. Thread-safe. */
final class Progress implements SnapshotMetricsMXBean, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final String connector;
  private final OwnBean bean = new OwnBean(this, SnapshotMetricsMXBean.class);
  private final long begin = System.nanoTime();
  private final AtomicLong nextLog = new AtomicLong(begin + LOG_NANOS);
  private final AtomicLong bytes = new AtomicLong();
  private volatile long totalBytes;
  private volatile List<TableWork> tables = List.of();
  private volatile long end;
  private volatile State state = State.RUNNING;

  private enum State {
    RUNNING,
    COMPLETED,
    ABORTED
  }

  /**
   * @param connector whose snapshot it is, by its runtime's name
   */
  Progress(String prefix, String connector, @Nullable TaskShare share) {
    String server = share == null || share.streams() ? prefix : prefix + ",task=" + share.task();
    this.connector = connector;
    try {
      bean.register(BeanName.of("snapshot", server, connector));
    } catch (JMException e) {
      LOG.warn("The snapshot's progress cannot be seen through JMX", e);
    }
  }

  /** These are to be read now. */
  void plan(List<TableWork> all) {
    bytes.set(0);
    totalBytes = all.stream().mapToLong(TableWork::bytes).sum();
    tables = all;
  }

  /** Told once a batch. */
  void batch() {
    long due = nextLog.get();
    long now = System.nanoTime();
    if (now - due >= 0 && nextLog.compareAndSet(due, now + LOG_NANOS)) {
      long left = getEstimatedSecondsLeft();
      LOG.info(
          "Snapshot: {} rows read, {} % of {} MB, {} of {} tables to go, {}",
          getTotalRowsScanned(),
          String.format(Locale.ROOT, "%.1f", 100 * getShare()),
          totalBytes >> 20,
          getRemainingTableCount(),
          getTotalTableCount(),
          left < 0 ? "time left unknown" : "about " + left + " s left");
    }
  }

  void read(Chunk chunk) {
    bytes.addAndGet(chunk.range().bytes());
    chunk.table().chunkIsRead();
  }

  void completed() {
    end = System.nanoTime();
    state = State.COMPLETED;
    LOG.info(
        "Snapshot: {} rows of {} tables read in {} s",
        getTotalRowsScanned(),
        getTotalTableCount(),
        getSnapshotDurationInSeconds());
  }

  void aborted() {
    end = System.nanoTime();
    state = State.ABORTED;
  }

  @Override
  public String getConnector() {
    return connector;
  }

  @Override
  public boolean isSnapshotRunning() {
    return state == State.RUNNING;
  }

  @Override
  public boolean isSnapshotCompleted() {
    return state == State.COMPLETED;
  }

  @Override
  public boolean isSnapshotAborted() {
    return state == State.ABORTED;
  }

  @Override
  public long getSnapshotDurationInSeconds() {
    return TimeUnit.NANOSECONDS.toSeconds(
        (state == State.RUNNING ? System.nanoTime() : end) - begin);
  }

  @Override
  public int getTotalTableCount() {
    return tables.size();
  }

  @Override
  public int getRemainingTableCount() {
    return (int) tables.stream().filter(table -> !table.isFinished()).count();
  }

  @Override
  public Map<String, Long> getRowsScanned() {
    Map<String, Long> rows = new TreeMap<>();
    for (TableWork table : tables) {
      if (table.rows() > 0) {
        rows.put(table.id().toString(), table.rows());
      }
    }
    return rows;
  }

  @Override
  public long getTotalRowsScanned() {
    return tables.stream().mapToLong(TableWork::rows).sum();
  }

  @Override
  public long getExpectedRows() {
    return tables.stream().mapToLong(table -> Math.max(0, table.expectedRows())).sum();
  }

  @Override
  public Map<String, Integer> getChunks() {
    return byTable(table -> table.ranges().size());
  }

  @Override
  public Map<String, Integer> getChunksRead() {
    return byTable(TableWork::chunksRead);
  }

  private Map<String, Integer> byTable(ToIntFunction<TableWork> figure) {
    Map<String, Integer> figures = new TreeMap<>();
    tables.forEach(table -> figures.put(table.id().toString(), figure.applyAsInt(table)));
    return figures;
  }

  @Override
  public double getShare() {
    return state == State.COMPLETED || totalBytes == 0
        ? 1
        : Math.min(1, (double) bytes.get() / totalBytes);
  }

  @Override
  public long getEstimatedSecondsLeft() {
    double share = getShare();
    if (state == State.COMPLETED) {
      return 0;
    }
    return share == 0
        ? -1
        : Math.round(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) * (1 / share - 1));
  }

  @Override
  public void close() {
    bean.close();
  }
}
