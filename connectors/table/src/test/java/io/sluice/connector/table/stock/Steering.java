package io.sluice.connector.table.stock;

import io.sluice.testkit.SinkRun.Reported;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Between a case and the task that a worker runs for it: what the case wants of the task, and what
 * has come of it. One for each start. Both threads use it; a case waits for what it wants to know.
 */
final class Steering {
  /** The worker makes tasks by their class: they find theirs by the connector's name. */
  private static final ConcurrentMap<String, Steering> BY_NAME = new ConcurrentHashMap<>();

  /** How a commit went. */
  record Commit(Map<TopicPartition, OffsetAndMetadata> durable, @Nullable Throwable failure) {}

  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Map<TopicPartition, Long> safe = new HashMap<>();
  private final Map<TopicPartition, Long> turned = new HashMap<>();
  private final List<Reported> reported = new ArrayList<>();
  private final List<Commit> commits = new ArrayList<>();
  private @Nullable Throwable failure;
  private int retries;
  private boolean taken;
  private boolean started;
  private boolean stopped;
  private boolean crashed;
  private boolean wantsCommit;
  private boolean deaf;
  private boolean asked;

  static Steering of(String connector) {
    Steering steering = BY_NAME.get(connector);
    if (steering == null) {
      throw new IllegalStateException("Nobody steers " + connector);
    }
    steering.taken();
    return steering;
  }

  private synchronized void taken() {
    taken = true;
  }

  void take(String connector) {
    BY_NAME.put(connector, this);
  }

  // What the task tells.

  synchronized void started() {
    started = true;
  }

  synchronized void stopped() {
    stopped = true;
  }

  synchronized void turned(TopicPartition partition, long offset) {
    positions.put(partition, offset);
    safe.put(partition, offset);
    turned.put(partition, offset);
  }

  synchronized void took(Collection<SinkRecord> records) {
    for (SinkRecord record : records) {
      positions.put(
          new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
          record.kafkaOffset() + 1);
    }
    retries = 0;
  }

  synchronized void failed(Throwable e) {
    if (e instanceof RetriableException) {
      retries++;
    }
    failure = e;
  }

  /** Whether the worker is to hear of it. */
  synchronized boolean committed(Map<TopicPartition, OffsetAndMetadata> durable) {
    commits.add(new Commit(Map.copyOf(durable), null));
    durable.forEach((partition, offset) -> safe.put(partition, offset.offset()));
    return !deaf;
  }

  /** The worker goes back to where it knows that all is safe. */
  synchronized void commitFailed(Throwable e) {
    commits.add(new Commit(Map.of(), e));
    positions.replaceAll((partition, there) -> safe.getOrDefault(partition, 0L));
  }

  synchronized void reported(SinkRecord record, Throwable error) {
    reported.add(new Reported(record, error));
  }

  synchronized void asked() {
    asked = true;
  }

  // What the case wants.

  synchronized boolean crashed() {
    return crashed;
  }

  synchronized void crash() {
    crashed = true;
  }

  synchronized boolean takesCommit() {
    boolean wanted = wantsCommit;
    wantsCommit = false;
    return wanted;
  }

  /** Asks for a commit; how many there were before it. */
  synchronized int wantCommit(boolean unheard) {
    wantsCommit = true;
    deaf = unheard;
    asked = false;
    return commits.size();
  }

  // What the case wants to know.

  synchronized boolean hasStarted() {
    return started;
  }

  /** Also where there never was a task. */
  synchronized boolean hasStopped() {
    return stopped || !taken;
  }

  /** The commits so far; a task that has failed is asked for one more. */
  synchronized List<Commit> commits() {
    return List.copyOf(commits);
  }

  synchronized long position(TopicPartition partition) {
    return positions.getOrDefault(partition, 0L);
  }

  /** Whether the task has turned to that offset: the worker takes it for committed then. */
  synchronized boolean hasTurnedTo(TopicPartition partition, long offset) {
    return turned.getOrDefault(partition, -1L) == offset;
  }

  synchronized boolean wasAsked() {
    return asked;
  }

  synchronized List<Reported> allReported() {
    return List.copyOf(reported);
  }

  /** What ended the task, or what is tried again for the tenth time. */
  synchronized @Nullable Throwable fatal() {
    return failure instanceof RetriableException && retries < 10 ? null : failure;
  }
}
