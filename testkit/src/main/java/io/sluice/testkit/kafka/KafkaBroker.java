package io.sluice.testkit.kafka;

import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka broker, its own controller (KRaft), in a process of its own: keeps topics and groups,
 * and can go away and come back with all it had. Topics are made when they are first written to,
 * with one partition. For one thread.
 */
public final class KafkaBroker implements AutoCloseable {

  private static final Duration READY = Duration.ofSeconds(60);

  private final Path jars;
  private final Path folder;
  private final int port;
  private final ServerProcess process;

  /** One for all records: to make one takes longer than to send hundreds. */
  private @Nullable KafkaProducer<String, String> producer;

  /** One that is neither formatted nor started. */
  KafkaBroker(Path jars, Path folder, int port) {
    this.jars = jars;
    this.folder = folder;
    this.port = port;
    this.process = new ServerProcess(jars, folder, "broker");
  }

  /**
   * A new broker, which takes some three seconds.
   *
   * @param jars folder of Kafka's jars
   * @param folder an empty one for its settings, data and output
   */
  public static KafkaBroker start(Path jars, Path folder) {
    KafkaBroker broker = new KafkaBroker(jars, folder, FreePort.claim());
    broker.format(Uuid.randomUuid(), broker.alone(FreePort.claim()));
    broker.start();
    return broker;
  }

  /** Where clients find it. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Starts it again behind {@link #stop} or {@link #kill}, at the same address. */
  public void start() {
    launch();
    awaitAnswer();
  }

  /** Starts its process; one of several answers when most of them are there. */
  void launch() {
    process.start(List.of("kafka.Kafka", settings().toAbsolutePath().toString()));
  }

  void awaitAnswer() {
    process.awaitAnswer(this::answers, READY);
  }

  /** Ends it. What it was given is on disk. */
  public void stop() {
    process.stop();
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.kill();
  }

  boolean isRunning() {
    return process.isRunning();
  }

  /** Makes a topic of one partition; does nothing if there is one. */
  public void createTopic(String topic) {
    try (Admin admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("Topic " + topic + " cannot be made", e);
      }
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException("Topic " + topic + " cannot be made", e);
    }
  }

  /** Writes one record and waits until the broker has it. */
  public void send(String topic, String key, String value) {
    try {
      producer().send(new ProducerRecord<>(topic, key, value)).get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Topic " + topic + " cannot be written to", e);
    }
  }

  private KafkaProducer<String, String> producer() {
    KafkaProducer<String, String> made = producer;
    if (made == null) {
      made =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", bootstrapServers(), "reconnect.backoff.max.ms", "200"),
              new StringSerializer(),
              new StringSerializer());
      producer = made;
    }
    return made;
  }

  /**
   * Everything in a topic that a consumer with {@code read_committed} sees at this moment, in the
   * order of each partition; nothing when there is no such topic.
   */
  public List<ConsumerRecord<String, String>> committed(String topic) {
    return CommittedRecords.of(bootstrapServers(), topic);
  }

  @Override
  public void close() {
    KafkaProducer<String, String> made = producer;
    producer = null;
    if (made != null) {
      made.close(Duration.ZERO);
    }
    stop();
  }

  private boolean answers() {
    try (Admin admin = admin()) {
      return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the broker starts", e);
    }
  }

  private Admin admin() {
    return Admin.create(
        Map.of("bootstrap.servers", bootstrapServers(), "reconnect.backoff.max.ms", "200"));
  }

  private List<String> alone(int controller) {
    return List.of(
        "process.roles=broker,controller",
        "node.id=1",
        "controller.quorum.voters=1@127.0.0.1:" + controller,
        "controller.listener.names=CONTROLLER",
        "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
        "offsets.topic.replication.factor=1",
        "transaction.state.log.replication.factor=1",
        "transaction.state.log.min.isr=1");
  }

  /**
   * Makes its folder.
   *
   * @param own settings beside those that every broker here has
   */
  void format(Uuid cluster, List<String> own) {
    List<String> all = new ArrayList<>(own);
    all.addAll(
        List.of(
            "log.dirs=" + folder.resolve("data").toAbsolutePath(),
            "num.partitions=1",
            "offsets.topic.num.partitions=1",
            "transaction.state.log.num.partitions=1",
            // What a killed producer left open hides everything behind it until it is aborted.
            "transaction.abort.timed.out.transaction.cleanup.interval.ms=500",
            "group.initial.rebalance.delay.ms=0",
            "group.min.session.timeout.ms=1000",
            "log.cleaner.dedupe.buffer.size=4194304",
            ""));
    try {
      Files.writeString(settings(), String.join("\n", all));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + settings(), e);
    }
    JavaProcess format =
        JavaProcess.start(
            jars,
            folder,
            "format",
            List.of(
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                cluster.toString(),
                "--config",
                settings().toAbsolutePath().toString()));
    int code = format.await(60);
    if (code != 0) {
      throw new IllegalStateException("The broker's folder cannot be made: " + format.end());
    }
  }

  private Path settings() {
    return folder.resolve("broker.properties");
  }
}
