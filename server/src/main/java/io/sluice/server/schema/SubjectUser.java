package io.sluice.server.schema;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A pipeline that has to do with a subject.
 *
 * @param how what it does with it
 * @param present whether the folder still has it
 * @param at when its contract decided something about the subject last; empty if never
 * @param trouble when records were frozen, kept or stopped for that last; empty if never
 * @param registry which other registry it asks, without credentials; empty for the project's
 */
public record SubjectUser(
    String pipeline,
    How how,
    boolean present,
    Optional<Instant> at,
    Optional<Instant> trouble,
    Optional<String> registry) {
  public SubjectUser {
    requireNonNull(pipeline, "pipeline is null");
    requireNonNull(how, "how is null");
    requireNonNull(at, "at is null");
    requireNonNull(trouble, "trouble is null");
    requireNonNull(registry, "registry is null");
  }

  /** What a pipeline does with a subject. */
  public enum How {
    /** Its contract holds records to it. */
    CONTRACT,
    /** Its converter writes, or reads, a topic's records by it. */
    CONVERTER
  }
}
