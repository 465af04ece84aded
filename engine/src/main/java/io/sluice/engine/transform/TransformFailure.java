package io.sluice.engine.transform;

import static java.util.Objects.requireNonNull;

/** One record that a transform, or the condition on it, could not handle. */
public final class TransformFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String transform;
  private final Throwable reason;

  TransformFailure(String transform, Throwable reason) {
    super("Transform " + transform + " failed", reason);
    this.transform = transform;
    this.reason = requireNonNull(reason);
  }

  /** Name of the transform in the pipeline file. */
  public String transform() {
    return transform;
  }

  /** What the transform threw. */
  public Throwable reason() {
    return reason;
  }
}
