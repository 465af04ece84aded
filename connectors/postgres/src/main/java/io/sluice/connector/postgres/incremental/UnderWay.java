package io.sluice.connector.postgres.incremental;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Transactions that an earlier reader of the stream may have delivered although nobody can see them
 * yet: those that are under way on a server whose commits wait for a standby.
 */
final class UnderWay {

  private static final String RUNNING =
      """
      SELECT transactionid::text::int8 FROM pg_locks
      WHERE locktype = 'transactionid' AND granted
        AND current_setting('synchronous_standby_names') <> ''
        AND (pid IS NULL OR pid IN
          (SELECT pid FROM pg_stat_activity WHERE datname = current_database()))\
      """;

  private UnderWay() {}

  /** Their 32-bit numbers; none when commits wait for nobody, as they are visible at once then. */
  static List<Long> in(Connection sql) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery(RUNNING)) {
      List<Long> running = new ArrayList<>();
      while (row.next()) {
        running.add(row.getLong(1));
      }
      return running;
    }
  }
}
