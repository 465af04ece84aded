package io.sluice.engine.sink;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * What a sink task sees of the engine. Wishes are noted here and met by the worker when the call
 * that they were made in has returned. Thread-safe.
 */
final class DirectSinkTaskContext implements SinkTaskContext {
  private final Map<String, String> configs;
  private final ErrantRecordReporter reporter;
  private final Supplier<PluginMetrics> metrics;
  private final Runnable commitWanted;
  private final Set<TopicPartition> assignment = ConcurrentHashMap.newKeySet();
  private final Set<TopicPartition> paused = ConcurrentHashMap.newKeySet();
  private final Map<TopicPartition, Long> offsets = new HashMap<>();
  private volatile long timeoutMillis = -1;

  DirectSinkTaskContext(
      Map<String, String> configs,
      ErrantRecordReporter reporter,
      Supplier<PluginMetrics> metrics,
      Runnable commitWanted) {
    this.configs = configs;
    this.reporter = reporter;
    this.metrics = metrics;
    this.commitWanted = commitWanted;
  }

  @Override
  public Map<String, String> configs() {
    return configs;
  }

  @Override
  public void offset(Map<TopicPartition, Long> wanted) {
    synchronized (offsets) {
      offsets.putAll(wanted);
    }
  }

  @Override
  public void offset(TopicPartition partition, long offset) {
    offset(Map.of(partition, offset));
  }

  @Override
  public void timeout(long timeoutMs) {
    timeoutMillis = timeoutMs;
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
    Arrays.asList(partitions).forEach(paused::remove);
  }

  @Override
  public void requestCommit() {
    commitWanted.run();
  }

  @Override
  public ErrantRecordReporter errantRecordReporter() {
    return reporter;
  }

  @Override
  public PluginMetrics pluginMetrics() {
    return metrics.get();
  }

  void assign(Set<TopicPartition> partitions) {
    assignment.addAll(partitions);
  }

  Set<TopicPartition> assigned() {
    return new HashSet<>(assignment);
  }

  boolean isPaused(TopicPartition partition) {
    return !paused.isEmpty() && paused.contains(partition);
  }

  boolean hasPauses() {
    return !paused.isEmpty();
  }

  /** The offsets asked for since the last call. */
  Map<TopicPartition, Long> takeOffsets() {
    synchronized (offsets) {
      Map<TopicPartition, Long> taken = new HashMap<>(offsets);
      offsets.clear();
      return taken;
    }
  }

  /** The wait asked for since the last call, in milliseconds; negative if none. */
  long takeTimeout() {
    long taken = timeoutMillis;
    timeoutMillis = -1;
    return taken;
  }
}
