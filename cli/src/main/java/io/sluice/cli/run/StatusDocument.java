package io.sluice.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.project.Project;
import io.sluice.state.StateDatabase;
import io.sluice.state.checkpoint.Checkpoint;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.history.Runs;
import java.util.Locale;
import java.util.Optional;

/**
 * How a pipeline stands, whether it runs or not: what the running process says, else what the state
 * database remembers.
 */
final class StatusDocument {
  private StatusDocument() {}

  /**
   * The document: keys as in {@code RunDocument}, with {@code running} and the open dead letters.
   * Of a pipeline on Kafka these are in topics, which {@code sluice dlq} reads: no number is said
   * here.
   */
  static ObjectNode of(Project project) {
    String name = project.name();
    Optional<LiveClient> live = LiveClient.find(project.stateFolder(), name);
    ObjectNode document = JsonMapper.builder().build().createObjectNode();
    if (live.isPresent()) {
      JsonNode said = live.get().status();
      document.put("running", true).put("pid", live.get().address().pid());
      said.properties().forEach(e -> document.set(e.getKey(), e.getValue()));
      if (!document.has("checkpoint") && project.hasState()) {
        // This run has committed nothing yet: what it resumed from still stands.
        checkpoint(project.state(), name, document);
      }
    } else if (project.hasState()) {
      remembered(project.state(), name, document);
    } else {
      document.put("running", false).put("pipeline", name).put("state", "never_ran");
    }
    if (project.hasState() && project.read().onKafka().isEmpty()) {
      document.put(
          "open_dead_letters", project.state().deadLetters().count(DeadLetters.Filter.open(name)));
    }
    return document;
  }

  private static void remembered(StateDatabase state, String name, ObjectNode document) {
    Optional<Runs.Run> latest = state.runs().latest(name);
    boolean held = state.holderOf(name).isPresent();
    document.put("running", held).put("pipeline", name);
    state.holderOf(name).ifPresent(pid -> document.put("pid", pid));
    document.put("state", latest.map(run -> word(run, held)).orElse("never_ran"));
    latest.ifPresent(run -> describe(run, document));
    checkpoint(state, name, document);
  }

  private static void checkpoint(StateDatabase state, String name, ObjectNode document) {
    Optional<Checkpoint> checkpoint = state.checkpoints().lastCommitted(name);
    checkpoint.ifPresent(
        c -> {
          ObjectNode last = document.putObject("checkpoint");
          last.put("epoch", c.epoch());
          if (c.committedAt() != null) {
            last.put("at", c.committedAt().toString());
          }
          last.put("records", c.records());
        });
  }

  private static void describe(Runs.Run run, ObjectNode document) {
    document.put("started_at", run.startedAt().toString());
    if (run.endedAt() != null) {
      document.put("ended_at", run.endedAt().toString());
    }
    document.put("at", run.seenAt().toString());
    Runs.Counts counts = run.counts();
    document
        .putObject("records")
        .put("polled", counts.polled())
        .put("delivered", counts.delivered())
        .put("dead_lettered", counts.deadLettered())
        .put("filtered", counts.filtered());
    if (run.error() != null) {
      document.putObject("last_error").put("message", run.error());
    }
  }

  /** A run without an end whose process is gone was killed. */
  private static String word(Runs.Run run, boolean held) {
    return switch (run.outcome()) {
      case UNFINISHED -> held ? "running" : "died";
      case COMPLETED, STOPPED, FAILED -> run.outcome().name().toLowerCase(Locale.ROOT);
    };
  }
}
