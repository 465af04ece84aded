package io.sluice.server.access.oidc;

import io.sluice.pipeline.server.OidcSpec;
import io.sluice.server.access.Grant;
import io.sluice.server.access.Role;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider's claim gives. Values are compared to the letter: {@code Admins} is not {@code
 * admins}.
 */
public final class ClaimRoles {
  private final String claim;
  private final List<Rule> rules;

  private ClaimRoles(String claim, List<Rule> rules) {
    this.claim = claim;
    this.rules = rules;
  }

  private record Rule(String value, Grant grant) {}

  /**
   * As the project file says.
   *
   * @throws io.sluice.server.access.AccessRefusal if a namespace is none
   */
  public static ClaimRoles of(String claim, List<OidcSpec.RoleRule> rules) {
    return new ClaimRoles(
        claim,
        rules.stream()
            .map(
                rule ->
                    new Rule(
                        rule.value(),
                        new Grant(Role.valueOf(rule.role().name()), rule.namespace())))
            .toList());
  }

  /** Which claim it is. */
  public String claim() {
    return claim;
  }

  /** Whether the claims say anything of what somebody is a member of. */
  public boolean areIn(Map<String, ?> claims) {
    return value(claims).isPresent();
  }

  /** What they give; nothing where none of the values is known. */
  public Map<String, Role> from(Map<String, ?> claims) {
    Set<String> values = value(claims).map(ClaimRoles::texts).orElse(Set.of());
    return Grant.together(
        rules.stream().filter(rule -> values.contains(rule.value)).map(Rule::grant).toList());
  }

  /** A claim whose whole name has dots comes before one inside others. */
  private Optional<Object> value(Map<String, ?> claims) {
    Object whole = claims.get(claim);
    if (whole != null) {
      return Optional.of(whole);
    }
    Object at = claims;
    for (String part : claim.split("\\.", -1)) {
      if (!(at instanceof Map<?, ?> map) || map.get(part) == null) {
        return Optional.empty();
      }
      at = map.get(part);
    }
    return Optional.of(at);
  }

  private static Set<String> texts(Object value) {
    Set<String> texts = new HashSet<>();
    if (value instanceof Collection<?> several) {
      several.stream().filter(String.class::isInstance).forEach(one -> texts.add((String) one));
    } else if (value instanceof String one) {
      texts.add(one);
    }
    return texts;
  }
}
