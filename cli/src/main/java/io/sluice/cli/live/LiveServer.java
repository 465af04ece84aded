package io.sluice.cli.live;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.live.LiveRequests.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loopback endpoint of the pipelines that run in this process: {@code GET /<pipeline>/status},
 * {@code POST /<pipeline>/pause}, {@code /resume}, {@code /stop}, {@code /restart}, {@code /sql},
 * {@code /signal}, {@code /delete}, {@code /replay}. It listens on 127.0.0.1 only, wants the token
 * of {@link LiveAddress} with every request, and refuses what a browser could be tricked into
 * sending (another Host, any Origin). Thread-safe.
 */
public final class LiveServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveServer.class);
  private static final int THREADS = 8;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Function<String, Optional<LiveControl>> controls;
  private final LiveRequests requests;
  private final Path stateFolder;
  private final String token;
  private final Set<String> announced = ConcurrentHashMap.newKeySet();

  private LiveServer(
      HttpServer server,
      Function<String, Optional<LiveControl>> controls,
      Path stateFolder,
      UnaryOperator<String> redaction,
      String token) {
    this.server = server;
    this.controls = controls;
    this.stateFolder = stateFolder;
    this.requests = new LiveRequests(redaction);
    this.token = token;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "live");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to listen on a free port; nobody finds it before a pipeline is announced.
   *
   * @param controls of the pipelines that run, by name; asked with each request
   * @param redaction takes secrets out of error texts (invariant 9)
   */
  public static LiveServer start(
      Function<String, Optional<LiveControl>> controls,
      Path stateFolder,
      UnaryOperator<String> redaction)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    byte[] token = new byte[32];
    new SecureRandom().nextBytes(token);
    LiveServer live =
        new LiveServer(server, controls, stateFolder, redaction, HexFormat.of().formatHex(token));
    server.setExecutor(live.threads);
    server.createContext("/", live::answer);
    server.start();
    return live;
  }

  /** The same for the one pipeline that this process runs, which is announced. */
  public static LiveServer start(
      LiveControl control,
      Path stateFolder,
      String pipeline,
      Path file,
      UnaryOperator<String> redaction)
      throws IOException {
    LiveServer live =
        start(
            name -> name.equals(pipeline) ? Optional.of(control) : Optional.empty(),
            stateFolder,
            redaction);
    try {
      live.announce(pipeline, file);
      return live;
    } catch (IOException | RuntimeException unwritable) {
      live.close();
      throw unwritable;
    }
  }

  /** Says in the state folder that this process runs a pipeline, and where it is asked. */
  public LiveAddress announce(String pipeline, Path file) throws IOException {
    LiveAddress address =
        new LiveAddress(
            pipeline,
            ProcessHandle.current().pid(),
            server.getAddress().getPort(),
            "/" + pipeline,
            token,
            file.toAbsolutePath());
    address.write(stateFolder);
    announced.add(pipeline);
    return address;
  }

  /** This process does not run it any more. */
  public void withdraw(String pipeline) {
    announced.remove(pipeline);
    try {
      Files.deleteIfExists(LiveAddress.in(stateFolder, pipeline));
    } catch (IOException e) {
      // A stale file names a process that is gone, or one that knows nothing of it; readers notice.
      log.info("Could not remove the file that names this endpoint", e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer =
          admitted(exchange)
              ? handle(exchange)
              : new Answer(403, LiveRequests.error(ExitCode.FAILED, "refused"));
      byte[] body = JsonMapper.builder().build().writeValueAsBytes(answer.document());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private boolean admitted(HttpExchange exchange) {
    int port = server.getAddress().getPort();
    String host = exchange.getRequestHeaders().getFirst("Host");
    Set<String> ours = Set.of("127.0.0.1:" + port, "localhost:" + port);
    String said = exchange.getRequestHeaders().getFirst("Authorization");
    byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    return host != null
        && ours.contains(host)
        && exchange.getRequestHeaders().getFirst("Origin") == null
        && said != null
        // Takes the same time wherever the first difference is.
        && MessageDigest.isEqual(expected, said.getBytes(StandardCharsets.UTF_8));
  }

  private Answer handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    int action = path.lastIndexOf('/');
    String pipeline = action > 0 ? path.substring(1, action) : "";
    Optional<LiveControl> control = controls.apply(pipeline);
    return control.isEmpty()
        ? new Answer(404, LiveRequests.error(ExitCode.NOT_FOUND, path))
        : requests.answer(
            control.get(),
            exchange.getRequestMethod() + " " + path.substring(action),
            exchange.getRequestBody());
  }

  /** Stops listening and takes the files away. */
  @Override
  public void close() {
    announced.forEach(this::withdraw);
    server.stop(0);
    threads.shutdownNow();
  }
}
