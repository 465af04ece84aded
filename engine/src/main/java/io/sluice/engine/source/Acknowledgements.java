package io.sluice.engine.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/**
 * Tells a source task what became durable: every record, if its class overrides {@code
 * commitRecord}, then {@code commit}. Keeps records for that only if it must.
 *
 * <p>Invariant 6: at most {@value #MOST_KEPT} records are kept in full; beyond that, because a sink
 * holds an epoch back for long, the newest of each source partition stands for those before it.
 */
final class Acknowledgements {
  private static final int MOST_KEPT = 500_000;

  private record Kept(SourceRecord record, @Nullable SinkRecord handed) {}

  private record Epoch(long number, List<Kept> records) {}

  private final boolean wantsRecords;
  private final boolean wantsCommit;
  private final Deque<Epoch> epochs = new ArrayDeque<>();
  private List<Kept> current = new ArrayList<>();
  private final AtomicInteger kept = new AtomicInteger();

  Acknowledgements(SourceTask task) {
    wantsRecords = overrides(task, "commitRecord", SourceRecord.class, RecordMetadata.class);
    wantsCommit = overrides(task, "commit");
  }

  /** Whether the task listens at all. */
  boolean wanted() {
    return wantsRecords || wantsCommit;
  }

  /** A record was dispatched, or dropped if {@code handed} is null. By the source's thread. */
  void dispatched(SourceRecord record, @Nullable SinkRecord handed) {
    if (!wantsRecords) {
      return;
    }
    current.add(new Kept(record, handed));
    if (kept.incrementAndGet() > MOST_KEPT) {
      int before = current.size();
      current = newestOfEachPartition(current);
      kept.addAndGet(current.size() - before);
    }
  }

  /** What was dispatched so far belongs to this epoch. Under the dispatch lock. */
  synchronized void cut(long epoch) {
    if (wantsRecords) {
      epochs.add(new Epoch(epoch, current));
      current = new ArrayList<>();
    }
  }

  /**
   * Makes the calls for everything up to this epoch. On the thread for the task's commits. As on
   * Connect, a call that fails keeps the task from none of the others.
   *
   * @throws RuntimeException the first failure of a record's call, after all others were made
   */
  void tell(SourceTask task, long upTo) throws InterruptedException {
    List<Kept> durable = new ArrayList<>();
    synchronized (this) {
      while (!epochs.isEmpty() && epochs.peek().number() <= upTo) {
        durable.addAll(epochs.remove().records());
      }
    }
    RuntimeException failed = null;
    try {
      for (Kept one : durable) {
        try {
          task.commitRecord(one.record(), metadata(one.handed()));
        } catch (RuntimeException refused) {
          failed = failed == null ? refused : failed;
        }
      }
      if (wantsCommit) {
        task.commit();
      }
    } finally {
      kept.addAndGet(-durable.size());
    }
    if (failed != null) {
      throw failed;
    }
  }

  /** How many records are kept for the task to hear of. Any thread. */
  int kept() {
    return kept.get();
  }

  private static List<Kept> newestOfEachPartition(List<Kept> records) {
    Map<Map<String, ?>, Kept> newest = new LinkedHashMap<>();
    for (Kept one : records) {
      newest.put(one.record().sourcePartition(), one);
    }
    return new ArrayList<>(newest.values());
  }

  @SuppressWarnings("NullAway") // Connect passes null for a record that was filtered.
  private static RecordMetadata metadata(@Nullable SinkRecord handed) {
    if (handed == null) {
      return null;
    }
    Long timestamp = handed.timestamp();
    return new RecordMetadata(
        new TopicPartition(handed.topic(), handed.kafkaPartition()),
        handed.kafkaOffset(),
        0,
        timestamp == null ? -1 : timestamp,
        -1,
        -1);
  }

  private static boolean overrides(SourceTask task, String method, Class<?>... parameters) {
    try {
      return task.getClass().getMethod(method, parameters).getDeclaringClass() != SourceTask.class;
    } catch (NoSuchMethodException | LinkageError unknown) {
      return true; // Calling it is the safe side.
    }
  }
}
