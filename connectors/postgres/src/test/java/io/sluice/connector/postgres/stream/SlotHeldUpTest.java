package io.sluice.connector.postgres.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.connector.postgres.catalog.Connections;
import io.sluice.connector.postgres.catalog.ServerVersion;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.slf4j.LoggerFactory;

/** A slot that cannot be made while somebody else's transaction is open. */
class SlotHeldUpTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final PostgresDatabase other = PostgresServer.shared().newDatabase();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  SlotHeldUpTest() {
    log.start();
    logger().addAppender(log);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(Replication.class);
  }

  @AfterEach
  void drop() {
    logger().detachAppender(log);
    TestSource.dropSlot(database);
    other.close();
    database.close();
  }

  @Test
  void a_transaction_of_another_database_that_holds_it_up_is_named() throws Exception {
    PostgresConfig config = new PostgresConfig(TestSource.config(database));
    try (Connection holding = other.connect();
        Statement statement = holding.createStatement();
        Connection sql = new Connections(config).sql()) {
      statement.execute("CREATE TABLE t(id int)");
      holding.setAutoCommit(false);
      statement.execute("LOCK TABLE t");
      String pid = Integer.toString(holding.unwrap(PGConnection.class).getBackendPID());
      Awaitility.await()
          .until(
              () ->
                  database.number(
                          "SELECT count(*) FROM pg_stat_activity WHERE pid = "
                              + pid
                              + " AND clock_timestamp() - xact_start > interval '1 s'")
                      == 1);
      CompletableFuture<Void> made =
          CompletableFuture.runAsync(
              () -> {
                try {
                  new Replication(config, sql, ServerVersion.of(sql)).createSlot(false);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });

      Awaitility.await().until(() -> said("those of the processes"), lines -> lines.size() == 1);

      assertThat(said("those of the processes").get(0)).containsPattern("\\b" + pid + "\\b");
      holding.rollback();
      made.get(30, TimeUnit.SECONDS);
    }
  }

  private List<String> said(String words) {
    return List.copyOf(log.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(words))
        .toList();
  }
}
