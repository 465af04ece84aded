package io.sluice.connector.postgres;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.Tasks;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.time.Duration;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tables are read by several tasks together; one of them streams. */
class SeveralTasksTest {

  private static final int ROWS = 600;

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final InMemoryOffsets offsets = new InMemoryOffsets();

  @BeforeEach
  void tables() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY, n int, filler text, large text)",
        "ALTER TABLE a ALTER large SET STORAGE EXTERNAL",
        "CREATE TABLE b(id int PRIMARY KEY, n int, filler text, large text)",
        "CREATE TABLE c(id int PRIMARY KEY, n int, filler text, large text)",
        "INSERT INTO a SELECT i, 0, repeat('x', 200), repeat(i::text, 1500)"
            + " FROM generate_series(1, 600) i",
        "INSERT INTO b VALUES (1, 0, 'x', 'y')",
        "INSERT INTO c SELECT i, 0, 'x', 'y' FROM generate_series(1, 5) i");
  }

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void every_row_is_read_once_and_its_changes_come_after_it() throws Exception {
    try (Tasks tasks = start(3)) {
      database.sql("UPDATE a SET n = 1 WHERE id <= 3"); // seen by nobody's snapshot
      List<SourceRecord> all =
          tasks.pollUntil(records -> rows(records).filter(r -> op(r).equals("u")).count() == 3);

      assertThat(tasks.count()).isEqualTo(3);
      assertThat(rows(all).filter(r -> op(r).equals("r")).map(r -> r.topic() + r.key()))
          .doesNotHaveDuplicates()
          .hasSize(ROWS + 6);
      assertThat(rows(all).filter(r -> op(r).equals("r")).map(SourceRecord::sourcePartition))
          .contains(Map.of("server", "srv"), Map.of("server", "srv", "task", "1"));
      assertThat(rows(all).skip(ROWS + 6)).allSatisfy(r -> assertThat(op(r)).isEqualTo("u"));
    }
  }

  @Test
  void no_change_is_streamed_before_all_tasks_have_made_their_share_durable() throws Exception {
    try (Tasks tasks = start(2)) {
      database.sql("INSERT INTO b VALUES (2, 0, 'x', 'y')");
      List<SourceRecord> ofTheStreamingOne = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        ofTheStreamingOne.addAll(tasks.poll(0));
      }
      assertThat(rows(ofTheStreamingOne)).allSatisfy(r -> assertThat(op(r)).isEqualTo("r"));

      List<SourceRecord> rest =
          tasks.pollUntil(records -> rows(records).anyMatch(r -> op(r).equals("c")));
      assertThat(rows(rest).filter(r -> op(r).equals("c"))).hasSize(1);
    }
  }

  @Test
  void once_everything_was_read_one_task_is_enough() throws Exception {
    try (Tasks tasks = start(3)) {
      TestSource.awaitSlot(database);
      database.sql("INSERT INTO b VALUES (2, 0, 'x', 'y')");
      tasks.pollUntil(records -> rows(records).anyMatch(r -> op(r).equals("c")));
    }

    try (Tasks again = start(3)) {
      database.sql("INSERT INTO b VALUES (3, 0, 'x', 'y')");

      assertThat(again.count()).isEqualTo(1);
      assertThat(rows(again.pollUntil(records -> rows(records).findAny().isPresent())))
          .extracting(SeveralTasksTest::op)
          .containsExactly("c");
    }
  }

  /** The tasks are fewer or more at every start, and rows move while nobody reads. */
  @Test
  void a_snapshot_that_dies_again_and_again_with_other_counts_of_tasks_ends_equal()
      throws Exception {
    Random random = new Random(7);
    Map<String, Struct> copy = new HashMap<>();
    int[] counts = {3, 2, 1, 4};
    for (int life = 0; life < counts.length; life++) {
      int enough = 150 + random.nextInt(100);
      try (Tasks tasks = start(counts[life])) {
        tasks.pollUntil(records -> records.size() >= enough).forEach(r -> apply(copy, r));
      }
      database.sql(
          "DELETE FROM a WHERE id % 9 = " + life,
          "VACUUM a",
          "UPDATE a SET n = n + 1, filler = filler || 'y' WHERE id % 4 = " + life);
    }

    try (Tasks tasks = start(3)) {
      TestSource.awaitSlot(database);
      tasks.pollUntil(records -> TestSource.isStreaming(database)).forEach(r -> apply(copy, r));
      database.sql("INSERT INTO b VALUES (-1, 0, '', '')");
      tasks.pollUntil(SeveralTasksTest::isTheEnd).forEach(r -> apply(copy, r));
    }

    assertThat(copy.values().stream().map(SeveralTasksTest::text))
        .containsExactlyInAnyOrderElementsOf(source());
  }

  @Test
  void tasks_that_find_the_snapshot_gone_go_on_with_one_of_their_own() throws Exception {
    Map<String, Struct> copy = new HashMap<>();
    Map<String, String> config = config();
    config.put("snapshot.delay.ms", "700");
    try (Tasks tasks = new Tasks(config, 3, offsets)) {
      tasks.stopConnector();
      database.sql(
          "DELETE FROM a WHERE id <= 100", "VACUUM a", "UPDATE a SET n = 1 WHERE id > 400");
      tasks.pollUntil(records -> TestSource.isStreaming(database)).forEach(r -> apply(copy, r));
      database.sql("INSERT INTO b VALUES (-1, 0, '', '')");
      tasks.pollUntil(SeveralTasksTest::isTheEnd).forEach(r -> apply(copy, r));
    }

    assertThat(copy.values().stream().map(SeveralTasksTest::text))
        .containsExactlyInAnyOrderElementsOf(source());
  }

  @Test
  void the_transaction_that_keeps_the_snapshot_ends_when_all_shares_are_durable() throws Exception {
    String keepers =
        "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND"
            + " datname = current_database()";
    try (Tasks tasks = start(2)) {
      assertThat(database.number(keepers)).isPositive();
      tasks.pollUntil(records -> rows(records).count() == ROWS + 6);

      // Nothing was changed since, so no offset of the stream tells that the snapshot is over.
      Awaitility.await()
          .untilAsserted(
              () -> {
                tasks.poll(0);
                tasks.poll(1);
                assertThat(database.number(keepers)).isZero();
              });
    }
  }

  @Test
  void the_snapshot_of_a_later_start_is_kept_though_the_position_of_the_run_before_is_complete()
      throws Exception {
    String keepers =
        "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND"
            + " datname = current_database()";
    Map<String, String> config = config();
    config.put("snapshot.mode", "always");
    try (Tasks tasks = new Tasks(config, 2, offsets)) {
      tasks.pollUntil(records -> TestSource.isStreaming(database));
      database.sql("INSERT INTO b VALUES (-1, 0, '', '')");
      tasks.pollUntil(SeveralTasksTest::isTheEnd);
    }
    config.put("snapshot.delay.ms", "60000");
    try (Tasks again = new Tasks(config, 2, offsets)) {
      assertThat(again.count()).isEqualTo(2);
      Awaitility.await()
          .during(Duration.ofMillis(2_500)) // It asks once a second.
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(database.number(keepers)).isPositive());
    }
  }

  @Test
  void each_task_of_a_bounded_run_says_its_end() throws Exception {
    Map<String, String> config = config();
    config.put("sluice.bounded", "true");
    try (Tasks tasks = new Tasks(config, 3, offsets)) {
      List<SourceRecord> all =
          tasks.pollUntil(records -> records.stream().filter(SeveralTasksTest::isEnd).count() == 3);

      assertThat(rows(all)).hasSize(ROWS + 6);
      assertThat(all.stream().filter(SeveralTasksTest::isEnd).map(SourceRecord::sourcePartition))
          .doesNotHaveDuplicates();
    }
  }

  private Tasks start(int count) {
    return new Tasks(config(), count, offsets);
  }

  private Map<String, String> config() {
    Map<String, String> config =
        TestSource.config(database, "sluice.snapshot.chunk.pages", "2", "max.batch.size", "16");
    config.put("poll.interval.ms", "5");
    return config;
  }

  private static boolean isEnd(SourceRecord record) {
    return record.headers().lastWithName(Marks.END_HEADER) != null;
  }

  private static Stream<SourceRecord> rows(List<SourceRecord> records) {
    return records.stream().filter(r -> r.topic().startsWith("srv."));
  }

  private static String op(SourceRecord record) {
    return TestSource.op(record);
  }

  private static boolean isTheEnd(List<SourceRecord> records) {
    return rows(records).anyMatch(SeveralTasksTest::isTheLast) && !TestSource.isReading(records);
  }

  private static boolean isTheLast(SourceRecord record) {
    return record.topic().equals("srv.public.b") && ((Struct) record.key()).getInt32("id") == -1;
  }

  private static void apply(Map<String, Struct> copy, SourceRecord record) {
    if (!record.topic().startsWith("srv.")) {
      return;
    }
    String key = record.topic() + record.key();
    if (record.value() == null || op(record).equals("d")) {
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

  private static String text(Struct row) {
    return row.getInt32("id")
        + ","
        + row.getInt32("n")
        + ","
        + row.getString("filler").length()
        + ","
        + row.getString("large").hashCode();
  }

  private List<String> source() {
    List<String> all = new ArrayList<>();
    for (String table : List.of("a", "b", "c")) {
      database
          .rows("SELECT id, n, length(filler), large FROM " + table)
          .forEach(
              r -> all.add(r.get(0) + "," + r.get(1) + "," + r.get(2) + "," + r.get(3).hashCode()));
    }
    return all;
  }
}
