package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.target.UnpackedLibrary;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * The database's file, held by one connection: opened as the settings say, and let go between two
 * transactions where others are to have it. Used by one thread.
 */
final class DuckDbFile {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final TableSinkConfig config;
  private @Nullable DuckDBConnection connection;
  private boolean libraryDeleted;

  /** Not open yet. */
  DuckDbFile(TableSinkConfig config) {
    this.config = config;
  }

  /** The connection, opened unless it is. */
  DuckDBConnection connection() throws SQLException {
    DuckDBConnection present = connection;
    if (present == null) {
      present = openPatiently();
      connection = present;
    }
    return present;
  }

  /** Where the file is let go between batches, somebody else may have it just now. */
  private DuckDBConnection openPatiently() throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        return open();
      } catch (SQLException e) {
        boolean busy =
            config.releaseFile() && DuckDbTrouble.of(e).trouble() == Target.Trouble.TRANSIENT;
        if (!busy || System.nanoTime() - start > PATIENCE_NANOS) {
          throw e;
        }
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private DuckDBConnection open() throws SQLException {
    // Settings are set after connecting: two connections of one process to the same file must not
    // differ in those that are given when opening it.
    Connection opened = new DuckDBDriver().connect(config.url(), new Properties());
    if (opened == null) {
      throw new SQLException("not a DuckDB URL", "08001");
    }
    if (!libraryDeleted) {
      UnpackedLibrary.delete("libduckdb_java");
      libraryDeleted = true;
    }
    try (Statement statement = opened.createStatement()) {
      // A lookup of an extension in the network could stall for seconds, and nothing here needs
      // one.
      statement.execute("SET autoinstall_known_extensions = false");
      statement.execute("SET autoload_known_extensions = false");
      statement.execute("SET TimeZone = 'UTC'");
      // The default of 16 MB would rewrite the newest stretch of a table several times a second
      // during a load. A larger log costs a second or so at the next start, after a crash only.
      statement.execute("SET checkpoint_threshold = '128MB'");
      // A stretch of rows is compressed and written as soon as it is complete, beside the making of
      // the next rows. The default of 5 leaves nearly all of that to the commit, which all wait
      // for.
      statement.execute("SET write_buffer_row_group_count = 1");
      if (!config.duckdbMemory().isEmpty()) {
        statement.execute("SET memory_limit = '" + config.duckdbMemory().replace("'", "") + "'");
      }
      if (config.duckdbThreads() > 0) {
        statement.execute("SET threads = " + config.duckdbThreads());
      }
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
    opened.setAutoCommit(false);
    return opened.unwrap(DuckDBConnection.class);
  }

  /**
   * Rows that are not committed have row ids of their own, beginning far above those of committed
   * ones: asked of DuckDB rather than known. Ends the transaction.
   */
  long firstRowIdOfTransaction() throws SQLException {
    Sql.execute(connection(), "CREATE TEMP TABLE _sluice_probe AS SELECT 1 AS one");
    try (Statement statement = connection().createStatement();
        ResultSet row = statement.executeQuery("SELECT rowid FROM temp.main._sluice_probe")) {
      row.next();
      return row.getLong(1);
    } finally {
      connection().rollback();
    }
  }

  void commit() throws SQLException {
    connection().commit();
    release();
  }

  void rollback() throws SQLException {
    DuckDBConnection present = connection;
    if (present != null) {
      present.rollback();
    }
    release();
  }

  private void release() throws SQLException {
    if (config.releaseFile()) {
      close();
    }
  }

  /** Lets the file go; an open transaction is rolled back by DuckDB. */
  void close() throws SQLException {
    DuckDBConnection present = connection;
    connection = null;
    if (present != null) {
      present.close();
    }
  }
}
