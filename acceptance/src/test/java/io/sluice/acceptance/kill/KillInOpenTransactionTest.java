package io.sluice.acceptance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.EngineProcess;
import io.sluice.acceptance.run.Shipment;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SIGKILL while transactions that the server sends as they grow lie in files of the source: before
 * they are committed, when they are, and while they are handed out. One of them is committed in two
 * phases, one is rolled back, and small ones come in between. The server of this test sends what is
 * open as soon as it has 64 kB of it.
 */
@Tag("long")
class KillInOpenTransactionTest {
  private static final int ROWS = 300;

  /** Rows of an open transaction: some megabytes, several times what the source keeps in memory. */
  private static final int LARGE = 20_000;

  private static final PostgresServer SERVER =
      PostgresServer.start(
          Map.of("logical_decoding_work_mem", "64kB", "max_prepared_transactions", "10"));

  @TempDir Path folder;
  private final PostgresDatabase source = SERVER.newDatabase();
  private Path spool;

  @BeforeEach
  void makeFolder() throws IOException {
    spool = Files.createDirectory(folder.resolve("open"));
  }

  @AfterEach
  void close() {
    source.close();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @ParameterizedTest(name = "into {0}")
  @EnumSource(Shipment.Kind.class)
  void a_death_before_the_commit_loses_and_doubles_nothing(Shipment.Kind kind) throws Exception {
    Shipment shipment = opened(kind);
    try (Connection kept = grown(0);
        Connection undone = grown(1);
        Connection prepared = grown(2);
        Connection preparedAndUndone = grown(3)) {
      killedWhileSpooling(shipment);
      prepare(prepared, "kept");
      prepare(preparedAndUndone, "undone");
      killedWhileSpooling(shipment);
      kept.commit();
      undone.rollback();
      source.sql("COMMIT PREPARED 'kept'", "ROLLBACK PREPARED 'undone'");
    }

    endsEqual(shipment);
  }

  @ParameterizedTest(name = "into {0}")
  @EnumSource(Shipment.Kind.class)
  void a_death_at_the_commit_loses_and_doubles_nothing(Shipment.Kind kind) throws Exception {
    Shipment shipment = opened(kind);
    try (Connection kept = grown(0);
        Connection undone = grown(1);
        Connection prepared = grown(2);
        EngineProcess engine = shipment.engine().start()) {
      awaitSpooled(engine);
      prepare(prepared, "kept");
      undone.rollback();
      kept.commit();
      source.sql("COMMIT PREPARED 'kept'");
      engine.kill();
    }

    endsEqual(shipment);
  }

  /** Part of the transaction is in the targets when the process dies, at each of several places. */
  @ParameterizedTest(name = "into {0}")
  @EnumSource(Shipment.Kind.class)
  void deaths_while_it_is_handed_out_lose_and_double_nothing(Shipment.Kind kind) throws Exception {
    Shipment shipment = opened(kind);
    try (Connection kept = grown(0);
        Connection undone = grown(1);
        Connection prepared = grown(2);
        EngineProcess first = shipment.engine().dyingAt("POLLED>=" + LARGE / 2).start()) {
      awaitSpooled(first);
      kept.commit();
      dies(first);
      undone.rollback();
      prepare(prepared, "kept");
      source.sql("COMMIT PREPARED 'kept'");
      for (String moment :
          new String[] {
            "BEFORE_SINK_COMMIT#2", "AFTER_SINK_COMMIT#3", "APART:log", "BEFORE_SOURCE_COMMIT#2"
          }) {
        try (EngineProcess engine = shipment.engine().dyingAt(moment).start()) {
          dies(engine);
        }
      }
    }

    endsEqual(shipment);
  }

  private Shipment opened(Shipment.Kind kind) throws InterruptedException {
    Workload.open(source, 5, ROWS).close();
    Shipment shipment =
        new Shipment(
            folder,
            source,
            kind,
            "20ms",
            Map.of(
                "sluice.streaming.folder", spool.toString(),
                "max.queue.size", "500",
                "max.batch.size", "250",
                "max.queue.size.in.bytes", "1000000"));
    shipment.finish();
    return shipment;
  }

  /** A transaction that is open, has grown, and has a part that was rolled back. */
  private Connection grown(int number) throws SQLException {
    Connection connection = source.connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      int first = (number + 1) * 100_000;
      statement.execute(
          "INSERT INTO journal(what) SELECT repeat('open ', 60) FROM generate_series(1, "
              + LARGE
              + ")");
      statement.execute("SAVEPOINT s");
      statement.execute("INSERT INTO journal(what) SELECT 'undone' FROM generate_series(1, 2000)");
      statement.execute("ROLLBACK TO s");
      statement.execute(
          "INSERT INTO orders(id, customer_id, status, placed_at) SELECT i, i, 'open', now() FROM"
              + " generate_series("
              + first
              + ", "
              + (first + 999)
              + ") i");
      statement.execute("UPDATE orders SET status = 'grown' WHERE id % 4 = " + number);
      statement.execute("DELETE FROM orders WHERE id % 40 = " + number);
      statement.execute(
          "UPDATE customers SET version = version + 1, name = 'grown' WHERE id % 4 = " + number);
    }
    return connection;
  }

  private static void prepare(Connection transaction, String name) throws SQLException {
    try (Statement statement = transaction.createStatement()) {
      statement.execute("PREPARE TRANSACTION '" + name + "'");
    }
    transaction.rollback(); // Ends what the driver takes for open; the server's is prepared.
  }

  private void killedWhileSpooling(Shipment shipment) throws Exception {
    try (EngineProcess engine = shipment.engine().start()) {
      awaitSpooled(engine);
      source.sql("INSERT INTO journal(what) VALUES ('beside')");
      engine.kill();
    }
  }

  /** Waits until several megabytes lie in files, which have no name any more. */
  private void awaitSpooled(EngineProcess engine) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !engine.isAlive() || engine.deletedFilesIn(spool) > 2_000_000);
    assertThat(engine.isAlive()).as("ended by itself\n%s", engine.output()).isTrue();
  }

  private static void dies(EngineProcess engine) throws InterruptedException {
    assertThat(engine.awaitExit(Duration.ofSeconds(60)))
        .as("exit code of a run that was to die\n%s", engine.output())
        .isEqualTo(137);
  }

  private void endsEqual(Shipment shipment) throws Exception {
    shipment.finish();

    shipment.copyEqualsTheSource();
    shipment.logHoldsEveryEventOnce();
    assertThat(shipment.log().number("SELECT count(*) FROM journal WHERE what = 'undone'"))
        .as("rows that were rolled back")
        .isZero();
    try (Stream<Path> left = Files.list(spool)) {
      List<Path> files = new ArrayList<>(left.toList());
      assertThat(files).as("files that the dead have left").isEmpty();
    }
  }
}
