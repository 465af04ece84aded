package io.sluice.acceptance.stock;

import static io.sluice.acceptance.stock.StockConnect.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.kafka.ConnectApi;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table sink as a plugin of a Connect cluster that knows nothing of us. Rows are only added, so
 * that a record that comes twice is seen.
 */
@Tag("long")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StockTableSinkTest {
  /** Far below Connect's own time between commits, which is a minute. */
  private static final Duration BEFORE_CONNECT_WOULD_COMMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final StockConnect connect = StockConnect.shared();
  private final PostgresDatabase target = PostgresServer.shared().newDatabase();
  private final String name = target.name();
  private final String beside = name + "_sqlite";
  private final String topic = name + ".orders";

  @BeforeEach
  void start() {
    send(0, 10);
    connect.run(name, settings(target.jdbcUrl()));
    awaitRows(10);
  }

  @AfterEach
  void close() {
    for (String connector : List.of(name, beside)) {
      connect.api().ask("DELETE", "/connectors/" + connector, null);
      await().atMost(SOON).until(() -> connect.api().states(connector).isEmpty());
    }
    await().atMost(SOON).ignoreExceptions().until(this::drop);
  }

  private boolean drop() {
    target.close();
    return true;
  }

  @Test
  void a_worker_that_is_killed_writes_each_record_once() throws SQLException {
    String file = "jdbc:sqlite:" + folder.resolve("target.db");
    connect.run(beside, settings(file));
    for (int round = 0; round < 2; round++) {
      int from = 10 + round * 400;
      send(from, from + 200);
      await().atMost(SOON).ignoreExceptions().until(() -> ids().size() > from);
      await().atMost(SOON).ignoreExceptions().until(() -> ids(file).size() > from);
      send(from + 200, from + 300);
      connect.worker().kill();
      send(from + 300, from + 400);
      connect.worker().start();
    }
    awaitRows(810);
    await().atMost(SOON).ignoreExceptions().until(() -> ids(file).size() >= 810);

    assertThat(ids()).isEqualTo(LongStream.range(0, 810).boxed().toList());
    assertThat(ids(file)).isEqualTo(LongStream.range(0, 810).boxed().toList());
  }

  @Test
  void a_lone_record_is_there_long_before_connect_commits_by_itself() {
    send(10, 11);
    await().atMost(BEFORE_CONNECT_WOULD_COMMIT).until(() -> ids().size() == 11);
    send(11, 12);
    await().atMost(BEFORE_CONNECT_WOULD_COMMIT).until(() -> ids().size() == 12);
  }

  @Test
  void a_consumer_group_that_somebody_rewinds_brings_nothing_twice() {
    connect.stop(name);
    moveGroup(0);
    goOn();

    assertThat(ids()).hasSize(11).doesNotHaveDuplicates();
  }

  @Test
  void offsets_that_an_operator_sets_back_bring_the_records_from_there_again() {
    connect.stop(name);
    moveOffsets(4);
    goOn();

    assertThat(ids()).hasSize(17);
    assertThat(ids()).filteredOn(id -> id >= 4).filteredOn(id -> id < 10).hasSize(12);
  }

  @Test
  void records_that_kafka_deleted_before_the_sink_came_to_them_are_told_in_the_log()
      throws Exception {
    connect.stop(name);
    send(10, 20);
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", connect.broker().bootstrapServers()))) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(15)))
          .all()
          .get();
    }
    goOn();

    assertThat(ids()).hasSize(16).contains(9L, 15L).doesNotContain(10L, 14L);
    assertThat(connect.worker().log())
        .contains(topic + "-0: Kafka has deleted the records from offset 10 up to 14");
  }

  @Test
  void a_consumer_group_that_somebody_moves_ahead_leaves_nothing_out() {
    send(10, 30);
    awaitRows(30);
    connect.stop(name);
    send(30, 50);
    moveGroup(45);
    goOn();

    assertThat(ids()).hasSize(51).doesNotHaveDuplicates();
  }

  /** As {@code kafka-consumer-groups} does, of which the connector hears nothing. */
  private void moveGroup(long next) {
    await().atMost(SOON).ignoreExceptions().until(() -> moved(next));
  }

  /** Its members leave a moment after the connector says that it stopped. */
  private boolean moved(long next) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", connect.broker().bootstrapServers()))) {
      admin
          .alterConsumerGroupOffsets(
              "connect-" + name, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(next)))
          .all()
          .get();
      return true;
    }
  }

  private void moveOffsets(long next) {
    String path = "/connectors/" + name + "/offsets";
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              ConnectApi.Answer moved = connect.api().ask("PATCH", path, offset(next));
              assertThat(moved.status()).as("%s", moved.body()).isEqualTo(200);
            });
    ConnectApi.Answer shown = connect.api().get(path);
    assertThat(shown.body().at("/offsets/0/offset/kafka_offset").asLong())
        .as("%s", shown.body())
        .isEqualTo(next);
  }

  /** Resumes; a record that is sent then is the last to arrive. */
  private void goOn() {
    connect.api().put("/connectors/" + name + "/resume", null);
    connect.awaitRunning(name);
    send(1_000_000, 1_000_001);
    await().atMost(SOON).until(() -> ids().contains(1_000_000L));
  }

  private Map<String, Object> offset(long next) {
    return Map.of(
        "offsets",
        List.of(
            Map.of(
                "partition",
                Map.of("kafka_topic", topic, "kafka_partition", 0),
                "offset",
                Map.of("kafka_offset", next))));
  }

  private Map<String, String> settings(String url) {
    return Map.of(
        "connector.class",
        "io.sluice.connector.table.TableSinkConnector",
        "topics",
        topic,
        "tasks.max",
        "1",
        "url",
        url,
        "mode",
        "append",
        "primary.key.mode",
        "none",
        "value.converter",
        "org.apache.kafka.connect.json.JsonConverter",
        "value.converter.schemas.enable",
        "true",
        "key.converter",
        "org.apache.kafka.connect.storage.StringConverter");
  }

  private void send(int from, int to) {
    for (int id = from; id < to; id++) {
      String value =
          """
          {"schema": {"type": "struct", "optional": false,
            "fields": [{"field": "id", "type": "int64", "optional": false}]},
           "payload": {"id": %d}}
          """
              .formatted(id);
      connect.broker().send(topic, String.valueOf(id), value);
    }
  }

  private void awaitRows(int least) {
    await().atMost(SOON).ignoreExceptions().until(() -> ids().size() >= least);
  }

  private List<Long> ids() {
    return target.rows("SELECT id FROM orders ORDER BY id").stream()
        .map(row -> (Long) row.get(0))
        .toList();
  }

  private static List<Long> ids(String url) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM orders ORDER BY id")) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }
}
