package io.sluice.registry.model;

import static java.util.Objects.requireNonNull;

/**
 * Who changes something, and why; kept with the change.
 *
 * @param who a user, or the name of a pipeline; never a secret
 * @param why a sentence; empty if they did not say
 */
public record Actor(String who, String why) {
  public Actor {
    requireNonNull(who, "who is null");
    requireNonNull(why, "why is null");
  }
}
