package io.sluice.server.api.document;

import io.sluice.server.access.AccessToken;
import io.sluice.server.access.Role;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A token without its secret. */
@Meaning("A token without its secret")
public record TokenDocument(
    @Meaning("With which the secret begins") String id,
    @Meaning("What it is for") String name,
    AccessToken.State state,
    @Meaning("A role per namespace; * for all of them") Map<String, Role> grants,
    Instant madeAt,
    String madeBy,
    Instant expiresAt,
    @Meaning("To the minute") @Nullable Instant usedAt,
    @Nullable Instant revokedAt,
    @Nullable String revokedBy) {

  public static TokenDocument of(AccessToken token, Instant now) {
    return new TokenDocument(
        token.id(),
        token.name(),
        token.state(now),
        new TreeMap<>(token.grants()),
        token.madeAt(),
        token.madeBy(),
        token.expiresAt(),
        token.usedAt(),
        token.revokedAt(),
        token.revokedBy());
  }
}
