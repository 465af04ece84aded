package io.sluice.bench.bed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A copy of an {@link OrdersTable} that somebody else keeps, watched by its marker row. */
public final class Replica {

  private static final String MISSING_TABLE = "42P01";
  private static final String MISSING_SCHEMA = "3F000";

  private final BenchServer server;
  private final String table;

  /** The table of that name, which need not be there yet. */
  public Replica(BenchServer server, String table) {
    this.server = server;
    this.table = table;
  }

  /** Whether waiting still makes sense; throws to end it. */
  @FunctionalInterface
  public interface Trouble {
    void check() throws Exception;
  }

  /**
   * Waits until a reader of the table sees the marker at this value.
   *
   * @throws TimeoutException when it did not come in time
   */
  public void await(long marker, Duration limit, Trouble trouble) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    try (Connection connection = server.connect();
        PreparedStatement query =
            connection.prepareStatement("SELECT customer FROM " + table + " WHERE id = 0")) {
      while (seen(query) != marker) {
        trouble.check();
        if (System.nanoTime() > deadline) {
          throw new TimeoutException(
              "Expected marker " + marker + " in " + table + " within " + limit);
        }
        Thread.sleep(5);
      }
    }
  }

  private static long seen(PreparedStatement query) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      return row.next() ? row.getLong(1) : -1;
    } catch (SQLException e) {
      if (MISSING_TABLE.equals(e.getSQLState()) || MISSING_SCHEMA.equals(e.getSQLState())) {
        return -1;
      }
      throw e;
    }
  }

  /** How many rows it has. */
  public long rows() throws SQLException {
    return server.number("SELECT count(*) FROM " + table);
  }

  @Override
  public String toString() {
    return table;
  }
}
