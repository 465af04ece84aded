package io.sluice.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One step of a pipeline's transforms: Kafka Connect's {@code Transformation}, perhaps under a
 * condition.
 *
 * @param name unique among the pipeline's transforms; the file's {@code name}, or type and position
 * @param type alias ({@code mask}) or class name
 * @param config its settings, secrets unresolved
 * @param predicate the condition; empty when every record is transformed
 * @param negate whether the records that do <em>not</em> meet the condition are transformed
 * @param place where the type is written
 */
public record TransformSpec(
    String name,
    String type,
    UnresolvedConfig config,
    Optional<PredicateSpec> predicate,
    boolean negate,
    Place place) {
  public TransformSpec {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(config, "config is null");
    requireNonNull(predicate, "predicate is null");
    requireNonNull(place, "place is null");
  }
}
