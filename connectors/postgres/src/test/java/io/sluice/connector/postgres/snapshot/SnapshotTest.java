package io.sluice.connector.postgres.snapshot;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void the_first_and_the_last_row_are_marked() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY)",
        "CREATE TABLE b(id int PRIMARY KEY)",
        "CREATE TABLE c_empty(id int PRIMARY KEY)",
        "INSERT INTO a VALUES (1), (2), (3)",
        "INSERT INTO b VALUES (1), (2)");
    try (SourceTaskHarness source = TestSource.start(database)) {

      assertThat(source.poll(5))
          .extracting(r -> ((Struct) r.value()).getStruct("source").getString("snapshot"))
          .containsExactly(
              "first", "true", "last_in_data_collection", "first_in_data_collection", "last");
    }
  }

  @Test
  void a_database_without_tables_and_tables_without_rows_go_on_to_the_stream() {
    try (SourceTaskHarness source = TestSource.start(database)) {
      TestSource.awaitStreaming(database);
      database.sql("CREATE TABLE late(id int PRIMARY KEY)", "INSERT INTO late VALUES (1)");

      assertThat(source.poll(1)).extracting(SourceRecord::topic).containsExactly("srv.public.late");
    }
  }

  @Test
  void a_table_without_key_has_records_without_key() {
    database.sql("CREATE TABLE t(a int)", "INSERT INTO t VALUES (1)");
    try (SourceTaskHarness source = TestSource.start(database)) {

      assertThat(source.poll(1)).allSatisfy(r -> assertThat(r.key()).isNull());
    }
  }

  @Test
  void columns_and_tables_that_are_not_wanted_are_neither_read_nor_streamed() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY, name text, secret text)",
        "CREATE TABLE b(id int PRIMARY KEY)",
        "INSERT INTO a VALUES (1, 'n', 's')",
        "INSERT INTO b VALUES (1)");
    try (SourceTaskHarness source =
        TestSource.start(
            database, "table.exclude.list", "public.b", "column.exclude.list", "public.a.secret")) {
      List<SourceRecord> records = new ArrayList<>(source.poll(1));
      database.sql("INSERT INTO b VALUES (2)", "INSERT INTO a VALUES (2, 'm', 't')");
      records.addAll(source.poll(1));

      assertThat(records)
          .extracting(r -> after(r).toString())
          .containsExactly("Struct{id=1,name=n}", "Struct{id=2,name=m}");
    }
  }

  @Test
  void a_table_under_writes_is_handed_over_to_the_stream_without_gap_or_repetition()
      throws Exception {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n int)",
        "INSERT INTO t SELECT i, 0 FROM generate_series(1, 5000) i");
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Integer> writer =
        CompletableFuture.supplyAsync(() -> insertUntil(enough, 5001));
    List<SourceRecord> records = new ArrayList<>();
    try (SourceTaskHarness source = TestSource.start(database)) {
      records.addAll(source.pollFor(Duration.ofSeconds(1)));
      enough.set(true);
      int last = writer.get();
      while (records.size() < last) {
        records.addAll(source.poll(1));
      }
      records.addAll(source.pollFor(Duration.ofMillis(200)));
      assertThat(records)
          .extracting(r -> after(r).getInt32("id"))
          .doesNotHaveDuplicates()
          .hasSize(last);
    }
  }

  @Test
  void an_interrupted_snapshot_reads_on_and_rows_deleted_meanwhile_are_deleted() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY)",
        "CREATE TABLE b(id int PRIMARY KEY)",
        "INSERT INTO a VALUES (1), (2)",
        "INSERT INTO b SELECT generate_series(1, 100)");
    List<SourceRecord> all = new ArrayList<>();
    InMemoryOffsets offsets = new InMemoryOffsets();
    try (SourceTaskHarness source = TestSource.start(database)) {
      all.addAll(source.poll(102));
    }
    List<SourceRecord> delivered = all.subList(0, 50);
    delivered.forEach(offsets::put);
    database.sql(
        "DELETE FROM b WHERE id <= 10",
        "UPDATE b SET id = 1000 WHERE id = 20",
        "INSERT INTO a VALUES (3)",
        "DELETE FROM a WHERE id = 1");

    Map<String, Struct> state = new TreeMap<>();
    delivered.forEach(r -> apply(state, r));
    try (SourceTaskHarness again =
        new SourceTaskHarness(PostgresConnector::new, TestSource.config(database), offsets)
            .start()) {
      List<SourceRecord> rest = TestSource.rows(again.pollUntil(r -> isTombstone(r, "a", 1)));
      rest.forEach(r -> apply(state, r));

      assertThat(rest.stream().filter(r -> r.topic().equals("srv.public.a")).map(TestSource::op))
          .containsExactly("c", "d", "tombstone");
    }
    assertThat(state)
        .hasSize(
            (int)
                (database.number("SELECT count(*) FROM a")
                    + database.number("SELECT count(*) FROM b")));
  }

  @Test
  void after_a_reset_of_the_offsets_the_copy_ends_equal() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t SELECT generate_series(1, 20)");
    Map<String, Struct> state = new TreeMap<>();
    try (SourceTaskHarness source = TestSource.start(database)) {
      source.poll(20).forEach(r -> apply(state, r));
    }
    database.sql("DELETE FROM t WHERE id <= 10");

    try (SourceTaskHarness again = TestSource.start(database)) {
      TestSource.rows(again.pollUntil(r -> isTombstone(r, "t", 10))).forEach(r -> apply(state, r));
    }

    assertThat(state).hasSize(10);
  }

  private static boolean isTombstone(SourceRecord record, String table, int id) {
    return record.value() == null
        && record.topic().equals("srv.public." + table)
        && ((Struct) record.key()).getInt32("id") == id;
  }

  private static void apply(Map<String, Struct> state, SourceRecord record) {
    String key = record.topic() + record.key();
    if (record.value() == null || TestSource.op(record).equals("d")) {
      state.remove(key);
    } else {
      state.put(key, after(record));
    }
  }

  private int insertUntil(AtomicBoolean enough, int first) {
    int next = first;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      while (!enough.get()) {
        for (int i = 0; i < 3; i++) {
          statement.execute("INSERT INTO t VALUES (" + next++ + ", 1)");
        }
        connection.commit();
      }
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
    return next - 1;
  }
}
