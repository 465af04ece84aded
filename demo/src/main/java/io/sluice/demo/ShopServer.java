package io.sluice.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The shop's PostgreSQL: a real server on a free port of 127.0.0.1, whose data outlives the
 * process, so that a second start finds the shop as the first one left it. One owner at a time; not
 * thread safe, except {@link #connect()}.
 */
public final class ShopServer implements AutoCloseable {
  /** The database that holds the shop. */
  public static final String DATABASE = "shop";

  /** The database that one of the demo's pipelines fills. */
  private static final String NEWSLETTER = "newsletter";

  private final EmbeddedPostgres postgres;

  private ShopServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Starts the server on the data in {@code folder}, making database, tables and first rows where
   * they are missing.
   *
   * @param folder where the server keeps its data; made if missing
   * @throws IOException if the server cannot be started there
   */
  public static ShopServer start(Path folder) throws IOException {
    Path data = folder.toAbsolutePath();
    Files.createDirectories(data);
    stopLeftOver(data);
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setServerConfig("wal_level", "logical")
            // As a real database does it; the library's default is off, which delays the log.
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setPGStartupWait(Duration.ofSeconds(60))
            .start();
    ShopServer server = new ShopServer(postgres);
    try {
      server.fillIfEmpty();
    } catch (SQLException | IOException | RuntimeException e) {
      server.close();
      throw new IOException(
          "The shop could not be set up in " + data + ": delete that folder to begin anew", e);
    }
    return server;
  }

  /** The TCP port on 127.0.0.1. */
  public int port() {
    return postgres.getPort();
  }

  /** The user that owns the shop; it needs no password from this machine. */
  public String user() {
    return "postgres";
  }

  /** A new connection to the shop, in auto-commit mode. The caller closes it. */
  public Connection connect() throws SQLException {
    return connect(DATABASE);
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port() + "/" + database, user(), "postgres");
  }

  /**
   * The position in the write-ahead log that everything committed so far lies before, as text such
   * as {@code 0/1A2B3C}.
   */
  public String position() throws SQLException {
    try (Connection connection = connect()) {
      return single(connection, "SELECT pg_current_wal_insert_lsn()::text");
    }
  }

  /** Whether somebody has begun to follow the shop's changes by this slot. */
  public boolean isFollowed(String slot) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT FROM pg_replication_slots WHERE slot_name = ?"
                    + " AND confirmed_flush_lsn IS NOT NULL")) {
      query.setString(1, slot);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * Writes something that is no row into the log, and tells the position behind it. A slot that was
   * made before has not confirmed that by having been made.
   */
  public String mark() throws SQLException {
    try (Connection connection = connect()) {
      single(connection, "SELECT pg_logical_emit_message(true, 'demo', 'closed')::text");
      return single(connection, "SELECT pg_current_wal_insert_lsn()::text");
    }
  }

  /**
   * Whether the consumer of the shop's change stream that has this slot has made everything up to
   * {@code position} durable: the slot's confirmed position is moved only by what every sink has
   * committed.
   */
  public boolean isConfirmed(String slot, String position) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT confirmed_flush_lsn >= ?::pg_lsn FROM pg_replication_slots"
                    + " WHERE slot_name = ?")) {
      query.setString(1, position);
      query.setString(2, slot);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** How many rows the shop has now, over all tables. */
  public long rows() throws SQLException {
    try (Connection connection = connect()) {
      StringBuilder query = new StringBuilder("SELECT 0");
      for (String table : ShopComparison.TABLES.keySet()) {
        query.append(" + (SELECT count(*) FROM ").append(table).append(')');
      }
      return Long.parseLong(single(connection, query.toString()));
    }
  }

  /** Stops the server and keeps its data. */
  @Override
  public void close() throws IOException {
    postgres.close();
  }

  private void fillIfEmpty() throws SQLException, IOException {
    try (Connection admin = postgres.getPostgresDatabase().getConnection()) {
      for (String database : List.of(DATABASE, NEWSLETTER)) {
        if (single(admin, "SELECT count(*) FROM pg_database WHERE datname = '" + database + "'")
            .equals("0")) {
          execute(admin, "CREATE DATABASE " + database);
        }
      }
    }
    fillIfEmpty(DATABASE, "order_items");
    fillIfEmpty(NEWSLETTER, "customers");
  }

  /** All or nothing: a start that was killed while it filled a database leaves it empty. */
  private void fillIfEmpty(String database, String lastTable) throws SQLException {
    try (Connection connection = connect(database)) {
      connection.setAutoCommit(false);
      if (single(connection, "SELECT count(*) FROM pg_class WHERE relname = '" + lastTable + "'")
          .equals("0")) {
        execute(connection, resource(database + ".sql"));
      }
      connection.commit();
    }
  }

  /**
   * A demo that was killed leaves its server running on the data; it has to go before a new one can
   * start.
   */
  private static void stopLeftOver(Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    List<String> lines = Files.readAllLines(pidFile);
    long pid = lines.isEmpty() ? -1 : Long.parseLong(lines.get(0).trim());
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process != null
        && process.info().command().map(c -> c.endsWith("postgres")).orElse(false)) {
      process.destroy();
      try {
        process.onExit().get(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
        throw new IOException(
            "A PostgreSQL of an earlier demo (pid " + pid + ") still runs on " + data + ": stop it",
            e);
      }
    }
    Files.deleteIfExists(pidFile);
  }

  static String resource(String name) {
    try (InputStream in = ShopServer.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing beside " + ShopServer.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String single(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
