package io.sluice.server.api.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.engine.run.rehearsal.Rehearsal;
import io.sluice.engine.run.rehearsal.Rehearsal.Failure;
import io.sluice.engine.run.rehearsal.Rehearsal.Seen;
import io.sluice.state.deadletter.DeadLetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a record that was only tried. */
@Meaning("What would become of a record that is replayed now, up to where sinks are handed it")
public record RehearsalDocument(
    @Meaning("Whether no step failed; what a sink makes of it is not known before a replay")
        boolean reachesSinks,
    List<Step> steps) {

  /** A step. */
  @Meaning("A transform, the contract, or the converters of a sink")
  public record Step(
      DeadLetter.Stage stage,
      @Meaning("Of the transform or the sink, in the pipeline's file") String name,
      Rehearsal.Outcome outcome,
      @Meaning("As the record went on; absent where it did not") @Nullable String topic,
      @Nullable JsonNode key,
      @Nullable JsonNode value,
      @Nullable JsonNode headers,
      @Meaning("Only where it failed") @Nullable String errorClass,
      @Nullable String message) {

    private static Step of(Rehearsal.Step step) {
      Seen seen = step.seen();
      Failure failure = step.failure();
      return new Step(
          step.stage(),
          step.name(),
          step.outcome(),
          seen == null ? null : seen.topic(),
          seen == null ? null : JsonText.parsed(seen.text().key()),
          seen == null ? null : JsonText.parsed(seen.text().value()),
          seen == null ? null : JsonText.parsed(seen.text().headers()),
          failure == null ? null : failure.type(),
          failure == null ? null : failure.message());
    }
  }

  /** A rehearsal. */
  public static RehearsalDocument of(Rehearsal rehearsal) {
    return new RehearsalDocument(
        rehearsal.succeeds(), rehearsal.steps().stream().map(Step::of).toList());
  }
}
