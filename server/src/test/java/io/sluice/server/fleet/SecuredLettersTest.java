package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.kafka.deploy.Translation;
import io.sluice.server.operate.LetterChoice;
import io.sluice.server.operate.LetterJob;
import io.sluice.server.operate.LetterOperations;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.TopicLetters;
import io.sluice.server.view.PipelineState;
import io.sluice.state.deadletter.DeadLetters.Status;
import io.sluice.testkit.kafka.SecuredBroker;
import io.sluice.testkit.kafka.SecuredBroker.Door;
import io.sluice.testkit.tls.CertificateAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters on a cluster that asks who comes: the server gets in by what sluice.yaml says. */
class SecuredLettersTest {
  private static final TopicLetters.Query OPEN =
      new TopicLetters.Query(Status.OPEN, Optional.empty(), Optional.empty(), false, 10);

  @TempDir private static Path shared;
  private static SecuredBroker broker;

  @TempDir private Path folder;
  private Farm farm;

  @BeforeAll
  static void start() {
    broker = SecuredBroker.start(shared, Clock.systemUTC());
    for (ResourceType type :
        List.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)) {
      broker.allow("sluice", type, "", AclOperation.ALL);
    }
  }

  @AfterAll
  static void end() {
    broker.close();
  }

  @BeforeEach
  void open() {
    broker.user("sluice", "hush-hush-hush");
    farm = new Farm(folder);
  }

  @AfterEach
  void close() {
    farm.close();
  }

  /** The password is the farm's, from its environment. */
  private static String project(String more) {
    return more
        + """

        kafka:
          bootstrap.servers: %s
          security.protocol: SASL_SSL
          sasl.mechanism: SCRAM-SHA-512
          sasl.jaas.config: >-
            org.apache.kafka.common.security.scram.ScramLoginModule required
            username="sluice" password="${env:FARM_PASSWORD}";
          ssl.truststore.location: %s
          ssl.truststore.password: %s
        """
            .formatted(
                broker.address(Door.CLIENTS),
                broker.authority().truststore(),
                CertificateAuthority.PASSWORD);
  }

  /** As Connect sets them aside. */
  private static void setAside(String connector, String... values) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address(Door.OPEN)),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String value : values) {
        ProducerRecord<byte[], byte[]> letter =
            new ProducerRecord<>(
                Translation.deadLetters(connector), value.getBytes(StandardCharsets.UTF_8));
        Map.of("topic", "lines", "partition", "0", "stage", "TASK_PUT")
            .forEach(
                (key, said) ->
                    letter
                        .headers()
                        .add("__connect.errors." + key, said.getBytes(StandardCharsets.UTF_8)));
        producer.send(letter);
      }
    }
  }

  private String connector(String name) {
    return Translation.sinkConnector(name, farm.view(name).sinks().get(0));
  }

  @Test
  void they_are_seen_also_while_no_worker_is_there() {
    farm.write("sluice.yaml", project(""));
    farm.write("seen.yaml", farm.linesOnKafka("seen", ""));
    farm.start();
    farm.await("seen", PipelineState.FAILED); // Without a name no worker joins.
    setAside(connector("seen"), "one", "two");
    TopicLetters letters = farm.fleet.letters().inTopics();

    List<TopicLetters.Listed> listed = letters.list("seen", OPEN).letters();

    assertThat(listed).hasSize(2);
    assertThat(letters.find("seen", listed.get(1).id().toString()).letter().value())
        .isEqualTo("two".getBytes(StandardCharsets.UTF_8));
    assertThat(letters.kinds("seen").open()).isEqualTo(2);
  }

  @Test
  void a_login_that_is_refused_is_told_without_the_password() {
    broker.user("sluice", "another");
    farm.write("sluice.yaml", project(""));
    farm.write("shut.yaml", farm.linesOnKafka("shut", ""));
    farm.start();
    farm.await("shut", PipelineState.FAILED);
    TopicLetters letters = farm.fleet.letters().inTopics();

    assertThatThrownBy(() -> letters.list("shut", OPEN))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("refuses")
        .hasMessageNotContaining("hush-hush-hush");
  }

  @Test
  @Tag("long")
  void they_are_purged() throws InterruptedException {
    farm.write("sluice.yaml", project("name: farm"));
    farm.write("purged.yaml", farm.linesOnKafka("purged", ""));
    farm.start();
    farm.await("purged", PipelineState.RUNNING);
    setAside(connector("purged"), "one", "two");
    LetterOperations letters = farm.fleet.letters();
    assertThat(letters.inTopics().list("purged", OPEN).letters()).hasSize(2);

    LetterJob job =
        letters.begin(
            Farm.ALICE, "purged", LetterJob.Kind.PURGE, LetterChoice.ALL, "nobody wants them");
    LetterJob ended = letters.await(job, Farm.SOON);

    assertThat(ended.state().ended()).isTrue();
    assertThat(ended.done()).isEqualTo(2);
    assertThat(letters.inTopics().list("purged", OPEN).letters()).isEmpty();
  }
}
