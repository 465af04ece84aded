package io.sluice.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The part of Connect's REST API that is deployed through, over a map; nothing runs. */
public final class PretendedCluster implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode NONE = JSON.createArrayNode();

  public final Map<String, Map<String, String>> connectors = new TreeMap<>();
  final Map<String, String> refusals = new TreeMap<>();
  public final List<String> changes = new ArrayList<>();
  public final Map<String, String> states = new TreeMap<>();

  /** Why the task of a connector has failed. */
  final Map<String, String> traces = new TreeMap<>();

  JsonNode offsets = NONE;
  int rebalances;
  @Nullable String wantedLogin;

  /** A connector that cannot be made. */
  @Nullable String refused;

  /** Why the plugins judge nothing. */
  @Nullable String unjudged;

  /** What no connector can be asked for, as {@code resume}. */
  public @Nullable String impossible;

  /** Whether connectors that are stopped go on for a while. */
  public volatile boolean lingers;

  /** Pauses, stops and so on, in their order: {@code stop shop}. */
  public final List<String> moves = new CopyOnWriteArrayList<>();

  private final HttpServer server;

  public PretendedCluster() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private synchronized void serve(HttpExchange exchange) {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
      String request = exchange.getRequestMethod() + " " + path[0];
      JsonNode body = JSON.readTree(exchange.getRequestBody());
      String login = exchange.getRequestHeaders().getFirst("Authorization");
      if (wantedLogin != null && !wantedLogin.equals(login)) {
        answer(exchange, 401, JSON.createObjectNode());
      } else if (request.equals("GET connectors") && path.length == 3) {
        answer(exchange, 200, JSON.createObjectNode().set("offsets", offsets));
      } else if (request.equals("GET connectors")) {
        answer(exchange, 200, all());
      } else if (request.equals("PUT connector-plugins") && unjudged != null) {
        answer(exchange, 500, JSON.createObjectNode().put("message", unjudged));
      } else if (request.equals("PUT connector-plugins")) {
        answer(exchange, 200, verdict(body));
      } else if (rebalances > 0) {
        rebalances--;
        answer(exchange, 409, JSON.createObjectNode().put("message", "rebalance in process"));
      } else if (path.length == 3 && path[2].equals(impossible)) {
        answer(exchange, 500, JSON.createObjectNode().put("message", "no room"));
      } else if (path.length == 3 && path[2].equals("offsets")) {
        changes.add(exchange.getRequestMethod() + " offsets of " + path[1]);
        offsets = exchange.getRequestMethod().equals("PATCH") ? body.path("offsets") : NONE;
        answer(exchange, 200, JSON.createObjectNode());
      } else if (path.length == 3 && !path[2].equals("config")) {
        moves.add(path[2] + " " + path[1]);
        states.put(path[1], path[2].equals("stop") && !lingers ? "STOPPED" : "RUNNING");
        answer(exchange, 202, null);
      } else if (request.equals("PUT connectors") && path[1].equals(refused)) {
        answer(exchange, 500, JSON.createObjectNode().put("message", "no room"));
      } else if (request.equals("PUT connectors")) {
        changes.add("PUT " + path[1]);
        connectors.put(path[1], texts(body));
        answer(exchange, 200, JSON.createObjectNode());
      } else {
        changes.add(exchange.getRequestMethod() + " " + path[1]);
        connectors.remove(path[1]);
        answer(exchange, 204, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode all() {
    ObjectNode all = JSON.createObjectNode();
    connectors.forEach(
        (name, config) -> {
          ObjectNode one = all.putObject(name);
          one.putObject("info")
              .put("type", config.containsKey("topics") ? "sink" : "source")
              .set("config", JSON.valueToTree(config));
          ObjectNode status = one.putObject("status");
          status
              .putObject("connector")
              .put("state", states.getOrDefault(name, "RUNNING"))
              .put("worker_id", "10.0.0.5:8083");
          ObjectNode task = status.putArray("tasks").addObject();
          task.put("id", 0).put("worker_id", "10.0.0.6:8083");
          task.put("state", traces.containsKey(name) ? "FAILED" : "RUNNING");
          task.put("trace", traces.getOrDefault(name, ""));
        });
    return all;
  }

  private JsonNode verdict(JsonNode config) {
    ObjectNode verdict = JSON.createObjectNode();
    ArrayNode configs = verdict.putArray("configs");
    for (String known : List.of("url", "mode", "password")) {
      ObjectNode one = configs.addObject();
      one.putObject("definition").put("name", known);
      ObjectNode value = one.putObject("value").put("name", known);
      String refusal = refusals.get(known);
      if (refusal != null && config.has(known)) {
        value.putArray("errors").add(refusal);
      }
    }
    return verdict;
  }

  private static Map<String, String> texts(JsonNode body) {
    Map<String, String> texts = new TreeMap<>();
    body.fields().forEachRemaining(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }

  private static void answer(HttpExchange exchange, int status, @Nullable JsonNode body)
      throws IOException {
    byte[] bytes = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
