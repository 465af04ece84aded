package io.sluice.connector.postgres.feed;

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
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of the slot while a backlog is read by SQL, and behind it. */
class CatchUpSlotTest extends BacklogCase {
  @Test
  void the_slot_is_confirmed_only_up_to_what_is_durable() throws Exception {
    backlog();
    long before = confirmed("sql");
    InMemoryOffsets offsets = new InMemoryOffsets();
    List<SourceRecord> first;
    try (SourceTaskHarness source = slow(offsets).start()) {
      first = source.poll(6000);
      assertThat(catchUpSlots()).isOne();
      assertThat(confirmed("sql")).isEqualTo(before);

      source.commit(first);

      Awaitility.await().untilAsserted(() -> assertThat(confirmed("sql")).isGreaterThan(before));
    }
    assertThat(read("sql", "1", offsets)).hasSize(ROWS - first.size());
  }

  @Test
  void the_slots_own_sender_decodes_no_backlog_that_is_read_by_sql() throws Exception {
    create();
    slot("sql");
    // More than what connections hold between two that do not read and write.
    run("INSERT INTO t SELECT i, repeat('x', 1000) FROM generate_series(1001, 31000) i");
    try (SourceTaskHarness source = slow(new InMemoryOffsets()).start()) {
      source.poll(5000);

      assertThat(
              database.number(
                  "SELECT count(*) FROM pg_stat_replication r JOIN pg_replication_slots s ON"
                      + " s.active_pid = r.pid WHERE NOT s.temporary AND s.database ="
                      + " current_database() AND r.sent_lsn < pg_current_wal_flush_lsn()"))
          .isOne();
    }
  }

  @Test
  void the_log_of_a_backlog_is_freed_when_it_is_durable_and_the_stream_goes_on_behind_it()
      throws Exception {
    create();
    slot("sql");
    run("INSERT INTO t SELECT i, 'a' FROM generate_series(1001, 2000) i", "CHECKPOINT");
    long noted = database.number("SELECT pg_current_wal_flush_lsn() - '0/0'");
    run("INSERT INTO t SELECT i, 'b' FROM generate_series(2001, 60000) i");
    try (SourceTaskHarness source = slow(new InMemoryOffsets()).start()) {
      List<SourceRecord> first = source.poll(10_000);
      assertThat(restart("sql")).isLessThan(noted);

      source.commit(first);
      List<SourceRecord> rest = new ArrayList<>(source.poll(59_000 - first.size()));
      source.commit(rest);
      run("INSERT INTO t VALUES (70000, 'behind')");

      assertThat(TestSource.after(source.poll(1).get(0)).getInt32("id")).isEqualTo(70_000);
      Awaitility.await().untilAsserted(() -> assertThat(catchUpSlots()).isZero());
      Awaitility.await()
          .untilAsserted(() -> assertThat(restart("sql")).isGreaterThanOrEqualTo(noted - 1_000));
    }
  }

  @Test
  void behind_the_backlog_all_that_is_durable_is_confirmed_by_a_run_that_ends() throws Exception {
    create();
    slot("sql");
    run("INSERT INTO t SELECT i, repeat('x', 1000) FROM generate_series(1001, 31000) i");
    try (SourceTaskHarness source =
        source("sql", "1", new InMemoryOffsets(), "sluice.bounded", "true").start()) {
      List<SourceRecord> records = source.pollUntil(CatchUpTest::isEnd);
      Struct row = (Struct) records.get(records.size() - 2).value();
      long last = row.getStruct("source").getInt64("lsn");

      source.commit(records);

      Awaitility.await().until(() -> confirmed("sql") > last);
    }
  }

  @Test
  void a_stop_in_the_middle_is_prompt_and_leaves_no_copy_of_the_slot() throws Exception {
    backlog();
    try (SourceTaskHarness source = slow(new InMemoryOffsets()).start()) {
      source.poll(1);
      assertThat(catchUpSlots()).isOne();
      long start = System.nanoTime();

      source.stop();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
      Awaitility.await().untilAsserted(() -> assertThat(catchUpSlots()).isZero());
    }
  }

  @Test
  void a_second_task_on_the_slot_is_refused_while_the_first_catches_up() throws Exception {
    backlog();
    try (SourceTaskHarness first = slow(new InMemoryOffsets()).start();
        SourceTaskHarness second =
            source(
                "sql",
                "1",
                new InMemoryOffsets(),
                "slot.max.retries",
                "0",
                "slot.retry.delay.ms",
                "1")) {
      first.poll(1);
      second.start();

      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> {
                while (second.task().poll() == null) {
                  continue;
                }
              })
          .hasMessageContaining("in use");
      assertThat(first.poll(ROWS / 2)).isNotEmpty();
    }
  }

  @Test
  void where_no_slot_is_free_the_stream_is_read() throws Exception {
    try (PostgresServer small = PostgresServer.start(Map.of("max_replication_slots", "1"));
        PostgresDatabase own = small.newDatabase()) {
      Map<String, String> config =
          TestSource.config(own, "snapshot.mode", "no_data", LEAST, "1", "sluice.bounded", "true");
      config.put("database.port", Integer.toString(small.port()));
      own.sql(
          "CREATE TABLE t(id int PRIMARY KEY)",
          "CREATE PUBLICATION dbz_publication FOR ALL TABLES",
          "SELECT pg_create_logical_replication_slot('" + TestSource.slot(own) + "', 'pgoutput')",
          "INSERT INTO t SELECT generate_series(1, 1000)");
      try (SourceTaskHarness source =
          new SourceTaskHarness(PostgresConnector::new, config).start()) {
        assertThat(source.pollUntil(CatchUpTest::isEnd)).hasSize(1001);
      }
    }
  }
}
