package io.sluice.cli.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.sluice.cli.FullAudit;
import io.sluice.cli.Invocation;
import io.sluice.cli.console.ExitCode;
import io.sluice.kafka.broker.BrokerSettings;
import io.sluice.kafka.broker.EmbeddedBroker;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.fault.KafkaExits;
import io.sluice.state.StateDatabase;
import io.sluice.state.history.Audit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters of two sinks, of which Kafka takes what is asked for the first. */
class LettersHalfWayTest {
  @TempDir private static Path data;
  private static KafkaExits exits;
  private static EmbeddedBroker broker;

  @TempDir private Path folder;
  private final String name = "w" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void start() {
    exits = new KafkaExits();
    broker = EmbeddedBroker.start(BrokerSettings.in(data), exits, fault -> {});
  }

  @AfterAll
  static void stop() {
    broker.close();
    exits.close();
  }

  @BeforeEach
  void pipeline() throws Exception {
    String connector = "org.apache.kafka.connect.file.FileStreamSinkConnector";
    Files.writeString(
        folder.resolve("visits.yaml"),
        """
        name: %s
        topic: %s
        sinks:
          - {name: copy, connector: %s, config: {file: copy.txt}}
          - {name: log, connector: %s, config: {file: log.txt}}
        """
            .formatted(name, name, connector, connector));
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(name, 1, (short) 1),
                  new NewTopic(letters("copy"), 1, (short) 1),
                  new NewTopic(letters("log"), 1, (short) 1)))
          .all()
          .get();
    }
    set("copy", "one", "two");
  }

  private String connector(String sink) {
    return Translation.sinkConnector(name, sink);
  }

  private String letters(String sink) {
    return Translation.deadLetters(connector(sink));
  }

  /** Has a topic take short records alone. */
  private static void limit(String topic) throws Exception {
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
      AlterConfigOp most =
          new AlterConfigOp(new ConfigEntry("max.message.bytes", "1000"), AlterConfigOp.OpType.SET);
      admin
          .incrementalAlterConfigs(
              Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(most)))
          .all()
          .get();
    }
  }

  /** Sets records aside as Connect does. */
  private void set(String sink, String... values) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (String value : values) {
        ProducerRecord<String, String> letter = new ProducerRecord<>(letters(sink), value);
        Map.of("topic", name, "partition", "0", "stage", "TASK_PUT")
            .forEach(
                (key, said) ->
                    letter
                        .headers()
                        .add("__connect.errors." + key, said.getBytes(StandardCharsets.UTF_8)));
        producer.send(letter);
      }
    }
  }

  private Invocation dlq(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of("dlq", command, "visits.yaml"));
    arguments.addAll(List.of("--bootstrap", broker.bootstrapServers(), "--all", "-o", "json"));
    arguments.addAll(List.of(more));
    return Invocation.in(folder, arguments.toArray(new String[0]));
  }

  private List<Audit.Entry> audit() {
    try (StateDatabase state = StateDatabase.open(folder.resolve(".sluice"), Clock.systemUTC())) {
      return state.audit().list(name, 10);
    }
  }

  @Test
  void what_is_purged_is_in_the_audit_before_and_after_it_with_its_reason() {
    set("log", "three");

    assertThat(dlq("purge", "--reason", "a trial", "--dry-run").code()).isZero();
    Invocation purged = dlq("purge", "--reason", "loaded by hand", "--yes");
    dlq("purge", "--reason", "there is nothing left", "--yes");

    assertThat(purged.code()).as(purged.out() + purged.err()).isZero();
    assertThat(audit())
        .extracting(Audit.Entry::after)
        .containsExactly("{\"purged\":3}", "{\"begun\":true}");
    assertThat(audit())
        .allSatisfy(
            entry -> {
              assertThat(entry.action()).isEqualTo("dead_letters.purge");
              assertThat(entry.reason()).isEqualTo("loaded by hand");
            });
  }

  @Test
  void what_was_purged_before_a_sink_whose_letters_kafka_does_not_mark_is_said() throws Exception {
    set("log", "three");
    limit(letters("log"));

    Invocation purged = dlq("purge", "--reason", "since ".repeat(300), "--yes");

    assertThat(purged.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(purged.json().at("/error/message").asText())
        .contains("refuses: ", "larger than the max message size");
    assertThat(purged.json().at("/error/hint").asText())
        .startsWith("Until then: 2 of 3 letters purged.");
    assertThat(audit().get(0).after()).isEqualTo("{\"purged\":2}");
  }

  @Test
  void nothing_is_purged_or_replayed_that_cannot_be_noted() {
    try (StateDatabase state = StateDatabase.open(folder.resolve(".sluice"), Clock.systemUTC())) {
      FullAudit.after(0, state);
    }

    Invocation purged = dlq("purge", "--reason", "loaded by hand", "--yes");
    Invocation replayed = dlq("replay", "--wait", "0");

    assertThat(purged.err() + purged.out()).contains("It was not done, since it cannot be noted");
    assertThat(replayed.err() + replayed.out()).contains("It was not done");
    Invocation left = dlq("purge", "--reason", "a trial", "--dry-run");
    assertThat(left.json().path("matching").asInt()).isEqualTo(2);
  }

  @Test
  void what_was_replayed_before_a_letter_that_kafka_does_not_take_is_said() throws Exception {
    set("log", "too long for its topic ".repeat(100));
    limit(name);

    Invocation replayed = dlq("replay", "--wait", "0");

    assertThat(replayed.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(replayed.json().at("/error/message").asText())
        .contains("Kafka did not take the letters");
    assertThat(replayed.json().at("/error/hint").asText())
        .startsWith("Until then: 2 replayed, 0 failed again.");
    assertThat(audit())
        .extracting(Audit.Entry::action, Audit.Entry::before, Audit.Entry::after)
        .containsExactly(
            tuple("dead_letters.replay", "{\"letters\":3}", "{\"failed_again\":0,\"replayed\":2}"),
            tuple("dead_letters.replay", "{\"letters\":3}", "{\"begun\":true}"));
  }
}
