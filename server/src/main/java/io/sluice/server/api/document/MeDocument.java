package io.sluice.server.api.document;

import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import java.util.Map;
import java.util.TreeMap;

/** Who asks. */
@Meaning("Who asks, and what they may do")
public record MeDocument(
    @Meaning("What the audit log calls them") String name,
    @Meaning("A role per namespace; * for all of them") Map<String, Role> grants) {

  public static MeDocument of(Identity identity) {
    return new MeDocument(identity.name(), new TreeMap<>(identity.grants()));
  }
}
