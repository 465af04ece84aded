package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshot, stream and restart on every release, with the server's own rows as the measure. */
@Tag("long")
class ServerVersionsTest {

  @ParameterizedTest
  @ValueSource(ints = {12, 13, 14, 15, 16, 17, 18})
  void snapshot_stream_and_restart_give_what_the_table_holds(int major) {
    try (PostgresServer server =
        PostgresServer.start(Map.of("max_prepared_transactions", "5"), binaries(major))) {
      PostgresDatabase database = server.newDatabase();
      assertThat(database.number("SHOW server_version_num") / 10_000).isEqualTo(major);
      database.sql(
          "CREATE TABLE t(id int PRIMARY KEY, n numeric(9,2), at timestamptz, tags text[], name"
              + " text)",
          "INSERT INTO t SELECT i, i / 3.0, '2026-01-01'::timestamptz + i * interval '1 hour',"
              + " ARRAY['a', i::text], 'row ' || i FROM generate_series(1, 1000) i");
      Map<String, String> config =
          TestSource.config(database, "sluice.catch.up.min.bytes", "1"); // the restart reads by SQL
      config.put("database.port", Integer.toString(server.port()));
      assertThat(
              new PostgresConnector()
                  .validate(config).configValues().stream()
                      .flatMap(value -> value.errorMessages().stream()))
          .isEmpty();
      Map<Object, Struct> rows = new HashMap<>();
      try (SourceTaskHarness source =
          new SourceTaskHarness(PostgresConnector::new, config).start()) {
        List<SourceRecord> snapshot = source.poll(1000);
        apply(snapshot, rows);
        source.commit(snapshot);
        change(database);
        apply(pollTo(source, "first"), rows);
        source.restart();
        apply(pollTo(source, "first"), rows);
        database.sql(
            "DELETE FROM t WHERE id < 300", "INSERT INTO t(id, name) VALUES (-2, 'second')");
        List<SourceRecord> rest = pollTo(source, "second");
        apply(rest, rows);
        source.commit(rest);
        long last = database.number("SELECT pg_current_wal_lsn() - '0/0'");
        Awaitility.await()
            .untilAsserted(
                () -> {
                  source.poll();
                  assertThat(
                          database.number(
                              "SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots"))
                      .isGreaterThanOrEqualTo(last);
                });
      }

      List<String> expected = new ArrayList<>();
      database
          .rows("SELECT id, coalesce(n::text, '') || coalesce(tags[2], '') || name FROM t")
          .forEach(row -> expected.add(row.get(0) + " " + row.get(1)));
      List<String> found = new ArrayList<>();
      rows.forEach((id, row) -> found.add(id + " " + text(row)));
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static void change(PostgresDatabase database) {
    database.sql(
        "UPDATE t SET name = 'changed', id = id + 2000 WHERE id % 7 = 0",
        "DELETE FROM t WHERE id % 5 = 0",
        "BEGIN; INSERT INTO t SELECT i, 1, now(), NULL, 'big' FROM generate_series(10000, 20000) i;"
            + " SAVEPOINT s; DELETE FROM t; ROLLBACK TO s; COMMIT",
        "BEGIN; INSERT INTO t(id, name) VALUES (-5, 'prepared'); PREPARE TRANSACTION 'p'",
        "COMMIT PREPARED 'p'",
        "INSERT INTO t(id, name) VALUES (-1, 'first')");
  }

  private static List<SourceRecord> pollTo(SourceTaskHarness source, String name) {
    return source.pollUntil(
        record -> {
          Struct value = (Struct) record.value();
          Struct after = value == null ? null : value.getStruct("after");
          return after != null && name.equals(after.getString("name"));
        });
  }

  private static void apply(List<SourceRecord> records, Map<Object, Struct> rows) {
    for (SourceRecord record : records) {
      Object id = ((Struct) record.key()).get("id");
      Struct value = (Struct) record.value();
      Struct after = value == null ? null : value.getStruct("after");
      if (after == null) {
        rows.remove(id);
      } else {
        rows.put(id, after);
      }
    }
  }

  private static String text(Struct row) {
    Object number = row.get("n");
    List<Object> tags = row.getArray("tags");
    return (number == null ? "" : number)
        + (tags == null ? "" : tags.get(1).toString())
        + row.getString("name");
  }

  /** Copied there by the build; null for the newest release, which the tests' servers are. */
  static @Nullable Path binaries(int major) {
    return major == 18 ? null : Path.of("target", "servers", major + ".jar");
  }
}
