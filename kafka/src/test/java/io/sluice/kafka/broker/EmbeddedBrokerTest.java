package io.sluice.kafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.kafka.fault.ExitRefusedException;
import io.sluice.kafka.fault.KafkaExits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A broker's whole life, in this JVM. */
class EmbeddedBrokerTest {
  @TempDir Path folder;
  private final KafkaExits exits = new KafkaExits();

  @AfterEach
  void giveExitBack() {
    exits.close();
  }

  private EmbeddedBroker start(BrokerSettings settings) {
    return EmbeddedBroker.start(settings, exits, fault -> {});
  }

  @Test
  void what_was_written_is_there_after_a_restart_under_the_same_cluster_id() throws Exception {
    String cluster;
    try (EmbeddedBroker broker = start(BrokerSettings.in(folder))) {
      cluster = broker.clusterId();
      send(broker, "kept", "1", "2", "3");
    }

    try (EmbeddedBroker again = start(BrokerSettings.in(folder))) {
      assertThat(again.clusterId()).isEqualTo(cluster);
      assertThat(values(again, "kept", 3)).containsExactly("1", "2", "3");
    }
  }

  @Test
  void a_second_broker_on_the_same_folder_is_refused_by_name_of_the_process() {
    try (EmbeddedBroker broker = start(BrokerSettings.in(folder))) {
      assertThatThrownBy(() -> start(BrokerSettings.in(folder)))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("in use by a broker in process " + ProcessHandle.current().pid());
      assertThat(broker.fault()).isEmpty();
    }
  }

  @Test
  void who_has_the_folder_is_told_before_its_data_is_touched() {
    List<Boolean> touched = new ArrayList<>();

    EmbeddedBroker.start(
            BrokerSettings.in(folder),
            exits,
            fault -> {},
            () -> touched.add(Files.exists(folder.resolve("data"))))
        .close();

    assertThat(touched).containsExactly(false);
  }

  @Test
  void a_port_that_somebody_has_is_named() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      BrokerSettings settings = BrokerSettings.in(folder).onPort(taken.getLocalPort());

      assertThatThrownBy(() -> start(settings))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("Port " + taken.getLocalPort())
          .hasMessageContaining("taken");
    }
  }

  @Test
  void data_of_an_older_kafka_is_brought_to_this_version_and_keeps_what_it_has() throws Exception {
    EmbeddedBroker.format(
        BrokerConfig.data(BrokerSettings.in(folder)), MetadataVersion.MINIMUM_VERSION);

    try (EmbeddedBroker broker = start(BrokerSettings.in(folder))) {
      send(broker, "old", "before");
    }

    try (EmbeddedBroker again = start(BrokerSettings.in(folder))) {
      assertThat(again.featureLevel(MetadataVersion.FEATURE_NAME))
          .isEqualTo(MetadataVersion.LATEST_PRODUCTION.featureLevel());
      assertThat(values(again, "old", 1)).containsExactly("before");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          version=1\\b | version=7    | expected version 1 but found 7
          version=1\\b | ''           | found no version
          node.id=      | node.if=     | expected node.id
          cluster.id=   | cluster.if=  | found no cluster.id
          (?s).*        | version=1\\u | is damaged
          """)
  void data_that_kafka_would_not_know_is_told_by_its_file(String what, String instead, String told)
      throws IOException {
    Path data = BrokerConfig.data(BrokerSettings.in(folder));
    EmbeddedBroker.format(data, MetadataVersion.LATEST_PRODUCTION);
    Path mark = data.resolve("meta.properties");
    String text = Files.readString(mark);
    Files.writeString(mark, text.replaceFirst(what, Matcher.quoteReplacement(instead)));
    assertThat(mark).content().isNotEqualTo(text);

    assertThatThrownBy(() -> start(BrokerSettings.in(folder)))
        .isInstanceOf(BrokerDataException.class)
        .hasMessageContaining(mark.toString())
        .hasMessageContaining(told);
  }

  @Test
  void records_without_the_cluster_that_they_are_of_are_not_taken_for_another_ones()
      throws Exception {
    try (EmbeddedBroker broker = start(BrokerSettings.in(folder))) {
      send(broker, "kept", "1");
    }
    Path mark = BrokerConfig.data(BrokerSettings.in(folder)).resolve("meta.properties");
    Files.delete(mark);

    assertThatThrownBy(() -> start(BrokerSettings.in(folder)))
        .isInstanceOf(BrokerDataException.class)
        .hasMessageContaining(mark + " is missing");
    assertThat(mark).doesNotExist();
  }

  @Test
  void a_fault_that_would_end_the_process_is_told_with_its_reason() {
    List<BrokerFault> told = new ArrayList<>();
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerSettings.in(folder), exits, told::add)) {
      assertThatThrownBy(() -> Exit.halt(1, "no disk")).isInstanceOf(ExitRefusedException.class);

      assertThat(told).hasSize(1);
      assertThat(broker.fault().orElseThrow().reason()).contains("no disk");
    }
  }

  private static void send(EmbeddedBroker broker, String topic, String... values) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, value)).get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static List<String> values(EmbeddedBroker broker, String topic, int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "group.id",
                "reader",
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (values.size() < count && System.nanoTime() < giveUp) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
