package io.sluice.connector.postgres.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.catalog.Connections;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.event.HeapFullException;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.event.SourceBlock;
import io.sluice.connector.postgres.event.TableFormats;
import io.sluice.connector.postgres.position.KnownTables;
import io.sluice.connector.postgres.position.TableRead;
import io.sluice.connector.postgres.position.TableRead.Kind;
import io.sluice.connector.postgres.stream.ServerState;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.HandClock;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the fetching thread's connections, and of who waits for it. */
class ChunkFetchTest {

  private static final TableRead READ = TableRead.of(new TableId("public", "t"), Kind.INCREMENTAL);

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final Opener opener = new Opener();
  private ChunkFetch fetch;

  /** Counts; connections are opened and closed by the fetching threads. */
  private final class Opener implements ConnectionOpener {

    private final CountDownLatch opening = new CountDownLatch(1);
    private final CountDownLatch mayOpen = new CountDownLatch(1);
    private final List<Connection> opened = new ArrayList<>();
    private final List<Connection> closed = new ArrayList<>();
    private boolean outOfMemory;

    @Override
    public Connection open() throws SQLException {
      if (outOfMemory) {
        throw new OutOfMemoryError("as if");
      }
      opening.countDown();
      try {
        mayOpen.await();
      } catch (InterruptedException e) {
        // Comes all the same.
      }
      Connection connection = database.connect();
      synchronized (this) {
        opened.add(connection);
      }
      return connection;
    }

    @Override
    public synchronized void close(Connection connection) {
      closed.add(connection);
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    synchronized boolean hasClosedAll(int count) {
      return opened.size() == count && closed.equals(opened);
    }
  }

  @BeforeEach
  void start() throws SQLException {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    PostgresConfig config = new PostgresConfig(TestSource.config(database));
    try (Connection sql = new Connections(config).sql();
        Connection replicating = new Connections(config).replication()) {
      ServerState state = ServerState.of(sql, replicating);
      fetch =
          new ChunkFetch(
              new Setup(
                  config,
                  Map.of("server", "srv"),
                  new SourceBlock("test", "srv", database.name()),
                  new TableFormats(config),
                  new HandClock(),
                  state.version(),
                  false,
                  state.lineage(),
                  KnownTables.of(List.of())),
              opener);
    }
  }

  @AfterEach
  void end() {
    fetch.close();
  }

  @Test
  void a_table_that_is_locked_is_asked_for_again_by_the_same_connection() throws Exception {
    opener.mayOpen.countDown();
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE t");
      assertThat(taken(fetch.begin(READ, 10)))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(ChunkFetch.LOCKED));
    }

    assertThat(taken(fetch.begin(READ, 10))).isInstanceOf(Chunk.class);
    assertThat(opener.opened).hasSize(1);
    assertThat(opener.closed).isEmpty();
  }

  @Test
  void a_connection_on_which_a_chunk_failed_is_closed_by_who_opened_it() throws Exception {
    opener.mayOpen.countDown();
    database.sql("DROP TABLE t");

    assertThat(taken(fetch.begin(READ, 10))).isInstanceOf(SQLException.class);
    assertThat(opener.hasClosedAll(1)).isTrue();
  }

  @Test
  void a_connection_that_is_opened_when_nobody_wants_it_any_more_is_closed() throws Exception {
    fetch.begin(READ, 10);
    opener.opening.await();
    fetch.close();
    opener.mayOpen.countDown();

    Awaitility.await().until(() -> opener.hasClosedAll(1));
  }

  @Test
  void whoever_waits_for_a_chunk_is_told_that_its_thread_died() throws Exception {
    opener.outOfMemory = true;

    assertThat(taken(fetch.begin(READ, 10))).isInstanceOf(HeapFullException.class);
  }

  private static Object taken(Fetch from) throws InterruptedException {
    Object taken = from.take(10_000);
    return taken == null ? "nothing came" : taken;
  }
}
