package io.sluice.acceptance.registry;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One question to both registries.
 *
 * @param kind what is asked, in a word
 * @param path {@value #ID} in it stands for an id, which is another one in each registry
 * @param idOf which of the ids that were given out, by their order, stands there
 * @param about what it is about, for who reads a failure
 */
record Step(
    String kind, String method, String path, @Nullable String body, int idOf, String about) {
  /** In a path. */
  static final String ID = "{id}";

  Step {
    requireNonNull(kind, "kind is null");
  }

  @Override
  public String toString() {
    return method + " " + path + " (" + about + ")";
  }
}
