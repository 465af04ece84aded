package io.sluice.connector.postgres.incremental;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * Helps a stream to a position that it would not reach by itself for a while. The server sends what
 * is flushed, and reading alone writes to the log (pages are pruned, hints are set) what nobody
 * flushes while nothing is committed.
 */
final class StandStill {

  /** A transaction without changes, whose commit flushes the log on this server. */
  private static final String PUSH =
      "BEGIN; SET LOCAL synchronous_commit = local; SELECT pg_logical_emit_message(true, 'sluice',"
          + " ''); COMMIT";

  /**
   * A commit that does not wait for the log is flushed within three rounds of the log's writer. On
   * a standby what can be seen has been replayed, and so can be sent.
   */
  private static final String FLUSHED =
      """
      SELECT CASE WHEN pg_is_in_recovery() THEN (pg_last_wal_replay_lsn() - '0/0')::int8
          ELSE (pg_current_wal_flush_lsn() - '0/0')::int8 END,
        3 * setting::int8 FROM pg_settings WHERE name = 'wal_writer_delay'\
      """;

  private final Connection sql;
  private final boolean readOnly;

  /**
   * @param sql an ordinary connection in auto-commit mode
   * @param readOnly whether nothing may be written to the server, not even an empty transaction
   */
  StandStill(Connection sql, boolean readOnly) {
    this.sql = sql;
    this.readOnly = readOnly;
  }

  /**
   * Called when the stream stands still before a position.
   *
   * @param end the log's end after a snapshot was taken
   * @param nanos how long ago that was
   * @return where the stream has to get to, so that everything that the snapshot saw came before
   */
  long end(long end, long nanos) throws SQLException {
    try (Statement statement = sql.createStatement()) {
      if (!readOnly) {
        statement.execute(PUSH);
        return end;
      }
      try (ResultSet row = statement.executeQuery(FLUSHED)) {
        row.next();
        boolean allFlushed = nanos > TimeUnit.MILLISECONDS.toNanos(row.getLong(2) + 20);
        return allFlushed ? Math.min(end, row.getLong(1)) : end;
      }
    }
  }
}
