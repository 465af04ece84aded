package io.sluice.connector.postgres.stream;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static io.sluice.connector.postgres.testbed.TestSource.op;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void an_update_of_the_key_is_a_delete_a_tombstone_and_an_insert() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, name text)", "INSERT INTO t VALUES (1, 'a')");
    try (SourceTaskHarness source = TestSource.start(database)) {
      source.poll(1);
      database.sql("UPDATE t SET id = 2");

      List<SourceRecord> records = source.poll(3);

      assertThat(records).extracting(TestSource::op).containsExactly("d", "tombstone", "c");
      assertThat(records)
          .extracting(r -> ((Struct) r.key()).getInt32("id"))
          .containsExactly(1, 1, 2);
      assertThat(records.get(0).headers().lastWithName("__debezium.newkey").value())
          .isEqualTo(records.get(2).key());
      assertThat(records.get(2).headers().lastWithName("__debezium.oldkey").value())
          .isEqualTo(records.get(0).key());
    }
  }

  @Test
  void a_restart_between_the_records_of_one_change_goes_on_with_the_next() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, name text)", "INSERT INTO t VALUES (1, 'a')");
    List<SourceRecord> all;
    try (SourceTaskHarness source = TestSource.start(database)) {
      source.poll(1);
      database.sql(
          "BEGIN; UPDATE t SET name = 'b'; UPDATE t SET id = 2; DELETE FROM t; INSERT INTO t VALUES"
              + " (3, 'c'); COMMIT");
      all = source.poll(7);
    }
    assertThat(all)
        .extracting(TestSource::op)
        .containsExactly("u", "d", "tombstone", "c", "d", "tombstone", "c");

    for (int taken = 1; taken < all.size(); taken++) {
      assertThat(restartAfter(all, taken))
          .as("after record %d", taken)
          .isEqualTo(described(all.subList(taken, all.size())));
    }
  }

  @Test
  void rows_of_one_copy_share_their_log_position_and_are_still_told_apart() throws Exception {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)");
    List<SourceRecord> all;
    try (SourceTaskHarness source = TestSource.start(database)) {
      TestSource.awaitStreaming(database);
      copyIn(20);
      all = source.poll(20);
    }
    assertThat(all.stream().map(r -> r.sourceOffset().get("lsn")).distinct()).hasSizeLessThan(20);

    for (int taken : new int[] {1, 7, 19}) {
      assertThat(restartAfter(all, taken))
          .as("after record %d", taken)
          .isEqualTo(described(all.subList(taken, all.size())));
    }
  }

  @Test
  void the_slot_is_confirmed_only_up_to_what_is_durable() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)");
    try (SourceTaskHarness source = TestSource.start(database)) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t VALUES (1)");
      List<SourceRecord> first = source.poll(1);
      database.sql("INSERT INTO t VALUES (2)");
      List<SourceRecord> second = source.poll(1);
      long end = lsn(second.get(0));
      source.pollFor(Duration.ofMillis(500));
      assertThat(confirmed()).isLessThanOrEqualTo(lsn(first.get(0)));

      source.commit(first);

      Awaitility.await()
          .untilAsserted(() -> assertThat(confirmed()).isBetween(lsn(first.get(0)) + 1, end));
      source.commit(second);
      Awaitility.await().untilAsserted(() -> assertThat(confirmed()).isGreaterThan(end));
    }
  }

  @Test
  void a_quiet_captured_table_holds_back_no_log() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)", "CREATE TABLE busy(id int)");
    try (SourceTaskHarness source = TestSource.start(database, "table.include.list", "public.t")) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t VALUES (1)");
      source.commit(source.poll(1));
      database.sql("INSERT INTO busy SELECT generate_series(1, 1000)");
      long end = database.number("SELECT pg_current_wal_lsn() - '0/0'");

      Awaitility.await().untilAsserted(() -> assertThat(confirmed()).isGreaterThanOrEqualTo(end));
    }
  }

  @Test
  void a_quiet_database_beside_a_busy_one_holds_back_no_log() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)");
    try (PostgresDatabase busy = PostgresServer.shared().newDatabase();
        SourceTaskHarness source = TestSource.start(database)) {
      TestSource.awaitStreaming(database);
      busy.sql("CREATE TABLE b(id int)", "INSERT INTO b SELECT generate_series(1, 1000)");
      long end = database.number("SELECT pg_current_wal_lsn() - '0/0'");

      Awaitility.await()
          .untilAsserted(
              () -> {
                source.poll();
                assertThat(confirmed()).isGreaterThanOrEqualTo(end);
              });
    }
  }

  @Test
  void a_large_value_that_an_update_does_not_touch_is_marked() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n int, big text, bytes bytea, list text[])",
        "ALTER TABLE t ALTER big SET STORAGE external, ALTER bytes SET STORAGE external, ALTER list"
            + " SET STORAGE external",
        "INSERT INTO t VALUES (1, 1, repeat('x', 10000), decode(repeat('00', 10000), 'hex'),"
            + " array_fill('x'::text, ARRAY[5000]))");
    try (SourceTaskHarness source = TestSource.start(database)) {
      source.poll(1);
      database.sql("UPDATE t SET n = 2");

      Struct after = after(source.poll(1).get(0));

      assertThat(after.getString("big")).isEqualTo("__debezium_unavailable_value");
      assertThat((byte[]) after.get("bytes")).asString().isEqualTo("__debezium_unavailable_value");
      assertThat(after.getArray("list")).containsExactly("__debezium_unavailable_value");
    }
  }

  @Test
  void a_large_value_is_taken_from_the_old_row_where_the_table_sends_it() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n int, big text)",
        "ALTER TABLE t ALTER big SET STORAGE external",
        "ALTER TABLE t REPLICA IDENTITY FULL",
        "INSERT INTO t VALUES (1, 1, repeat('x', 10000))");
    try (SourceTaskHarness source = TestSource.start(database)) {
      source.poll(1);
      database.sql("UPDATE t SET n = 2");

      assertThat(after(source.poll(1).get(0)).getString("big")).hasSize(10000);
    }
  }

  @Test
  void truncates_are_told_where_they_are_wanted() {
    database.sql("CREATE TABLE a(id int PRIMARY KEY)", "CREATE TABLE b(id int PRIMARY KEY)");
    try (SourceTaskHarness source = TestSource.start(database, "skipped.operations", "none")) {
      TestSource.awaitStreaming(database);
      database.sql("TRUNCATE a, b", "INSERT INTO a VALUES (1)");
      List<SourceRecord> all = source.poll(3);

      assertThat(all).extracting(TestSource::op).containsExactly("t", "t", "c");
      assertThat(all).extracting(SourceRecord::topic).contains("srv.public.a", "srv.public.b");
    }
  }

  @Test
  void columns_that_come_and_go_change_the_schema_in_mid_stream() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, gone text)");
    try (SourceTaskHarness source = TestSource.start(database)) {
      TestSource.awaitStreaming(database);
      database.sql(
          "INSERT INTO t VALUES (1, 'a')",
          "ALTER TABLE t ADD COLUMN added numeric(5,2) NOT NULL DEFAULT 1.5",
          "INSERT INTO t VALUES (2, 'b', 2)",
          "ALTER TABLE t DROP COLUMN gone",
          "INSERT INTO t VALUES (3, 3)");

      List<SourceRecord> records = source.poll(3);

      assertThat(records)
          .extracting(r -> names(after(r)))
          .containsExactly(
              List.of("id", "gone"), List.of("id", "gone", "added"), List.of("id", "added"));
    }
  }

  @Test
  void a_bounded_run_says_when_it_has_read_everything_that_was_there() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");
    try (SourceTaskHarness source = TestSource.start(database, "sluice.bounded", "true")) {
      List<SourceRecord> all =
          source.pollUntil(r -> r.headers().lastWithName("sluice.end-of-stream") != null);

      assertThat(all).hasSize(3);
      source.commit(all);
      database.sql("INSERT INTO t VALUES (3)");
      assertThat(source.pollFor(Duration.ofMillis(300))).isEmpty();
      source.restart();
      assertThat(source.pollUntil(r -> r.headers().lastWithName("sluice.end-of-stream") != null))
          .hasSize(2);
    }
  }

  @Test
  void heartbeats_carry_the_position_on_while_the_tables_are_quiet() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)", "CREATE TABLE busy(id int)");
    try (SourceTaskHarness source =
        TestSource.start(
            database, "table.include.list", "public.t", "heartbeat.interval.ms", "100")) {
      long before = lsn(source.poll(1).get(0));
      database.sql("INSERT INTO busy VALUES (1)");

      List<SourceRecord> beats = source.pollUntil(r -> lsn(r) > before);

      assertThat(beats.get(0).topic()).isEqualTo("__debezium-heartbeat.srv");
      assertThat(beats.get(0).valueSchema().name())
          .isEqualTo("io.debezium.connector.common.Heartbeat");
      source.commit(beats);
      database.sql("INSERT INTO t VALUES (1)");
      source.restart();
      assertThat(source.pollUntil(r -> r.topic().equals("srv.public.t"))).isNotEmpty();
    }
  }

  private static long lsn(SourceRecord record) {
    return ((Number) Objects.requireNonNull(record.sourceOffset().get("lsn"))).longValue();
  }

  private long confirmed() {
    return database.number(
        "SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots WHERE slot_name = '"
            + TestSource.slot(database)
            + "'");
  }

  private static List<String> names(Struct row) {
    return row.schema().fields().stream().map(org.apache.kafka.connect.data.Field::name).toList();
  }

  private void copyIn(int rows) throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= rows; i++) {
      text.append(i).append('\n');
    }
    try (java.sql.Connection connection = database.connect()) {
      connection
          .unwrap(org.postgresql.PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY t FROM STDIN", new java.io.StringReader(text.toString()));
    }
  }

  private List<String> restartAfter(List<SourceRecord> all, int taken) {
    InMemoryOffsets offsets = new InMemoryOffsets();
    all.subList(0, taken).forEach(offsets::put);
    try (SourceTaskHarness again =
        new SourceTaskHarness(PostgresConnector::new, TestSource.config(database), offsets)
            .start()) {
      List<SourceRecord> rest = new ArrayList<>(again.poll(all.size() - taken));
      rest.addAll(again.pollFor(Duration.ofMillis(100)));
      return described(rest);
    }
  }

  private static List<String> described(List<SourceRecord> records) {
    return records.stream().map(r -> op(r) + " " + r.key()).toList();
  }
}
