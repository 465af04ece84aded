package io.sluice.connector.table.stock;

import io.sluice.testkit.SinkRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The table sink on Kafka Connect's worker. Topics have the names that a case gives them and go
 * with it. Commits happen when the case says so: a worker that is stopped commits as well, one that
 * has crashed never does.
 */
public final class WorkerSinkRun implements SinkRun {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MOST_RETRIES = 10;
  private static final AtomicLong RUNS = new AtomicLong();

  private final StockWorker worker = StockWorker.shared();
  private final String name;
  private final String group = "case-" + RUNS.incrementAndGet();
  private final Map<String, String> config;
  private final Map<String, Integer> topics = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> ends = new LinkedHashMap<>();
  private final List<SinkRecord> pending = new ArrayList<>();
  private final List<byte[]> kept = new ArrayList<>();
  private final List<Reported> reportedBefore = new ArrayList<>();
  private @Nullable KafkaProducer<byte[], byte[]> producer;
  private Steering steering = new Steering();
  private boolean running;
  private boolean due;

  /**
   * Nothing is started.
   *
   * @param withReporter whether there is a topic of dead letters
   */
  public WorkerSinkRun(Map<String, String> settings, boolean withReporter) {
    Map<String, String> all = new HashMap<>(settings);
    name = all.computeIfAbsent("name", key -> "harness");
    all.put("connector.class", SteeredConnector.class.getName());
    all.put("tasks.max", "1");
    all.put("topics.regex", "(?!" + StockWorker.LETTERS + "$|__).*");
    // The sink asks for commits by itself, which a case does not expect.
    all.putIfAbsent("commit.after.ms", "3600000");
    if (withReporter) {
      all.put("errors.tolerance", "all");
      all.put("errors.deadletterqueue.topic.name", StockWorker.LETTERS);
      all.put("errors.deadletterqueue.topic.replication.factor", "1");
    }
    all.put("consumer.override.group.id", group);
    all.put("consumer.override.allow.auto.create.topics", "false");
    all.put("consumer.override.metadata.max.age.ms", "50");
    all.put("consumer.override.fetch.max.wait.ms", "20");
    // A topic that comes takes no partition away for a moment, which would be a commit.
    all.put(
        "consumer.override.partition.assignment.strategy",
        "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
    config = Map.copyOf(all);
  }

  /** Starts it when it is first used: most cases begin with a start with settings of their own. */
  public WorkerSinkRun startWhenUsed() {
    due = true;
    return this;
  }

  private void used() {
    if (due) {
      start();
    }
  }

  @Override
  public WorkerSinkRun start() {
    due = false;
    reportedBefore.addAll(steering.allReported());
    steering = new Steering();
    steering.take(name);
    createTopics();
    running = true;
    try {
      worker.run(name, config);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    await("start", steering::hasStarted);
    return this;
  }

  /** Waits for it, or throws what ends the task. */
  private void await(String what, BooleanSupplier done) {
    Awaitility.await(what)
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> done.getAsBoolean() || steering.fatal() != null);
    Throwable fatal = steering.fatal();
    if (fatal != null && !done.getAsBoolean()) {
      throwAgain(fatal);
    }
  }

  private static void throwAgain(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  @Override
  public SinkRecord append(
      TopicPartition partition,
      @Nullable Schema keySchema,
      @Nullable Object key,
      @Nullable Schema valueSchema,
      @Nullable Object value) {
    Assumptions.assumeTrue(isPossible(partition.topic()), "Kafka has no topics of such names");
    long offset = ends.getOrDefault(partition, 0L);
    ends.put(partition, offset + 1);
    SinkRecord record =
        new SinkRecord(
            partition.topic(),
            partition.partition(),
            keySchema,
            key,
            valueSchema,
            value,
            offset,
            1_700_000_000_000L + offset,
            TimestampType.CREATE_TIME);
    pending.add(record);
    return record;
  }

  private static boolean isPossible(String topic) {
    try {
      Topic.validate(topic);
      return true;
    } catch (InvalidTopicException e) {
      return false;
    }
  }

  private void createTopics() {
    Map<String, Integer> wanted = new LinkedHashMap<>();
    ends.keySet().forEach(p -> wanted.merge(p.topic(), p.partition() + 1, Math::max));
    wanted.forEach(
        (topic, partitions) -> {
          Integer there = topics.get(topic);
          if (there == null) {
            worker.create(topic, partitions);
          } else if (there < partitions) {
            worker.grow(topic, partitions);
          }
          topics.put(topic, partitions);
        });
  }

  private void send() {
    used();
    createTopics();
    if (pending.isEmpty()) {
      return;
    }
    KafkaProducer<byte[], byte[]> sending = producer;
    if (sending == null) {
      sending = worker.newProducer();
      producer = sending;
    }
    for (SinkRecord record : pending) {
      RecordHeaders headers = new RecordHeaders();
      record
          .headers()
          .forEach(header -> headers.add(header.key(), keep(header.schema(), header.value())));
      sending.send(
          new ProducerRecord<>(
              record.topic(),
              record.kafkaPartition(),
              record.timestamp(),
              keep(record.keySchema(), record.key()),
              keep(record.valueSchema(), record.value()),
              headers));
    }
    pending.clear();
    sending.flush();
  }

  private byte @Nullable [] keep(@Nullable Schema schema, @Nullable Object value) {
    byte[] number = KeptObjects.keep(schema, value);
    if (number != null) {
      kept.add(number);
    }
    return number;
  }

  @Override
  public WorkerSinkRun deliver() {
    send();
    await(
        "deliver",
        () ->
            ends.entrySet().stream().allMatch(e -> steering.position(e.getKey()) >= e.getValue()));
    return this;
  }

  /** The worker's own batches: how many there are is not to be said. */
  @Override
  public WorkerSinkRun deliver(int batchSize) {
    return deliver();
  }

  /** The worker does so all the time. */
  @Override
  public void deliverNothing() {}

  @Override
  public WorkerSinkRun commit() {
    return commit(false);
  }

  @Override
  public WorkerSinkRun commitUnheard() {
    return commit(true);
  }

  private WorkerSinkRun commit(boolean unheard) {
    used();
    if (topics.isEmpty()) {
      return this; // Connect asks nothing of a task without partitions.
    }
    for (int attempt = 1; ; attempt++) {
      Steering.Commit commit = commitOnce(unheard);
      Throwable failure = commit.failure();
      if (failure == null) {
        if (!unheard) {
          awaitHeard(commit);
        }
        return this;
      }
      if (!(failure instanceof RetriableException) || attempt == MOST_RETRIES) {
        throwAgain(failure);
      }
      deliver(); // The worker has gone back.
    }
  }

  private Steering.Commit commitOnce(boolean unheard) {
    if (steering.fatal() != null) {
      // The worker commits once more when it closes a task that has failed.
      Awaitility.await("end").atMost(LIMIT).until(steering::hasStopped);
      List<Steering.Commit> all = steering.commits();
      return all.get(all.size() - 1);
    }
    int before = steering.wantCommit(unheard);
    await("commit", () -> steering.commits().size() > before);
    return steering.commits().get(before);
  }

  private void awaitHeard(Steering.Commit commit) {
    Awaitility.await("heard")
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              Map<TopicPartition, Long> heard = worker.committed(group);
              return commit.durable().entrySet().stream()
                  .allMatch(e -> isHeard(heard.get(e.getKey()), e.getKey(), e.getValue().offset()));
            });
  }

  private boolean isHeard(@Nullable Long heard, TopicPartition partition, long offset) {
    return heard != null && heard >= offset || steering.hasTurnedTo(partition, offset);
  }

  @Override
  public void stop() {
    due = false;
    if (running) {
      running = false;
      worker.remove(name);
      Awaitility.await("stop").atMost(LIMIT).until(steering::hasStopped);
    }
  }

  @Override
  public WorkerSinkRun crash() {
    steering.crash();
    stop();
    return this;
  }

  @Override
  public List<Reported> reported() {
    List<Reported> all = new ArrayList<>(reportedBefore);
    all.addAll(steering.allReported());
    return all;
  }

  @Override
  public long position(TopicPartition partition) {
    await("open", () -> steering.position(partition) > 0);
    return steering.position(partition);
  }

  @Override
  public long committed(TopicPartition partition) {
    return worker.committed(group).getOrDefault(partition, 0L);
  }

  @Override
  public boolean commitRequested() {
    return steering.wasAsked();
  }

  @Override
  public void close() {
    crash();
    if (producer != null) {
      producer.close();
    }
    if (!topics.isEmpty()) {
      worker.delete(topics.keySet());
      topics.clear();
    }
    KeptObjects.forget(kept);
  }
}
