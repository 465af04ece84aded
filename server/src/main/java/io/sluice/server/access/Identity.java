package io.sluice.server.access;

import java.util.Map;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param name what the audit log calls them: a user's address, {@code token:<name>}, {@code command
 *     line}
 * @param grants a role per namespace; {@value #EVERYWHERE} for all
 */
public record Identity(String name, Map<String, Role> grants) {
  /** In the place of a namespace: all of them, and what belongs to none. */
  public static final String EVERYWHERE = "*";

  public Identity {
    grants = Map.copyOf(grants);
  }

  /** Whether this is allowed on what belongs to a namespace. */
  public boolean may(Permission permission, String namespace) {
    return has(permission, EVERYWHERE) || has(permission, namespace);
  }

  /** Whether this is allowed on what belongs to no namespace, or to all. */
  public boolean mayEverywhere(Permission permission) {
    return has(permission, EVERYWHERE);
  }

  /**
   * Whether they may give these to somebody: who administers a namespace alone gives nothing beyond
   * it, so that nobody comes by more than they had.
   */
  public boolean mayGive(Map<String, Role> others) {
    return others.keySet().stream().allMatch(namespace -> may(Permission.ADMINISTER, namespace));
  }

  private boolean has(Permission permission, String namespace) {
    return Optional.ofNullable(grants.get(namespace))
        .filter(role -> role.includes(permission.least()))
        .isPresent();
  }
}
