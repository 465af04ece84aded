package io.sluice.server.console.letter;

import io.sluice.engine.run.rehearsal.Rehearsal;
import io.sluice.engine.run.rehearsal.Rehearsal.Failure;
import io.sluice.engine.run.rehearsal.Rehearsal.Seen;
import io.sluice.server.console.page.Tone;
import java.util.List;
import java.util.Optional;

/**
 * What would become of a record that is replayed now, step by step.
 *
 * @param sentence all of it in one
 */
public record Tried(boolean succeeds, String sentence, List<Step> steps) {
  public Tried {
    steps = List.copyOf(steps);
  }

  /**
   * A step.
   *
   * @param word what it did
   * @param shape of the symbol beside it
   * @param values as the record went on, where it was changed
   */
  public record Step(
      String name,
      String word,
      String shape,
      Tone tone,
      Optional<String> topic,
      Optional<Values> values,
      Optional<String> failure) {}

  /** Of a rehearsal. */
  public static Tried of(Rehearsal rehearsal) {
    boolean dropped =
        rehearsal.steps().stream().anyMatch(step -> step.outcome() == Rehearsal.Outcome.DROPPED);
    String sentence =
        !rehearsal.succeeds()
            ? "It would fail again."
            : dropped
                ? "A filter would drop it, and the letter would be closed."
                : "It would be handed to the sink; what the sink makes of it, only a replay tells.";
    return new Tried(
        rehearsal.succeeds(), sentence, rehearsal.steps().stream().map(Tried::step).toList());
  }

  private static Step step(Rehearsal.Step step) {
    Seen seen = step.seen();
    Failure failure = step.failure();
    boolean changed = step.outcome() == Rehearsal.Outcome.CHANGED;
    return new Step(
        name(step),
        word(step.outcome()),
        shape(step.outcome()),
        tone(step.outcome()),
        Optional.ofNullable(seen).map(Seen::topic),
        changed && seen != null ? Optional.of(Values.of(seen.text())) : Optional.empty(),
        Optional.ofNullable(failure)
            .map(one -> KindRow.simple(one.type()) + ": " + ShownText.cut(one.message())));
  }

  private static String name(Rehearsal.Step step) {
    return switch (step.stage()) {
      case SOURCE, TRANSFORM -> "Transform " + step.name();
      case SCHEMA -> step.name().equals("contract") ? "Contract" : "Contract, " + step.name();
      case SINK -> "Converters of sink " + step.name();
    };
  }

  private static String word(Rehearsal.Outcome outcome) {
    return switch (outcome) {
      case PASSED -> "passes it on as it is";
      case CHANGED -> "changes it";
      case DROPPED -> "drops it";
      case FAILED -> "refuses it";
    };
  }

  private static String shape(Rehearsal.Outcome outcome) {
    return switch (outcome) {
      case PASSED, CHANGED -> "completed";
      case DROPPED -> "stopped";
      case FAILED -> "failed";
    };
  }

  private static Tone tone(Rehearsal.Outcome outcome) {
    return switch (outcome) {
      case PASSED, CHANGED -> Tone.GOOD;
      case DROPPED -> Tone.IDLE;
      case FAILED -> Tone.BAD;
    };
  }
}
