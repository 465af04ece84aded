package io.sluice.server.access;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is listed: everything but the secret.
 *
 * @param id its public part, with which the secret begins
 * @param name what it is for; no two that are good have the same
 * @param madeBy who made it
 * @param usedAt to the minute; null if never
 * @param revokedAt null if nobody did
 * @param revokedBy null if nobody did
 */
public record AccessToken(
    String id,
    String name,
    Map<String, Role> grants,
    Instant madeAt,
    String madeBy,
    Instant expiresAt,
    @Nullable Instant usedAt,
    @Nullable Instant revokedAt,
    @Nullable String revokedBy) {
  public AccessToken {
    grants = Map.copyOf(grants);
  }

  /** How it stands. */
  public enum State {
    GOOD,
    EXPIRED,
    REVOKED
  }

  public State state(Instant now) {
    if (revokedAt != null) {
      return State.REVOKED;
    }
    return now.isBefore(expiresAt) ? State.GOOD : State.EXPIRED;
  }

  /** Who comes with it. */
  public Identity identity() {
    return new Identity("token:" + name, grants);
  }
}
