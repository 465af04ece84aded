package io.sluice.connector.postgres;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that join a pipeline which has a position. */
class NewTablesTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final InMemoryOffsets offsets = new InMemoryOffsets();

  NewTablesTest() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY)",
        "CREATE TABLE b(id int PRIMARY KEY)",
        "CREATE TABLE nokey(id int)",
        "ALTER TABLE nokey REPLICA IDENTITY FULL",
        "INSERT INTO a VALUES (1)",
        "INSERT INTO b SELECT generate_series(1, 3000)",
        "INSERT INTO nokey VALUES (1), (2)");
  }

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @ParameterizedTest
  @ValueSource(strings = {"all_tables", "filtered"})
  void a_table_that_joins_the_include_list_is_read_while_the_others_go_on(String publication) {
    firstRun(publication, "public.a", 1);
    database.sql("INSERT INTO a VALUES (2)", "UPDATE b SET id = 5000 WHERE id = 3000");
    try (SourceTaskHarness source = start(publication, "public.a,public.b")) {
      List<SourceRecord> records =
          source.pollUntil(r -> isRow(r, 5000) && TestSource.op(r).equals("r"));

      assertThat(records.stream().filter(r -> r.topic().endsWith(".a")))
          .extracting(r -> after(r).getInt32("id"))
          .containsExactly(2);
      assertThat(records.stream().filter(r -> r.topic().endsWith(".b") && live(r)))
          .extracting(r -> after(r).getInt32("id"))
          .containsAll(IntStream.range(1, 3000).boxed().toList())
          .doesNotContain(3000);
    }
  }

  @Test
  void a_table_that_left_the_publication_and_came_back_while_nobody_ran_is_read_again_if_wanted() {
    firstRun("filtered", "public.a", 1);
    try (SourceTaskHarness source = start("filtered", "public.a")) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO a VALUES (2)");
      source.commit(source.pollUntil(r -> isRow(r, 2)));
    }
    database.sql(
        "ALTER PUBLICATION dbz_publication DROP TABLE a",
        "INSERT INTO a VALUES (3)",
        "ALTER PUBLICATION dbz_publication ADD TABLE a");

    try (SourceTaskHarness source = start("filtered", "public.a", "sluice.lost.log", "reread")) {
      List<SourceRecord> records = source.pollUntil(r -> isRow(r, 3));

      assertThat(records.stream().filter(r -> isRow(r, 3)))
          .extracting(TestSource::op)
          .containsExactly("r");
    }
  }

  @Test
  void a_publication_that_nobody_altered_has_nothing_read_again() {
    firstRun("filtered", "public.a", 1);
    for (int i = 2; i < 4; i++) {
      int row = i;
      try (SourceTaskHarness source = start("filtered", "public.a", "sluice.lost.log", "reread")) {
        TestSource.awaitStreaming(database);
        database.sql("INSERT INTO a VALUES (" + i + ")");
        List<SourceRecord> records = source.pollUntil(r -> isRow(r, row));
        source.commit(records);

        assertThat(records.stream().filter(r -> !TestSource.isMark(r)))
            .extracting(TestSource::op)
            .doesNotContain("r");
      }
    }
  }

  @Test
  void a_table_that_joined_directly_behind_the_snapshot_is_read_too() {
    firstRun("all_tables", "public.a", 0);
    try (SourceTaskHarness source = start("all_tables", "public.a,public.b")) {
      assertThat(TestSource.poll(source, 3000)).hasSize(3000);
    }
  }

  @Test
  void a_table_without_key_that_joins_is_read_in_one_go_and_no_change_comes_twice() {
    firstRun("all_tables", "public.a", 1);
    database.sql("INSERT INTO nokey VALUES (3)", "DELETE FROM nokey WHERE id = 1");
    try (SourceTaskHarness source = start("all_tables", "public.a,public.nokey")) {
      List<SourceRecord> records = new ArrayList<>(TestSource.poll(source, 2));
      records.addAll(TestSource.rows(source.pollFor(Duration.ofMillis(300))));

      assertThat(records)
          .extracting(r -> TestSource.op(r) + after(r).getInt32("id"))
          .containsExactly("r2", "r3");
    }
  }

  @Test
  void a_table_whose_events_have_a_key_that_does_not_tell_its_rows_apart_is_read_in_one_go() {
    firstRun("all_tables", "public.a", 1);
    try (SourceTaskHarness source =
        start("all_tables", "public.a,public.nokey", "message.key.columns", "public.nokey:id")) {
      assertThat(source.poll(2)).extracting(r -> TestSource.op(r)).containsExactly("r", "r");
    }
  }

  @Test
  void a_row_that_is_removed_between_two_readings_of_a_table_without_key_does_not_stay() {
    firstRun("all_tables", "public.a", 1);
    try (SourceTaskHarness source = start("all_tables", "public.a,public.nokey")) {
      source.commit(source.poll(2).subList(0, 1));
    }
    database.sql("DELETE FROM nokey WHERE id = 1");
    try (SourceTaskHarness source = start("all_tables", "public.a,public.nokey")) {
      List<SourceRecord> records = source.poll(2);

      assertThat(records).extracting(TestSource::op).contains("d");
    }
  }

  @Test
  void reading_a_table_that_joined_goes_on_after_a_restart_and_is_not_begun_again_after_it() {
    firstRun("all_tables", "public.a", 1);
    try (SourceTaskHarness source = start("all_tables", "public.a,public.b")) {
      source.commit(source.poll(3000).subList(0, 2500));
    }
    try (SourceTaskHarness source = start("all_tables", "public.a,public.b")) {
      List<SourceRecord> rest = source.pollUntil(TestSource::isMark);
      assertThat(rest).hasSizeLessThan(3000).anyMatch(r -> isRow(r, 3000));
      source.commit(rest);
    }
    try (SourceTaskHarness source = start("all_tables", "public.a,public.b")) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO a VALUES (7)");
      assertThat(source.poll(1)).extracting(SourceRecord::topic).containsExactly("srv.public.a");
    }
  }

  @Test
  void a_table_made_while_streaming_comes_by_the_stream_alone() {
    firstRun("all_tables", "public.a,public.late", 1);
    try (SourceTaskHarness source = start("all_tables", "public.a,public.late")) {
      TestSource.awaitStreaming(database);
      database.sql("CREATE TABLE late(id int PRIMARY KEY)", "INSERT INTO late VALUES (1)");
      database.sql("INSERT INTO a VALUES (9)");
      source.commit(source.poll(2));
    }
    try (SourceTaskHarness source = start("all_tables", "public.a,public.late")) {
      assertThat(source.pollFor(Duration.ofMillis(500))).isEmpty();
    }
  }

  @Test
  void without_snapshots_a_table_that_joins_is_only_streamed() {
    firstRun("all_tables", "public.a", 1);
    try (SourceTaskHarness source =
        start("all_tables", "public.a,public.b", "snapshot.mode", "no_data")) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO b VALUES (4000)");

      assertThat(source.poll(1)).extracting(r -> after(r).getInt32("id")).containsExactly(4000);
    }
  }

  private static boolean isRow(SourceRecord record, int id) {
    return live(record) && after(record).getInt32("id") == id;
  }

  private static boolean live(SourceRecord record) {
    return !TestSource.isMark(record)
        && record.value() != null
        && !TestSource.op(record).equals("d");
  }

  /** Reads table a, and a change of it or not. */
  private void firstRun(String publication, String tables, int changes) {
    try (SourceTaskHarness source = start(publication, tables)) {
      source.commit(source.poll(1));
      if (changes > 0) {
        TestSource.awaitStreaming(database);
        database.sql("INSERT INTO a VALUES (100)");
        source.commit(source.poll(1));
      }
    }
  }

  private SourceTaskHarness start(String publication, String tables, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of("publication.autocreate.mode", publication, "table.include.list", tables));
    settings.addAll(List.of(more));
    return new SourceTaskHarness(
            PostgresConnector::new,
            TestSource.config(database, settings.toArray(String[]::new)),
            offsets)
        .start();
  }
}
