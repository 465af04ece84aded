package io.sluice.state.file;

import io.sluice.state.storage.Durability;
import io.sluice.state.storage.SqlWork;
import io.sluice.state.storage.StateException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * The log is moved into the main file, by whoever commits, when it has so many pages of 4 KiB.
   */
  private static final int LOG_PAGES = 4_000;

  /** Work in one transaction, so that none of it waits for very much of others'. */
  private static final int MOST_TOGETHER = 64;

  private final Path file;
  private final OpenedFile opened;
  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentLinkedQueue<Turn<?>> waiting = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Connection> idleReaders = new ConcurrentLinkedQueue<>();
  private @Nullable Connection writer;
  private volatile boolean closed;

  public SqliteFile(Path file) {
    this.file = file;
    this.opened = new OpenedFile(file);
  }

  /**
   * Runs the work in a transaction that is on the disk as {@code durability} says. Work that others
   * bring meanwhile may be done in the same transaction, before it or after it, so that a disk
   * which takes long to write is waited for once; work that fails changes nothing, and nothing of
   * the others'.
   *
   * @param work may run on another thread, whose turn it was
   */
  public <T> T write(Durability durability, SqlWork<T> work) {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException("work that is being written brings more to be written");
    }
    Turn<T> mine = new Turn<>(durability, work);
    waiting.add(mine);
    writing.lock();
    try {
      while (!mine.isOver()) {
        writeTogether(next());
      }
    } finally {
      writing.unlock();
    }
    return mine.result(file);
  }

  private List<Turn<?>> next() {
    List<Turn<?>> together = new ArrayList<>();
    for (Turn<?> turn = waiting.poll(); turn != null; turn = waiting.poll()) {
      together.add(turn);
      if (together.size() == MOST_TOGETHER) {
        break;
      }
    }
    return together;
  }

  private void writeTogether(List<Turn<?>> turns) {
    Throwable reason = null;
    try {
      inTransaction(turns);
    } catch (SQLException | RuntimeException | Error e) {
      reason = e;
    }
    for (Turn<?> turn : turns) {
      turn.end(reason);
    }
  }

  private void inTransaction(List<Turn<?>> turns) throws SQLException {
    boolean synced = turns.stream().anyMatch(turn -> turn.durability() == Durability.NOW);
    opened.check(); // What goes into a file that is gone is lost, whatever SQLite says of it.
    Connection connection = writer();
    boolean settled = false;
    try {
      if (!synced) {
        execute(connection, "pragma synchronous = normal");
      }
      connection.setAutoCommit(false); // the driver sends 'begin immediate'
      if (turns.size() == 1) {
        turns.get(0).alone(connection);
      } else {
        for (Turn<?> turn : turns) {
          turn.amongOthers(connection);
        }
      }
      connection.setAutoCommit(true); // the driver sends 'commit'
      if (!synced) {
        execute(connection, "pragma synchronous = full");
      }
      settled = true;
    } finally {
      if (!settled) {
        // Closing rolls back whatever is open; what state the failure left the connection in (a
        // full disk may refuse even a rollback) need not be known.
        writer = null;
        closeQuietly(connection);
      }
    }
  }

  /**
   * Looks whether every table can be read, and whether what is open is still what others open.
   *
   * @throws StateException if not
   */
  void probe() {
    opened.check();
    int unused =
        read(
            connection -> {
              List<String> tables = new ArrayList<>();
              try (Statement statement = connection.createStatement()) {
                try (ResultSet found =
                    statement.executeQuery("select name from sqlite_master where type = 'table'")) {
                  while (found.next()) {
                    tables.add(found.getString(1));
                  }
                }
                for (String table : tables) {
                  statement.executeQuery("select * from \"" + table + "\" limit 1").close();
                }
              }
              return tables.size();
            });
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
    config.setWalAutocheckpoint(LOG_PAGES);
    // A writer that begins as a reader could be refused half-way because another process wrote.
    config.setTransactionMode(mode);
    // Straight to the driver: looking it up through DriverManager loads every other driver as well.
    Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, config.toProperties());
    opened.begins();
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

  private void closeQuietly(Connection connection) {
    opened.ends();
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing depends on it: an open transaction is rolled back by whoever opens the file next.
    }
  }
}
