package io.sluice.server.schema;

import static java.util.Objects.requireNonNull;

import io.sluice.contract.event.SchemaEvent;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.project.schema.catalog.Origin;
import java.util.List;
import java.util.Optional;

/**
 * One subject, at one of its versions.
 *
 * @param registry which it is in, in words for people
 * @param level what its next version is held to, by the API's name
 * @param mode what may be done with it, by the API's name
 * @param versions their numbers, rising
 * @param shown the version that was asked for
 * @param origin how that came to be, where the registry tells
 * @param users pipelines that have to do with it
 * @param decisions what contracts decided about it, newest first
 */
public record SubjectDetail(
    String registry,
    String level,
    String mode,
    List<Integer> versions,
    Entry shown,
    Optional<Origin> origin,
    List<SubjectUser> users,
    List<SchemaEvent> decisions) {
  public SubjectDetail {
    requireNonNull(registry, "registry is null");
    requireNonNull(level, "level is null");
    requireNonNull(mode, "mode is null");
    versions = List.copyOf(versions);
    requireNonNull(shown, "shown is null");
    requireNonNull(origin, "origin is null");
    users = List.copyOf(users);
    decisions = List.copyOf(decisions);
  }

  /** The version before the one that is shown; empty if there is none. */
  public Optional<Integer> before() {
    return versions.stream().filter(one -> one < shown.version()).reduce((a, b) -> b);
  }
}
