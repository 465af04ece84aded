package io.sluice.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs one sink connector with one task, without any engine, and plays the topics it reads: {@link
 * #append} writes a record to the end of a partition, {@link #deliver()} puts what the task has not
 * had yet, {@link #commit()} asks it how far it is durable. When the task rewinds with {@code
 * SinkTaskContext.offset}, the next delivery starts there, as on Connect.
 *
 * <p>For one thread.
 */
public final class SinkTaskHarness implements SinkRun {
  private static final int MOST_RETRIES = 10;

  private final Supplier<? extends SinkConnector> connectors;
  private final Map<String, String> config;
  private final boolean withReporter;
  private final Map<TopicPartition, List<SinkRecord>> log = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();
  private final Set<TopicPartition> assignment = new LinkedHashSet<>();
  private final Set<TopicPartition> paused = new LinkedHashSet<>();
  private final List<Reported> reported = new ArrayList<>();
  private @Nullable SinkConnector connector;
  private @Nullable SinkTask task;
  private boolean commitRequested;
  private OptionalLong timeout = OptionalLong.empty();
  private Future<Void> letter = CompletableFuture.completedFuture(null);

  /** With an {@code ErrantRecordReporter}. Nothing is started. */
  public SinkTaskHarness(Supplier<? extends SinkConnector> connectors, Map<String, String> config) {
    this(connectors, config, true);
  }

  /**
   * Nothing is started.
   *
   * @param withReporter false to be an engine without dead letters, whose context has no {@code
   *     ErrantRecordReporter}
   */
  public SinkTaskHarness(
      Supplier<? extends SinkConnector> connectors,
      Map<String, String> config,
      boolean withReporter) {
    this.connectors = connectors;
    Map<String, String> all = new HashMap<>(config);
    all.putIfAbsent("name", "harness");
    this.config = Map.copyOf(all);
    this.withReporter = withReporter;
  }

  /** Starts connector and task and opens every partition that has been appended to so far. */
  @Override
  public SinkTaskHarness start() {
    SinkConnector started = connectors.get();
    started.initialize(new ConnectorSide());
    started.start(config);
    connector = started;
    Map<String, String> taskConfig = new HashMap<>(started.taskConfigs(1).get(0));
    taskConfig.putIfAbsent("name", config.getOrDefault("name", "harness"));
    SinkTask created;
    try {
      created = (SinkTask) started.taskClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Connect needs a public constructor without arguments: " + started.taskClass(), e);
    }
    task = created;
    positions.clear();
    positions.putAll(committed);
    created.initialize(new TaskSide(taskConfig));
    created.start(taskConfig);
    if (!log.isEmpty()) {
      open(log.keySet().toArray(new TopicPartition[0]));
    }
    return this;
  }

  /** What the task gets for each record that it reports from now on. */
  public void answerReports(Future<Void> letterWritten) {
    letter = letterWritten;
  }

  /** Gives the task more partitions, as a rebalance does. */
  public void open(TopicPartition... partitions) {
    List<TopicPartition> fresh = new ArrayList<>(Arrays.asList(partitions));
    fresh.removeAll(assignment);
    assignment.addAll(fresh);
    fresh.forEach(
        partition -> positions.putIfAbsent(partition, committed.getOrDefault(partition, 0L)));
    task().open(fresh);
  }

  /**
   * Takes partitions away, after a commit as on Connect; what is appended to them later is not
   * delivered.
   */
  public void closePartitions(TopicPartition... partitions) {
    commit();
    task().close(Arrays.asList(partitions));
    assignment.removeAll(Arrays.asList(partitions));
    for (TopicPartition partition : partitions) {
      positions.remove(partition);
    }
  }

  /**
   * Writes a record to the end of a partition. It reaches the task with the next {@link
   * #deliver()}, if the partition is open.
   */
  @Override
  public SinkRecord append(
      TopicPartition partition,
      @Nullable Schema keySchema,
      @Nullable Object key,
      @Nullable Schema valueSchema,
      @Nullable Object value) {
    List<SinkRecord> records = log.computeIfAbsent(partition, p -> new ArrayList<>());
    SinkRecord record =
        new SinkRecord(
            partition.topic(),
            partition.partition(),
            keySchema,
            key,
            valueSchema,
            value,
            records.size(),
            1_700_000_000_000L + records.size(),
            TimestampType.CREATE_TIME);
    records.add(record);
    return record;
  }

  /**
   * Puts, in one batch, all records of open partitions that the task has not had yet; opens
   * partitions that were appended to since the start. A retriable exception is answered with the
   * same batch again, ten times at the most. Rewinds take effect before the batch is made.
   */
  @Override
  public SinkTaskHarness deliver() {
    return deliver(Integer.MAX_VALUE);
  }

  /** As {@link #deliver()}, in batches of at most that many records. */
  @Override
  public SinkTaskHarness deliver(int batchSize) {
    TopicPartition[] fresh =
        log.keySet().stream()
            .filter(partition -> !positions.containsKey(partition))
            .toArray(TopicPartition[]::new);
    if (fresh.length > 0) {
      open(fresh);
    }
    List<SinkRecord> batch = nextBatch(batchSize);
    do {
      putWithRetries(batch);
      batch = nextBatch(batchSize);
    } while (!batch.isEmpty());
    return this;
  }

  private List<SinkRecord> nextBatch(int batchSize) {
    List<SinkRecord> batch = new ArrayList<>();
    for (TopicPartition partition : assignment) {
      if (paused.contains(partition)) {
        continue;
      }
      List<SinkRecord> records = log.getOrDefault(partition, List.of());
      int from = Math.toIntExact(positions.getOrDefault(partition, 0L));
      int to = Math.min(records.size(), from + Math.min(batchSize - batch.size(), records.size()));
      if (to > from) {
        batch.addAll(records.subList(from, to));
        positions.put(partition, (long) to);
      }
    }
    return batch;
  }

  private void putWithRetries(Collection<SinkRecord> batch) {
    withRetries(
        () -> {
          task().put(batch);
          return true;
        });
  }

  private static <T> T withRetries(Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (RetriableException e) {
        if (attempt == MOST_RETRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * The milliseconds after which the task wants to be put something, if only nothing, as it asked
   * for since the last call of this method; empty if it did not.
   */
  public OptionalLong takeTimeout() {
    OptionalLong taken = timeout;
    timeout = OptionalLong.empty();
    return taken;
  }

  /** Puts an empty batch, as Connect does when there is nothing to put. */
  @Override
  public void deliverNothing() {
    task().put(List.of());
  }

  /**
   * A commit as an engine does it: {@code preCommit} with the positions reached, again after a
   * retriable exception, ten times at the most; what it returns is durable and is where a restart
   * continues, unless the task knows better in {@code open}.
   */
  @Override
  public SinkTaskHarness commit() {
    commitRequested = false;
    Map<TopicPartition, Long> durable = preCommit();
    committed.putAll(durable);
    return this;
  }

  /**
   * The same, but the engine dies before it has noted the answer: the target is ahead of what the
   * engine knows.
   */
  @Override
  public SinkTaskHarness commitUnheard() {
    preCommit();
    return this;
  }

  private Map<TopicPartition, Long> preCommit() {
    Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
    for (TopicPartition partition : assignment) {
      reached.put(partition, new OffsetAndMetadata(positions.getOrDefault(partition, 0L)));
    }
    Map<TopicPartition, Long> durable = new HashMap<>();
    withRetries(() -> task().preCommit(reached))
        .forEach((partition, offset) -> durable.put(partition, offset.offset()));
    return durable;
  }

  /** Ends the task in order: commit, close, stop. */
  @Override
  public void stop() {
    if (task != null) {
      commit();
      task().close(List.copyOf(assignment));
      abandon();
    }
  }

  /**
   * Ends the task as a crash does, as far as that is possible in one process: no {@code preCommit},
   * no {@code close}, only {@code stop}, so that connections and files are let go. A sink that
   * commits in {@code stop} breaks its promise and is found out.
   */
  @Override
  public SinkTaskHarness crash() {
    abandon();
    return this;
  }

  private void abandon() {
    SinkTask stopping = task;
    task = null;
    assignment.clear();
    paused.clear();
    positions.clear();
    if (stopping != null) {
      stopping.stop();
    }
    SinkConnector closing = connector;
    connector = null;
    if (closing != null) {
      closing.stop();
    }
  }

  public SinkTask task() {
    SinkTask running = task;
    if (running == null) {
      throw new IllegalStateException("The task is not started");
    }
    return running;
  }

  /** What the task reported as errant, in order, over all restarts. */
  @Override
  public List<Reported> reported() {
    return List.copyOf(reported);
  }

  /** The next offset that the task is to be given; 0 if the partition is not open. */
  @Override
  public long position(TopicPartition partition) {
    return positions.getOrDefault(partition, 0L);
  }

  /** The next offset as the engine knows it to be durable. */
  @Override
  public long committed(TopicPartition partition) {
    return committed.getOrDefault(partition, 0L);
  }

  /** Whether the task has paused partitions, whose records are not delivered meanwhile. */
  public boolean hasPauses() {
    return !paused.isEmpty();
  }

  /** Whether the task asked for a commit since the last one. */
  @Override
  public boolean commitRequested() {
    return commitRequested;
  }

  @Override
  public void close() {
    abandon();
  }

  private static final class ConnectorSide
      implements org.apache.kafka.connect.sink.SinkConnectorContext {
    @Override
    public void requestTaskReconfiguration() {}

    @Override
    public void raiseError(Exception e) {
      throw new IllegalStateException("The connector raised an error", e);
    }

    @Override
    public PluginMetrics pluginMetrics() {
      throw new UnsupportedOperationException("The harness keeps no metrics");
    }
  }

  private final class TaskSide implements SinkTaskContext {
    private final Map<String, String> taskConfig;

    TaskSide(Map<String, String> taskConfig) {
      this.taskConfig = taskConfig;
    }

    @Override
    public Map<String, String> configs() {
      return taskConfig;
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
      offsets.forEach(this::offset);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
      positions.put(partition, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
      timeout = OptionalLong.of(timeoutMs);
    }

    @Override
    public Set<TopicPartition> assignment() {
      return Set.copyOf(assignment);
    }

    @Override
    public void pause(TopicPartition... partitions) {
      paused.addAll(Arrays.asList(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
      paused.removeAll(Arrays.asList(partitions));
    }

    @Override
    public void requestCommit() {
      commitRequested = true;
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
      if (!withReporter) {
        return null;
      }
      return (record, error) -> {
        reported.add(new Reported(record, error));
        return letter;
      };
    }

    @Override
    public PluginMetrics pluginMetrics() {
      throw new UnsupportedOperationException("The harness keeps no metrics");
    }
  }
}
