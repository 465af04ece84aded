package io.sluice.server.console;

import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import java.util.List;
import java.util.Map;

/** Who may make new pipelines. */
final class MayMake {
  private MayMake() {}

  /** The namespaces in which they may; empty if in all, and new ones. */
  static List<String> in(Identity who) {
    return who.mayEverywhere(Permission.EDIT)
        ? List.of()
        : who.grants().entrySet().stream()
            .filter(grant -> grant.getValue().includes(Permission.EDIT.least()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
  }
}
