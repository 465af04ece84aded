package io.sluice.bench.peer;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import java.sql.SQLException;
import java.time.Duration;

/**
 * PostgreSQL's own logical replication of one table: what {@code CREATE SUBSCRIPTION} makes. The
 * copy has the source's schema and name.
 */
public final class Subscription {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final BenchServer target;
  private final String name;

  /** Copies the table and streams from then on; {@link #pause} stops that. */
  public Subscription(
      BenchServer source, BenchServer target, OrdersTable table, String publication, String name)
      throws SQLException {
    this.target = target;
    this.name = name;
    target.execute(
        "CREATE SCHEMA IF NOT EXISTS bench",
        "DROP TABLE IF EXISTS " + table,
        "CREATE TABLE " + table + " (" + OrdersTable.COLUMNS + ")");
    drop(target, name);
    target.execute(
        "CREATE SUBSCRIPTION "
            + name
            + " CONNECTION 'host=localhost port="
            + source.port()
            + " user="
            + source.user()
            + " dbname="
            + source.database()
            + "' PUBLICATION "
            + publication
            + " WITH (binary = true)");
  }

  /** One of an earlier run, whose slot went with that run. */
  private static void drop(BenchServer target, String name) throws SQLException {
    if (target.number("SELECT count(*) FROM pg_subscription WHERE subname = '" + name + "'") > 0) {
      target.execute(
          "ALTER SUBSCRIPTION " + name + " DISABLE",
          "ALTER SUBSCRIPTION " + name + " SET (slot_name = NONE)",
          "DROP SUBSCRIPTION " + name);
    }
  }

  /** Goes on where it was. */
  public void resume() throws SQLException {
    target.execute("ALTER SUBSCRIPTION " + name + " ENABLE");
  }

  /** Stops; changes wait in its slot. */
  public void pause() throws SQLException, InterruptedException {
    target.execute("ALTER SUBSCRIPTION " + name + " DISABLE");
    String atWork =
        "SELECT count(*) FROM pg_stat_subscription WHERE pid IS NOT NULL AND subname = '"
            + name
            + "'";
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (target.number(atWork) > 0) {
      // Changes that it applies while they are to wait would not be measured.
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "Expected subscription " + name + " at rest within " + LIMIT);
      }
      Thread.sleep(10);
    }
  }

  /** Takes it away; its slot is left to the source's {@link BenchServer#forgetSlots}. */
  public void drop() throws SQLException, InterruptedException {
    pause();
    drop(target, name);
  }
}
