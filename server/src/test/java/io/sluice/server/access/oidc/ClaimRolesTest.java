package io.sluice.server.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.server.OidcSpec;
import io.sluice.pipeline.server.OidcSpec.RoleName;
import io.sluice.pipeline.server.OidcSpec.RoleRule;
import io.sluice.server.access.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ClaimRolesTest {
  private static final List<RoleRule> RULES =
      List.of(
          new RoleRule("shop-team", RoleName.OPERATOR, "shop"),
          new RoleRule("shop-lead", RoleName.EDITOR, "shop"),
          new RoleRule("everybody", RoleName.VIEWER, "*"),
          new RoleRule("platform", RoleName.ADMIN, "*"));
  private final ClaimRoles roles = ClaimRoles.of("groups", RULES);

  @Test
  void each_group_gives_its_role_and_the_greater_one_counts() {
    assertThat(roles.from(Map.of("groups", List.of("shop-team", "everybody", "shop-lead"))))
        .isEqualTo(Map.of("shop", Role.EDITOR, "*", Role.VIEWER));
  }

  @Test
  void groups_that_nobody_named_give_nothing() {
    assertThat(roles.from(Map.of("groups", List.of("Platform", "platform ", "*", "")))).isEmpty();
    assertThat(roles.from(Map.of("groups", List.of()))).isEmpty();
    assertThat(roles.from(Map.of("roles", List.of("platform")))).isEmpty();
  }

  @Test
  void a_claim_may_be_one_text_but_not_several_in_one() {
    assertThat(roles.from(Map.of("groups", "platform"))).isEqualTo(Map.of("*", Role.ADMIN));
    assertThat(roles.from(Map.of("groups", "everybody platform"))).isEmpty();
    assertThat(roles.from(Map.of("groups", "everybody,platform"))).isEmpty();
  }

  @Test
  void values_of_other_kinds_give_nothing() {
    assertThat(roles.from(Map.of("groups", 1))).isEmpty();
    assertThat(roles.from(Map.of("groups", Map.of("platform", true)))).isEmpty();
    assertThat(roles.from(Map.of("groups", Arrays.asList(null, 1, List.of("platform"))))).isEmpty();
  }

  @Test
  void dots_lead_into_a_claim_unless_one_is_called_so() {
    ClaimRoles nested = ClaimRoles.of("realm_access.roles", RULES);
    assertThat(nested.from(Map.of("realm_access", Map.of("roles", List.of("platform")))))
        .isEqualTo(Map.of("*", Role.ADMIN));
    assertThat(nested.from(Map.of("realm_access", "platform"))).isEmpty();
    assertThat(nested.areIn(Map.of("realm_access", Map.of()))).isFalse();

    ClaimRoles url = ClaimRoles.of("https://example.com/roles", RULES);
    assertThat(url.from(Map.of("https://example.com/roles", List.of("everybody"))))
        .isEqualTo(Map.of("*", Role.VIEWER));
  }

  @Property
  void somebody_has_no_more_than_the_rules_of_their_groups_give(@ForAll Set<Integer> chosen) {
    List<RoleRule> theirs =
        chosen.stream().map(i -> RULES.get(Math.floorMod(i, RULES.size()))).distinct().toList();
    Map<String, Role> given =
        roles.from(Map.of("groups", theirs.stream().map(RoleRule::value).toList()));

    assertThat(given.keySet())
        .isEqualTo(theirs.stream().map(RoleRule::namespace).collect(Collectors.toSet()));
    given.forEach(
        (namespace, role) ->
            assertThat(theirs)
                .anyMatch(
                    rule ->
                        rule.namespace().equals(namespace)
                            && rule.role().name().equals(role.name())));
  }

  @Test
  void every_role_of_the_file_is_one_of_the_server() {
    assertThat(Arrays.stream(OidcSpec.RoleName.values()).map(Enum::name))
        .containsExactly(Arrays.stream(Role.values()).map(Enum::name).toArray(String[]::new));
  }
}
