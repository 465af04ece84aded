package io.sluice.engine.run.rehearsal;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.deadletter.edit.RecordText;
import io.sluice.state.deadletter.DeadLetter;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a record up to where sinks are handed it. It has the record's values.
 *
 * @param steps in the order in which they were taken; the way ends at the first that failed or
 *     dropped it, but each sink is a way of its own
 */
public record Rehearsal(List<Step> steps) {
  public Rehearsal {
    steps = List.copyOf(steps);
  }

  /** What a step did to the record. */
  public enum Outcome {
    /** It went on as it was. */
    PASSED,
    /** Something else went on in its place. */
    CHANGED,
    /** A filter took it out, which is no fault. */
    DROPPED,
    /** It would be a dead letter again, or stop the run. */
    FAILED
  }

  /**
   * A record as it went on.
   *
   * @param topic null if it had none yet
   */
  public record Seen(@Nullable String topic, RecordText text) {
    public Seen {
      requireNonNull(text, "text is null");
    }

    static Seen of(ConnectRecord<?> record) {
      return new Seen(record.topic(), RecordText.of(record));
    }
  }

  /**
   * Why a step failed. Free of secrets; may quote values.
   *
   * @param type class of the error
   */
  public record Failure(String type, String message) {}

  /**
   * A step.
   *
   * @param stage what kind of step
   * @param name of the transform or the sink, in the pipeline's file; of the subject that refused
   *     it
   * @param seen what went on; null if nothing did
   * @param failure null unless it failed
   */
  public record Step(
      DeadLetter.Stage stage,
      String name,
      Outcome outcome,
      @Nullable Seen seen,
      @Nullable Failure failure) {}

  /** Whether every sink would be handed it, or a filter takes it out: nothing failed. */
  public boolean succeeds() {
    return steps.stream().noneMatch(step -> step.outcome() == Outcome.FAILED);
  }
}
