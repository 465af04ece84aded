package io.sluice.kafka.deploy;

import static java.util.Objects.requireNonNull;

import io.sluice.pipeline.Place;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connector as a Connect cluster is to have it.
 *
 * @param name the pipeline's for a source, {@code <pipeline>-<sink>} for a sink
 * @param pipeline the pipeline that it belongs to
 * @param config all its settings, {@code name} and {@code connector.class} among them; references
 *     to secrets are in place, for the workers to resolve
 * @param places where settings are written in the pipeline file, as far as they are
 * @param place where the connector is written
 */
public record Connector(
    String name,
    String pipeline,
    Map<String, String> config,
    Map<String, Place> places,
    Place place) {
  public Connector {
    requireNonNull(name, "name is null");
    requireNonNull(pipeline, "pipeline is null");
    config = Collections.unmodifiableMap(new TreeMap<>(config));
    places = Map.copyOf(places);
    requireNonNull(place, "place is null");
  }

  /** Where a setting is written, or the connector if the setting was not written by anybody. */
  public Place placeOf(String key) {
    return places.getOrDefault(key, place);
  }

  /** Whether it reads from topics. */
  boolean isSink() {
    return config.containsKey("topics") || config.containsKey("topics.regex");
  }

  /** The same with these settings. */
  Connector with(Map<String, String> settings) {
    return new Connector(name, pipeline, settings, places, place);
  }
}
