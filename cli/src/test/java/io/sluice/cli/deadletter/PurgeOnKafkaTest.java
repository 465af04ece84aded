package io.sluice.cli.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Invocation;
import io.sluice.kafka.broker.BrokerSettings;
import io.sluice.kafka.broker.EmbeddedBroker;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.fault.KafkaExits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters as Connect writes them, in the topics of two sinks, and a person who thinks. */
class PurgeOnKafkaTest {
  private static final int PARTITIONS = 2;

  @TempDir private static Path data;
  private static KafkaExits exits;
  private static EmbeddedBroker broker;

  @TempDir private Path folder;
  private final String name = "l" + UUID.randomUUID().toString().substring(0, 8);

  /** Says yes, when what happens meanwhile has happened. */
  private static final class Thinking extends BufferedReader {
    private final Runnable meanwhile;

    Thinking(Runnable meanwhile) {
      super(Reader.nullReader());
      this.meanwhile = meanwhile;
    }

    @Override
    public String readLine() {
      meanwhile.run();
      return "y";
    }
  }

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
    Files.writeString(
        folder.resolve("visits.yaml"),
        """
        name: %s
        topic: %s
        sinks:
          - {name: copy, connector: org.apache.kafka.connect.file.FileStreamSinkConnector, config: {file: copy.txt}}
          - {name: log, connector: org.apache.kafka.connect.file.FileStreamSinkConnector, config: {file: log.txt}}
        """
            .formatted(name, name));
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(letters("copy"), PARTITIONS, (short) 1),
                  new NewTopic(letters("log"), PARTITIONS, (short) 1)))
          .all()
          .get();
    }
    set("copy", 0, "one", "two", "three");
    set("log", 1, "four");
  }

  @Test
  void letters_that_come_while_somebody_thinks_whether_to_purge_are_not_purged() {
    Invocation purged =
        purge(
            () -> {
              set("copy", 0, "later, behind those that were counted");
              set("copy", 1, "later, where there was none");
              set("log", 0, "later, where there was none", "and another");
            });

    assertThat(purged.code()).as(purged.out() + purged.err()).isZero();
    assertThat(purged.err()).contains("Purge 4 letters?");
    assertThat(purged.out()).contains("4 of 4 letters purged.");
    assertThat(open()).isEqualTo(4);
    assertThat(purge(() -> {}).out()).contains("4 of 4 letters purged.");
    assertThat(open()).isZero();
  }

  @Test
  void letters_that_somebody_else_purges_meanwhile_are_not_counted_twice() {
    Invocation purged =
        purge(() -> assertThat(purge(() -> {}).out()).contains("4 of 4 letters purged."));

    assertThat(purged.code()).as(purged.out() + purged.err()).isZero();
    assertThat(purged.out()).contains("0 of 4 letters purged.");
    assertThat(open()).isZero();
  }

  private Invocation purge(Runnable meanwhile) {
    try (BufferedReader answers = new Thinking(meanwhile)) {
      return Invocation.answering(
          folder,
          Map.of(),
          answers,
          "dlq",
          "purge",
          "visits.yaml",
          "--all",
          "--reason",
          "a test",
          "--bootstrap",
          broker.bootstrapServers());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private int open() {
    Invocation listed =
        Invocation.in(
            folder,
            "dlq",
            "ls",
            "visits.yaml",
            "-o",
            "json",
            "--bootstrap",
            broker.bootstrapServers());
    return listed.json().path("open").asInt(-1);
  }

  private String letters(String sink) {
    return Translation.deadLetters(Translation.sinkConnector(name, sink));
  }

  private void set(String sink, int partition, String... values) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (String value : values) {
        ProducerRecord<String, String> letter =
            new ProducerRecord<>(letters(sink), partition, null, value);
        Map.of(
                "topic", name,
                "partition", "0",
                "offset", "0",
                "stage", "VALUE_CONVERTER",
                "class.name", "org.apache.kafka.connect.json.JsonConverter",
                "exception.class.name", "org.apache.kafka.connect.errors.DataException",
                "exception.message", "no JSON")
            .forEach(
                (key, said) ->
                    letter
                        .headers()
                        .add("__connect.errors." + key, said.getBytes(StandardCharsets.UTF_8)));
        producer.send(letter);
      }
    }
  }
}
