package io.sluice.kafka.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.sluice.kafka.deploy.ConnectAddress;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.run.LocalKafka;
import io.sluice.kafka.run.RefusedTasks;
import io.sluice.kafka.worker.WorkerSettings;
import io.sluice.testkit.kafka.SecuredBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker, and the connectors on it, on a Kafka that asks who comes. */
class SecuredWorkerTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final SecuredBroker broker = SharedSecuredBroker.get();
  @TempDir private Path folder;

  @Test
  void how_one_gets_in_is_said_once_and_a_password_may_change_while_it_runs() throws IOException {
    Path secrets = folder.resolve("kafka.properties");
    Files.writeString(secrets, "password=first-secret\n");
    broker.user("mover", "first-secret");
    allowAll("mover");
    Map<String, String> written =
        worker("mover", broker.client("mover", "${file:kafka.properties:password}"));
    Map<String, String> resolved = new HashMap<>(written);
    resolved.put("sasl.jaas.config", SecuredBroker.login("mover", "first-secret"));

    try (LocalKafka kafka = start(LoginReferences.keep(resolved, written, folder))) {
      ConnectCluster cluster = cluster(kafka);
      lines("one");
      cluster.configure("lines", source("lines"));
      cluster.configure("lines-sink", sink("lines"));
      await().atMost(SOON).untilAsserted(() -> assertThat(copy()).hasContent("one"));

      Files.writeString(secrets, "password=second-secret\n");
      broker.user("mover", "second-secret");
      long sessionsEnd = System.nanoTime() + 3L * SecuredBroker.SESSION_MS * 1_000_000;
      await().atMost(SOON).until(() -> System.nanoTime() > sessionsEnd);
      lines("two");

      await().atMost(SOON).untilAsserted(() -> assertThat(copy()).hasContent("one\ntwo"));
      assertThat(cluster.connectors().values()).allMatch(RunningConnector::isSettled);
      assertThat(kafka.failure()).isEmpty();
    }
  }

  @Test
  void a_task_that_was_refused_is_started_again_with_the_password_of_then() throws IOException {
    Path secrets = folder.resolve("reader.properties");
    Files.writeString(secrets, "password=wrong-secret\n");
    broker.user("keeper", "keeper-secret");
    broker.user("reader", "reader-secret");
    allowAll("keeper");
    allowAll("reader");
    try (LocalKafka kafka = start(worker("keeper", broker.client("keeper", "keeper-secret")))) {
      ConnectCluster cluster = cluster(kafka);
      RefusedTasks refused = new RefusedTasks(kafka.worker().id(), System::nanoTime);
      Map<String, String> sink = new HashMap<>(sink("kept"));
      sink.put(
          "consumer.override.sasl.jaas.config",
          SecuredBroker.login("reader", "${file:" + secrets + ":password}"));
      lines("one");
      cluster.configure("kept", source("kept"));
      cluster.configure("kept-sink", sink);
      await().atMost(SOON).until(() -> cluster.connector("kept-sink").orElseThrow().hasFailed());

      Files.writeString(secrets, "password=reader-secret\n");

      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                refused.due(kafka.worker().tasks()).forEach(kafka.worker()::restart);
                assertThat(copy()).hasContent("one");
              });
    }
  }

  @Test
  void rights_that_a_worker_lacks_are_named_at_once() {
    broker.user("poor", "poor-secret");
    broker.allow("poor", ResourceType.TOPIC, "poor-offsets", AclOperation.ALL);
    Map<String, String> settings = worker("poor", broker.client("poor", "poor-secret"));

    KafkaAccessException refused =
        catchThrowableOfType(KafkaAccessException.class, () -> start(settings).close());

    assertThat(refused)
        .hasMessageContaining("Create, Read, Write of topic poor-configs")
        .hasMessageContaining("Read of group poor")
        .hasMessageContaining("Write of transactional id connect-cluster-poor");
    assertThat(refused.getMessage()).doesNotContain("poor-offsets");
  }

  private void allowAll(String prefix) {
    broker.allow(prefix, ResourceType.TOPIC, "", AclOperation.ALL);
    broker.allow(prefix, ResourceType.GROUP, "", AclOperation.ALL);
    broker.allow(prefix, ResourceType.TRANSACTIONAL_ID, "", AclOperation.ALL);
  }

  /** Topics and group that begin with the user's name. */
  private static Map<String, String> worker(String name, Map<String, String> client) {
    Map<String, String> settings = new HashMap<>(client);
    settings.put("group.id", name);
    settings.put("config.storage.topic", name + "-configs");
    settings.put("offset.storage.topic", name + "-offsets");
    settings.put("status.storage.topic", name + "-status");
    settings.put("offset.storage.partitions", "1");
    settings.put("status.storage.partitions", "1");
    settings.put("offset.flush.interval.ms", "500");
    return settings;
  }

  private static LocalKafka start(Map<String, String> settings) {
    return LocalKafka.join(WorkerSettings.inGroup("127.0.0.1:0", List.of(), settings));
  }

  private ConnectCluster cluster(LocalKafka kafka) {
    return new ConnectCluster(ConnectAddress.of(kafka.worker().url().toString(), Map.of(), folder));
  }

  private Map<String, String> source(String topic) {
    return Map.of(
        "connector.class",
        "FileStreamSource",
        "topic",
        topic,
        "file",
        folder.resolve("lines.txt").toString());
  }

  private Map<String, String> sink(String topic) {
    return Map.of("connector.class", "FileStreamSink", "topics", topic, "file", copy().toString());
  }

  private Path copy() {
    return folder.resolve("copy.txt");
  }

  private void lines(String line) throws IOException {
    Files.writeString(
        folder.resolve("lines.txt"),
        line + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
