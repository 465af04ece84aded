package io.sluice.acceptance.stock;

import static io.sluice.acceptance.stock.StockConnect.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.kafka.ConnectApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The PostgreSQL source as a plugin of a Connect cluster that knows nothing of us. */
@Tag("long")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StockConnectTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final StockConnect connect = StockConnect.shared();
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final String name = source.name();
  private final String topic = name + ".public.t";

  @AfterEach
  void close() {
    connect.api().ask("DELETE", "/connectors/" + name, null);
    await().atMost(SOON).until(() -> connect.api().states(name).isEmpty());
    source.close();
  }

  @Test
  void a_worker_that_is_killed_in_mid_stream_hands_out_each_change_once() {
    source.sql("CREATE TABLE t(id int PRIMARY KEY, n int)", "INSERT INTO t VALUES (0, 0)");
    connect.run(name, settings());
    await().atMost(SOON).until(() -> committed().size() == 1);
    for (int round = 0; round < 2; round++) {
      int from = 1 + round * 3000;
      insertOneByOne(from, from + 1500);
      await().atMost(SOON).until(() -> committed().size() > from);
      connect.worker().kill();
      insertOneByOne(from + 1500, from + 3000);
      connect.worker().start();
    }
    await().atMost(SOON).until(() -> committed().size() >= 6001);

    assertThat(committed().stream().map(StockConnectTest::id).toList())
        .isEqualTo(IntStream.range(0, 6001).boxed().toList());
  }

  /** A transaction of the source is many of Kafka's here, so that the kill falls into one. */
  @Test
  void a_worker_that_is_killed_within_transactions_hands_out_each_row_once() {
    int rows = 10_000;
    source.sql("CREATE TABLE t(id int PRIMARY KEY, n int)", "INSERT INTO t VALUES (0, 0)");
    Map<String, String> settings = settings();
    settings.put("exactly.once.support", "required");
    settings.put("max.batch.size", "20");
    connect.run(name, settings);
    await().atMost(SOON).until(() -> committed().size() == 1);
    for (int round = 0; round < 3; round++) {
      int from = 1 + round * rows;
      source.sql(
          "INSERT INTO t SELECT i, 0 FROM generate_series(%d, %d) i"
              .formatted(from, from + rows - 1));
      int within = from + rows / 4;
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> committed().size() > within);
      connect.worker().kill();
      connect.worker().start();
    }
    await().atMost(SOON).until(() -> committed().size() >= 3 * rows + 1);

    assertThat(committed().stream().map(StockConnectTest::id).toList())
        .isEqualTo(IntStream.rangeClosed(0, 3 * rows).boxed().toList());
  }

  @Test
  void a_worker_that_is_killed_in_mid_snapshot_loses_no_row() {
    source.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n int)",
        "INSERT INTO t SELECT i, 0 FROM generate_series(1, 30000) i");
    Map<String, String> settings = settings();
    settings.put("tasks.max", "3");
    settings.put("sluice.snapshot.max.rows.per.second", "4000");
    connect.run(name, settings);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(connect.api().states(name)).as("a connector and its tasks").hasSize(4));
    await().atMost(SOON).until(() -> committed().size() > 5_000);
    connect.worker().kill();
    connect.worker().start();
    source.sql("INSERT INTO t VALUES (100000, 1)");
    await()
        .atMost(SOON)
        .until(() -> committed().stream().anyMatch(record -> id(record) == 100_000));

    // Rows of a chunk that was under way come again; a chunk of a small table is all of it.
    Map<Integer, Long> times =
        committed().stream()
            .collect(Collectors.groupingBy(StockConnectTest::id, Collectors.counting()));
    assertThat(times).hasSize(30_001);
    assertThat(times.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(2));
  }

  @Test
  void a_pause_a_restart_and_a_stop_lose_and_repeat_nothing() {
    source.sql("CREATE TABLE t(id int PRIMARY KEY, n int)", "INSERT INTO t VALUES (0, 0)");
    connect.run(name, settings());
    await().atMost(SOON).until(() -> committed().size() == 1);

    connect.api().put("/connectors/" + name + "/pause", null);
    await()
        .atMost(SOON)
        .until(() -> connect.api().states(name).equals(List.of("PAUSED", "PAUSED")));
    source.sql("INSERT INTO t VALUES (1, 0)");
    connect.api().put("/connectors/" + name + "/resume", null);
    connect.awaitRunning(name);
    await().atMost(SOON).until(() -> committed().size() == 2);

    source.sql("INSERT INTO t VALUES (2, 0)");
    connect.api().ask("POST", "/connectors/" + name + "/restart?includeTasks=true", null);
    source.sql("INSERT INTO t VALUES (3, 0)");
    await().atMost(SOON).until(() -> committed().size() >= 4);

    connect.stop(name);
    source.sql("INSERT INTO t VALUES (4, 0)");
    connect.api().put("/connectors/" + name + "/resume", null);
    await().atMost(SOON).until(() -> committed().size() >= 5);

    assertThat(committed().stream().map(StockConnectTest::id)).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void offsets_are_shown_put_and_removed() {
    source.sql("CREATE TABLE t(id int PRIMARY KEY, n int)", "INSERT INTO t VALUES (0, 0)");
    connect.run(name, settings());
    await().atMost(SOON).until(() -> committed().size() == 1);
    source.sql("INSERT INTO t VALUES (1, 0)");
    await().atMost(SOON).until(() -> committed().size() == 2);
    connect.stop(name);
    String path = "/connectors/" + name + "/offsets";

    ConnectApi.Answer shown = connect.api().get(path);
    assertThat(shown.body().at("/offsets/0/partition/server").asText()).isEqualTo(name);
    assertThat(shown.body().at("/offsets/0/offset/lsn").asLong()).isPositive();

    ConnectApi.Answer put = connect.api().ask("PATCH", path, shown.body());
    assertThat(put.status()).as("%s", put.body()).isEqualTo(200);
    ConnectApi.Answer wrong =
        connect
            .api()
            .ask(
                "PATCH",
                path,
                Map.of(
                    "offsets",
                    List.of(
                        Map.of(
                            "partition",
                            Map.of("server", name),
                            "offset",
                            Map.of("lsn", "here")))));
    assertThat(wrong.status()).as("%s", wrong.body()).isGreaterThanOrEqualTo(400);
    assertThat(wrong.body().path("message").asText()).contains("cannot be read");
    ConnectApi.Answer removed = connect.api().ask("DELETE", path, null);
    assertThat(removed.status()).as("%s", removed.body()).isEqualTo(200);
  }

  @Test
  void settings_are_checked_before_anything_runs() {
    Map<String, String> settings = settings();
    settings.put("name", name);
    settings.put("snapshot.mode", "sometimes");
    settings.put("database.port", "many");
    JsonNode checked =
        connect.api().put("/connector-plugins/PostgresConnector/config/validate", settings).body();

    assertThat(checked.path("error_count").asInt()).as("%s", checked).isGreaterThanOrEqualTo(2);
    assertThat(errors(checked, "snapshot.mode")).contains("initial");
    assertThat(errors(checked, "database.port")).contains("many");
  }

  private static String errors(JsonNode checked, String setting) {
    for (JsonNode config : checked.get("configs")) {
      JsonNode value = config.get("value");
      if (value.get("name").asText().equals(setting)) {
        return value.get("errors").toString();
      }
    }
    return "no such setting";
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(source.debeziumConfig());
    settings.put("connector.class", "io.sluice.connector.postgres.PostgresConnector");
    settings.put("slot.name", "slot_" + name);
    settings.put("publication.name", "pub_" + name);
    settings.put("topic.prefix", name);
    settings.put("table.include.list", "public.t");
    settings.put("tasks.max", "1");
    return settings;
  }

  private void insertOneByOne(int from, int to) {
    source.sql(
        "DO $$ BEGIN FOR i IN "
            + from
            + ".."
            + (to - 1)
            + " LOOP INSERT INTO t VALUES (i, i); COMMIT; END LOOP; END $$");
  }

  private List<ConsumerRecord<String, String>> committed() {
    return connect.committed(topic);
  }

  private static int id(ConsumerRecord<String, String> record) {
    try {
      return JSON.readTree(record.key()).get("id").asInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
