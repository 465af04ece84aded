package io.sluice.connector.table.stock;

import io.sluice.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;
import org.apache.kafka.connect.util.FutureCallback;

/**
 * A broker in a process of its own and Kafka Connect's worker in this one, so that databases which
 * one process opens can be looked into while the sink has them. One for all cases; ends with the
 * JVM.
 */
final class StockWorker {
  /** Where reporters of all connectors write. */
  static final String LETTERS = "letters";

  private static final Path JARS = Path.of("../../testkit/kafka/target/lib");
  private static final int SECONDS = 30;

  /** Started once, by the JVM's rule for classes. */
  private static final class Shared {
    static final StockWorker WORKER = new StockWorker();
  }

  private final Admin admin;
  private final String broker;
  private final StandaloneHerder herder;

  private StockWorker() {
    if (!Files.isDirectory(JARS)) {
      throw new IllegalStateException("Expected Kafka's jars in " + JARS + ". Build with -Plong");
    }
    broker = KafkaBroker.start(JARS, newFolder()).bootstrapServers();
    admin = Admin.create(Map.of("bootstrap.servers", broker));
    Map<String, String> settings =
        Map.of(
            "bootstrap.servers",
            broker,
            "key.converter",
            KeptObjects.class.getName(),
            "value.converter",
            KeptObjects.class.getName(),
            "header.converter",
            KeptObjects.class.getName(),
            "plugin.discovery",
            "service_load",
            // Cases say when to commit.
            "offset.flush.interval.ms",
            "3600000",
            "offset.storage.file.filename",
            "not-used");
    StandaloneConfig config = new StandaloneConfig(settings);
    AllConnectorClientConfigOverridePolicy any = new AllConnectorClientConfigOverridePolicy();
    Worker worker =
        new Worker("worker", Time.SYSTEM, new Plugins(settings), config, new NoOffsets(), any);
    herder = new StandaloneHerder(worker, clusterId(), any);
    herder.start();
  }

  static StockWorker shared() {
    return Shared.WORKER;
  }

  /** Only sources would keep offsets there. */
  private static final class NoOffsets extends MemoryOffsetBackingStore {
    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
      return Set.of();
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory(
          Files.createDirectories(Path.of("target/kafka").toAbsolutePath()), "broker");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String clusterId() {
    return answer(admin.describeCluster().clusterId());
  }

  /** Has a connector run, or throws what its configuration or start was refused with. */
  void run(String name, Map<String, String> config) throws Throwable {
    FutureCallback<Object> made = new FutureCallback<>();
    herder.putConnectorConfig(
        name, config, true, (error, result) -> made.onCompletion(error, result));
    try {
      made.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw why(e);
    }
  }

  /** What the connector has thrown. */
  private static Throwable why(Throwable e) {
    boolean wraps =
        e instanceof ExecutionException
            || String.valueOf(e.getMessage()).startsWith("Failed to transition");
    Throwable cause = e.getCause();
    return wraps && cause != null ? why(cause) : e;
  }

  /** Ends a connector with its tasks; what its group has committed stays. */
  void remove(String name) {
    FutureCallback<Object> gone = new FutureCallback<>();
    herder.deleteConnectorConfig(name, (error, result) -> gone.onCompletion(null, result));
    try {
      gone.get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(name + " does not end", e);
    }
  }

  /** One for each run: it would make topics anew that it knows and that are gone. */
  KafkaProducer<byte[], byte[]> newProducer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker, "retry.backoff.ms", 10, "linger.ms", 0),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Makes a topic, which keeps records however old they say that they are. */
  void create(String topic, int partitions) {
    NewTopic made = new NewTopic(topic, partitions, (short) 1);
    made.configs(Map.of("retention.ms", "-1"));
    answer(admin.createTopics(Set.of(made)).all());
  }

  void grow(String topic, int partitions) {
    answer(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
  }

  /** Topics are gone when this returns: the next case has others of these names. */
  void delete(Collection<String> topics) {
    answer(admin.deleteTopics(topics).all());
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (answer(admin.listTopics().names()).stream().anyMatch(topics::contains)) {
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException("Topics are not gone: " + topics);
      }
    }
  }

  /** What a group has committed. */
  Map<TopicPartition, Long> committed(String group) {
    Map<TopicPartition, OffsetAndMetadata> all =
        answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> offsets = new HashMap<>();
    all.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    return offsets;
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The broker does not do it", e);
    }
  }
}
