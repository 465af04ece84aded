package io.sluice.acceptance.stock;

import static io.sluice.acceptance.stock.StockConnect.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the dialects promise, on a Connect cluster that knows nothing of us: modes, tables that
 * follow the records, one bad row alone, and what a failure leaves. Offsets are Kafka's.
 */
@Tag("long")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StockDialectsTest {
  /** Far below Connect's own time between commits, which is a minute. */
  private static final Duration BEFORE_CONNECT_WOULD_COMMIT = Duration.ofSeconds(25);

  private final StockConnect connect = StockConnect.shared();
  private final String name = "dialects" + Long.toString(System.nanoTime(), 36);
  private final String topic = name + ".orders";

  /** Where the tables are. */
  enum Into {
    POSTGRES,
    MARIADB;

    Target target() {
      return this == POSTGRES ? Target.postgres() : Target.mariaDb();
    }

    String connections() {
      return this == POSTGRES
          ? "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <>"
              + " pg_backend_pid()"
          : "SELECT id FROM information_schema.processlist WHERE db = database() AND id <>"
              + " connection_id()";
    }

    String end(String connection) {
      return this == POSTGRES
          ? "SELECT pg_terminate_backend(" + connection + ")"
          : "KILL " + connection;
    }
  }

  @AfterEach
  void remove() {
    connect.api().ask("DELETE", "/connectors/" + name, null);
    await().atMost(SOON).until(() -> connect.api().states(name).isEmpty());
  }

  private void run(Target target, String... more) {
    Map<String, String> settings = new HashMap<>(target.login());
    settings.put("connector.class", "io.sluice.connector.table.TableSinkConnector");
    settings.put("topics", topic);
    settings.put("tasks.max", "1");
    settings.put("url", target.url());
    for (String side : List.of("key", "value")) {
      settings.put(side + ".converter", "org.apache.kafka.connect.json.JsonConverter");
      settings.put(side + ".converter.schemas.enable", "true");
    }
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    connect.run(name, settings);
  }

  private static String field(String field, String type, boolean optional) {
    return "{\"field\": \"%s\", \"type\": \"%s\", \"optional\": %s}"
        .formatted(field, type, optional);
  }

  private static String struct(String fields) {
    return "\"type\": \"struct\", \"fields\": [" + fields + "]";
  }

  private static String json(String schema, String payload) {
    return "{\"schema\": {" + schema + "}, \"payload\": " + payload + "}";
  }

  private void send(long id, String schema, String payload) {
    String key = json(struct(field("id", "int64", false)), "{\"id\": " + id + "}");
    connect.broker().send(topic, key, json(schema, payload));
  }

  /** A row {@code {id, v}} with a field of that type. */
  private void row(long id, String type, String v) {
    send(
        id,
        struct(field("id", "int64", false) + "," + field("v", type, true)),
        "{\"id\": %d, \"v\": %s}".formatted(id, v));
  }

  private void change(String op, long id, String before, String after) {
    String row = struct(field("id", "int64", false) + "," + field("v", "string", true));
    String source = struct(field("table", "string", true));
    send(
        id,
        "\"name\": \"shop.orders.Envelope\", "
            + struct(
                "{\"field\": \"before\", \"optional\": true, %s}".formatted(row)
                    + ", {\"field\": \"after\", \"optional\": true, %s}".formatted(row)
                    + ", {\"field\": \"source\", \"optional\": false, %s}".formatted(source)
                    + ","
                    + field("op", "string", false)),
        "{\"before\": %s, \"after\": %s, \"source\": {\"table\": \"orders\"}, \"op\": \"%s\"}"
            .formatted(before, after, op));
  }

  private static String image(long id, String v) {
    return "{\"id\": %d, \"v\": \"%s\"}".formatted(id, v);
  }

  private static List<String> rows(Target target) throws SQLException {
    return target
        .column(
            "SELECT concat(id, ' ', coalesce(cast(v AS char(20)), '-')) FROM orders ORDER BY id")
        .stream()
        .map(String::trim)
        .toList();
  }

  private static void awaitRows(Target target, String... rows) {
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(rows(target)).containsExactly(rows));
  }

  @ParameterizedTest
  @EnumSource
  void changes_of_rows_are_followed(Into into) {
    Target target = into.target();
    run(target);
    change("c", 1, "null", image(1, "a"));
    change("r", 2, "null", image(2, "b"));
    change("c", 3, "null", image(3, "c"));
    change("u", 2, image(2, "b"), image(2, "B"));
    change("d", 1, image(1, "a"), "null");
    awaitRows(target, "2 B", "3 c");
  }

  @ParameterizedTest
  @EnumSource
  void deletes_mark_rows_on_request(Into into) {
    Target target = into.target();
    run(target, "delete.mode", "soft");
    change("c", 1, "null", image(1, "a"));
    change("c", 2, "null", image(2, "b"));
    change("d", 1, image(1, "a"), "null");
    awaitRows(target, "1 a", "2 b");
    await()
        .atMost(SOON)
        .until(
            () ->
                target
                    .column("SELECT id FROM orders WHERE _deleted_at IS NOT NULL")
                    .equals(List.of("1")));
  }

  @ParameterizedTest
  @EnumSource
  void raw_keeps_every_record(Into into) {
    Target target = into.target();
    run(target, "mode", "raw");
    row(1, "int32", "7");
    row(1, "string", "\"seven\"");
    change("d", 1, image(1, "a"), "null");
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> target.number("SELECT count(*) FROM orders") == 3);
  }

  @ParameterizedTest
  @EnumSource
  void tables_follow_new_and_wider_fields(Into into) {
    Target target = into.target();
    run(target);
    send(1, struct(field("id", "int64", false)), "{\"id\": 1}");
    awaitIds(target, 1);
    row(2, "int32", "7");
    awaitRows(target, "1 -", "2 7");
    row(3, "int64", "5000000000");
    awaitRows(target, "1 -", "2 7", "3 5000000000");
  }

  private static void awaitIds(Target target, int count) {
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> target.number("SELECT count(*) FROM orders") == count);
  }

  @ParameterizedTest
  @EnumSource
  void one_bad_row_goes_to_the_dead_letter_topic_alone(Into into) throws SQLException {
    Target target = into.target();
    target.execute("CREATE TABLE orders (id bigint PRIMARY KEY, v int CHECK (v < 100))");
    String letters = name + "-letters";
    run(
        target,
        "errors.tolerance",
        "all",
        "errors.deadletterqueue.topic.name",
        letters,
        "errors.deadletterqueue.topic.replication.factor",
        "1");
    for (int id = 1; id <= 5; id++) {
      row(id, "int32", id == 3 ? "700" : "7");
    }
    awaitRows(target, "1 7", "2 7", "4 7", "5 7");
    await().atMost(SOON).until(() -> connect.committed(letters).size() == 1);
    assertThat(connect.committed(letters)).hasSize(1);
  }

  /** Connect commits once more when it closes a task that has failed. */
  @ParameterizedTest
  @EnumSource
  void a_record_that_stops_the_task_leaves_nothing_behind_the_last_commit(Into into)
      throws SQLException {
    Target target = into.target();
    // Nobody asks for a commit, and Connect's own is a minute away.
    run(target, "on.incompatible", "stop", "commit.after.ms", "3600000");
    row(1, "bytes", "\"AQ==\"");
    row(2, "bytes", "\"AQ==\"");
    row(3, "int32", "7");
    await().atMost(SOON).until(() -> connect.api().states(name).get(1).startsWith("FAILED"));
    assertThat(connect.api().states(name).get(1)).contains("int32").contains("bytes");
    assertThat(target.column("SELECT next_offset FROM _sluice_offsets")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_lost_connection_costs_seconds_and_no_row(Into into) throws SQLException {
    Target target = into.target();
    run(target, "mode", "append", "primary.key.mode", "none");
    row(1, "int32", "1");
    awaitRows(target, "1 1");
    for (String connection : target.column(into.connections())) {
      target.execute(into.end(connection));
    }
    row(2, "int32", "2");
    row(3, "int32", "3");
    await()
        .atMost(BEFORE_CONNECT_WOULD_COMMIT)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(rows(target)).containsExactly("1 1", "2 2", "3 3"));
  }

  @ParameterizedTest
  @EnumSource
  void a_task_that_is_restarted_writes_each_record_once(Into into) throws SQLException {
    Target target = into.target();
    run(target, "mode", "append", "primary.key.mode", "none");
    for (int round = 0; round < 3; round++) {
      for (int id = 0; id < 50; id++) {
        row(round * 50L + id, "int32", "7");
      }
      connect.api().ask("POST", "/connectors/" + name + "/restart?includeTasks=true", null);
    }
    awaitIds(target, 150);
    assertThat(target.column("SELECT id FROM orders ORDER BY id"))
        .isEqualTo(LongStream.range(0, 150).mapToObj(String::valueOf).toList());
  }
}
