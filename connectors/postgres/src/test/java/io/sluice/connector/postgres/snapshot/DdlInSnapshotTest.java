package io.sluice.connector.postgres.snapshot;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table changes its form while some of its chunks are read and others are not. Where the server
 * makes the change wait for the reading, it comes with the stream.
 */
class DdlInSnapshotTest {

  private static final int ROWS = 3_000;

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | ALTER TABLE t ALTER n TYPE text",
        "4 | ALTER TABLE t ALTER n TYPE text",
        "1 | ALTER TABLE t ALTER n TYPE bigint",
        "1 | ALTER TABLE t ALTER n TYPE numeric(12,3)",
        "1 | ALTER TABLE t ALTER id TYPE bigint",
        "1 | ALTER TABLE t ADD m int NOT NULL DEFAULT 5",
        "4 | ALTER TABLE t ADD m int",
        "1 | ALTER TABLE t DROP filler",
        "1 | ALTER TABLE t RENAME filler TO stuffing"
      })
  void a_table_that_is_altered_between_its_chunks_has_every_row(int threads, String change)
      throws Exception {
    table();
    try (SourceTaskHarness source = slow(threads)) {
      List<SourceRecord> records = new ArrayList<>(source.poll(200));
      CompletableFuture<Void> altered = CompletableFuture.runAsync(() -> database.sql(change));
      records.addAll(source.pollUntil(DdlInSnapshotTest::isStreaming));
      altered.get(30, TimeUnit.SECONDS);
      database.sql("INSERT INTO t(id, n) VALUES (-1, 9)");
      records.addAll(source.pollUntil(r -> id(r) == -1));

      Map<Long, String> newest = new TreeMap<>();
      records.stream()
          .filter(r -> r.topic().equals("srv.public.t"))
          .forEach(r -> newest.put(id(r), String.valueOf(after(r).get("n"))));
      assertThat(newest).hasSize(ROWS + 1).containsEntry(7L, newest.get(7L));
      newest.forEach(
          (id, n) -> assertThat(n).as("row %d", id).startsWith(id == -1 ? "9" : id + ""));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void a_table_that_is_truncated_between_its_chunks_is_told_as_truncated(int threads)
      throws Exception {
    table();
    try (SourceTaskHarness source = slow(threads, "skipped.operations", "none")) {
      List<SourceRecord> records = new ArrayList<>(source.poll(200));
      CompletableFuture<Void> done =
          CompletableFuture.runAsync(
              () -> database.sql("TRUNCATE t", "INSERT INTO t(id, n) VALUES (-1, 9)"));
      records.addAll(source.pollUntil(r -> id(r) == -1)); // The statement waits for the reading.
      done.get(30, TimeUnit.SECONDS);
      database.sql("INSERT INTO t(id, n) VALUES (-2, 9)");
      records.addAll(source.pollUntil(r -> id(r) == -2));

      // The new row may come from a chunk that is read behind the statement, or from the stream.
      Set<Long> copy = new TreeSet<>();
      List<String> ops = new ArrayList<>();
      for (SourceRecord record : records) {
        if (record.topic().equals("srv.public.t")) {
          ops.add(TestSource.op(record));
          if (TestSource.op(record).equals("t")) {
            copy.clear();
          } else {
            copy.add(id(record));
          }
        }
      }
      assertThat(copy).containsExactly(-2L, -1L);
      assertThat(ops).containsOnlyOnce("t");
    }
  }

  @Test
  void a_table_that_is_dropped_between_its_chunks_does_not_end_the_task() throws Exception {
    table();
    database.sql("CREATE TABLE other(id int PRIMARY KEY, n int)");
    try (SourceTaskHarness source = slow(1)) {
      List<SourceRecord> records = new ArrayList<>(source.poll(200));
      CompletableFuture<Void> done = CompletableFuture.runAsync(() -> database.sql("DROP TABLE t"));
      records.addAll(source.pollUntil(DdlInSnapshotTest::isStreaming));
      done.get(30, TimeUnit.SECONDS);
      database.sql("INSERT INTO other VALUES (-1, 9)");
      records.addAll(source.pollUntil(r -> id(r) == -1));

      assertThat(records).isNotEmpty();
    }
  }

  /** A heartbeat, or the last row of the snapshot. */
  private static boolean isStreaming(SourceRecord record) {
    return Boolean.TRUE.equals(record.sourceOffset().get("snapshot_completed"))
        || !record.sourceOffset().containsKey("snapshot");
  }

  private static long id(SourceRecord record) {
    return record.key() instanceof Struct key && key.schema().field("id") != null
        ? ((Number) key.get("id")).longValue()
        : Long.MIN_VALUE;
  }

  private void table() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n int, filler text)",
        "INSERT INTO t SELECT i, i, repeat('x', 400) FROM generate_series(1, " + ROWS + ") i");
  }

  private SourceTaskHarness slow(int threads, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "snapshot.max.threads",
                Integer.toString(threads),
                "sluice.snapshot.chunk.pages",
                "10",
                "heartbeat.interval.ms",
                "100",
                "max.queue.size",
                "50",
                "max.batch.size",
                "50"));
    all.addAll(List.of(settings));
    return TestSource.start(database, all.toArray(new String[0]));
  }
}
