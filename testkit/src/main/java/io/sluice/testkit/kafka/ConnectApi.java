package io.sluice.testkit.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The REST interface of a Connect worker. Paths begin with a slash. */
public final class ConnectApi {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final String url;

  ConnectApi(String url) {
    this.url = url;
  }

  /**
   * That of any worker.
   *
   * @param url without a slash at its end
   */
  public static ConnectApi at(String url) {
    return new ConnectApi(url);
  }

  /**
   * What the worker said.
   *
   * @param status of HTTP
   * @param body JSON, a missing node when there was none
   */
  public record Answer(int status, JsonNode body) {}

  /** Where it is. */
  public String url() {
    return url;
  }

  /** Asks; {@code body} is sent as JSON. */
  public Answer ask(String method, String path, @Nullable Object body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + path))
              .timeout(LIMIT)
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofString(JSON.writeValueAsString(body)))
              .build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), read(response.body()));
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(method + " " + path + " was interrupted", e);
    }
  }

  public Answer get(String path) {
    return ask("GET", path, null);
  }

  public Answer put(String path, @Nullable Object body) {
    return ask("PUT", path, body);
  }

  /** Makes a connector, or gives it other settings. A rebalance under way is waited for. */
  public Answer configure(String name, Map<String, String> settings) {
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    Answer answer = put("/connectors/" + name + "/config", settings);
    while (answer.status() == 409 && System.nanoTime() < giveUp) {
      answer = put("/connectors/" + name + "/config", settings);
    }
    return answer;
  }

  /**
   * The states of a connector and its tasks, such as {@code RUNNING}, the connector's first; of a
   * task that failed with the beginning of why. Empty when there is no such connector as yet.
   */
  public List<String> states(String name) {
    JsonNode status = get("/connectors/" + name + "/status").body();
    List<String> states = new ArrayList<>();
    if (status.has("connector")) {
      states.add(state(status.get("connector")));
      status.get("tasks").forEach(task -> states.add(state(task)));
    }
    return states;
  }

  /**
   * Which worker has each task of a connector, by its address; "nobody" has one that waits for a
   * worker. Empty when there is no such connector as yet.
   */
  public List<String> workers(String name) {
    List<String> workers = new ArrayList<>();
    get("/connectors/" + name + "/status")
        .body()
        .path("tasks")
        .forEach(
            task ->
                workers.add(
                    task.path("state").asText().equals("UNASSIGNED")
                        ? "nobody"
                        : task.path("worker_id").asText()));
    return workers;
  }

  /** Whether it speaks HTTP and has found its place in the cluster. */
  boolean answers() {
    try {
      return get("/connectors").status() == 200;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static String state(JsonNode of) {
    String trace = of.path("trace").asText("");
    return of.get("state").asText()
        + (trace.isEmpty() ? "" : " " + trace.substring(0, Math.min(1_500, trace.length())));
  }

  private static JsonNode read(String text) throws JsonProcessingException {
    return text.isBlank() ? JSON.missingNode() : JSON.readTree(text);
  }
}
