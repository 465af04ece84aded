package io.sluice.connector.postgres;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import io.sluice.testkit.TcpProxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large tables are read in chunks of pages, by one or several threads. */
class ChunkedSnapshotTest {

  private static final String[] SMALL_CHUNKS = {"sluice.snapshot.chunk.pages", "2"};

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void every_row_is_read_once_by_however_many_threads(int threads) {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY, filler text)",
        "CREATE TABLE b(filler text, id int)",
        "CREATE TABLE c(id int PRIMARY KEY)",
        "INSERT INTO a SELECT i, repeat('x', 200) FROM generate_series(1, 3000) i",
        "INSERT INTO b SELECT repeat('x', 200), i FROM generate_series(1, 3000) i",
        "INSERT INTO c VALUES (1)");
    try (SourceTaskHarness source = start(threads)) {
      List<SourceRecord> records = new ArrayList<>(source.poll(6001));
      database.sql("INSERT INTO c VALUES (2)");
      records.addAll(source.poll(1));

      assertThat(records.stream().map(r -> r.topic() + after(r).getInt32("id")))
          .doesNotHaveDuplicates()
          .hasSize(6002);
      List<String> markers = records.stream().map(ChunkedSnapshotTest::marker).toList();
      assertThat(markers.stream().filter("first"::equals)).hasSize(1);
      assertThat(markers.stream().filter("first_in_data_collection"::equals)).hasSizeBetween(1, 2);
      assertThat(markers.get(6000)).isEqualTo("last");
    }
  }

  @Test
  void more_chunks_than_may_be_locked_at_the_same_time_are_read_at_one_moment() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY, filler text)",
        "INSERT INTO a SELECT i, repeat('x', 4000) FROM generate_series(1, 900) i");
    try (SourceTaskHarness source =
        TestSource.start(
            database,
            "sluice.snapshot.chunk.pages",
            "1",
            "max.queue.size",
            "10",
            "max.batch.size",
            "10")) {
      List<SourceRecord> records = new ArrayList<>(source.poll(100));
      database.sql("DELETE FROM a");
      records.addAll(source.poll(900 - records.size()));

      assertThat(records).hasSize(900).extracting(TestSource::op).containsOnly("r");
    }
  }

  @Test
  void one_thread_marks_rows_as_if_tables_were_read_whole() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY, filler text)",
        "CREATE TABLE b(id int PRIMARY KEY, filler text)",
        "INSERT INTO a SELECT i, repeat('x', 200) FROM generate_series(1, 500) i",
        "INSERT INTO b SELECT i, repeat('x', 200) FROM generate_series(1, 500) i",
        "DELETE FROM a WHERE id > 400"); // leaves chunks without rows at the end
    try (SourceTaskHarness source = start(1)) {
      List<SourceRecord> records = source.poll(900);

      assertThat(records.stream().map(ChunkedSnapshotTest::marker).filter(m -> !m.equals("true")))
          .containsExactly("first", "last_in_data_collection", "first_in_data_collection", "last");
      assertThat(marker(records.get(399))).isEqualTo("last_in_data_collection");
    }
  }

  /**
   * Whatever was durable when the process died, and whatever happened to the rows before it came
   * back: the copy ends as the source is, large values included that no update touched.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_snapshot_that_dies_anywhere_and_again_ends_equal(int threads) {
    Random random = new Random(threads);
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY, n int, filler text, large text)",
        "ALTER TABLE a ALTER large SET STORAGE EXTERNAL",
        "CREATE TABLE b(id int PRIMARY KEY, n int, filler text, large text)",
        "INSERT INTO a SELECT i, 0, repeat('x', 200), repeat(i::text, 1500)"
            + " FROM generate_series(1, 600) i",
        "ALTER TABLE b REPLICA IDENTITY FULL", // a changed key takes its large values along
        "INSERT INTO b SELECT * FROM a");
    Map<String, Struct> copy = new HashMap<>();
    InMemoryOffsets offsets = new InMemoryOffsets();
    for (int life = 0; life < 4; life++) {
      try (SourceTaskHarness source = start(threads, offsets)) {
        List<SourceRecord> read = source.poll(700);
        // What was applied goes beyond what is durable, as with a sink that is ahead.
        int applied = 100 + random.nextInt(read.size() - 100);
        int durable = random.nextInt(applied);
        read.subList(0, applied).forEach(r -> apply(copy, r));
        read.subList(0, durable).forEach(offsets::put);
      }
      database.sql(
          "UPDATE a SET n = n + 1, filler = filler || 'y' WHERE id % 7 = " + life,
          "UPDATE b SET id = id + 1000000 * " + (life + 1) + " WHERE id % 11 = " + life,
          "DELETE FROM a WHERE id % 13 = " + life,
          "INSERT INTO b SELECT 20000 + "
              + life * 100
              + " + i, 1, 'z', 'new' FROM generate_series(1, 50) i",
          "VACUUM a, b");
    }

    try (SourceTaskHarness source = start(threads, offsets)) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO a VALUES (-1, 0, '', '')");
      TestSource.pollToTheEnd(source, ChunkedSnapshotTest::isTheLast).forEach(r -> apply(copy, r));
    }

    for (String table : List.of("a", "b")) {
      assertThat(texts(copy, table)).containsExactlyInAnyOrderElementsOf(rows(table));
    }
  }

  /**
   * The space that deleted rows leave in pages that were read takes in new versions of rows from
   * pages that were not; the change in the stream does not have the large value.
   */
  @Test
  void a_row_that_moves_into_a_finished_chunk_while_nobody_reads_keeps_its_large_value() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY, n int, filler text, large text)",
        "ALTER TABLE a ALTER large SET STORAGE EXTERNAL",
        "INSERT INTO a SELECT i, 0, repeat('x', 200), repeat(i::text, 1500)"
            + " FROM generate_series(1, 600) i");
    Map<String, Struct> copy = new HashMap<>();
    InMemoryOffsets offsets = new InMemoryOffsets();
    try (SourceTaskHarness source = start(1, offsets)) {
      source
          .poll(600)
          .subList(0, 300)
          .forEach(
              r -> {
                apply(copy, r);
                offsets.put(r);
              });
    }
    // A backend that has not ended yet would keep VACUUM from freeing what its snapshot saw.
    Awaitility.await()
        .until(
            () ->
                database.number(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL")
                    == 0);
    database.sql("DELETE FROM a WHERE id <= 200", "VACUUM a", "UPDATE a SET n = 1 WHERE id > 450");

    try (SourceTaskHarness source = start(1, offsets)) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO a VALUES (-1, 0, '', '')");
      TestSource.pollToTheEnd(source, ChunkedSnapshotTest::isTheLast).forEach(r -> apply(copy, r));
    }

    assertThat(database.number("SELECT count(*) FROM a WHERE id > 450 AND ctid < '(5,0)'"))
        .as("rows that moved to the front")
        .isPositive();
    assertThat(texts(copy, "a")).containsExactlyInAnyOrderElementsOf(rows("a"));
  }

  @Test
  void finished_chunks_are_not_read_again() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY, filler text)",
        "INSERT INTO a SELECT i, repeat('x', 200) FROM generate_series(1, 3000) i");
    InMemoryOffsets offsets = new InMemoryOffsets();
    int durable = 2000;
    try (SourceTaskHarness source = start(1, offsets)) {
      List<SourceRecord> read = source.poll(3000);
      read.subList(0, durable).forEach(offsets::put);
    }

    try (SourceTaskHarness again = start(1, offsets)) {
      List<SourceRecord> rest = TestSource.rows(again.pollUntil(TestSource::tellsThatAllIsRead));

      int rowsOfAChunk = 80;
      assertThat(rest).hasSizeBetween(3000 - durable, 3000 - durable + rowsOfAChunk);
    }
  }

  @Test
  void a_connection_cut_in_mid_chunk_repeats_no_row_while_the_snapshot_lives() throws Exception {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY, filler text)",
        "INSERT INTO a SELECT i, repeat('x', 500) FROM generate_series(1, 20000) i");
    try (SourceTaskHarness source =
        TestSource.start(
            database, "sluice.snapshot.chunk.pages", "400", "max.queue.size.in.bytes", "100000")) {
      List<SourceRecord> records = new ArrayList<>(source.poll(100));
      database.sql(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND"
              + " datname = current_database()");
      records.addAll(source.poll(20_000 - records.size()));
      records.addAll(source.pollFor(java.time.Duration.ofMillis(200)));

      assertThat(records).extracting(r -> after(r).getInt32("id")).doesNotHaveDuplicates();
      assertThat(records).hasSize(20_000);
    }
  }

  @Test
  void all_connections_cut_are_made_again_by_every_thread() throws Exception {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY, filler text)",
        "INSERT INTO a SELECT i, repeat('x', 500) FROM generate_series(1, 20000) i");
    try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared().port());
        SourceTaskHarness source =
            TestSource.start(
                database,
                "database.port",
                "" + proxy.port(),
                "snapshot.max.threads",
                "3",
                "sluice.snapshot.chunk.pages",
                "100")) {
      List<SourceRecord> records = new ArrayList<>(source.poll(100));
      proxy.cut();
      records.addAll(TestSource.rows(source.pollUntil(TestSource::tellsThatAllIsRead)));

      assertThat(records.stream().map(r -> after(r).getInt32("id")).distinct()).hasSize(20_000);
    }
  }

  /** What happens to a table before it is its turn. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE z ALTER n TYPE text",
        "ALTER TABLE z RENAME n TO m",
        "ALTER TABLE z DROP n",
        "VACUUM FULL z",
        "ALTER TABLE z ADD m int DEFAULT 5"
      })
  void a_table_that_is_altered_during_the_snapshot_is_read_in_its_new_form(String change) {
    aTableThatTakesLong();
    try (SourceTaskHarness source = slow()) {
      List<SourceRecord> records = new ArrayList<>(source.poll(10));
      database.sql(change);
      records.addAll(
          source.pollUntil(r -> Boolean.TRUE.equals(r.sourceOffset().get("snapshot_completed"))));
      database.sql("INSERT INTO z(id) VALUES (-1)");
      List<SourceRecord> stream = source.poll(1);

      assertThat(of("z", records).map(r -> after(r).getInt32("id")).distinct()).hasSize(300);
      assertThat(of("z", stream)).hasSize(1);
    }
  }

  @Test
  void a_table_that_is_emptied_during_the_snapshot_is_taken_as_empty() {
    aTableThatTakesLong();
    try (SourceTaskHarness source = slow()) {
      List<SourceRecord> records = new ArrayList<>(source.poll(10));
      database.sql("TRUNCATE z", "INSERT INTO z VALUES (-1, 1)");
      records.addAll(source.pollUntil(r -> r.topic().equals("srv.public.z")));

      assertThat(of("z", records).map(r -> after(r).getInt32("id"))).containsOnly(-1);
    }
  }

  @Test
  void a_table_that_is_dropped_during_the_snapshot_is_left_out() {
    aTableThatTakesLong();
    try (SourceTaskHarness source = slow()) {
      List<SourceRecord> records = new ArrayList<>(source.poll(10));
      database.sql("DROP TABLE z");
      records.addAll(source.poll(20_000 - records.size()));
      database.sql("INSERT INTO a VALUES (-1)");
      records.addAll(source.poll(1));

      assertThat(records).hasSize(20_001);
    }
  }

  private void aTableThatTakesLong() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY, filler text)",
        "INSERT INTO a SELECT i, repeat('x', 500) FROM generate_series(1, 20000) i",
        "CREATE TABLE z(id int PRIMARY KEY, n int)",
        "INSERT INTO z SELECT i, i FROM generate_series(1, 300) i");
  }

  private SourceTaskHarness slow() {
    return TestSource.start(database, "max.queue.size", "100", "max.batch.size", "100");
  }

  private static Stream<SourceRecord> of(String table, List<SourceRecord> records) {
    return records.stream().filter(r -> r.topic().equals("srv.public." + table));
  }

  private SourceTaskHarness start(int threads) {
    return start(threads, new InMemoryOffsets());
  }

  private SourceTaskHarness start(int threads, InMemoryOffsets offsets) {
    Map<String, String> config = TestSource.config(database, SMALL_CHUNKS);
    config.put("snapshot.max.threads", "" + threads);
    config.put("max.batch.size", "64");
    return new SourceTaskHarness(PostgresConnector::new, config, offsets).start();
  }

  private static String marker(SourceRecord record) {
    return ((Struct) record.value()).getStruct("source").getString("snapshot");
  }

  private static boolean isTheLast(SourceRecord record) {
    return record.topic().equals("srv.public.a") && ((Struct) record.key()).getInt32("id") == -1;
  }

  private static void apply(Map<String, Struct> copy, SourceRecord record) {
    if (TestSource.isMark(record)) {
      return;
    }
    String key = record.topic() + record.key();
    if (record.value() == null || TestSource.op(record).equals("d")) {
      copy.remove(key);
      return;
    }
    Struct row = after(record);
    Struct stored = copy.get(key);
    if ("__debezium_unavailable_value".equals(row.getString("large")) && stored != null) {
      row.put("large", stored.getString("large"));
    }
    copy.put(key, row);
  }

  private static List<String> texts(Map<String, Struct> copy, String table) {
    return copy.entrySet().stream()
        .filter(e -> e.getKey().startsWith("srv.public." + table + "Struct"))
        .map(
            e ->
                e.getValue().getInt32("id")
                    + ","
                    + e.getValue().getInt32("n")
                    + ","
                    + e.getValue().getString("filler").length()
                    + ","
                    + e.getValue().getString("large").hashCode())
        .toList();
  }

  private List<String> rows(String table) {
    return database.rows("SELECT id, n, length(filler), large FROM " + table).stream()
        .map(r -> r.get(0) + "," + r.get(1) + "," + r.get(2) + "," + r.get(3).hashCode())
        .toList();
  }
}
