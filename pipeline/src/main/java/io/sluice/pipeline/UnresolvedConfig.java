package io.sluice.pipeline;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The settings of one plugin as the file gives them: Kafka Connect's flat text form, with
 * references to secrets still in place. Lists are joined by commas, nested mappings flattened with
 * dots. {@code io.sluice.pipeline.secret.Secrets#resolve} makes what a plugin gets of it.
 *
 * @param values the settings in the file's order
 * @param places where each key is written
 * @param place where the settings as a whole are written
 * @param undeclared the keys that the author says the plugin reads without declaring them, so that
 *     nobody calls them unknown
 */
public record UnresolvedConfig(
    Map<String, String> values, Map<String, Place> places, Place place, Set<String> undeclared) {
  public UnresolvedConfig {
    requireNonNull(place, "place is null");
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    places = Map.copyOf(places);
    undeclared = Set.copyOf(undeclared);
  }

  /** Settings that stand in no file, for programs and tests. */
  public static UnresolvedConfig of(Map<String, String> values) {
    return new UnresolvedConfig(
        values, Map.of(), new Place(Path.of("pipeline.yaml"), 1, 1, "config"), Set.of());
  }

  /** Where {@code key} is written, or where it would have to be. */
  public Place placeOf(String key) {
    Place written = places.get(key);
    return written != null ? written : place.below(key);
  }
}
