package io.sluice.server.access;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A role in a namespace, or everywhere.
 *
 * @param namespace {@link Identity#EVERYWHERE} for all
 */
public record Grant(Role role, String namespace) {
  /** What the first folder below a project's may be called, and so a namespace. */
  private static final Pattern NAMESPACE = Pattern.compile("[^\\s/\\\\@,*\\p{Cntrl}]{1,100}");

  public Grant {
    requireNonNull(role, "role is null");
    if (!namespace.equals(Identity.EVERYWHERE) && !NAMESPACE.matcher(namespace).matches()) {
      throw new AccessRefusal(
          AccessRefusal.Kind.INVALID,
          "A namespace is the name of a folder, or * for all: at most 100 characters, no spaces and"
              + " none of / \\ @ , *",
          null);
    }
  }

  /** Everywhere. */
  public static Grant everywhere(Role role) {
    return new Grant(role, Identity.EVERYWHERE);
  }

  /**
   * Reads {@code operator} (everywhere) or {@code operator@shop}.
   *
   * @throws AccessRefusal of kind INVALID if it is neither
   */
  public static Grant parse(String text) {
    int at = text.indexOf('@');
    String word = at < 0 ? text : text.substring(0, at);
    Role role =
        Arrays.stream(Role.values())
            .filter(one -> one.word().equals(word))
            .findFirst()
            .orElseThrow(
                () ->
                    new AccessRefusal(
                        AccessRefusal.Kind.INVALID,
                        "A role is one of "
                            + Arrays.stream(Role.values())
                                .map(Role::word)
                                .collect(Collectors.joining(", ")),
                        "ROLE gives it everywhere, ROLE@NAMESPACE in one namespace"));
    return new Grant(role, at < 0 ? Identity.EVERYWHERE : text.substring(at + 1));
  }

  /** Of several in one namespace the one that gives most. */
  public static Map<String, Role> together(Collection<Grant> grants) {
    Map<String, Role> roles = new TreeMap<>();
    grants.forEach(
        grant ->
            roles.merge(
                grant.namespace, grant.role, (one, other) -> one.includes(other) ? one : other));
    return roles;
  }

  /** The single ones, sorted by namespace. */
  public static List<Grant> of(Map<String, Role> roles) {
    List<Grant> grants = new ArrayList<>();
    new TreeMap<>(roles).forEach((namespace, role) -> grants.add(new Grant(role, namespace)));
    return grants;
  }

  /** As {@link #parse} reads them, with commas between. */
  public static String shown(Map<String, Role> roles) {
    return of(roles).stream().map(Grant::toString).collect(Collectors.joining(", "));
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    String word = role.word();
    return namespace.equals(Identity.EVERYWHERE) ? word : word + "@" + namespace;
  }
}
