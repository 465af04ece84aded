package io.sluice.server.access;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who signed in by a provider of OpenID Connect.
 *
 * @param id ours
 * @param issuer the provider
 * @param subject what the provider knows them by, for ever
 * @param name what people know them by; no two have the same
 * @param grants what they may do, from whatever source
 * @param byHand what of it was given here, and not by a claim of the provider's
 * @param seenAt the last sign-in
 * @param blockedAt null if nobody did
 * @param blockedBy null if nobody did
 */
public record Account(
    String id,
    String issuer,
    String subject,
    String name,
    Map<String, Role> grants,
    Map<String, Role> byHand,
    Instant firstAt,
    Instant seenAt,
    @Nullable Instant blockedAt,
    @Nullable String blockedBy) {
  public Account {
    grants = Map.copyOf(grants);
    byHand = Map.copyOf(byHand);
  }

  public boolean isBlocked() {
    return blockedAt != null;
  }

  public Identity identity() {
    return new Identity(name, grants);
  }
}
