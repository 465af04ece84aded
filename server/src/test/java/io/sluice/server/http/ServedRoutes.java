package io.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.http.door.Doorman;
import io.sluice.server.http.door.Visitor;
import io.sluice.server.http.event.EventHub;
import io.sluice.server.http.problem.Problem;
import io.sluice.server.http.route.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Routes, served on a free port to people whom a test knows, and a client of them. */
final class ServedRoutes implements AutoCloseable {
  /** What is never to be seen in an answer. */
  static final String SECRET = "hunter2";

  private static final ObjectMapper JSON = new ObjectMapper();

  final EventHub events;
  final Map<String, Visitor> tokens = new ConcurrentHashMap<>();
  final Map<String, Visitor> sessions = new ConcurrentHashMap<>();

  /** How often it was asked who somebody is, and how often of it counts as use of a session. */
  final AtomicInteger recognised = new AtomicInteger();

  final AtomicInteger sessionsUsed = new AtomicInteger();

  /** Whether nobody can say who anybody is. */
  volatile boolean away;

  private final WebServer server;
  private final HttpClient client = HttpClient.newBuilder().followRedirects(Redirect.NEVER).build();

  private ServedRoutes(WebSettings settings, EventHub.Bounds bounds, List<Route> routes) {
    events = new EventHub(bounds);
    for (Role role : Role.values()) {
      String name = role.name().toLowerCase(java.util.Locale.ROOT);
      tokens.put(name, visitor(name, Map.of(Identity.EVERYWHERE, role), null));
      sessions.put(name, visitor(name, Map.of(Identity.EVERYWHERE, role), "form-token"));
    }
    tokens.put("sales", visitor("sales", Map.of("sales", Role.OPERATOR), null));
    tokens.put("nothing", visitor("nothing", Map.of(), null));
    server =
        WebServer.start(
            settings,
            new WebParts(
                new Known(),
                pipeline -> Optional.ofNullable(Map.of("orders", "sales").get(pipeline)),
                new PlainPages(),
                events,
                text -> text.replace(SECRET, "***"),
                new SecureRandom(),
                AnswerCount.NONE),
            routes);
  }

  static ServedRoutes of(Route... routes) {
    return of(WebSettings.local(0), EventHub.Bounds.usual(), routes);
  }

  static ServedRoutes of(WebSettings settings, EventHub.Bounds bounds, Route... routes) {
    return new ServedRoutes(settings, bounds, List.of(routes));
  }

  static Visitor visitor(String name, Map<String, Role> grants, @Nullable String formToken) {
    return new Visitor(new Identity(name, grants), Optional.ofNullable(formToken));
  }

  private final class Known implements Doorman {
    @Override
    public Optional<Visitor> byToken(String token) {
      return known(tokens.get(token));
    }

    @Override
    public Optional<Visitor> bySession(String session) {
      sessionsUsed.incrementAndGet();
      return known(sessions.get(session));
    }

    @Override
    public Optional<Visitor> bySessionStill(String session) {
      return known(sessions.get(session));
    }

    private Optional<Visitor> known(@Nullable Visitor visitor) {
      recognised.incrementAndGet();
      if (away) {
        throw new IllegalStateException("the database is away");
      }
      return Optional.ofNullable(visitor);
    }
  }

  private static final class PlainPages implements Pages {
    @Override
    public String problem(Problem problem, Optional<Visitor> visitor) {
      return "<h1>"
          + problem.kind().slug()
          + "</h1>"
          + visitor.map(known -> known.identity().name()).orElse("nobody");
    }

    @Override
    public String signIn(String back) {
      return "/sign-in?back=" + URLEncoder.encode(back, StandardCharsets.UTF_8);
    }
  }

  /** An answer, read. */
  record Reply(int status, String text, HttpResponse<String> response) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError(text, e);
      }
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The kind of the problem that it is. */
    String problem() {
      return header("Content-Type").equals("application/problem+json")
          ? json().path("type").asText().replace("urn:sluice:problem:", "")
          : "none";
    }
  }

  int port() {
    return server.port();
  }

  Reply get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  /**
   * Sends a request and waits for the answer, for half a minute.
   *
   * @param headers names and values in turn
   */
  Reply send(String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + ": no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A connection on which this was sent; its buffer is small. */
  Socket raw(String request) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress("127.0.0.1", port()));
    socket.setSoTimeout(30_000);
    OutputStream out = socket.getOutputStream();
    out.write(request.getBytes(StandardCharsets.UTF_8));
    out.flush();
    return socket;
  }

  /** The whole of what is answered, until the server closes. */
  String exchange(String request) throws IOException {
    try (Socket socket = raw(request);
        InputStream in = socket.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static WebSettings named(String... names) {
    WebSettings local = WebSettings.local(0);
    return new WebSettings(
        local.host(), 0, local.limits(), local.key(), Set.of(names), local.proxies());
  }

  @Override
  public void close() {
    events.close();
    server.close();
  }
}
