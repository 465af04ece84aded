package io.sluice.cli.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.query.NotAQueryException;
import io.sluice.cli.query.RowDeletion;
import io.sluice.engine.run.ReplayOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loopback endpoint of a running pipeline: {@code GET /status}, {@code POST /pause}, {@code
 * /resume}, {@code /stop}, {@code /sql}, {@code /signal}, {@code /delete}, {@code /replay}. It
 * listens on 127.0.0.1 only, wants the token of {@link LiveAddress} with every request, and refuses
 * what a browser could be tricked into sending (another Host, any Origin).
 */
public final class LiveServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveServer.class);
  private static final int LARGEST_REQUEST = 1 << 20;

  private final HttpServer server;
  private final ExecutorService threads;
  private final LiveControl control;
  private final LiveAddress address;
  private final Path stateFolder;
  private final UnaryOperator<String> redaction;

  private LiveServer(
      HttpServer server,
      LiveControl control,
      LiveAddress address,
      Path stateFolder,
      UnaryOperator<String> redaction) {
    this.server = server;
    this.control = control;
    this.address = address;
    this.stateFolder = stateFolder;
    this.redaction = redaction;
    this.threads =
        Executors.newFixedThreadPool(
            3,
            task -> {
              Thread thread = new Thread(task, "live-" + address.pipeline());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to listen on a free port and says so in the state folder.
   *
   * @param redaction takes secrets out of error texts (invariant 9)
   */
  public static LiveServer start(
      LiveControl control,
      Path stateFolder,
      String pipeline,
      Path file,
      UnaryOperator<String> redaction)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    byte[] token = new byte[32];
    new SecureRandom().nextBytes(token);
    LiveAddress address =
        new LiveAddress(
            pipeline,
            ProcessHandle.current().pid(),
            server.getAddress().getPort(),
            HexFormat.of().formatHex(token),
            file.toAbsolutePath());
    LiveServer live = new LiveServer(server, control, address, stateFolder, redaction);
    server.setExecutor(live.threads);
    server.createContext("/", live::answer);
    server.start();
    address.write(stateFolder);
    return live;
  }

  /** Where it listens. */
  public LiveAddress address() {
    return address;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer =
            admitted(exchange)
                ? handle(exchange)
                : new Answer(403, error(ExitCode.FAILED, "refused"));
      } catch (NotAQueryException | IllegalArgumentException e) {
        answer = new Answer(400, error(ExitCode.USAGE, text(e)));
      } catch (SQLException e) {
        boolean connecting = String.valueOf(e.getSQLState()).startsWith("08");
        answer =
            new Answer(422, error(connecting ? ExitCode.UNREACHABLE : ExitCode.FAILED, text(e)));
      } catch (CommandFailure e) {
        answer = new Answer(422, error(e.code(), text(e)));
      } catch (RuntimeException e) {
        log.warn("Request to {} failed", exchange.getRequestURI().getPath(), e);
        answer = new Answer(500, error(ExitCode.FAILED, text(e)));
      }
      byte[] body = JsonMapper.builder().build().writeValueAsBytes(answer.document());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private record Answer(int status, Object document) {}

  private boolean admitted(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    Set<String> ours = Set.of("127.0.0.1:" + address.port(), "localhost:" + address.port());
    String said = exchange.getRequestHeaders().getFirst("Authorization");
    byte[] expected = ("Bearer " + address.token()).getBytes(StandardCharsets.UTF_8);
    return host != null
        && ours.contains(host)
        && exchange.getRequestHeaders().getFirst("Origin") == null
        && said != null
        // Takes the same time wherever the first difference is.
        && MessageDigest.isEqual(expected, said.getBytes(StandardCharsets.UTF_8));
  }

  private Answer handle(HttpExchange exchange) throws IOException, SQLException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    return switch (request) {
      case "GET /status" -> status();
      case "POST /pause" -> {
        control.pause();
        yield status();
      }
      case "POST /resume" -> {
        control.resume();
        yield status();
      }
      case "POST /stop" -> {
        control.stop();
        yield status();
      }
      case "POST /sql" -> new Answer(200, query(body(exchange)));
      case "POST /signal" -> {
        JsonNode body = body(exchange);
        control.signal(
            body.path("id").asText(""), body.path("type").asText(""), body.path("data").toString());
        yield new Answer(200, Map.of());
      }
      case "POST /delete" -> new Answer(200, delete(body(exchange)));
      case "POST /replay" -> new Answer(200, replay(body(exchange)));
      default -> new Answer(404, error(ExitCode.NOT_FOUND, request));
    };
  }

  private Answer status() {
    return new Answer(200, RunDocument.of(control.status()));
  }

  private Object query(JsonNode body) throws SQLException {
    int limit = Math.min(Math.max(1, body.path("limit").asInt(1000)), 1_000_000);
    return QueryDocument.of(
        control.query(body.path("sink").asText(""), body.path("sql").asText(""), limit));
  }

  private Object delete(JsonNode body) throws SQLException {
    List<String> columns = new ArrayList<>();
    body.path("columns").forEach(column -> columns.add(column.asText()));
    List<RowDeletion.Kind> kinds = new ArrayList<>();
    body.path("kinds").forEach(kind -> kinds.add(RowDeletion.Kind.valueOf(kind.asText())));
    List<List<String>> keys = new ArrayList<>();
    for (JsonNode key : body.path("keys")) {
      List<String> texts = new ArrayList<>();
      key.forEach(text -> texts.add(text.asText()));
      keys.add(texts);
    }
    RowDeletion rows = new RowDeletion(body.path("table").asText(""), columns, kinds, keys);
    return Map.of("deleted", control.delete(body.path("sink").asText(""), rows));
  }

  private Object replay(JsonNode body) {
    List<Long> ids = new ArrayList<>();
    body.path("ids").forEach(id -> ids.add(id.asLong()));
    ReplayOutcome outcome = control.replay(ids);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("replayed", outcome.replayed());
    document.put("failed_again", outcome.failedAgain());
    return document;
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
    if (bytes.length > LARGEST_REQUEST) {
      throw new IllegalArgumentException(
          "expected a request of at most " + LARGEST_REQUEST + " bytes");
    }
    try {
      return JsonMapper.builder().build().readTree(bytes);
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new IllegalArgumentException("expected JSON", e);
    }
  }

  private String text(Exception e) {
    return redaction.apply(String.valueOf(e.getMessage()));
  }

  /** With what the command that asked has to return, as if it had done the work itself. */
  private static Map<String, Object> error(ExitCode code, String message) {
    return Map.of(
        "error", Map.of("code", code.name().toLowerCase(Locale.ROOT), "message", message));
  }

  /** Stops listening and takes the file away. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(LiveAddress.in(stateFolder, address.pipeline()));
    } catch (IOException e) {
      // A stale file names a process that is gone; readers notice.
      log.info("Could not remove the file that names this endpoint", e);
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
