package io.sluice.registry.model;

import java.util.Arrays;
import java.util.Optional;

/** What may be done with a subject. The names are those of {@code mode} in the API. */
public enum Mode {
  READWRITE,
  READONLY,
  /** Set on a context: nothing in it may be written, whatever its subjects say. */
  READONLY_OVERRIDE,
  /** Schemas are registered with the ids and versions that they have elsewhere, unjudged. */
  IMPORT,
  /** Somebody else's registry takes the writes: here, where there is none, as READONLY. */
  FORWARD;

  /** The mode of that name, to the letter; empty if there is none. */
  public static Optional<Mode> named(String name) {
    return Arrays.stream(values()).filter(mode -> mode.name().equals(name)).findFirst();
  }

  public boolean isReadOnly() {
    return this == READONLY || this == READONLY_OVERRIDE || this == FORWARD;
  }
}
