package io.sluice.plugin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Keys that stand in a connector's config without being the connector's: those of Kafka Connect
 * itself (its {@code ConnectorConfig}, {@code SourceConnectorConfig} and {@code
 * SinkConnectorConfig}), and prefixes behind which a connector hands keys on to somebody else.
 */
final class ConnectKeys {
  private static final Set<String> NAMES =
      Set.of(
          "name",
          "connector.class",
          "connector.plugin.version",
          "tasks.max",
          "tasks.max.enforce",
          "key.converter",
          "key.converter.plugin.version",
          "value.converter",
          "value.converter.plugin.version",
          "header.converter",
          "header.converter.plugin.version",
          "config.action.reload",
          "exactly.once.support",
          "transaction.boundary",
          "transaction.boundary.interval.ms",
          "offsets.storage.topic",
          "topics",
          "topics.regex");

  private static final List<String> PREFIXES =
      List.of(
          "key.converter.",
          "value.converter.",
          "header.converter.",
          "producer.override.",
          "consumer.override.",
          "admin.override.",
          "topic.creation.");

  /** Whose connectors hand {@code driver.} on to a JDBC driver; others would ignore it. */
  private static final List<String> WITH_DRIVER = List.of("io.debezium.", "io.sluice.connector.");

  /** What Debezium's connectors hand on to the parts behind them, none of which they declare. */
  private static final List<String> DEBEZIUM_PREFIXES =
      List.of(
          "database.query.",
          "schema.history.internal.",
          "signal.kafka.",
          "signal.consumer.",
          "notification.sink.",
          "openlineage.",
          "topic.",
          "internal.");

  /**
   * Keys that Kafka Connect reads and the direct engine does not: to accept them would be to lose
   * what they ask for.
   */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          // The reader of pipeline files has taken these out; a program may leave them in.
          "transforms", "Transformations belong to the pipeline",
          "predicates", "Predicates belong to the pipeline",
          "errors", "Say under the pipeline's 'on_error' what happens to such records");

  /**
   * Keys whose value lists names that are prefixes in turn, as in {@code converters: isbn} and
   * {@code isbn.type}, or {@code post.processors.reselector.type}.
   */
  private static final List<String> LISTS_OF_PREFIXES = List.of("converters", "post.processors");

  private ConnectKeys() {}

  /**
   * Whether a key is nobody's mistake although the connector does not declare it.
   *
   * @param className the connector's
   * @param declared the names that it declares
   * @param config everything that it is given
   */
  static boolean isUnderstood(
      String key, String className, Set<String> declared, Map<String, String> config) {
    return NAMES.contains(key)
        || PREFIXES.stream().anyMatch(key::startsWith)
        || (key.startsWith("driver.") && WITH_DRIVER.stream().anyMatch(className::startsWith))
        || (className.startsWith("io.debezium.")
            && DEBEZIUM_PREFIXES.stream().anyMatch(key::startsWith))
        || LISTS_OF_PREFIXES.stream()
            .flatMap(list -> items(config, list))
            .anyMatch(name -> key.startsWith(name + "."))
        || LISTS_OF_PREFIXES.stream()
            .anyMatch(
                list ->
                    items(config, list).anyMatch(name -> key.startsWith(list + "." + name + ".")))
        || declared.stream()
            .anyMatch(name -> isPatternOf(name, key) || isListedIn(name, key, config));
  }

  /**
   * Debezium declares families of keys by a pattern: {@code column.truncate.to.(d+).chars}, with
   * that very slip.
   */
  private static boolean isPatternOf(String declared, String key) {
    if (declared.indexOf('(') < 0) {
      return false;
    }
    try {
      return key.matches(declared.replace("(d+)", "([0-9]+)"));
    } catch (PatternSyntaxException e) {
      return false; // a name that merely has a parenthesis
    }
  }

  /** {@code overrides: a.b} makes {@code overrides.a.b} a key. */
  private static boolean isListedIn(String declared, String key, Map<String, String> config) {
    return key.startsWith(declared + ".")
        && items(config, declared).anyMatch(item -> key.equals(declared + "." + item));
  }

  private static Stream<String> items(Map<String, String> config, String list) {
    return Stream.of(config.getOrDefault(list, "").split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty());
  }

  /** What to do about a key of Kafka Connect's that has its place elsewhere in a pipeline file. */
  static Optional<String> elsewhere(String key) {
    int dot = key.indexOf('.');
    return Optional.ofNullable(ELSEWHERE.get(dot < 0 ? key : key.substring(0, dot)));
  }

  /** The keys that a connector may be given besides its own, for suggestions. */
  static Set<String> names() {
    return NAMES;
  }
}
