package io.sluice.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.server.ServedPipeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a pipeline stands that a server runs: the keys of {@link StatusDocument}, beside {@code
 * server}, {@code desired} and {@code why}; {@code state} is what the server says, which also knows
 * what happens between two runs.
 */
final class ServedStatus {
  /** A run is under way in these. */
  private static final Set<String> UNDER_WAY =
      Set.of("starting", "running", "stalled", "paused", "retrying", "stopping");

  /** What the server's document of a pipeline has under the same name. */
  private static final List<String> SAME = List.of("desired", "why", "next_try", "unapplied");

  private ServedStatus() {}

  /** As it stands now. */
  static ObjectNode of(ServedPipeline served) {
    return of(served, served.get(""));
  }

  /**
   * As it stands right behind something that is asked of it.
   *
   * @param action as the API calls it
   * @param reason for the audit log; may be empty
   */
  static ObjectNode after(ServedPipeline served, String action, String reason) {
    String path = ServedPipeline.query("/" + action, Map.of("reason", reason));
    return of(served, served.post(path, Map.of()));
  }

  /** Whether a run is under way, which may be about to end. */
  static boolean isUnderWay(JsonNode status) {
    return status.path("running").asBoolean();
  }

  private static ObjectNode of(ServedPipeline served, JsonNode there) {
    ObjectNode document = JsonMapper.builder().build().createObjectNode();
    String state = there.path("state").asText();
    document.put("running", UNDER_WAY.contains(state));
    served.pid().ifPresent(pid -> document.put("pid", pid));
    document.put("server", served.server().url().toString());
    document.put("pipeline", there.path("name").asText());
    document.put("state", state);
    for (String key : SAME) {
      if (there.has(key)) {
        document.set(key, there.get(key));
      }
    }
    JsonNode run = there.path("run");
    if (run.isObject()) {
      run.properties().stream()
          .filter(said -> !document.has(said.getKey()))
          .forEach(said -> document.set(said.getKey(), said.getValue()));
    } else {
      remembered(served, document);
    }
    if (!document.has("checkpoint")) {
      checkpoint(served, document);
    }
    if (there.has("open_dead_letters")) {
      document.set("open_dead_letters", there.get("open_dead_letters"));
    }
    return document;
  }

  /** Of the last run before the server was started. */
  private static void remembered(ServedPipeline served, ObjectNode document) {
    JsonNode last = served.get("/runs?limit=1").path("runs").path(0);
    if (last.isMissingNode()) {
      if (document.path("state").asText().equals("stopped")) {
        document.put("state", "never_ran");
      }
      return;
    }
    document.set("started_at", last.path("started_at"));
    if (last.has("ended_at")) {
      document.set("ended_at", last.get("ended_at"));
    }
    document.set("at", last.path("seen_at"));
    document.set("records", last.path("records"));
    if (last.has("error")) {
      document.putObject("last_error").set("message", last.get("error"));
    }
  }

  /** What a run that has committed nothing yet resumed from, or the next one will. */
  private static void checkpoint(ServedPipeline served, ObjectNode document) {
    offsets(served)
        .ifPresent(
            offsets -> {
              ObjectNode last = document.putObject("checkpoint");
              last.set("epoch", offsets.path("epoch"));
              if (offsets.has("committed_at")) {
                last.set("at", offsets.get("committed_at"));
              }
            });
  }

  private static Optional<JsonNode> offsets(ServedPipeline served) {
    try {
      return Optional.of(served.get("/offsets"));
    } catch (CommandFailure failure) {
      if (failure.code() == ExitCode.NOT_FOUND || failure.code() == ExitCode.CONFLICT) {
        return Optional.empty(); // It has none yet, or has it in Kafka.
      }
      throw failure;
    }
  }
}
