package io.sluice.state.file;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * One SQLite file and the connections to it: one that writes, guarded by a lock, and as many that
 * read as there are threads reading at a time. In WAL mode readers never wait for the writer.
 */
public final class SqliteFile implements AutoCloseable {
  /** How long to wait for another process that is writing. Its transactions take milliseconds. */
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;

  /** A log that grew in a burst is cut back to this when it has been written to the main file. */
  private static final int LOG_BYTES_KEPT = 16 << 20;

  private final Path file;
  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentLinkedQueue<Connection> idleReaders = new ConcurrentLinkedQueue<>();
  private @Nullable Connection writer;
  private volatile boolean closed;

  public SqliteFile(Path file) {
    this.file = file;
  }

  /** Runs the work in one transaction that is on the disk as {@code durability} says. */
  public <T> T write(Durability durability, SqlWork<T> work) {
    writing.lock();
    try {
      Connection connection = writer();
      boolean settled = false;
      try {
        if (durability == Durability.WITH_NEXT) {
          execute(connection, "pragma synchronous = normal");
        }
        connection.setAutoCommit(false); // the driver sends 'begin immediate'
        T result = work.on(connection);
        connection.setAutoCommit(true); // the driver sends 'commit'
        if (durability == Durability.WITH_NEXT) {
          execute(connection, "pragma synchronous = full");
        }
        settled = true;
        return result;
      } finally {
        if (!settled) {
          // Closing rolls back whatever is open; what state the failure left the connection in (a
          // full disk may refuse even a rollback) need not be known.
          writer = null;
          closeQuietly(connection);
        }
      }
    } catch (SQLException e) {
      throw StateFault.writing(file, e);
    } finally {
      writing.unlock();
    }
  }

  /** Runs the work on one view of the database that no writer changes meanwhile. */
  public <T> T read(SqlWork<T> work) {
    Connection reader = idleReaders.poll();
    boolean settled = false;
    try {
      if (reader == null) {
        refuseIfClosed();
        reader = connect(TransactionMode.DEFERRED);
      }
      reader.setAutoCommit(false);
      T result = work.on(reader);
      reader.setAutoCommit(true);
      settled = true;
      return result;
    } catch (SQLException e) {
      throw StateFault.reading(file, e);
    } finally {
      if (reader != null) {
        if (settled && !closed) {
          idleReaders.add(reader);
        } else {
          closeQuietly(reader);
        }
      }
    }
  }

  private Connection writer() throws SQLException {
    refuseIfClosed();
    Connection connection = writer;
    if (connection == null) {
      connection = connect(TransactionMode.IMMEDIATE);
      writer = connection;
    }
    return connection;
  }

  private Connection connect(TransactionMode mode) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    // Every commit is one fsync of the log, so what was written is there after a power cut.
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setJournalSizeLimit(LOG_BYTES_KEPT);
    // A writer that begins as a reader could be refused half-way because another process wrote.
    config.setTransactionMode(mode);
    // Straight to the driver: looking it up through DriverManager loads every other driver as well.
    Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, config.toProperties());
    UnpackedLibrary.delete("sqlite-");
    return connection;
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new StateException(
          StateException.Kind.MISUSE, file + ": the state database is closed in this process");
    }
  }

  @Override
  public void close() {
    writing.lock();
    try {
      closed = true;
      // Readers first: the connection that closes last moves the log into the main file, and only
      // one that may write can.
      for (Connection r = idleReaders.poll(); r != null; r = idleReaders.poll()) {
        closeQuietly(r);
      }
      if (writer != null) {
        closeQuietly(writer);
        writer = null;
      }
    } finally {
      writing.unlock();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing depends on it: an open transaction is rolled back by whoever opens the file next.
    }
  }
}
