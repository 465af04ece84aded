package io.sluice.kafka.deploy;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.plugin.PluginException;
import io.sluice.plugin.PluginKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connector's settings while they are gathered: what the file says goes before what is added. */
final class ConnectorDraft {
  private static final Pattern FROM_FILE =
      Pattern.compile("\\$\\{(?:file|dir|directory):([^}:]+):[^}]*\\}");

  private final ConnectorSpec spec;
  private final ClassNames classes;
  private final List<Problem> problems;
  private final Map<String, String> config = new LinkedHashMap<>();
  private final Map<String, Place> places = new HashMap<>();

  ConnectorDraft(ConnectorSpec spec, ClassNames classes, List<Problem> problems) {
    this.spec = spec;
    this.classes = classes;
    this.problems = problems;
  }

  /**
   * Takes over what the file says of the connector.
   *
   * @param kind source or sink
   * @param elsewhere settings that the pipeline says in another place
   */
  void begin(PluginKind kind, Predicate<String> elsewhere) {
    UnresolvedConfig given = spec.config();
    plugin(kind, "connector.class", spec.connector(), spec.place());
    for (Map.Entry<String, String> setting : given.values().entrySet()) {
      String key = setting.getKey();
      String said = config.get(key);
      if (elsewhere.test(key)) {
        problems.add(
            Problem.error(
                given.placeOf(key),
                "is said by the pipeline itself on Kafka",
                "Leave it out: names, topics and error handling stand beside 'source' and"
                    + " 'sinks'"));
      } else if (said != null && !said.equals(setting.getValue())) {
        problems.add(
            Problem.error(
                given.placeOf(key),
                "contradicts 'connector', which says " + said,
                "Leave it out: 'connector' says which one it is"));
      }
    }
    putAll("", given);
  }

  /** A plugin's class, and its version where the file asks for one. */
  void plugin(PluginKind kind, String key, String name, Place place) {
    int at = name.lastIndexOf('@');
    String plain = at < 0 ? name : name.substring(0, at);
    Optional<String> asked = Optional.empty();
    try {
      put(key, classes.of(kind, plain), place);
      asked = classes.version(kind, name);
    } catch (PluginException e) {
      problems.add(Problem.error(place, String.valueOf(e.getMessage()), null));
    }
    if (asked.isPresent()) {
      String version =
          key.equals("connector.class")
              ? "connector.plugin.version"
              : key.substring(0, key.length() - "type".length()) + "plugin.version";
      put(version, asked.get(), place);
    }
  }

  void putAll(String prefix, UnresolvedConfig given) {
    given
        .values()
        .forEach(
            (key, value) -> {
              put(prefix + key, value, given.placeOf(key));
              warnOfFile(value, given.placeOf(key));
            });
  }

  void put(String key, String value, Place place) {
    config.put(key, value);
    places.put(key, place);
  }

  /** What is not in the file; what the file says of the same key stands. */
  void put(String key, String value) {
    config.putIfAbsent(key, value);
  }

  /** What the file says so far. */
  Optional<String> find(String key) {
    return Optional.ofNullable(config.get(key));
  }

  Connector named(String name, String pipeline) {
    return new Connector(name, pipeline, config, places, spec.place());
  }

  private void warnOfFile(String value, Place place) {
    Matcher reference = FROM_FILE.matcher(value);
    while (reference.find()) {
      if (!reference.group(1).startsWith("/") && !reference.group(1).startsWith("$")) {
        problems.add(
            Problem.warning(
                place,
                "refers to a file by a path that does not begin with '/', and on Kafka it is the"
                    + " worker that looks for it, from where it was started",
                "Write the whole path of the file on the workers"));
      }
    }
  }
}
