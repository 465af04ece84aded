package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.target.UnpackedLibrary;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** Opens the file as the sink needs it. */
final class SqliteFile {
  /** How long another writer is waited for before its lock is a failure. */
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;

  /** Bytes that the log keeps of its room after it has been moved into the file. */
  private static final int LOG_BYTES_KEPT = 64 << 20;

  /**
   * Kilobytes of the file that are kept in memory. SQLite's default of 2 MB makes changes of rows
   * all over a table read and write nearly a page each.
   */
  private static final int CACHE_KB = 64 << 10;

  /**
   * Pages of 4 KB in the log from which on a commit moves them into the file. Of a page that many
   * commits change, only the newest is moved; by default that is after 4 MB.
   */
  private static final int PAGES_TO_MOVE = 8 << 10;

  private SqliteFile() {}

  static Connection connect(String url) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    // Others read while the sink writes, and see whole commits.
    config.setJournalMode(JournalMode.WAL);
    // Invariant 1: what is told to be durable is there after a power cut as well.
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setJournalSizeLimit(LOG_BYTES_KEPT);
    config.setCacheSize(-CACHE_KB);
    config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(PAGES_TO_MOVE));
    // A table that is made anew takes the old one's name: views of it are to mean the new one.
    config.setPragma(SQLiteConfig.Pragma.LEGACY_ALTER_TABLE, "true");
    Connection connection = JDBC.createConnection(url, config.toProperties());
    UnpackedLibrary.delete("sqlite-");
    return connection;
  }
}
