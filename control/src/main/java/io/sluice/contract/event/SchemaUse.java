package io.sluice.contract.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * That a pipeline brought schemas of a subject.
 *
 * @param at when something was decided about them last
 * @param trouble when they were frozen, kept or stopped for last; empty if never
 */
public record SchemaUse(String subject, String pipeline, Instant at, Optional<Instant> trouble) {
  public SchemaUse {
    requireNonNull(subject, "subject is null");
    requireNonNull(pipeline, "pipeline is null");
    requireNonNull(at, "at is null");
    requireNonNull(trouble, "trouble is null");
  }
}
