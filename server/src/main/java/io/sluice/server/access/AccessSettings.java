package io.sluice.server.access;

import io.sluice.pipeline.server.ServerSpec;
import java.time.Duration;

/**
 * Within which bounds access is given.
 *
 * @param idle a session ends after so long without a request
 * @param longestSession and after so long in any case
 * @param lifetime of a token of which nothing is said
 * @param longestToken the most that may be asked for
 */
public record AccessSettings(
    Duration idle, Duration longestSession, Duration lifetime, Duration longestToken) {
  public AccessSettings {
    if (idle.compareTo(longestSession) > 0 || lifetime.compareTo(longestToken) > 0) {
      throw new IllegalArgumentException("a usual time is longer than the longest");
    }
  }

  /** As the project file says. */
  public static AccessSettings of(ServerSpec spec) {
    return new AccessSettings(
        spec.sessions().idle(),
        spec.sessions().longest(),
        spec.tokens().lifetime(),
        spec.tokens().longest());
  }

  /** Of a project that says nothing. */
  public static AccessSettings usual() {
    return of(ServerSpec.DEFAULT);
  }
}
