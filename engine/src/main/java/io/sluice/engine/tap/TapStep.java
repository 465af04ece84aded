package io.sluice.engine.tap;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a record at one stage.
 *
 * @param record as it left the stage, or was put into the sink; null where it did not
 * @param error why it failed there; null if it did not. Free of secrets
 */
public record TapStep(
    TapStage stage,
    Instant at,
    Outcome outcome,
    @Nullable RecordImage record,
    @Nullable String error) {

  /** What became of it. */
  public enum Outcome {
    /** It went on. */
    PASSED,
    /** A transform dropped it, as filters do. */
    DROPPED,
    /** A transform, the gate or the sink refused it. */
    FAILED
  }

  long weight() {
    RecordImage image = record;
    return 64 + (image == null ? 0 : image.weight()) + (error == null ? 0 : 2L * error.length());
  }
}
