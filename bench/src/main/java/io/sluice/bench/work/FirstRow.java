package io.sluice.bench.work;

import io.sluice.bench.engine.SluiceProcess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Waits for a row that another process commits. */
final class FirstRow {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private FirstRow() {}

  /** Waits until there is one in the table, which need not be there yet. */
  static void await(Connection connection, String table, SluiceProcess sluice) throws Exception {
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    while (!hasRows(connection, table)) {
      if (!sluice.runs()) {
        throw sluice.failure("a row in " + table);
      }
      if (System.nanoTime() > giveUp) {
        throw new TimeoutException("Expected a row in " + table + " within " + LIMIT);
      }
      Thread.sleep(2);
    }
  }

  private static boolean hasRows(Connection connection, String table) throws SQLException {
    try (PreparedStatement exists =
        connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      exists.setString(1, table);
      try (ResultSet answer = exists.executeQuery()) {
        answer.next();
        if (!answer.getBoolean(1)) {
          return false;
        }
      }
    }
    try (PreparedStatement rows =
            connection.prepareStatement("SELECT 1 FROM " + table + " LIMIT 1");
        ResultSet answer = rows.executeQuery()) {
      return answer.next();
    }
  }
}
