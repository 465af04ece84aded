package io.sluice.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.live.LiveClient;
import io.sluice.contract.event.SchemaEvent;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.ProjectPipeline;
import io.sluice.state.StateDatabase;
import io.sluice.state.checkpoint.Checkpoint;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.history.Runs;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * How a pipeline stands, whether it runs or not: what the running process says, else what the state
 * database remembers.
 */
final class StatusDocument {
  private StatusDocument() {}

  /**
   * The document: keys as in {@code RunDocument}, with {@code running} and the open dead letters.
   *
   * @param onKafka asked for how many dead letters of a pipeline on Kafka are open, which are in
   *     topics; they are left out where it does not know
   */
  static ObjectNode of(ProjectPipeline project, Function<KafkaPipeline, OptionalLong> onKafka) {
    String name = project.name();
    Optional<LiveClient.Answer> live = LiveClient.ask(project.stateFolder(), name);
    ObjectNode document = JsonMapper.builder().build().createObjectNode();
    if (live.isPresent()) {
      JsonNode said = live.get().status();
      document.put("running", true).put("pid", live.get().from().pid());
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
    openDeadLetters(project, onKafka).ifPresent(open -> document.put("open_dead_letters", open));
    schemaTroubles(project, document);
    return document;
  }

  /** What the contract on schemas held back in the newest run. */
  private static void schemaTroubles(ProjectPipeline project, ObjectNode document) {
    boolean held =
        project.read().pipeline().flatMap(Pipeline::schema).isPresent()
            || project.read().onKafka().flatMap(KafkaPipeline::schema).isPresent();
    if (!held || !project.hasState()) {
      return;
    }
    Optional<Runs.Run> run = project.state().runs().latest(project.name());
    if (run.isEmpty()) {
      return;
    }
    List<SchemaEvent> troubles =
        project.schemaEvents().troubles(project.name(), run.get().startedAt());
    if (!troubles.isEmpty()) {
      ArrayNode list = document.putArray("schema_troubles");
      for (SchemaEvent trouble : troubles) {
        list.addObject()
            .put("event", trouble.id())
            .put("subject", trouble.ruling().subject())
            .put("decision", trouble.ruling().kind().name().toLowerCase(Locale.ROOT))
            .put("because", trouble.ruling().because())
            .put("records", trouble.records());
      }
    }
  }

  private static OptionalLong openDeadLetters(
      ProjectPipeline project, Function<KafkaPipeline, OptionalLong> onKafka) {
    Optional<KafkaPipeline> there = project.read().onKafka();
    if (there.isPresent()) {
      return onKafka.apply(there.get());
    }
    return project.hasState()
        ? OptionalLong.of(
            project.state().deadLetters().count(DeadLetters.Filter.open(project.name())))
        : OptionalLong.empty();
  }

  private static void remembered(StateDatabase state, String name, ObjectNode document) {
    Optional<Runs.Run> latest = state.runs().latest(name);
    boolean held = state.holderOf(name).isPresent();
    document.put("running", held).put("pipeline", name);
    state
        .holderOf(name)
        .ifPresent(
            holder -> {
              document.put("pid", holder.pid());
              if (holder.host() != null) {
                document.put("host", holder.host());
              }
            });
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
