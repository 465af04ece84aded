package io.sluice.connector.postgres.incremental;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.testbed.Churn;
import io.sluice.connector.postgres.testbed.Copy;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that are read beside the stream, as the offset asks for it. */
class IncrementalSnapshotTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final InMemoryOffsets offsets = new InMemoryOffsets();
  private final Copy copy = new Copy();

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void a_quiet_table_is_read_once_in_the_order_of_its_key() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n int)",
        "INSERT INTO t SELECT i, 0 FROM generate_series(1, 2500) i");
    positionWithReading("t");
    try (SourceTaskHarness source = start("incremental.snapshot.chunk.size", "1000")) {
      List<SourceRecord> records = TestSource.poll(source, 2500);
      records.addAll(TestSource.rows(source.pollFor(Duration.ofMillis(200))));

      assertThat(records)
          .extracting(r -> after(r).getInt32("id"))
          .isSorted()
          .doesNotHaveDuplicates()
          .hasSize(2500);
      assertThat(records)
          .allSatisfy(
              r -> {
                assertThat(TestSource.op(r)).isEqualTo("r");
                assertThat(((Struct) r.value()).getStruct("source").getString("snapshot"))
                    .isEqualTo("incremental");
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int",
        "bigint",
        "text COLLATE \"C\"",
        "uuid",
        "numeric",
        "timestamptz",
        "bytea",
        "char(12)",
        "float8",
        "date"
      })
  void any_type_can_be_the_key(String type) {
    String value =
        switch (type) {
          case "uuid" -> "md5(i::text)::uuid";
          case "timestamptz" -> "'2000-01-01'::timestamptz + i * interval '1 hour 0.000001 s'";
          case "bytea" -> "decode(md5(i::text), 'hex')";
          case "float8" -> "i / 3.0";
          case "date" -> "'2000-01-01'::date + i";
          case "int", "bigint", "numeric" -> "i";
          default -> "E'it''s \\\\' || i";
        };
    database.sql(
        "CREATE TABLE t(n int, id " + type + ", m text, PRIMARY KEY (m, id))",
        "INSERT INTO t SELECT i, " + value + ", 'm' || i % 3 FROM generate_series(1, 500) i");
    positionWithReading("t");
    try (SourceTaskHarness source = start("incremental.snapshot.chunk.size", "70")) {
      List<SourceRecord> records = TestSource.poll(source, 500);
      records.addAll(TestSource.rows(source.pollFor(Duration.ofMillis(100))));

      assertThat(records)
          .extracting(r -> after(r).getInt32("n"))
          .doesNotHaveDuplicates()
          .hasSize(500);
    }
  }

  @Test
  void without_writing_to_the_source_a_table_that_was_just_changed_is_read_to_its_end() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n int)",
        "INSERT INTO t SELECT i, 0 FROM generate_series(1, 20000) i",
        "UPDATE t SET n = 1");
    positionWithReading("t");
    // Transaction numbers tell nothing: others of the server take some as well.
    database.sql(
        "ALTER DATABASE \""
            + database.value("SELECT current_database()")
            + "\" SET default_transaction_read_only = on");
    try (SourceTaskHarness source = start("read.only", "true")) {
      assertThat(TestSource.poll(source, 20_000)).hasSize(20_000);
    }
  }

  @Test
  void a_table_under_writes_ends_equal_and_no_row_goes_back_in_time() throws Exception {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n bigint)",
        "CREATE SEQUENCE ticks",
        "INSERT INTO t SELECT i, nextval('ticks') FROM generate_series(1, 20000) i");
    positionWithReading("t");
    try (Churn churn = new Churn(database);
        SourceTaskHarness source = start("incremental.snapshot.chunk.size", "300")) {
      readAll(source, 20_000 / 2);
      churn.close();
      database.sql("INSERT INTO t VALUES (-1, nextval('ticks'))");
      copy.take(source.pollUntil(r -> r.key() != null && !TestSource.isMark(r) && key(r) == -1));

      copy.becomes(database, source);
      assertThat(churn.changes()).as("changes made meanwhile").isGreaterThan(100);
    }
  }

  @Test
  void a_restart_reads_the_chunk_that_was_under_way_again() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n bigint)",
        "CREATE SEQUENCE ticks",
        "INSERT INTO t SELECT i, 0 FROM generate_series(1, 5000) i");
    positionWithReading("t");
    Random random = new Random(7);
    try (Churn churn = new Churn(database)) {
      for (int round = 0; round < 8; round++) {
        try (SourceTaskHarness source = start("incremental.snapshot.chunk.size", "300")) {
          List<SourceRecord> records = source.poll(500);
          List<SourceRecord> durable = records.subList(0, random.nextInt(records.size()) + 1);
          source.commit(durable);
          copy.takeAnyOrder(durable);
        }
      }
    }
    try (SourceTaskHarness source = start("incremental.snapshot.chunk.size", "300")) {
      copy.becomes(database, source);
    }
  }

  @Test
  void rows_that_are_truncated_behind_their_reading_are_read_again() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n bigint)",
        "INSERT INTO t SELECT i, 0 FROM generate_series(1, 1000) i");
    positionWithReading("t");
    database.sql("TRUNCATE t", "INSERT INTO t SELECT i, 1 FROM generate_series(1, 10) i");
    try (SourceTaskHarness source =
        start("incremental.snapshot.chunk.size", "300", "skipped.operations", "none")) {
      List<SourceRecord> records = TestSource.rows(source.pollFor(Duration.ofSeconds(1)));

      List<String> ops = records.stream().map(TestSource::op).toList();
      assertThat(ops).contains("t");
      assertThat(ops.subList(ops.lastIndexOf("t") + 1, ops.size())).hasSizeGreaterThanOrEqualTo(10);
    }
  }

  @Test
  void a_row_that_the_chunk_has_under_its_new_key_holds_back_no_log() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    positionWithReading("t");
    // The chunk is read before the server comes to the end of such a transaction, which it sends
    // then.
    database.sql(
        "CREATE TABLE much(id int)",
        "BEGIN; INSERT INTO much SELECT generate_series(1, 100000); UPDATE t SET id = 2; COMMIT");
    long end = database.number("SELECT pg_current_wal_insert_lsn() - '0/0'");
    try (SourceTaskHarness source =
        start("table.include.list", "public.t", "sluice.streaming.transactions", "off")) {
      source.commit(source.pollUntil(r -> r.value() == null)); // the old key's tombstone

      await()
          .untilAsserted(
              () -> {
                source.commit(source.pollFor(Duration.ofMillis(50)));
                assertThat(confirmed()).isGreaterThanOrEqualTo(end);
              });
    }
  }

  @Test
  void a_table_that_is_locked_holds_up_its_own_reading_and_nothing_else() throws Exception {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY)",
        "CREATE TABLE other(id int PRIMARY KEY)",
        "INSERT INTO t VALUES (1)");
    positionWithReading("t");
    try (var locker = database.connect();
        var statement = locker.createStatement()) {
      locker.setAutoCommit(false);
      statement.execute("LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
      try (SourceTaskHarness source = start()) {
        database.sql("INSERT INTO other VALUES (1)");

        assertThat(source.poll(1))
            .extracting(SourceRecord::topic)
            .containsExactly("srv.public.other");
        locker.rollback();
        assertThat(TestSource.poll(source, 1))
            .extracting(SourceRecord::topic)
            .containsExactly("srv.public.t");
      }
    }
  }

  @Test
  void a_table_that_gains_a_column_while_it_is_read_is_read_on() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t SELECT generate_series(1, 20000)");
    positionWithReading("t");
    try (SourceTaskHarness source =
        start(
            "incremental.snapshot.chunk.size",
            "100",
            "max.queue.size",
            "200",
            "max.batch.size",
            "100")) {
      List<SourceRecord> records = new ArrayList<>(source.poll(1000));
      database.sql("ALTER TABLE t ADD COLUMN extra text DEFAULT 'x'");
      records.addAll(TestSource.poll(source, 19_000));

      assertThat(records)
          .extracting(r -> after(r).getInt32("id"))
          .doesNotHaveDuplicates()
          .hasSize(20_000);
      assertThat(after(records.get(19_999)).getString("extra")).isEqualTo("x");
    }
  }

  private void readAll(SourceTaskHarness source, int atLeast) {
    int taken = 0;
    while (taken < atLeast) {
      List<SourceRecord> records = source.poll(1);
      taken += records.size();
      copy.take(records);
    }
  }

  private SourceTaskHarness start(String... settings) {
    List<String> all = new ArrayList<>(List.of("snapshot.mode", "no_data"));
    all.addAll(List.of(settings));
    return new SourceTaskHarness(
            PostgresConnector::new,
            TestSource.config(database, all.toArray(String[]::new)),
            offsets)
        .start();
  }

  /** A position in the stream, from where tables are to be read. */
  private void positionWithReading(String... tables) {
    try (SourceTaskHarness source = start()) {
      TestSource.awaitStreaming(database);
      database.sql(
          "CREATE TABLE beginning(id int PRIMARY KEY)", "INSERT INTO beginning VALUES (1)");
      source.commit(source.poll(1));
    }
    Map<String, String> partition = Map.of("server", "srv");
    Map<String, Object> offset = new LinkedHashMap<>(offsets.offset(partition));
    offset.put(
        "incremental_snapshot_collections",
        Stream.of(tables)
            .map(table -> "{\"incremental_snapshot_collections_id\":\"public." + table + "\"}")
            .collect(Collectors.joining(",", "[", "]")));
    offsets.put(partition, offset);
  }

  private long confirmed() {
    return database.number(
        "SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots WHERE slot_name = '"
            + TestSource.slot(database)
            + "'");
  }

  private static int key(SourceRecord record) {
    return ((Struct) record.key()).getInt32("id");
  }
}
