package io.sluice.kafka.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.kafka.deploy.ConnectClusterException.Kind;
import io.sluice.kafka.wait.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Connect cluster, spoken to through the REST API of one of its workers. What a rebalance holds
 * up is tried again for a while. Safe for use by several threads.
 */
public final class ConnectCluster {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A worker gives itself 90 s for an answer, in which connectors look at their databases. */
  private static final Duration ANSWER = Duration.ofSeconds(100);

  private static final Duration REBALANCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int CONFLICT = 409;
  private static final int UNAVAILABLE = 503;

  /**
   * What a plugin says about settings that it would be given.
   *
   * @param known every setting that the plugin, its transforms and Connect itself declare
   * @param errors what is wrong, by setting
   */
  public record Verdict(List<String> known, Map<String, List<String>> errors) {
    public Verdict {
      known = List.copyOf(known);
      errors = Map.copyOf(errors);
    }
  }

  private record Answer(int status, JsonNode body) {}

  private final ConnectAddress address;
  private final HttpClient client;

  public ConnectCluster(ConnectAddress address) {
    this.address = address;
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
    address.tls().ifPresent(builder::sslContext);
    client = builder.build();
  }

  /** Where it is asked. */
  public URI url() {
    return address.url();
  }

  /** Whether this is how it is spoken to. */
  public boolean isAt(URI url) {
    URI own = address.url();
    return own.getPort() == url.getPort() && String.valueOf(own.getHost()).equals(url.getHost());
  }

  /** Every connector by name, ours and others'. */
  public Map<String, RunningConnector> connectors() {
    JsonNode all = ask("GET", "/connectors?expand=info&expand=status", null).body();
    Map<String, RunningConnector> connectors = new TreeMap<>();
    all.fields()
        .forEachRemaining(
            entry -> {
              // One that is being removed has lost a half already.
              if (entry.getValue().has("info")) {
                connectors.put(entry.getKey(), connector(entry.getKey(), entry.getValue()));
              }
            });
    return connectors;
  }

  /** One connector; empty when there is none of that name. */
  public Optional<RunningConnector> connector(String name) {
    return Optional.ofNullable(connectors().get(name));
  }

  /** Asks the plugin on the cluster; nothing is made. It may look at its databases for that. */
  public Verdict validate(Map<String, String> config) {
    String type = config.getOrDefault("connector.class", "");
    JsonNode said =
        ask("PUT", "/connector-plugins/" + encoded(type) + "/config/validate", config).body();
    List<String> known = new ArrayList<>();
    Map<String, List<String>> errors = new LinkedHashMap<>();
    for (JsonNode each : said.path("configs")) {
      known.add(each.path("definition").path("name").asText());
      List<String> wrong = new ArrayList<>();
      each.path("value").path("errors").forEach(error -> wrong.add(error.asText()));
      if (!wrong.isEmpty()) {
        errors.put(each.path("value").path("name").asText(), wrong);
      }
    }
    return new Verdict(known, errors);
  }

  /**
   * Makes a connector that is in that state from its first moment (KIP-980, so of a worker of 3.7
   * or newer): one that is to wait reads nothing before it does.
   *
   * @param paused whether it waits until {@link #resume}
   * @return whether it was made; not if there is one of that name
   */
  public boolean create(String name, Map<String, String> config, boolean paused) {
    Map<String, Object> wanted =
        Map.of("name", name, "config", config, "initial_state", paused ? "PAUSED" : "RUNNING");
    Patience patience = new Patience(REBALANCE, PAUSE);
    while (true) {
      Answer answer = once("POST", "/connectors", wanted);
      // Connect says with one status that the name is taken and that a rebalance is under way.
      if (answer.status() == CONFLICT && once("GET", path(name, null), null).status() == 200) {
        return false;
      }
      if (!isPassing(answer) || !again(patience)) {
        checked("POST", "/connectors", answer);
        return true;
      }
    }
  }

  /** Makes a connector, or gives it these settings; one that is paused or stopped stays so. */
  public void configure(String name, Map<String, String> config) {
    ask("PUT", path(name, "config"), config);
  }

  /** Removes a connector. The cluster keeps what it reached, for one that gets its name. */
  public void remove(String name) {
    ask("DELETE", path(name, null), null);
  }

  /** Has its tasks wait, still there. */
  public void pause(String name) {
    ask("PUT", path(name, "pause"), null);
  }

  /** Has its tasks end; its offsets can be changed then. */
  public void stop(String name) {
    ask("PUT", path(name, "stop"), null);
  }

  /** Has it go on behind a pause or stop. */
  public void resume(String name) {
    ask("PUT", path(name, "resume"), null);
  }

  /** Starts it again, or what failed of it. */
  public void restart(String name, boolean onlyFailed) {
    ask("POST", path(name, "restart") + "?includeTasks=true&onlyFailed=" + onlyFailed, Map.of());
  }

  /** Starts one of its tasks again; Connect leaves one that hangs behind after a few seconds. */
  public void restartTask(String name, int task) {
    ask("POST", path(name, "tasks/" + task + "/restart"), Map.of());
  }

  /** Where a connector is: pairs of {@code partition} and {@code offset}, as it words them. */
  public JsonNode offsets(String name) {
    return ask("GET", path(name, "offsets"), null).body().path("offsets");
  }

  /** Moves a connector that is stopped to other offsets; an offset of null forgets a partition. */
  public void moveOffsets(String name, JsonNode offsets) {
    ask("PATCH", path(name, "offsets"), JSON.createObjectNode().set("offsets", offsets));
  }

  /** Has a connector that is stopped forget everything that it reached. */
  public void forgetOffsets(String name) {
    ask("DELETE", path(name, "offsets"), null);
  }

  private static RunningConnector connector(String name, JsonNode node) {
    Map<String, String> config = new TreeMap<>();
    node.path("info")
        .path("config")
        .fields()
        .forEachRemaining(entry -> config.put(entry.getKey(), entry.getValue().asText()));
    JsonNode status = node.path("status");
    List<RunningConnector.Task> tasks = new ArrayList<>();
    for (JsonNode task : status.path("tasks")) {
      tasks.add(
          new RunningConnector.Task(
              task.path("id").asInt(),
              task.path("state").asText(),
              task.path("worker_id").asText(""),
              task.path("trace").asText("")));
    }
    JsonNode connector = status.path("connector");
    return new RunningConnector(
        name,
        node.path("info").path("type").asText("unknown"),
        config,
        connector.path("state").asText("UNASSIGNED"),
        connector.path("worker_id").asText(""),
        connector.path("trace").asText(""),
        tasks);
  }

  private static String path(String connector, @Nullable String what) {
    return "/connectors/" + encoded(connector) + (what == null ? "" : "/" + what);
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Asks until a rebalance is over; an answer that is no success is an exception. */
  private Answer ask(String method, String path, @Nullable Object body) {
    Patience patience = new Patience(REBALANCE, PAUSE);
    while (true) {
      Answer answer = once(method, path, body);
      if (!isPassing(answer) || !again(patience)) {
        return checked(method, path, answer);
      }
    }
  }

  private static boolean isPassing(Answer answer) {
    return answer.status() == CONFLICT || answer.status() == UNAVAILABLE;
  }

  private Answer once(String method, String path, @Nullable Object body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address.url() + path))
            .timeout(ANSWER)
            .header("Accept", "application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text(body)));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    address
        .username()
        .ifPresent(
            user ->
                request.header(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(
                                (user + ":" + address.password())
                                    .getBytes(StandardCharsets.UTF_8))));
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), read(response.body()));
    } catch (IOException e) {
      throw NoAnswer.of(address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectClusterException(
          Kind.UNREACHABLE, "interrupted while the Connect cluster at " + address + " answers", e);
    }
  }

  private Answer checked(String method, String path, Answer answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return answer;
    }
    Kind kind =
        switch (status) {
          case 401, 403 -> Kind.LOGIN;
          case 404 -> Kind.NOT_FOUND;
          default -> status >= 500 ? Kind.FAILED : Kind.REFUSED;
        };
    String said = answer.body().path("message").asText("");
    throw new ConnectClusterException(
        kind,
        "the Connect cluster at "
            + address
            + " answered "
            + method
            + " "
            + path.replaceFirst("\\?.*", "")
            + " with "
            + status
            + (said.isEmpty() ? "" : ": " + said),
        null);
  }

  private static boolean again(Patience patience) {
    try {
      return patience.again();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectClusterException(Kind.UNREACHABLE, "interrupted during a rebalance", e);
    }
  }

  private static String text(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request that is not JSON", e);
    }
  }

  /** A proxy in between may answer with a page; its status says enough. */
  private static JsonNode read(String text) {
    try {
      return text.isBlank() ? JSON.missingNode() : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
