package io.sluice.pipeline.file;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.PredicateSpec;
import io.sluice.pipeline.Spelling;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Transformations as a Kafka Connect config says them: {@code transforms: a,b}, {@code
 * transforms.a.type: ...}, {@code predicates: p}, {@code predicates.p.type: ...}. A config that was
 * pasted from a Connect cluster means here what it meant there.
 *
 * @param config the connector's settings without them
 * @param transforms the steps, in their order
 */
record ConnectTransforms(UnresolvedConfig config, List<TransformSpec> transforms) {
  private static final String TRANSFORMS = "transforms";
  private static final String PREDICATES = "predicates";
  private static final Set<String> OWN = Set.of("type", "predicate", "negate", "plugin.version");

  /** Takes the transformations out of a connector's settings. */
  static ConnectTransforms in(UnresolvedConfig config, Problems problems) {
    if (config.values().keySet().stream().noneMatch(ConnectTransforms::isTheirs)) {
      return new ConnectTransforms(config, List.of());
    }
    Reading reading = new Reading(config, problems);
    List<TransformSpec> transforms = new ArrayList<>();
    for (String name : reading.names(TRANSFORMS)) {
      reading.transform(name).ifPresent(transforms::add);
    }
    reading.reportStrays(TRANSFORMS);
    reading.reportStrays(PREDICATES);
    Map<String, String> rest = new LinkedHashMap<>(config.values());
    rest.keySet().removeIf(ConnectTransforms::isTheirs);
    return new ConnectTransforms(
        new UnresolvedConfig(rest, config.places(), config.place(), config.undeclared()),
        transforms);
  }

  private static boolean isTheirs(String key) {
    return Stream.of(TRANSFORMS, PREDICATES)
        .anyMatch(list -> key.equals(list) || key.startsWith(list + "."));
  }

  private record Reading(UnresolvedConfig config, Problems problems) {
    List<String> names(String list) {
      return Stream.of(config.values().getOrDefault(list, "").split(","))
          .map(String::strip)
          .filter(name -> !name.isEmpty())
          .toList();
    }

    Optional<TransformSpec> transform(String name) {
      String prefix = TRANSFORMS + "." + name + ".";
      String negate = config.values().getOrDefault(prefix + "negate", "false");
      if (!negate.equals("true") && !negate.equals("false")) {
        problems.error(config.placeOf(prefix + "negate"), "expected true or false", null);
      }
      String predicate = config.values().get(prefix + "predicate");
      return type(prefix, TRANSFORMS)
          .map(
              type ->
                  new TransformSpec(
                      name,
                      type,
                      below(prefix),
                      Optional.ofNullable(predicate)
                          .flatMap(p -> predicate(p, config.placeOf(prefix + "predicate"))),
                      negate.equals("true"),
                      config.placeOf(prefix + "type")));
    }

    private Optional<PredicateSpec> predicate(String name, Place reference) {
      List<String> known = names(PREDICATES);
      if (!known.contains(name)) {
        problems.error(
            reference,
            "no predicate is called " + Problems.shown(name),
            Spelling.nearest(name, known)
                .map(near -> "Did you mean '" + near + "'?")
                .orElse("Name it in '" + PREDICATES + "'"));
        return Optional.empty();
      }
      String prefix = PREDICATES + "." + name + ".";
      return type(prefix, PREDICATES)
          .map(
              type ->
                  new PredicateSpec(name, type, below(prefix), config.placeOf(prefix + "type")));
    }

    private Optional<String> type(String prefix, String list) {
      String type = config.values().get(prefix + "type");
      if (type == null) {
        problems.error(config.placeOf(list), "needs " + Problems.shown(prefix + "type"), null);
      }
      String version = config.values().get(prefix + "plugin.version");
      return Optional.ofNullable(type).map(t -> version == null ? t : t + "@" + version);
    }

    private UnresolvedConfig below(String prefix) {
      Map<String, String> values = new LinkedHashMap<>();
      Map<String, Place> places = new HashMap<>();
      config
          .values()
          .forEach(
              (key, value) -> {
                if (key.startsWith(prefix) && !OWN.contains(key.substring(prefix.length()))) {
                  values.put(key.substring(prefix.length()), value);
                  places.put(key.substring(prefix.length()), config.placeOf(key));
                }
              });
      return new UnresolvedConfig(values, places, config.placeOf(prefix + "type"), Set.of());
    }

    /** Keys of steps that the list does not name would be ignored, so they are refused. */
    void reportStrays(String list) {
      List<String> known = names(list);
      for (String key : config.values().keySet()) {
        boolean stray =
            key.startsWith(list + ".")
                && known.stream().noneMatch(name -> key.startsWith(list + "." + name + "."));
        if (stray) {
          problems.error(
              config.placeOf(key),
              "belongs to nothing that '" + list + "' names",
              known.isEmpty() ? null : "It names " + Problems.shown(String.join(", ", known)));
        }
      }
    }
  }
}
