package io.sluice.engine.transform;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.gate.SchemaRefusal;
import io.sluice.state.deadletter.DeadLetter;
import java.util.Locale;

/**
 * One record that a transform, or the condition on it, could not handle, or that the gate behind
 * the transforms refused.
 */
public final class TransformFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final DeadLetter.Stage stage;
  private final String component;
  private final Throwable reason;

  private TransformFailure(
      DeadLetter.Stage stage, String component, String message, Throwable reason) {
    super(message, reason);
    this.stage = stage;
    this.component = component;
    this.reason = requireNonNull(reason);
  }

  TransformFailure(String transform, Throwable reason) {
    this(DeadLetter.Stage.TRANSFORM, transform, "Transform " + transform + " failed", reason);
  }

  /** The gate's refusal. */
  public TransformFailure(SchemaRefusal refusal) {
    this(
        DeadLetter.Stage.SCHEMA,
        refusal.subject(),
        "Refused by subject " + refusal.subject(),
        refusal);
  }

  /** At which stop of the way. */
  public DeadLetter.Stage stage() {
    return stage;
  }

  /** Name of the transform in the pipeline file; of the subject at the gate. */
  public String component() {
    return component;
  }

  /** Both in words: {@code transform mask}. */
  public String place() {
    return stage.name().toLowerCase(Locale.ROOT) + " " + component;
  }

  /** What the transform or the gate threw. */
  public Throwable reason() {
    return reason;
  }
}
