package io.sluice.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * Runs one source connector with one task, without any engine: plans the task, starts it, polls it
 * when told, and keeps its offsets in an {@link InMemoryOffsets}. A restart is a new connector and
 * a new task on the same offsets.
 *
 * <p>For one thread, except {@link #stop()}, which may come from another while a poll is under way.
 */
public final class SourceTaskHarness implements AutoCloseable {
  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);

  private final Supplier<? extends SourceConnector> connectors;
  private final Map<String, String> config;
  private final InMemoryOffsets offsets;
  private final AtomicInteger reconfigurations = new AtomicInteger();
  private @Nullable SourceConnector connector;
  private volatile @Nullable SourceTask task;

  /** With no offsets yet. Nothing is started. */
  public SourceTaskHarness(
      Supplier<? extends SourceConnector> connectors, Map<String, String> config) {
    this(connectors, config, new InMemoryOffsets());
  }

  /** With offsets to continue from. Nothing is started. */
  public SourceTaskHarness(
      Supplier<? extends SourceConnector> connectors,
      Map<String, String> config,
      InMemoryOffsets offsets) {
    this.connectors = connectors;
    Map<String, String> all = new HashMap<>(config);
    all.putIfAbsent("name", "harness");
    this.config = Map.copyOf(all);
    this.offsets = offsets;
  }

  /** Starts the connector, has it plan one task, and starts that. */
  public SourceTaskHarness start() {
    SourceConnector started = connectors.get();
    started.initialize(new ConnectorSide());
    started.start(config);
    connector = started;
    List<Map<String, String>> plans = started.taskConfigs(1);
    if (plans.size() != 1) {
      throw new IllegalStateException("Expected a plan for one task but found " + plans.size());
    }
    SourceTask created;
    try {
      created = (SourceTask) started.taskClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Connect needs a public constructor without arguments: " + started.taskClass(), e);
    }
    Map<String, String> taskConfig = new HashMap<>(plans.get(0));
    taskConfig.putIfAbsent("name", "harness");
    created.initialize(new TaskSide(taskConfig));
    created.start(taskConfig);
    task = created;
    return this;
  }

  /**
   * One poll, with what a worker sees of it: null says nothing, an empty list that there is nothing
   * new.
   *
   * @throws RetriableException as the task does, when it is to be polled again
   */
  public @Nullable List<SourceRecord> answer() throws InterruptedException {
    return task().poll();
  }

  /** One poll. A retriable exception counts as nothing found, as Connect would take it. */
  public List<SourceRecord> poll() {
    try {
      List<SourceRecord> records = task().poll();
      return records == null ? List.of() : records;
    } catch (RetriableException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  /**
   * Polls until there are that many records, and gives them all (a last batch may bring more);
   * fails after 30 s.
   */
  public List<SourceRecord> poll(int atLeast) {
    List<SourceRecord> all = new ArrayList<>();
    return pollInto(all, records -> records.size() >= atLeast, DEFAULT_LIMIT, atLeast + " records");
  }

  /** Polls until one record fits, and gives all up to the end of its batch; fails after 30 s. */
  public List<SourceRecord> pollUntil(Predicate<SourceRecord> last) {
    List<SourceRecord> all = new ArrayList<>();
    return pollInto(
        all,
        records -> records.stream().anyMatch(last),
        DEFAULT_LIMIT,
        "a record as the test wants it");
  }

  /** Polls for that long, whatever comes. */
  public List<SourceRecord> pollFor(Duration time) {
    List<SourceRecord> all = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      all.addAll(poll());
    }
    return all;
  }

  private List<SourceRecord> pollInto(
      List<SourceRecord> all, Predicate<List<SourceRecord>> enough, Duration limit, String wanted) {
    long giveUp = System.nanoTime() + limit.toNanos();
    while (!enough.test(all)) {
      if (System.nanoTime() > giveUp) {
        throw new AssertionError(
            "Expected "
                + wanted
                + " within "
                + limit.toSeconds()
                + " s but found "
                + all.size()
                + " records");
      }
      all.addAll(poll());
    }
    return all;
  }

  /**
   * Makes everything up to the end of these records durable and tells the task, as an engine does
   * after a checkpoint: {@code commitRecord} for each, then {@code commit}.
   */
  public void commit(List<SourceRecord> records) {
    try {
      for (SourceRecord record : records) {
        offsets.put(record);
        task().commitRecord(record, null);
      }
      task().commit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Stops task and connector; does nothing if they are. What was not committed is polled again
   * after the next start.
   */
  public void stop() {
    SourceTask stopping = task;
    task = null;
    if (stopping != null) {
      stopping.stop();
    }
    SourceConnector closing = connector;
    connector = null;
    if (closing != null) {
      closing.stop();
    }
  }

  /** Stops and starts again from what is durable. */
  public SourceTaskHarness restart() {
    stop();
    return start();
  }

  public InMemoryOffsets offsets() {
    return offsets;
  }

  /** The running task. */
  public SourceTask task() {
    SourceTask running = task;
    if (running == null) {
      throw new IllegalStateException("The task is not started");
    }
    return running;
  }

  /** How often the connector asked for a new plan. */
  public int reconfigurations() {
    return reconfigurations.get();
  }

  @Override
  public void close() {
    stop();
  }

  private final class ConnectorSide implements SourceConnectorContext {
    @Override
    public void requestTaskReconfiguration() {
      reconfigurations.incrementAndGet();
    }

    @Override
    public void raiseError(Exception e) {
      throw new IllegalStateException("The connector raised an error", e);
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
      return offsets;
    }

    @Override
    public PluginMetrics pluginMetrics() {
      throw new UnsupportedOperationException("The harness keeps no metrics");
    }
  }

  private final class TaskSide implements SourceTaskContext {
    private final Map<String, String> taskConfig;

    TaskSide(Map<String, String> taskConfig) {
      this.taskConfig = taskConfig;
    }

    @Override
    public Map<String, String> configs() {
      return taskConfig;
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
      return offsets;
    }

    @Override
    public PluginMetrics pluginMetrics() {
      throw new UnsupportedOperationException("The harness keeps no metrics");
    }
  }
}
