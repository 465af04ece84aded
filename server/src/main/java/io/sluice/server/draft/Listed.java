package io.sluice.server.draft;

import io.sluice.project.draft.InstalledPlugin;
import io.sluice.server.access.Identity;
import java.util.List;
import java.util.Optional;

/**
 * A plugin as the list of them tells it to somebody.
 *
 * @param permitted the namespaces whose pipelines may name it, of those that they may see; {@code
 *     *} for all that have no list of their own; empty if the project holds nobody to a list, or it
 *     is no connector
 * @param usable whether they may have it in a pipeline that they make
 */
public record Listed(InstalledPlugin plugin, Optional<List<String>> permitted, boolean usable) {
  public Listed {
    permitted = permitted.map(List::copyOf);
  }

  /** Where it is permitted, for people; empty where nothing is to be said. */
  public String told() {
    return permitted.map(Listed::told).orElse("");
  }

  private static String told(List<String> permitted) {
    String named =
        String.join(
            ", ", permitted.stream().filter(one -> !one.equals(Identity.EVERYWHERE)).toList());
    if (!permitted.contains(Identity.EVERYWHERE)) {
      return named.isEmpty() ? "not permitted" : "permitted in " + named;
    }
    return named.isEmpty()
        ? "permitted where nothing else is said"
        : "permitted in " + named + ", and where nothing else is said";
  }
}
