package io.sluice.pipeline;

import static java.util.Objects.requireNonNull;

/**
 * A condition on records: Kafka Connect's {@code Predicate}.
 *
 * @param name as the file's {@code predicates} names it, or the transform's name for one that is
 *     written inline
 * @param type alias or class name
 * @param config its settings, secrets unresolved
 * @param place where the type is written
 */
public record PredicateSpec(String name, String type, UnresolvedConfig config, Place place) {
  public PredicateSpec {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(config, "config is null");
    requireNonNull(place, "place is null");
  }
}
