package io.sluice.kafka.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.kafka.worker.SharedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves that a cluster does not do at once, or not at all. */
class OffsetMoveTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final String name = "m" + UUID.randomUUID().toString().substring(0, 8);
  private final ConnectCluster cluster =
      new ConnectCluster(
          ConnectAddress.of(SharedKafka.get().worker().url().toString(), Map.of(), Path.of("")));
  private final OffsetMove move = new OffsetMove(cluster);

  @AfterEach
  void remove() {
    if (cluster.connectors().containsKey(name)) {
      cluster.remove(name);
    }
  }

  private void sink(Map<String, String> more) {
    Map<String, String> config =
        new HashMap<>(
            Map.of(
                "connector.class",
                HeldSink.class.getName(),
                "topics",
                name,
                "key.converter",
                "org.apache.kafka.connect.storage.StringConverter",
                "value.converter",
                "org.apache.kafka.connect.storage.StringConverter"));
    config.putAll(more);
    start(config);
  }

  private void start(Map<String, String> config) {
    cluster.configure(name, config);
    await().atMost(SOON).until(() -> isIn("RUNNING"));
  }

  private boolean isIn(String state) {
    return cluster
        .connector(name)
        .filter(each -> each.state().equals(state) && each.isSettled())
        .isPresent();
  }

  @Test
  void a_sink_that_is_in_a_call_still_is_moved_when_it_has_come_back() throws Exception {
    sink(Map.of());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", SharedKafka.get().broker().bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(name, "one")).get();
    }
    assertThat(HeldSink.IN_PUT.await(60, TimeUnit.SECONDS)).isTrue();

    assertThat(move.move(name, null)).isEmpty();

    assertThat(HeldSink.movesMissing()).as("the first was refused").isZero();
    await().atMost(SOON).until(() -> isIn("RUNNING"));
  }

  @Test
  void a_sink_of_which_nobody_knows_how_far_it_was_moved_is_left_stopped() {
    sink(Map.of("refuse", "true"));

    assertThatThrownBy(
            () ->
                move.move(
                    name,
                    new ObjectMapper()
                        .readTree(
                            "[{\"partition\":{\"kafka_topic\":\"t\",\"kafka_partition\":0},"
                                + "\"offset\":{\"kafka_offset\":1}}]")))
        .isInstanceOf(ConnectClusterException.class)
        .hasMessageContainingAll(name + " is left stopped", "/resume", "offsets with 500");
    assertThat(move.isBegun()).isTrue();
    assertThat(cluster.connector(name).orElseThrow().state()).isEqualTo("STOPPED");
  }

  @Test
  void a_source_that_refuses_a_position_goes_on_where_it_was() throws Exception {
    start(
        Map.of(
            "connector.class",
            "org.apache.kafka.connect.file.FileStreamSourceConnector",
            "file",
            Files.writeString(folder.resolve("in.txt"), "one\n").toString(),
            "topic",
            name));
    await().atMost(SOON).until(() -> !cluster.offsets(name).isEmpty());

    assertThatThrownBy(
            () ->
                move.move(
                    name,
                    new ObjectMapper()
                        .readTree(
                            "[{\"partition\":{\"filename\":\"in.txt\"},"
                                + "\"offset\":{\"position\":-1}}]")))
        .isInstanceOf(ConnectClusterException.class)
        .hasMessageContaining("offsets with 500")
        .hasMessageNotContaining("left stopped");
    await().atMost(SOON).until(() -> isIn("RUNNING"));
  }

  @Test
  void a_connector_that_is_not_there_is_not_begun_with() {
    assertThatThrownBy(() -> move.move(name, null))
        .isInstanceOfSatisfying(
            ConnectClusterException.class,
            e -> assertThat(e.kind()).isEqualTo(ConnectClusterException.Kind.NOT_FOUND));
    assertThat(move.isBegun()).isFalse();
  }
}
