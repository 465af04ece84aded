package io.sluice.server.fleet;

import io.sluice.project.Project;
import io.sluice.project.SourceOffsets;
import io.sluice.server.access.Identity;
import io.sluice.server.folder.Definition;
import io.sluice.server.operate.OffsetRequest;
import io.sluice.server.operate.OffsetReset;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.Refusal.Kind;
import io.sluice.server.view.Desired;
import io.sluice.state.StateDatabase;
import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.checkpoint.Reset;
import io.sluice.state.checkpoint.ResetCheck;
import io.sluice.state.checkpoint.ResetOutcome;
import io.sluice.state.lease.PipelineLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where sources go on, and how people move that. Thread-safe. */
final class Positions {
  private final Roster roster;
  private final Project project;
  private final StateDatabase state;
  private final KafkaPositions onKafka;

  Positions(Roster roster, Project project, KafkaPositions onKafka) {
    this.roster = roster;
    this.project = project;
    this.state = project.state();
    this.onKafka = onKafka;
  }

  /** What a reset would do. */
  OffsetReset plan(String name, OffsetRequest request) {
    Optional<Definition> elsewhere = elsewhere(roster.named(name));
    if (elsewhere.isPresent()) {
      return onKafka.plan(elsewhere.get(), request);
    }
    return Refusals.orRefused(
        () -> {
          Reset reset = wanted(name, request);
          ResetOutcome would = state.checkpoints().preview(name, reset);
          return shown(request, would, judged(reset, would.before()));
        });
  }

  /** Does it; the state writes the audit's entry in the same transaction. */
  OffsetReset reset(Identity who, String name, OffsetRequest request, String reason) {
    ManagedPipeline pipeline = roster.named(name);
    return pipeline
        .asking()
        .during("its position is moved", () -> reset(who, pipeline, request, reason));
  }

  private OffsetReset reset(
      Identity who, ManagedPipeline pipeline, OffsetRequest request, String reason) {
    String name = pipeline.name();
    if (pipeline.desired() != Desired.STOPPED || pipeline.isOccupied()) {
      throw new Refusal(
          Kind.CONFLICT,
          "pipeline " + name + " runs, or is about to; only a stopped one is moved",
          "Stop it first, and start it afterwards.");
    }
    return Refusals.orRefused(
        () -> {
          Optional<Definition> elsewhere = elsewhere(pipeline);
          try (PipelineLock held = state.lock(name)) {
            if (elsewhere.isPresent()) {
              return onKafka.reset(who, elsewhere.get(), request, reason);
            }
            Reset reset = wanted(name, request);
            Map<String, String> before = state.checkpoints().preview(name, reset).before();
            request.requireSeen(lines(before));
            List<String> warnings = judged(reset, before);
            if (!reset.forgetOthers()) {
              pipeline
                  .definition()
                  .flatMap(Definition::direct)
                  .ifPresent(p -> SourceOffsets.check(project, p, reset.sourceOffsets()));
            }
            return shown(
                request, state.checkpoints().reset(held, reset, who.name(), reason), warnings);
          }
        });
  }

  /**
   * The version of one that runs on Kafka, which keeps its position; empty of one that runs direct.
   *
   * @throws Refusal if there is none, so that nobody knows where its position is kept
   */
  private static Optional<Definition> elsewhere(ManagedPipeline pipeline) {
    Definition version =
        pipeline
            .definition()
            .orElseThrow(
                () ->
                    new Refusal(
                        Kind.CONFLICT,
                        "pipeline "
                            + pipeline.name()
                            + " has no version that could run, so that it is not known whether its"
                            + " position is kept here or by Kafka; nothing was changed",
                        "Mend its file, have it applied, and move the position then."));
    return Optional.of(version).filter(found -> found.onKafka().isPresent());
  }

  private Reset wanted(String name, OffsetRequest request) {
    if (request.sink().isPresent() || request.time().isPresent()) {
      throw new Refusal(
          Kind.INVALID,
          request.sink().isPresent()
              ? "sink: pipeline "
                  + name
                  + " runs direct, where a checkpoint spans source and sinks: no sink has a place"
                  + " of its own"
              : "time: a source knows positions, and which was reached when nobody does",
          "Have the rows read again that changed since a time, by a snapshot with since; or say a"
              + " position of the source.");
    }
    if (request.beginning()) {
      return Reset.toTheBeginning();
    }
    if (request.offset().isEmpty()) {
      throw new Refusal(
          Kind.INVALID, "offset: expected a position in the source's own words", null);
    }
    try {
      String partition =
          request.partition().isPresent()
              ? CanonicalJson.write(request.partition().get())
              : onlyPartition(name);
      return Reset.only(Map.of(partition, CanonicalJson.write(request.offset())));
    } catch (IllegalArgumentException wrong) {
      throw new Refusal(
          Kind.INVALID, "offset: expected texts, numbers and truth values", null, wrong);
    }
  }

  private String onlyPartition(String name) {
    Map<String, String> known = state.checkpoints().preview(name, Reset.only(Map.of())).before();
    if (known.size() == 1) {
      return known.keySet().iterator().next();
    }
    throw new Refusal(
        Kind.INVALID,
        known.isEmpty()
            ? "partition: pipeline "
                + name
                + " has no position yet, so that its partition is unknown"
            : "partition: expected one of " + String.join(", ", new TreeMap<>(known).keySet()),
        "Say which of the source's partitions is meant.");
  }

  /** What is to be said of it; refused if it cannot be meant. */
  private static List<String> judged(Reset reset, Map<String, String> before) {
    ResetCheck check = ResetCheck.of(reset, before);
    if (!check.faults().isEmpty()) {
      throw new Refusal(
          Kind.INVALID,
          String.join("; ", check.faults()),
          "Take one of the positions that the source has now, and change its values. Nothing was"
              + " changed.");
    }
    return check.warnings();
  }

  private static OffsetReset shown(OffsetRequest request, ResetOutcome outcome, List<String> more) {
    List<String> warnings = new ArrayList<>(more);
    if (request.beginning()) {
      warnings.add(
          "The next run reads the source from its beginning, with a new snapshot where it takes"
              + " one, into the tables as they are: with upsert they end equal to the source, with"
              + " append the rows are there twice.");
    } else {
      warnings.add(
          "What lies behind the new position is delivered again if it is an earlier one, and is"
              + " never delivered if it is a later one.");
    }
    return new OffsetReset(lines(outcome.before()), lines(outcome.after()), warnings);
  }

  private static List<String> lines(Map<String, String> offsets) {
    return new TreeMap<>(offsets)
        .entrySet().stream()
            .map(e -> "{\"partition\":" + e.getKey() + ",\"offset\":" + e.getValue() + "}")
            .toList();
  }
}
