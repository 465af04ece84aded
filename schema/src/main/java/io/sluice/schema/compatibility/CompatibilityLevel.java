package io.sluice.schema.compatibility;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a new version owes the earlier ones, by the names of Confluent's documentation ("Schema
 * Evolution and Compatibility").
 */
public enum CompatibilityLevel {
  NONE(false, false, false),
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean backward;
  private final boolean forward;
  private final boolean transitive;

  CompatibilityLevel(boolean backward, boolean forward, boolean transitive) {
    this.backward = backward;
    this.forward = forward;
    this.transitive = transitive;
  }

  /** Whether who has the new version must be able to read what earlier ones wrote. */
  public boolean isBackward() {
    return backward;
  }

  /** Whether who has an earlier version must be able to read what the new one writes. */
  public boolean isForward() {
    return forward;
  }

  /** Whether that holds towards all earlier versions, not only the newest of them. */
  public boolean isTransitive() {
    return transitive;
  }

  /** The level of that name, to the letter; empty if there is none. */
  public static Optional<CompatibilityLevel> named(String name) {
    return Arrays.stream(values()).filter(level -> level.name().equals(name)).findFirst();
  }
}
