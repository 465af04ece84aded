package io.sluice.state.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.SqlWork;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import io.sluice.state.storage.Storage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL database that any number of nodes share. Connections come from two pools, one whose
 * transactions only read, each on one view of the database, and one whose transactions write; one
 * connection more is for what may wait for no other write. A server that goes away is found again
 * by the next call.
 */
public final class PostgresStorage implements Storage {
  private static final int READERS = 8;
  private static final int WRITERS = 4;

  /**
   * How long a call waits for a connection, be it for a free one or for the server, and for what
   * another one is about to write.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What no statement of ours ever needs: one that takes longer is stuck. */
  private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(30);

  /** A server that is gone without a word is noticed after this. */
  private static final Duration LONGEST_SILENCE = LONGEST_STATEMENT.plusSeconds(15);

  private final PostgresAddress address;
  private final HikariDataSource readers;
  private final HikariDataSource writers;
  private final HikariDataSource renewers;
  private final PostgresMigrations migrations;

  private PostgresStorage(PostgresAddress address, PGSimpleDataSource source) {
    this.address = address;
    this.migrations = new PostgresMigrations(address);
    this.writers = pool(source, "writers", WRITERS, false);
    this.renewers = pool(source, "renewals", 1, false);
    this.readers = pool(source, "readers", READERS, true);
  }

  /**
   * Opens the database and looks whether it answers.
   *
   * @throws StateException if it does not, or does not let us in
   */
  public static PostgresStorage open(PostgresAddress address) {
    PGSimpleDataSource source = source(address);
    // Not by a pool, which would ask again and again until its patience ends.
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
    } catch (SQLException e) {
      throw PostgresFault.atOpening(address, e);
    }
    return new PostgresStorage(address, source);
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public void install(Schema schema) {
    if (!read(connection -> migrations.areUpToDate(connection, schema))) {
      write(Durability.NOW, connection -> migrations.apply(connection, schema));
    }
  }

  @Override
  public <T> T write(Durability durability, SqlWork<T> work) {
    return write(writers, durability, work);
  }

  /**
   * As {@link #write}, on a connection of its own: waits for none of the others that write, however
   * many they are and however long they take. One at a time, and in short.
   */
  public <T> T renew(SqlWork<T> work) {
    return write(renewers, Durability.NOW, work);
  }

  private <T> T write(HikariDataSource pool, Durability durability, SqlWork<T> work) {
    return in(
        pool,
        "cannot be written",
        connection -> {
          if (durability == Durability.WITH_NEXT) {
            try (Statement statement = connection.createStatement()) {
              statement.execute("set local synchronous_commit = off");
            }
          }
          return work.on(connection);
        });
  }

  @Override
  public <T> T read(SqlWork<T> work) {
    return in(readers, "cannot be read", work);
  }

  @Override
  public void probe() {
    read(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet found =
                  statement.executeQuery("select version from sluice_component limit 1")) {
            return found.next();
          }
        });
  }

  @Override
  public void close() {
    readers.close();
    writers.close();
    renewers.close();
  }

  private <T> T in(HikariDataSource pool, String what, SqlWork<T> work) {
    if (pool.isClosed()) {
      throw new StateException(
          Kind.MISUSE, address + ": the state database is closed in this process");
    }
    try (Connection connection = pool.getConnection()) {
      boolean settled = false;
      try {
        T result = work.on(connection);
        connection.commit();
        settled = true;
        return result;
      } finally {
        if (!settled) {
          rollBack(connection);
        }
      }
    } catch (SQLException e) {
      StateException fault = PostgresFault.of(address, what, e);
      // A server that has become a standby is not the one that the address leads to next.
      if (fault.kind() == Kind.UNREACHABLE || fault.kind() == Kind.REFUSED) {
        renewConnections();
      }
      throw fault;
    }
  }

  /**
   * Where one connection broke the others did: not each is to be found out by a call of its own.
   */
  private void renewConnections() {
    for (HikariDataSource pool : List.of(readers, writers, renewers)) {
      HikariPoolMXBean connections = pool.getHikariPoolMXBean();
      if (connections != null) {
        connections.softEvictConnections();
      }
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The pool throws a connection away that cannot be rolled back, and the server what it did.
    }
  }

  private static PGSimpleDataSource source(PostgresAddress address) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(address.url());
    if (address.user() != null) {
      source.setUser(address.user());
    }
    if (address.password() != null) {
      source.setPassword(address.password());
    }
    source.setApplicationName("sluice");
    source.setConnectTimeout((int) PATIENCE.toSeconds());
    source.setSocketTimeout((int) LONGEST_SILENCE.toSeconds());
    source.setTcpKeepAlive(true);
    // What the server tells beside an error may be values of rows (Invariant 9).
    source.setLogServerErrorDetail(false);
    return source;
  }

  private static HikariDataSource pool(
      PGSimpleDataSource source, String name, int size, boolean readOnly) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName("sluice-state-" + name);
    config.setThreadFactory(threads(Thread.currentThread().getThreadGroup(), name));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setReadOnly(readOnly);
    config.setTransactionIsolation(
        readOnly ? "TRANSACTION_REPEATABLE_READ" : "TRANSACTION_READ_COMMITTED");
    config.setConnectionTimeout(PATIENCE.toMillis());
    // That the server answers was seen just now.
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(
        "set statement_timeout = "
            + LONGEST_STATEMENT.toMillis()
            + "; set idle_in_transaction_session_timeout = "
            + LONGEST_STATEMENT.toMillis()
            + "; set lock_timeout = "
            + PATIENCE.toMillis()
            + "; set synchronous_commit = on");
    return new HikariDataSource(config);
  }

  /** Of whoever opened the storage, not of whoever happened to need a connection first. */
  private static ThreadFactory threads(@Nullable ThreadGroup group, String name) {
    return work -> {
      Thread thread = new Thread(group, work, "sluice-state-" + name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
