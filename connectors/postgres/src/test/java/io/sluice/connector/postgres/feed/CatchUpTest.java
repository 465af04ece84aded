package io.sluice.connector.postgres.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.SourceTaskHarness;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A backlog that is read by SQL gives what the stream gives, and the stream goes on behind it. */
class CatchUpTest extends BacklogCase {
  @Test
  void a_backlog_of_every_kind_of_change_is_the_same_by_either_way() throws Exception {
    assertSame(
        () ->
            run(
                "CREATE TABLE made(id int PRIMARY KEY)",
                "INSERT INTO made VALUES (1)",
                "INSERT INTO t SELECT i, 'a' || i, repeat('x', 10) FROM generate_series(10, 30) i",
                "UPDATE t SET name = 'b' WHERE id < 15",
                "UPDATE t SET id = id + 100 WHERE id > 25",
                "UPDATE t SET big = NULL, id = 1000 WHERE id = 11",
                "BEGIN; INSERT INTO t VALUES (40, 'in'); SAVEPOINT s; INSERT INTO t VALUES (41,"
                    + " 'out'); ROLLBACK TO s; INSERT INTO t VALUES (42, 'in'); COMMIT",
                "BEGIN; INSERT INTO t VALUES (50, 'gone'); ROLLBACK",
                "BEGIN; INSERT INTO t VALUES (60, 'a'); ALTER TABLE t ADD COLUMN more int DEFAULT"
                    + " 7; INSERT INTO t VALUES (61, 'a', NULL, 8); COMMIT",
                "SELECT pg_logical_emit_message(true, 'app', 'within')",
                "SELECT pg_logical_emit_message(false, 'app', 'without')",
                "ALTER TABLE t DROP COLUMN name",
                "INSERT INTO t VALUES (70, 'only big', 9)",
                "ALTER TABLE t REPLICA IDENTITY FULL",
                "UPDATE t SET more = 1 WHERE id = 1",
                "DELETE FROM t WHERE id < 20",
                "TRUNCATE t, made",
                "INSERT INTO t SELECT i FROM generate_series(1, 5) i"));
  }

  @Test
  void transactions_that_overlap_the_backlogs_end_and_random_changes_are_the_same()
      throws Exception {
    long seed = System.nanoTime();
    System.out.println("Seed " + seed);
    Random random = new Random(seed);
    assertSame(
        () -> {
          try (Connection one = database.connect();
              Connection two = database.connect()) {
            one.setAutoCommit(false);
            two.setAutoCommit(false);
            for (int i = 0; i < 300; i++) {
              Connection at = random.nextBoolean() ? one : two;
              int id = (at == one ? 0 : 100_000) + random.nextInt(50);
              execute(
                  at,
                  switch (random.nextInt(4)) {
                    case 0 -> "DELETE FROM t WHERE id = " + id;
                    case 1 -> "UPDATE t SET name = 'n" + i + "' WHERE id = " + id;
                    default ->
                        "INSERT INTO t VALUES ("
                            + id
                            + ", 'i"
                            + i
                            + "') ON CONFLICT (id) DO UPDATE SET name = excluded.name";
                  });
              switch (random.nextInt(8)) {
                case 0, 1, 2 -> at.commit();
                case 3 -> at.rollback();
                default -> {}
              }
            }
            one.commit();
            two.commit();
          }
        });
  }

  @Test
  void a_restart_in_mid_transaction_goes_on_with_the_next_change() throws Exception {
    create();
    slot("stream");
    run(
        "BEGIN; INSERT INTO t VALUES (10, 'a'); UPDATE t SET id = 11 WHERE id = 10; INSERT INTO t"
            + " VALUES (12, 'b'); COMMIT",
        "BEGIN; INSERT INTO t VALUES (20, 'c'); INSERT INTO t VALUES (21, 'd'); COMMIT");
    List<SourceRecord> all = read("stream", "0", new InMemoryOffsets());
    assertThat(all).hasSizeGreaterThan(6);
    for (int taken = 1; taken < all.size(); taken++) {
      InMemoryOffsets offsets = new InMemoryOffsets();
      all.subList(0, taken).forEach(offsets::put);

      assertThat(told(read("stream", "1", offsets)))
          .as("after record %d", taken)
          .isEqualTo(told(all.subList(taken, all.size())));
    }
  }

  @Test
  void nothing_is_lost_or_doubled_at_the_hand_over_while_others_write() throws Exception {
    create();
    slot("sql");
    AtomicBoolean enough = new AtomicBoolean();
    run("INSERT INTO t SELECT i, 'a' FROM generate_series(10, 20009) i");
    CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> write(enough));
    List<SourceRecord> records = new ArrayList<>();
    try (SourceTaskHarness source = source("sql", "1", new InMemoryOffsets()).start()) {
      records.addAll(source.poll(20_100));
      records.addAll(source.pollFor(Duration.ofMillis(500)));
      enough.set(true);
      int written = writer.join();
      while (records.size() < 20_000 + written) {
        records.addAll(source.poll(1));
      }
      records.addAll(source.pollFor(Duration.ofMillis(200)));

      assertThat(records)
          .extracting(r -> TestSource.after(r).getInt32("id"))
          .doesNotHaveDuplicates()
          .hasSize(20_000 + written);
      assertThat(catchUpSlots()).isZero();
    }
  }

  @Test
  void a_session_that_is_ended_in_the_middle_is_made_anew_and_nothing_is_lost_or_doubled()
      throws Exception {
    backlog();
    try (SourceTaskHarness source = slow(new InMemoryOffsets()).start()) {
      List<SourceRecord> records = new ArrayList<>(source.poll(7000));

      database.sql(
          "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE temporary"
              + " AND database = current_database()");

      records.addAll(source.poll(ROWS - records.size()));
      assertThat(records)
          .extracting(r -> TestSource.after(r).getInt32("id"))
          .doesNotHaveDuplicates()
          .hasSize(ROWS);
    }
  }

  @Test
  void where_the_server_allows_too_small_a_temporary_file_the_stream_is_read() throws Exception {
    backlog();
    database.sql("ALTER DATABASE " + database.name() + " SET temp_file_limit = '100kB'");

    assertThat(read("sql", "1", new InMemoryOffsets())).hasSize(ROWS);
  }

  @Test
  void a_stream_that_falls_behind_is_left_for_sql() throws Exception {
    create();
    slot("sql");
    AtomicBoolean enough = new AtomicBoolean();
    try (SourceTaskHarness source = source("sql", "1000000", new InMemoryOffsets()).start()) {
      Awaitility.await().until(() -> heldSlots() == 1);
      CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> writeMuch(enough));
      // Millions of rows may come: their numbers are kept, and nothing else keeps the stream
      // waiting.
      BitSet ids = new BitSet();
      int doubles = 0;
      long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      long nextLook = System.nanoTime();
      while (!enough.get()) {
        doubles += note(source.poll(), ids);
        if (System.nanoTime() - nextLook > 0) {
          nextLook = System.nanoTime() + Duration.ofMillis(300).toNanos();
          enough.set(catchUpSlots() > 0);
          assertThat(nextLook).as("by now it should read by SQL").isLessThan(giveUp);
        }
      }
      while (!writer.isDone() || ids.cardinality() < writer.join()) {
        doubles += note(source.poll(), ids);
      }
      doubles += note(source.pollFor(Duration.ofMillis(200)), ids);

      assertThat(ids.cardinality()).isEqualTo(writer.join());
      assertThat(doubles).isZero();
    } finally {
      enough.set(true);
    }
  }

  /** How many of the rows had come before. */
  private static int note(List<SourceRecord> records, BitSet ids) {
    int doubles = 0;
    for (SourceRecord each : records) {
      int id = TestSource.after(each).getInt32("id");
      doubles += ids.get(id) ? 1 : 0;
      ids.set(id);
    }
    return doubles;
  }

  private interface Work {
    void run() throws Exception;
  }

  private void assertSame(Work work) throws Exception {
    create();
    slot("stream");
    slot("sql");
    slot("text");
    work.run();
    List<String> expected = told(read("stream", "0", new InMemoryOffsets()));
    assertThat(expected).hasSizeGreaterThan(20);

    assertThat(told(read("sql", "1", new InMemoryOffsets()))).containsExactlyElementsOf(expected);
    assertThat(
            told(read("text", "1", new InMemoryOffsets(), "sluice.stream.values.as.text", "true")))
        .containsExactlyElementsOf(expected);
  }

  /** As much as it can, in transactions of several tables' worth of log a second. */
  private int writeMuch(AtomicBoolean enough) {
    int written = 0;
    try (Connection connection = database.connect()) {
      execute(connection, "SET synchronous_commit = off");
      while (!enough.get()) {
        int from = 1000 + written;
        execute(
            connection,
            "INSERT INTO t SELECT i, repeat('x', 10) FROM generate_series("
                + from
                + ", "
                + (from + 9_999)
                + ") i");
        written += 10_000;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return written;
  }

  /** Everything but the clock's times. */
  private static List<String> told(List<SourceRecord> records) {
    List<String> told = new ArrayList<>();
    for (SourceRecord r : records) {
      String value = String.valueOf(r.value()).replaceAll(",ts_[mun]s=\\d+", "");
      Map<String, Object> offset = new LinkedHashMap<>(r.sourceOffset());
      offset.remove("ts_usec"); // of a message outside transactions
      told.add(r.topic() + " " + r.key() + " " + value + " " + offset);
    }
    return told;
  }
}
