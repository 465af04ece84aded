package io.sluice.bench.bed;

import io.sluice.bench.harness.Workbench;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/**
 * A PostgreSQL that all contenders read, or write: the embedded one, set as a database of this size
 * would be, durable as in production ({@code fsync} and {@code synchronous_commit} on). Its data
 * stays in {@code bench/target}, so that a table is loaded once, not once a run. Close it to stop
 * it.
 */
public final class BenchServer implements AutoCloseable {

  private static final String USER = "postgres";
  private static final String DATABASE = "postgres";

  private final EmbeddedPostgres postgres;

  private BenchServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** The one that is read: on a free port, on the data of earlier runs where there is any. */
  public static BenchServer source(Workbench bench) throws IOException, SQLException {
    return start(bench, "postgres");
  }

  /** A second one, that is written; set like the first. */
  public static BenchServer target(Workbench bench) throws IOException, SQLException {
    return start(bench, "postgres-target");
  }

  private static BenchServer start(Workbench bench, String folder)
      throws IOException, SQLException {
    Path data = bench.folder().resolve(folder);
    Files.createDirectories(data.getParent());
    BenchServer server =
        new BenchServer(
            EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(bench.folder().resolve("postgres-binaries").toFile())
                // Recovery of a server that was killed with gigabytes of log takes its time.
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("wal_level", "logical")
                .setServerConfig("shared_buffers", "1GB")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("checkpoint_timeout", "30min")
                .setServerConfig("max_connections", "50")
                // A snapshot holds a lock on every table that it reads.
                .setServerConfig("max_locks_per_transaction", "1024")
                .setServerConfig("max_replication_slots", "40")
                .setServerConfig("max_wal_senders", "40")
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .start());
    server.forgetSlots();
    return server;
  }

  public int port() {
    return postgres.getPort();
  }

  public String user() {
    return USER;
  }

  public String database() {
    return DATABASE;
  }

  public String url() {
    return url(DATABASE);
  }

  /** Of another database of the server. */
  public String url(String database) {
    return "jdbc:postgresql://localhost:" + port() + "/" + database + "?user=" + USER;
  }

  /** An ordinary connection; the caller closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url());
  }

  /** A connection that speaks the replication protocol; the caller closes it. */
  public PGConnection replication() throws SQLException {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, USER);
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
    PGProperty.REPLICATION.set(properties, "database");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    return DriverManager.getConnection(
            "jdbc:postgresql://localhost:" + port() + "/" + DATABASE, properties)
        .unwrap(PGConnection.class);
  }

  /** Runs statements, each in its own transaction. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The one number that a query answers. */
  public long number(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      if (!rows.next()) {
        throw new SQLException("Expected one row but found none: " + query);
      }
      return rows.getLong(1);
    }
  }

  /** Drops every slot that nobody reads: each would hold the log of all that follows. */
  public void forgetSlots() throws SQLException {
    execute(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active");
  }

  @Override
  public void close() throws IOException, SQLException {
    forgetSlots();
    // So that stopping is quick, and starting again needs no recovery.
    execute("CHECKPOINT");
    postgres.close();
  }
}
