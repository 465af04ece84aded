package io.sluice.connector.postgres.incremental;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.InMemoryOffsets;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chunks that are fetched while the one before them is given out. */
class ReadAheadTest {

  private static final int ROWS = 1500;

  /** One at every chunk: which of them meets one that is being fetched is left to chance. */
  private static final int MOST_UPDATES = 30;

  /** Polls without a row, each waiting for its time, after which the reading may be through. */
  private static final int SILENCES = 3;

  /** In the offsets as long as tables are read beside the stream. */
  private static final String READING = "incremental_snapshot_collections";

  private static final String UNAVAILABLE = "__debezium_unavailable_value";

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final InMemoryOffsets offsets = new InMemoryOffsets();

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void rows_that_change_behind_their_fetching_arrive_as_they_are() {
    create("repeat('x', 30) || i");
    try (SourceTaskHarness source = startInSmallChunks()) {
      Copy copy = describedBy(source);
      // Whether an update meets a chunk that is being fetched is chance: the table is read again
      // until one did.
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> readWhileAllRowsChange(source, copy) < ROWS);

      assertThat(copy.rows).isEqualTo(stored());
    }
  }

  @Test
  void rows_that_change_behind_their_fetching_keep_values_that_only_a_reading_has() {
    create("repeat('x', 3000) || i");
    try (SourceTaskHarness source = startInSmallChunks()) {
      Copy copy = describedBy(source);

      assertThat(readWhileAllRowsChange(source, copy)).isEqualTo(ROWS);
      assertThat(copy.rows).isEqualTo(stored());
    }
  }

  @Test
  void a_table_without_key_loses_no_row_that_shares_its_surrogate_with_others() {
    database.sql(
        "CREATE TABLE t(grp int NOT NULL, n int)",
        "ALTER TABLE t REPLICA IDENTITY FULL",
        "INSERT INTO t SELECT i / 70, i FROM generate_series(1, " + ROWS + ") i");
    AtomicBoolean enough = new AtomicBoolean();
    try (SourceTaskHarness source = start("incremental.snapshot.chunk.size", "100")) {
      CompletableFuture<Void> inserts = CompletableFuture.runAsync(() -> insert(enough));
      Awaitility.await().until(() -> database.number("SELECT count(*) FROM t") > ROWS + 20);
      database.sql(
          "INSERT INTO signals VALUES ('1', 'execute-snapshot', '{\"data-collections\":"
              + " [\"public.t\"], \"surrogate-key\": \"grp\"}')");
      Set<Integer> missing =
          IntStream.rangeClosed(1, ROWS).boxed().collect(Collectors.toCollection(HashSet::new));
      long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (!missing.isEmpty() && System.nanoTime() < giveUp) {
        TestSource.rows(source.poll(1))
            .forEach(record -> missing.remove(after(record).getInt32("n")));
      }
      enough.set(true);
      inserts.join();

      assertThat(missing).isEmpty();
    }
  }

  @Test
  void a_pause_leaves_no_lock_and_no_snapshot_behind() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n int, big text)",
        "INSERT INTO t SELECT i, 0, repeat(md5(i::text), 100) FROM generate_series(1, 20000) i");
    try (SourceTaskHarness source =
        start(
            "incremental.snapshot.chunk.size",
            "5000",
            "max.batch.size",
            "500",
            "max.queue.size.in.bytes",
            "1000000")) {
      ask();
      TestSource.poll(source, 500);
      database.sql("INSERT INTO signals VALUES ('2', 'pause-snapshot', '{}')");
      Awaitility.await()
          .untilAsserted(
              () -> {
                source.pollFor(Duration.ofMillis(50));
                assertThat(
                        database.number(
                            "SELECT count(*) FROM pg_locks WHERE relation = 't'::regclass AND pid"
                                + " <> pg_backend_pid()"))
                    .isZero();
                assertThat(TestSource.rows(source.pollFor(Duration.ofMillis(300)))).isEmpty();
              });
      database.sql("INSERT INTO signals VALUES ('3', 'resume-snapshot', '{}')");

      assertThat(TestSource.poll(source, 1)).isNotEmpty();
    }
  }

  private void create(String big) {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n int, big text)",
        "ALTER TABLE t ALTER big SET STORAGE external",
        "INSERT INTO t SELECT i, 0, " + big + " FROM generate_series(1, " + ROWS + ") i");
  }

  private SourceTaskHarness startInSmallChunks() {
    return start(
        "incremental.snapshot.chunk.size", "100", "max.batch.size", "100", "max.queue.size", "100");
  }

  /** An empty copy of the table, which the stream has described. */
  private Copy describedBy(SourceTaskHarness source) {
    Copy copy = new Copy();
    database.sql("UPDATE t SET n = 1 WHERE id = 1");
    TestSource.poll(source, 1).forEach(copy::put);
    return copy;
  }

  /** Reads the table once while all its rows change again and again; how many rows were read. */
  private long readWhileAllRowsChange(SourceTaskHarness source, Copy copy) {
    ask();
    long read = 0;
    int updates = 0;
    int silent = 0;
    while (true) {
      List<SourceRecord> some = TestSource.rows(source.pollFor(Duration.ofMillis(1)));
      silent = some.isEmpty() ? silent + 1 : 0;
      some.forEach(copy::put);
      long readNow = some.stream().filter(record -> TestSource.op(record).equals("r")).count();
      read += readNow;
      // A chunk waits to be taken and the next one is fetched, when all rows change at once.
      if (updates < MOST_UPDATES && readNow > 0) {
        database.sql("UPDATE t SET n = n + 1");
        updates++;
      }
      if (copy.rows.size() >= ROWS && silent >= SILENCES) {
        // Silence may mean that a busy machine is about to fetch: the position tells.
        database.sql("UPDATE t SET n = n WHERE id = 1");
        List<SourceRecord> more = TestSource.poll(source, 1);
        more.forEach(copy::put);
        read += more.stream().filter(record -> TestSource.op(record).equals("r")).count();
        if (!more.get(more.size() - 1).sourceOffset().containsKey(READING)) {
          return read;
        }
        silent = 0;
      }
    }
  }

  private Map<Integer, String> stored() {
    Map<Integer, String> stored = new TreeMap<>();
    for (List<Object> row : database.rows("SELECT id, n, big FROM t")) {
      stored.put((Integer) row.get(0), row.get(1) + " " + row.get(2));
    }
    return stored;
  }

  /** The table as an upserting sink would have it. */
  private static final class Copy {

    private final Map<Integer, String> rows = new TreeMap<>();

    void put(SourceRecord record) {
      if (!record.topic().endsWith(".t")) {
        return;
      }
      Struct row = after(record);
      int id = row.getInt32("id");
      String big = row.getString("big");
      String before = rows.get(id);
      if (before != null) {
        int shown = Integer.parseInt(before.substring(0, before.indexOf(' ')));
        assertThat(row.getInt32("n")).as("state of row %s", id).isGreaterThanOrEqualTo(shown);
      }
      if (UNAVAILABLE.equals(big) && before != null) {
        big = before.substring(before.indexOf(' ') + 1);
      }
      rows.put(id, row.getInt32("n") + " " + big);
    }
  }

  private void insert(AtomicBoolean enough) {
    Random random = new Random(3);
    try (Connection connection = database.connect();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
      for (int i = ROWS + 1; !enough.get(); i++) {
        insert.setInt(1, random.nextInt(ROWS / 70));
        insert.setInt(2, i);
        insert.executeUpdate();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void ask() {
    database.sql(
        "INSERT INTO signals VALUES ('"
            + UUID.randomUUID()
            + "', 'execute-snapshot', '{\"data-collections\":"
            + " [\"public.t\"]}')");
  }

  private SourceTaskHarness start(String... settings) {
    database.sql("CREATE TABLE signals(id text PRIMARY KEY, type text, data text)");
    List<String> all =
        new ArrayList<>(
            List.of(
                "snapshot.mode",
                "no_data",
                "table.include.list",
                "public.t",
                "signal.data.collection",
                "public.signals"));
    all.addAll(List.of(settings));
    SourceTaskHarness source =
        new SourceTaskHarness(
                PostgresConnector::new,
                TestSource.config(database, all.toArray(String[]::new)),
                offsets)
            .start();
    TestSource.awaitStreaming(database);
    return source;
  }
}
