package io.sluice.acceptance.stock;

import io.sluice.acceptance.run.Distribution;
import io.sluice.testkit.kafka.ConnectApi;
import io.sluice.testkit.kafka.ConnectWorker;
import io.sluice.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/**
 * One broker and one worker of a Connect cluster for the tests of this package, as Kafka ships
 * them, with our plugins and Debezium's. Started when first asked for; ends with the JVM.
 */
public final class StockConnect {

  public static final Duration SOON = Duration.ofSeconds(60);

  private static final Path BASE = Path.of(System.getProperty("basedir", ""));
  private static final Path JARS = BASE.resolve("../testkit/kafka/target/lib");

  /** Started once, by the JVM's rule for classes. */
  private static final class Shared {
    static final StockConnect CLUSTER = new StockConnect();
  }

  private final KafkaBroker broker;
  private final ConnectWorker worker;

  private StockConnect() {
    if (!Files.isDirectory(JARS)) {
      throw new IllegalStateException("Expected Kafka's jars in " + JARS + ". Build with -Plong");
    }
    broker = newBroker();
    worker =
        ConnectWorker.start(
            JARS,
            newFolder("worker"),
            broker,
            List.of(Distribution.plugins(), BASE.resolve("target/foreign")));
  }

  public static StockConnect shared() {
    return Shared.CLUSTER;
  }

  /** A broker of the caller's own, without worker. */
  static KafkaBroker newBroker() {
    return KafkaBroker.start(JARS, newFolder("broker"));
  }

  public ConnectApi api() {
    return worker.api();
  }

  public KafkaBroker broker() {
    return broker;
  }

  public ConnectWorker worker() {
    return worker;
  }

  /** Has a connector run with these settings and waits until it and its tasks do. */
  void run(String name, Map<String, String> settings) {
    ConnectApi.Answer answer = api().configure(name, settings);
    Assertions.assertThat(answer.status()).as("%s", answer.body()).isBetween(200, 201);
    awaitRunning(name);
  }

  /** Waits until a connector and its tasks run; fails with what they fail with. */
  public void awaitRunning(String name) {
    Awaitility.await(name)
        .atMost(SOON)
        .untilAsserted(
            () ->
                Assertions.assertThat(api().states(name))
                    .hasSizeGreaterThan(1)
                    .containsOnly("RUNNING"));
  }

  /** Ends a connector; what it reached stays known. */
  public void stop(String name) {
    api().put("/connectors/" + name + "/stop", null);
    Awaitility.await(name).atMost(SOON).until(() -> api().states(name).equals(List.of("STOPPED")));
  }

  /** What consumers see of a topic; nothing while it is not there. */
  List<ConsumerRecord<String, String>> committed(String topic) {
    try {
      return broker.committed(topic);
    } catch (UnknownTopicOrPartitionException e) {
      return List.of();
    }
  }

  private static Path newFolder(String name) {
    try {
      Path parent = Files.createDirectories(BASE.resolve("target/kafka"));
      return Files.createTempDirectory(parent, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
