package io.sluice.server.schema;

import static java.util.Objects.requireNonNull;

import io.sluice.project.schema.catalog.Entry;
import io.sluice.project.schema.catalog.Origin;
import java.util.Optional;

/**
 * How a subject stands.
 *
 * @param newest its newest version
 * @param level what its next version is held to, by the API's name
 * @param mode what may be done with it, by the API's name
 * @param origin how the newest version came to be, where the registry tells
 */
public record SubjectFacts(Entry newest, String level, String mode, Optional<Origin> origin) {
  public SubjectFacts {
    requireNonNull(newest, "newest is null");
    requireNonNull(level, "level is null");
    requireNonNull(mode, "mode is null");
    requireNonNull(origin, "origin is null");
  }
}
