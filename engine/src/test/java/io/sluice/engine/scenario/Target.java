package io.sluice.engine.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * What a {@link TargetSink} writes to, and survives it: rows and, if it keeps its own, offsets,
 * which change together. Also says how the sink is to behave.
 */
public final class Target {
  /** Called on the sink task's thread. */
  @FunctionalInterface
  public interface PutHook {
    void beforePut(SinkTask task, List<SinkRecord> records) throws InterruptedException;
  }

  /** Called on the sink task's thread. */
  @FunctionalInterface
  public interface CommitHook {
    void at(int task) throws InterruptedException;
  }

  private final List<Object> rows = new ArrayList<>();
  private final Map<TopicPartition, Long> offsets = new HashMap<>();

  /** Whether the sink keeps its own offsets: exactly once. */
  public volatile boolean ownOffsets = true;

  /** Whether its offsets come from the records that it keeps, and not from what it is told. */
  public volatile boolean offsetsOfRecords;

  /** Whether the sink says so when it has no offset for a partition. */
  public volatile boolean saysZero;

  public volatile PutHook beforePut = (task, records) -> {};
  public volatile CommitHook beforeCommit = task -> {};

  /** Hears of the next offsets that a sink task is about to commit, on its thread. */
  public volatile java.util.function.Consumer<Map<TopicPartition, Long>> committing = next -> {};

  public volatile CommitHook afterCommit = task -> {};
  public volatile CommitHook onStart = task -> {};

  /** Called on the sink task's thread whenever it opens partitions. */
  public volatile java.util.function.Consumer<TargetSink.TargetTask> onOpen = task -> {};

  /** Offsets that preCommit admits to; null for all. */
  public volatile java.util.function.@org.jspecify.annotations.Nullable UnaryOperator<
          Map<TopicPartition, OffsetAndMetadata>>
      admits;

  public final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  public final Map<String, Integer> opened = new ConcurrentHashMap<>();
  public final AtomicInteger puts = new AtomicInteger();

  synchronized void commit(List<SinkRecord> records, Map<TopicPartition, Long> next) {
    for (SinkRecord record : records) {
      rows.add(record.value());
    }
    if (ownOffsets) {
      offsets.putAll(next);
    }
  }

  public synchronized Map<TopicPartition, Long> offsets() {
    return new HashMap<>(offsets);
  }

  /** As if somebody had changed the target behind the engine's back. */
  public synchronized void setOffsets(Map<TopicPartition, Long> other) {
    offsets.clear();
    offsets.putAll(other);
  }

  /** As if the target had been deleted and made anew. */
  public synchronized void replace() {
    rows.clear();
    offsets.clear();
  }

  /** The values in the order in which they were written. */
  public synchronized List<Object> rows() {
    return new ArrayList<>(rows);
  }

  public synchronized int size() {
    return rows.size();
  }
}
