package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.position.Visibility;
import io.sluice.connector.postgres.testbed.Churn;
import io.sluice.connector.postgres.testbed.Copy;
import io.sluice.connector.postgres.testbed.Tasks;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rest of a snapshot whose moment is gone is read while the stream goes on. */
class InterruptedSnapshotTest {

  private static final int ROWS = 20_000;

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final InMemoryOffsets offsets = new InMemoryOffsets();

  /** What a target that appends has: of each row, its states in their order. */
  private final Map<Integer, List<State>> log = new TreeMap<>();

  /** What is sent when all was read and the changes have stopped. */
  private final int last = -1;

  private Map<String, ?> partition = Map.of();

  private record State(String op, long n) {}

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  /**
   * The tables change while the task dies and comes back. A state comes again only as the row of a
   * chunk that was under way, never after a newer one, and no later state is missing.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_target_that_appends_has_every_state_once_and_in_order(int threads) {
    tableWithHistory();
    Random random = new Random(threads);
    try (Churn churn = new Churn(database)) {
      for (int life = 0; life < 4; life++) {
        try (SourceTaskHarness source = start("snapshot.max.threads", "" + threads)) {
          List<SourceRecord> read = source.poll(4_000);
          List<SourceRecord> durable = read.subList(0, 1_000 + random.nextInt(3_000));
          durable.forEach(this::append);
        }
      }
      try (SourceTaskHarness source = start("snapshot.max.threads", "" + threads)) {
        source.pollUntil(TestSource::tellsThatAllIsRead).forEach(this::append);
      }
      assertThat(churn.changes()).isPositive();
    }
    try (SourceTaskHarness source = start()) {
      database.sql("INSERT INTO t VALUES (" + last + ", nextval('ticks'))");
      source.pollUntil(this::isTheLast).forEach(this::append);
    }

    Map<Integer, List<Long>> history = history();
    Map<Integer, Long> end = Copy.of(database);
    log.forEach(
        (id, states) -> {
          List<Long> seen = new ArrayList<>();
          String before = "";
          for (State state : states) {
            if (state.op().equals("d")) {
              before = "d";
            } else if (!(state.op().equals("r")
                && before.equals("r")
                && seen.get(seen.size() - 1) == state.n())) {
              seen.add(state.n());
              before = state.op();
            }
          }
          List<Long> all = new ArrayList<>(history.getOrDefault(id, List.of()));
          if (!seen.isEmpty()) {
            all.removeIf(n -> n < seen.get(0));
            assertThat(seen).as("states of row %s: %s", id, states).isEqualTo(all);
          }
          assertThat(before.equals("d")).as("row %s is gone", id).isEqualTo(!end.containsKey(id));
        });
    assertThat(end.keySet().stream().filter(id -> !log.containsKey(id))).isEmpty();
  }

  @Test
  void a_row_comes_by_the_stream_or_by_the_reading_and_not_by_both() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n bigint)",
        "CREATE TABLE u(n bigint, id int)", // without key
        "ALTER TABLE u REPLICA IDENTITY FULL",
        "INSERT INTO t SELECT i, 0 FROM generate_series(1, 20000) i",
        "INSERT INTO u SELECT 0, i FROM generate_series(1, 20000) i");
    int durable = 3_000;
    try (SourceTaskHarness source = start()) {
      source.poll(durable).subList(0, durable).forEach(this::append);
    }
    database.sql(
        "DELETE FROM t WHERE id > 19000",
        "UPDATE t SET n = 1 WHERE id % 5 = 0",
        "UPDATE u SET n = 1 WHERE id % 5 = 0");

    try (SourceTaskHarness source = start()) {
      List<SourceRecord> rest = TestSource.rows(source.pollUntil(TestSource::tellsThatAllIsRead));

      assertThat(ids(rest, "u", "r")).doesNotHaveDuplicates().hasSize(16_000);
      assertThat(ids(rest, "u", "u")).doesNotHaveDuplicates().hasSize(4_000);
      assertThat(ids(rest, "t", "u")).doesNotHaveDuplicates().hasSize(3_800);
      assertThat(ids(rest, "t", "r"))
          .doesNotHaveDuplicates()
          .allSatisfy(id -> assertThat(id % 5).isPositive());
      assertThat(rest.stream().filter(r -> TestSource.op(r).equals("r")))
          .allSatisfy(r -> assertThat(marker(r)).isEqualTo("incremental"));
    }
  }

  /** Its rows are in other pages then, or look as if they were written since. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "VACUUM FULL t",
        "ALTER TABLE t ALTER n TYPE numeric",
        "ALTER TABLE t ADD m uuid DEFAULT gen_random_uuid()"
      })
  void a_table_that_was_rewritten_meanwhile_is_read_whole(String rewrite) {
    interrupted();
    database.sql("DELETE FROM t WHERE id % 3 = 0", rewrite);

    try (SourceTaskHarness source = start()) {
      assertHasAll(TestSource.rows(source.pollUntil(TestSource::tellsThatAllIsRead)));
    }
  }

  @Test
  void a_table_that_is_rewritten_while_its_rest_is_read_is_read_whole() {
    interrupted();
    try (SourceTaskHarness source = start("max.queue.size", "64", "max.batch.size", "64")) {
      List<SourceRecord> rest = new ArrayList<>(source.poll(1));
      CompletableFuture<Void> rewrite = // waits for the chunk under way
          CompletableFuture.runAsync(
              () -> database.sql("DELETE FROM t WHERE id % 3 = 0", "VACUUM FULL t"));
      rest.addAll(source.pollUntil(TestSource::tellsThatAllIsRead));
      rewrite.join();

      assertHasAll(TestSource.rows(rest));
    }
  }

  /** Its earlier changes were not published. */
  @Test
  void a_table_that_joins_meanwhile_is_read_whole() {
    database.sql("CREATE TABLE v(id int PRIMARY KEY, n bigint)", "INSERT INTO v VALUES (1, 0)");
    interrupted("table.include.list", "public.t");
    database.sql("UPDATE v SET n = 1");

    try (SourceTaskHarness source = start("table.include.list", "public.t,public.v")) {
      List<SourceRecord> rest = TestSource.rows(source.pollUntil(TestSource::tellsThatAllIsRead));

      assertThat(ids(rest, "v", "r")).containsExactly(1);
    }
  }

  /** Frozen rows keep the numbers of their transactions for ever. */
  @Test
  void rows_that_were_written_billions_of_transactions_ago_are_not_taken_for_new() {
    long next = database.number("SELECT txid_snapshot_xmax(txid_current_snapshot())");
    long moment = next - 2;
    long old = (next + (1L << 31) + 5) & 0xFFFF_FFFFL; // the number has a negative age
    Visibility since = new Visibility(moment + ":" + moment + ":");

    assertThat(
            database.rows(
                "SELECT what FROM (VALUES (0, 'frozen for billions', '"
                    + old
                    + "'::xid), (1, 'of the catalog', '2'::xid), (2, 'before', '"
                    + (moment - 1)
                    + "'::xid), (3, 'since', '"
                    + moment
                    + "'::xid)) v(n, what, xmin) WHERE "
                    + InterruptedSnapshot.unchanged(since)
                    + " ORDER BY n"))
        .extracting(row -> row.get(0))
        .containsExactly("frozen for billions", "of the catalog", "before");
  }

  /** As if 2^32 transactions lay between the rows and the snapshot: the same numbers come again. */
  @Test
  void rows_whose_transaction_has_the_number_of_a_later_one_are_read() {
    interrupted();
    long numbered = database.number("SELECT xmin::text::int8 FROM t LIMIT 1");
    long again = (1L << 32) + numbered;
    Map<String, Object> offset = new HashMap<>(Objects.requireNonNull(offsets.offset(partition)));
    offset.computeIfPresent(
        "sluice_tables",
        (key, ledger) ->
            ledger.toString().replaceFirst("\\|[^|]*\\|", "|" + again + ":" + again + ":|"));
    offsets.put(partition, offset);
    database.sql("UPDATE t SET n = 1 WHERE id % 7 = 0");

    try (SourceTaskHarness source = start()) {
      assertHasAll(TestSource.rows(source.pollUntil(TestSource::tellsThatAllIsRead)));
    }
  }

  @Test
  void the_stream_begins_before_the_rest_is_read() {
    interrupted();
    try (SourceTaskHarness source = start("max.queue.size", "64", "max.batch.size", "64")) {
      List<SourceRecord> rest = new ArrayList<>(source.poll(1));
      database.sql("INSERT INTO t VALUES (" + last + ", 7)");
      rest.addAll(source.pollUntil(TestSource::tellsThatAllIsRead));

      List<String> ops = TestSource.rows(rest).stream().map(TestSource::op).toList();
      assertThat(ops.indexOf("c")).isBetween(1, ops.lastIndexOf("r"));
    }
  }

  @Test
  void a_bounded_run_ends_when_the_rest_was_read() {
    interrupted();
    try (SourceTaskHarness source = start("sluice.bounded", "true")) {
      List<SourceRecord> rest =
          source.pollUntil(r -> r.headers().lastWithName(Marks.END_HEADER) != null);

      assertHasAll(TestSource.rows(rest));
    }
  }

  @Test
  void one_task_reads_the_rest_of_what_several_had() throws Exception {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n bigint)",
        "INSERT INTO t SELECT i, 0 FROM generate_series(1, 20000) i");
    Map<String, String> config = TestSource.config(database, "sluice.snapshot.chunk.pages", "4");
    config.put("max.batch.size", "256");
    List<SourceRecord> all = new ArrayList<>();
    try (Tasks tasks = new Tasks(config, 3, offsets)) {
      all.addAll(tasks.pollUntil(records -> records.size() >= 5_000));
    }
    database.sql("UPDATE t SET n = 1 WHERE id % 7 = 0");

    try (Tasks tasks = new Tasks(config, 3, offsets)) {
      assertThat(tasks.count()).isEqualTo(1);
      all.addAll(tasks.pollUntil(r -> r.stream().anyMatch(TestSource::tellsThatAllIsRead)));
      assertHasAll(TestSource.rows(all));
    }
  }

  private void interrupted(String... settings) {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n bigint)",
        "INSERT INTO t SELECT i, 0 FROM generate_series(1, 20000) i");
    try (SourceTaskHarness source = start(settings)) {
      source.poll(3_000).subList(0, 3_000).forEach(this::append);
    }
  }

  /** Nothing that the source has is missing. */
  private void assertHasAll(List<SourceRecord> rest) {
    rest.forEach(this::append);
    List<Integer> missing =
        database.rows("SELECT id FROM t").stream()
            .map(row -> ((Number) row.get(0)).intValue())
            .filter(id -> !log.containsKey(id))
            .toList();
    assertThat(missing).isEmpty();
  }

  private void tableWithHistory() {
    database.sql(
        "CREATE SEQUENCE ticks",
        "CREATE TABLE t(id int PRIMARY KEY, n bigint)",
        "CREATE TABLE history(id int, n bigint)",
        "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN INSERT INTO history VALUES (NEW.id, NEW.n); RETURN NULL; END'",
        "CREATE TRIGGER note AFTER INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note()",
        "INSERT INTO t SELECT i, nextval('ticks') FROM generate_series(1, " + ROWS + ") i");
  }

  private Map<Integer, List<Long>> history() {
    Map<Integer, List<Long>> states = new HashMap<>();
    for (List<Object> row : database.rows("SELECT id, n FROM history ORDER BY n")) {
      states
          .computeIfAbsent(((Number) row.get(0)).intValue(), id -> new ArrayList<>())
          .add(((Number) row.get(1)).longValue());
    }
    return states;
  }

  private SourceTaskHarness start(String... settings) {
    Map<String, String> config =
        TestSource.config(
            database, "sluice.snapshot.chunk.pages", "4", "table.exclude.list", "public.history");
    config.put("max.batch.size", "256");
    config.putAll(TestSource.config(database, settings));
    if (config.containsKey("table.include.list")) {
      config.remove("table.exclude.list");
      config.put("publication.autocreate.mode", "filtered");
    }
    return new SourceTaskHarness(PostgresConnector::new, config, offsets).start();
  }

  /** What is durable is in the target, and nothing else. */
  private void append(SourceRecord record) {
    offsets.put(record);
    partition = record.sourcePartition();
    if (TestSource.isMark(record) || record.value() == null || !record.topic().endsWith(".t")) {
      return;
    }
    String op = TestSource.op(record);
    Struct after = TestSource.after(record);
    int id = ((Struct) record.key()).getInt32("id");
    long n = after == null || !(after.get("n") instanceof Long state) ? 0 : state;
    log.computeIfAbsent(id, i -> new ArrayList<>()).add(new State(op, n));
  }

  private boolean isTheLast(SourceRecord record) {
    return record.topic().endsWith(".t") && ((Struct) record.key()).getInt32("id") == last;
  }

  private static Stream<Integer> ids(List<SourceRecord> records, String table, String op) {
    return records.stream()
        .filter(r -> r.topic().endsWith("." + table) && TestSource.op(r).equals(op))
        .map(r -> TestSource.after(r).getInt32("id"));
  }

  private static String marker(SourceRecord record) {
    return ((Struct) record.value()).getStruct("source").getString("snapshot");
  }
}
