package io.sluice.pipeline.server;

import static java.util.Objects.requireNonNull;

import io.sluice.pipeline.UnresolvedConfig;
import java.util.List;
import java.util.Optional;

/**
 * A provider of OpenID Connect by which people sign in.
 *
 * @param client {@code issuer}, {@code client.id} and, if they are there, {@code client.secret},
 *     {@code truststore} and {@code truststore.password}; secrets unresolved
 * @param scopes what is asked for
 * @param nameClaim which claim people are called by; empty for the first there is of {@code email},
 *     {@code preferred_username} and {@code sub}
 * @param claim which claim says what somebody is a member of; dots lead into nested ones
 * @param roles what that gives; who is in none of them may do nothing
 */
public record OidcSpec(
    UnresolvedConfig client,
    List<String> scopes,
    Optional<String> nameClaim,
    String claim,
    List<RoleRule> roles) {
  public OidcSpec {
    requireNonNull(client, "client is null");
    scopes = List.copyOf(scopes);
    requireNonNull(nameClaim, "nameClaim is null");
    requireNonNull(claim, "claim is null");
    roles = List.copyOf(roles);
  }

  /** The roles of the server, as the file calls them. */
  public enum RoleName {
    VIEWER,
    OPERATOR,
    EDITOR,
    ADMIN
  }

  /**
   * What a value of the claim gives.
   *
   * @param value to the letter
   * @param namespace {@code *} for everywhere
   */
  public record RoleRule(String value, RoleName role, String namespace) {}
}
