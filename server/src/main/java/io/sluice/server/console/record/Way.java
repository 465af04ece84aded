package io.sluice.server.console.record;

import io.sluice.engine.tap.TapStage;
import io.sluice.engine.tap.TapStep;
import io.sluice.engine.tap.TapStep.Outcome;
import io.sluice.engine.tap.TappedRecord;
import io.sluice.server.console.page.Tone;
import java.util.List;
import java.util.Optional;

/** How far a record has come, in words. */
final class Way {
  private Way() {}

  /** What a page calls a stage. */
  static String name(TapStage stage) {
    return switch (stage.kind()) {
      case SOURCE -> "Source";
      case SCHEMA -> "Contract";
      case TRANSFORM, SINK -> stage.name().isEmpty() ? "Transforms" : stage.name();
    };
  }

  /** Above its name. */
  static String kind(TapStage stage) {
    return switch (stage.kind()) {
      case SOURCE -> "As read";
      case TRANSFORM -> "Behind transform";
      case SCHEMA -> "Behind the";
      case SINK -> "Into sink";
    };
  }

  /**
   * How it ended, or how far it is.
   *
   * @param shape of a symbol
   */
  record End(String text, String shape, Tone tone) {}

  static End end(TappedRecord record) {
    Optional<TapStep> failed = first(record, Outcome.FAILED);
    if (failed.isPresent()) {
      return new End("refused by " + name(failed.get().stage()), "failed", Tone.BAD);
    }
    Optional<TapStep> dropped = first(record, Outcome.DROPPED);
    if (dropped.isPresent()) {
      return new End("dropped by " + name(dropped.get().stage()), "stopped", Tone.IDLE);
    }
    List<String> sinks =
        record.steps().stream()
            .map(TapStep::stage)
            .filter(stage -> stage.kind() == TapStage.Kind.SINK)
            .map(TapStage::name)
            .distinct()
            .toList();
    return sinks.isEmpty()
        ? new End("on its way", "starting", Tone.BUSY)
        : new End("into " + String.join(", ", sinks), "completed", Tone.GOOD);
  }

  private static Optional<TapStep> first(TappedRecord record, Outcome outcome) {
    return record.steps().stream().filter(step -> step.outcome() == outcome).findFirst();
  }

  /** What became of it at a stage. */
  static String word(TapStep step) {
    boolean sink = step.stage().kind() == TapStage.Kind.SINK;
    return switch (step.outcome()) {
      case PASSED ->
          step.stage().equals(TapStage.SOURCE) ? "read" : sink ? "handed over" : "changed";
      case DROPPED -> "dropped";
      case FAILED -> "refused";
    };
  }

  static String shape(Outcome outcome) {
    return switch (outcome) {
      case PASSED -> "completed";
      case DROPPED -> "stopped";
      case FAILED -> "failed";
    };
  }

  static Tone tone(Outcome outcome) {
    return switch (outcome) {
      case PASSED -> Tone.GOOD;
      case DROPPED -> Tone.IDLE;
      case FAILED -> Tone.BAD;
    };
  }
}
