package io.sluice.connector.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * Drives one task as Connect does, over a log of records that it can be handed again from any
 * offset.
 */
final class SinkHarness implements AutoCloseable {
  private final Map<String, String> config;
  private final Map<TopicPartition, List<SinkRecord>> log = new HashMap<>();
  private final Map<TopicPartition, Integer> position = new HashMap<>();
  final List<SinkRecord> errant = new ArrayList<>();
  final List<Throwable> errors = new ArrayList<>();
  boolean commitRequested;
  boolean reporting = true;
  @Nullable TableSinkTask task;

  SinkHarness(Map<String, String> config) {
    this.config = new HashMap<>(config);
    this.config.putIfAbsent("name", "test");
  }

  /** Starts a task that takes up where the target says. */
  SinkHarness start() {
    TableSinkTask fresh = new TableSinkTask();
    fresh.initialize(new Context());
    fresh.start(config);
    task = fresh;
    position.replaceAll((partition, at) -> 0);
    fresh.open(log.keySet());
    return this;
  }

  /** Adds a record to the end of its partition; the offset is its place there. */
  SinkHarness add(Records.Draft draft) {
    TopicPartition partition = new TopicPartition(draft.topic(), 0);
    List<SinkRecord> records = log.computeIfAbsent(partition, any -> new ArrayList<>());
    records.add(draft.at(records.size()));
    if (!position.containsKey(partition)) {
      position.put(partition, 0);
      if (task != null) {
        task.open(Set.of(partition));
      }
    }
    return this;
  }

  /** Hands over everything that was not handed over yet. */
  SinkHarness put() {
    for (Map.Entry<TopicPartition, List<SinkRecord>> entry : log.entrySet()) {
      List<SinkRecord> records = entry.getValue();
      int from = position.getOrDefault(entry.getKey(), 0);
      List<SinkRecord> rest = List.copyOf(records.subList(from, records.size()));
      position.put(entry.getKey(), records.size());
      running().put(rest);
    }
    return this;
  }

  SinkHarness commit() {
    Map<TopicPartition, OffsetAndMetadata> current = new HashMap<>();
    position.forEach((partition, at) -> current.put(partition, new OffsetAndMetadata(at)));
    running().preCommit(current);
    return this;
  }

  /** Ends the task without a commit and starts another. */
  SinkHarness crash() {
    running().stop();
    return start();
  }

  TableSinkTask running() {
    TableSinkTask current = task;
    if (current == null) {
      throw new IllegalStateException("not started");
    }
    return current;
  }

  @Override
  public void close() {
    if (task != null) {
      task.stop();
    }
  }

  private final class Context implements SinkTaskContext {
    @Override
    public Map<String, String> configs() {
      return config;
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
      offsets.forEach(this::offset);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
      position.put(partition, (int) offset);
    }

    @Override
    public void timeout(long timeoutMs) {}

    @Override
    public Set<TopicPartition> assignment() {
      return log.keySet();
    }

    @Override
    public void pause(TopicPartition... partitions) {}

    @Override
    public void resume(TopicPartition... partitions) {}

    @Override
    public void requestCommit() {
      commitRequested = true;
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
      return reporting ? this::report : null;
    }

    private Future<Void> report(SinkRecord record, Throwable error) {
      errant.add(record);
      errors.add(error);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public @Nullable PluginMetrics pluginMetrics() {
      return null;
    }
  }
}
