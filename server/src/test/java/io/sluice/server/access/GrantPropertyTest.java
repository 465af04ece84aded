package io.sluice.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantPropertyTest {
  private static final List<String> NAMESPACES = List.of("shop", "finance", "default");

  @Provide
  Arbitrary<Grant> grant() {
    return Combinators.combine(
            Arbitraries.of(Role.class), Arbitraries.of("*", "shop", "finance", "default"))
        .as(Grant::new);
  }

  @Provide
  Arbitrary<List<Grant>> grants() {
    return grant().list().ofMaxSize(5);
  }

  private static Identity having(List<Grant> grants) {
    return new Identity("somebody", Grant.together(grants));
  }

  /** As a person would say it, one grant at a time. */
  private static boolean oneGives(List<Grant> grants, Permission permission, String namespace) {
    return grants.stream()
        .anyMatch(
            grant ->
                (grant.namespace().equals("*") || grant.namespace().equals(namespace))
                    && grant.role().includes(permission.least()));
  }

  @Property
  void somebody_may_what_one_of_their_grants_gives_and_nothing_else(
      @ForAll("grants") List<Grant> grants, @ForAll Permission permission) {
    for (String namespace : NAMESPACES) {
      assertThat(having(grants).may(permission, namespace))
          .isEqualTo(oneGives(grants, permission, namespace));
    }
    assertThat(having(grants).mayEverywhere(permission))
        .isEqualTo(
            grants.stream()
                .anyMatch(
                    grant ->
                        grant.namespace().equals("*")
                            && grant.role().includes(permission.least())));
  }

  @Property
  void one_grant_more_takes_nothing_away(
      @ForAll("grants") List<Grant> grants,
      @ForAll("grant") Grant more,
      @ForAll Permission permission) {
    List<Grant> all = new ArrayList<>(grants);
    all.add(more);

    for (String namespace : NAMESPACES) {
      if (having(grants).may(permission, namespace)) {
        assertThat(having(all).may(permission, namespace)).isTrue();
      }
    }
  }

  @Property
  void nobody_gives_what_they_may_not_themselves(
      @ForAll("grants") List<Grant> own, @ForAll("grants") List<Grant> given) {
    Identity giver = having(own);
    Identity taker = having(given);

    if (giver.mayGive(taker.grants())) {
      for (Permission permission : Permission.values()) {
        for (String namespace : NAMESPACES) {
          assertThat(!taker.may(permission, namespace) || giver.may(permission, namespace))
              .isTrue();
        }
        assertThat(!taker.mayEverywhere(permission) || giver.mayEverywhere(permission)).isTrue();
      }
    }
  }

  @Property
  void what_is_shown_is_read_again(@ForAll("grants") List<Grant> grants) {
    Map<String, Role> together = Grant.together(grants);
    Map<String, Role> read = new HashMap<>();
    for (String text : Grant.shown(together).split(", ")) {
      if (!text.isEmpty()) {
        Grant grant = Grant.parse(text);
        read.put(grant.namespace(), grant.role());
      }
    }

    assertThat(read).isEqualTo(together);
  }

  @Test
  void each_role_may_what_the_table_says() {
    // By hand, so that nobody moves a permission to another role without a second look.
    Map<Role, List<Permission>> table =
        Map.of(
            Role.VIEWER, List.of(Permission.SEE),
            Role.OPERATOR, List.of(Permission.SEE, Permission.LOOK_AT_RECORDS, Permission.OPERATE),
            Role.EDITOR,
                List.of(
                    Permission.SEE,
                    Permission.LOOK_AT_RECORDS,
                    Permission.OPERATE,
                    Permission.EDIT),
            Role.ADMIN, List.of(Permission.values()));
    for (Role role : Role.values()) {
      Identity identity = new Identity("x", Map.of("shop", role));
      for (Permission permission : Permission.values()) {
        assertThat(identity.may(permission, "shop"))
            .as("%s %s", role, permission)
            .isEqualTo(table.getOrDefault(role, List.of()).contains(permission));
        assertThat(identity.may(permission, "finance")).isFalse();
        assertThat(identity.mayEverywhere(permission)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "owner",
        "Admin",
        "admin@",
        "admin@a b",
        "admin@a/b",
        "admin@a@b",
        "@shop",
        "admin@../x",
        "viewer,admin"
      })
  void what_is_no_grant_is_refused(String text) {
    assertThatThrownBy(() -> Grant.parse(text)).isInstanceOf(AccessRefusal.class);
  }
}
