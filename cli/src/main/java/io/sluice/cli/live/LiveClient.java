package io.sluice.cli.live;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.project.query.QueryResult;
import io.sluice.project.query.RowDeletion;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the process that runs a pipeline. */
public final class LiveClient {
  private final LiveAddress address;
  private final JsonMapper json =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();

  private LiveClient(LiveAddress address) {
    this.address = address;
  }

  /**
   * What a process says.
   *
   * @param status the document of {@link RunDocument}
   */
  public record Answer(LiveAddress from, JsonNode status) {}

  /**
   * What the process that runs the pipeline now says of it; empty if there is none. Asked once: a
   * run that ends in the meantime is none that cannot be told.
   */
  public static Optional<Answer> ask(Path stateFolder, String pipeline) {
    return LiveAddress.read(LiveAddress.in(stateFolder, pipeline)).flatMap(LiveClient::answer);
  }

  private static Optional<Answer> answer(LiveAddress address) {
    try {
      // A process id may have been given to another process since; that one does not answer.
      return Optional.of(new Answer(address, new LiveClient(address).status()))
          .filter(said -> said.status().path("pipeline").asText().equals(address.pipeline()));
    } catch (CommandFailure e) {
      return Optional.empty();
    }
  }

  /** The process that runs the pipeline now; empty if there is none, whatever file it left. */
  public static Optional<LiveClient> find(Path stateFolder, String pipeline) {
    return ask(stateFolder, pipeline).map(said -> new LiveClient(said.from()));
  }

  /** Where it listens. */
  public LiveAddress address() {
    return address;
  }

  /** The document of {@link RunDocument}. */
  public JsonNode status() {
    return send("GET", "/status", Map.of());
  }

  /** Pauses; answers the status. */
  public JsonNode pause() {
    return send("POST", "/pause", Map.of());
  }

  /** Resumes; answers the status. */
  public JsonNode resume() {
    return send("POST", "/resume", Map.of());
  }

  /** Asks the run to end in order; answers the status at that moment. */
  public JsonNode stop() {
    return send("POST", "/stop", Map.of());
  }

  /**
   * Has tasks begin anew.
   *
   * @param task the one that is meant; empty for all
   * @return what begins anew, a sentence
   */
  public String restart(String task) {
    return send("POST", "/restart", Map.of("task", task)).path("meaning").asText();
  }

  /** Runs a query in a sink's database. */
  public QueryResult query(String sink, String sql, int limit) {
    return QueryDocument.read(
        send("POST", "/sql", Map.of("sink", sink, "sql", sql, "limit", limit)));
  }

  /** Hands the pipeline's source a signal. */
  public void signal(String id, String type, Map<String, ?> data) {
    send("POST", "/signal", Map.of("id", id, "type", type, "data", data));
  }

  /** Deletes rows in a sink's database; answers how many there were. */
  public long delete(String sink, RowDeletion rows) {
    return send(
            "POST",
            "/delete",
            Map.of(
                "sink",
                sink,
                "table",
                rows.table(),
                "columns",
                rows.columns(),
                "kinds",
                rows.kinds(),
                "keys",
                rows.keys()))
        .path("deleted")
        .asLong();
  }

  /** Sends dead letters again; answers {@code replayed} and {@code failed_again}. */
  public JsonNode replay(List<Long> ids) {
    return send("POST", "/replay", Map.of("ids", ids));
  }

  private static ExitCode code(String name) {
    return Arrays.stream(ExitCode.values())
        .filter(code -> code.name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(ExitCode.FAILED);
  }

  private JsonNode send(String method, String path, Map<String, ?> body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + address.port() + address.path() + path))
              .header("Authorization", "Bearer " + address.token())
              .timeout(Duration.ofMinutes(5))
              .method(
                  method,
                  method.equals("GET")
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
              .build();
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      JsonNode document = json.readTree(response.body());
      if (response.statusCode() == 200) {
        return document;
      }
      JsonNode error = document.path("error");
      throw new CommandFailure(
          code(error.path("code").asText()),
          error.path("message").asText("the running process answered " + response.statusCode()),
          null);
    } catch (ConnectException e) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND, "pipeline " + address.pipeline() + " is not running", null, e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE, "the process that runs " + address + " did not answer", null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted", null, e);
    }
  }
}
