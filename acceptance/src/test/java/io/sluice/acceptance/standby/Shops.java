package io.sluice.acceptance.standby;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.SluiceProcess;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.TableEquality;
import io.sluice.testkit.Workload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A shop that never rests, copied from PostgreSQL to PostgreSQL by servers whose state is on a
 * third database.
 */
final class Shops implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(90);

  /**
   * Of leases: the shortest that leaves a busy machine time to renew them. Another one is measured
   * with {@code -Dstandby.lease=SECONDS}.
   */
  static final Duration LEASE = Duration.ofSeconds(Long.getLong("standby.lease", 4));

  final PostgresDatabase source = PostgresServer.shared().newDatabase();
  final PostgresDatabase target = PostgresServer.shared().newDatabase();
  final PostgresDatabase state = PostgresServer.shared().newDatabase();
  final Workload workload = Workload.open(source, 7, 300);
  private final Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Server> servers = new ArrayList<>();

  Shops(Path folder) {
    this.folder = folder;
  }

  /** A server, by whose process it is asked. */
  final class Server {
    private final Path home;
    private final int port;
    SluiceProcess process;

    private Server(Path home, int port) {
      this.home = home;
      this.port = port;
      this.process = launch(home, port);
    }

    void startAgain() {
      process = launch(home, port);
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + port);
    }

    /** What a probe is told; 0 where nobody answers. */
    int ready() {
      return answer("/health/ready").map(HttpResponse::statusCode).orElse(0);
    }

    /** The header of a browser that is signed in with this session. */
    String sessionCookie(String session) {
      return "Sluice-Session-" + url().getPort() + "=" + session;
    }

    java.util.Optional<HttpResponse<String>> answer(String path, String... headers) {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(url().resolve(path)).timeout(Duration.ofSeconds(20));
      if (headers.length > 0) {
        builder.headers(headers);
      }
      HttpRequest request = builder.build();
      try {
        return java.util.Optional.of(http.send(request, BodyHandlers.ofString()));
      } catch (IOException away) {
        return java.util.Optional.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    void awaitReady(int status) {
      Awaitility.await()
          .atMost(SOON)
          .until(
              () -> {
                if (!process.isAlive()) {
                  throw new AssertionError("It ended: " + process.output());
                }
                return ready() == status;
              });
    }

    String log() throws IOException {
      return Files.readString(home.resolve(".sluice/logs/server.log"));
    }
  }

  private static SluiceProcess launch(Path home, int port) {
    return SluiceProcess.launch(home, "-Xmx384m", List.of("up", "--port", Integer.toString(port)));
  }

  /**
   * Starts a server with a folder of its own.
   *
   * @param stateUrl by which it reaches the state
   */
  Server start(String name, String stateUrl) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        home.resolve("sluice.yaml"),
        "state:\n  url: " + stateUrl + "\n  lease: " + LEASE.toSeconds() + "s\n");
    Map<String, String> config = new HashMap<>(source.debeziumConfig());
    config.put("topic.prefix", "shop");
    config.put("slot.name", "shop");
    config.put("publication.name", "shop");
    config.put(
        "table.include.list",
        String.join(",", Workload.TABLES.stream().map(t -> "public." + t.name()).toList()));
    new PipelineFile("shop")
        .source("postgres", config)
        .sink("warehouse", "table", Map.of("url", target.jdbcUrl()))
        .retryingSoon()
        .writeTo(home);
    Server server = new Server(home, FreePort.claim());
    servers.add(server);
    return server;
  }

  /** Waits until rows are copied while it is looked. */
  void awaitFlow() {
    long before = copied();
    Awaitility.await().atMost(SOON).until(() -> copied() > before);
  }

  private long copied() {
    return target.value("select to_regclass('journal')") == null
        ? 0
        : target.number("select count(*) from journal");
  }

  /** The token of who runs the pipelines; rises by one with each that takes over. */
  long token() {
    return state.number("select token from lease where pipeline = '(server)'");
  }

  /** With the work at rest, the copy comes to hold exactly the same rows. */
  void awaitEqual() {
    workload.stop();
    Awaitility.await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(SQLException.class) // a table that is not there yet
        .untilAsserted(
            () -> {
              try (Connection from = source.connect();
                  Connection to = target.connect()) {
                for (Workload.Table table : Workload.TABLES) {
                  assertThat(
                          TableEquality.compare(from, table.name(), to, table.name(), table.key()))
                      .matches(TableEquality::isEqual);
                }
              }
            });
  }

  @Override
  public void close() {
    servers.forEach(server -> server.process.close());
    workload.close();
    for (String slot : List.of("shop")) {
      source.sql(
          "select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = '"
              + slot
              + "' and active_pid is not null");
    }
    Awaitility.await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                source.sql(
                    "select pg_drop_replication_slot(slot_name) from pg_replication_slots where"
                        + " slot_name = 'shop' and database = current_database()"));
    state.close();
    target.close();
    source.close();
  }
}
