package io.sluice.connector.table.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.connector.table.dialect.Records;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SinkTaskHarness;
import io.sluice.testkit.TcpProxy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A database whose every answer takes its time: what a batch costs has to be shared by many rows.
 */
@Timeout(60)
class PostgresFarAwayTest {
  private static final int BATCH = 1_000;
  private static final int CHANGES = 40_000;

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final TcpProxy proxy = TcpProxy.to(PostgresServer.shared().port());
  private final SinkTaskHarness sink =
      new SinkTaskHarness(
          TableSinkConnector::new,
          Map.of(
              "url",
              database.jdbcUrl(proxy.port()),
              "user",
              database.server().user(),
              "password",
              database.server().password(),
              "batch.size",
              String.valueOf(BATCH),
              "batch.max.bytes",
              "100000000"));
  private final Records records = new Records(sink);

  @AfterEach
  void close() {
    sink.close();
    proxy.close();
    database.close();
  }

  @Test
  void batches_grow_while_the_database_is_busy_with_the_one_before() {
    sink.start();
    change(CHANGES, "before").committed();
    database.sql(
        "CREATE TABLE batches(at timestamptz)",
        "CREATE FUNCTION counted() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN INSERT INTO batches VALUES (clock_timestamp()); RETURN NULL; END'",
        "CREATE TRIGGER counts AFTER UPDATE ON orders FOR EACH STATEMENT EXECUTE FUNCTION"
            + " counted()");
    proxy.delay(Duration.ofMillis(20));
    change(BATCH, "between").committed(); // From here on it is known to be slow.

    change(CHANGES, "after").committed();

    assertThat(database.number("SELECT count(*) FROM batches"))
        .isBetween(2L, 1L + CHANGES / BATCH / 2);
    assertThat(database.number("SELECT count(*) FROM orders WHERE name = 'after'"))
        .isEqualTo(CHANGES);
  }

  private Records change(int rows, String name) {
    for (int id = 0; id < rows; id++) {
      records.change("u", id, name);
    }
    return records;
  }
}
