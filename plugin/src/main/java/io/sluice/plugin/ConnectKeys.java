package io.sluice.plugin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
          "topic.creation.",
          // Debezium's, read by what stands behind them
          "driver.",
          "database.query.",
          "schema.history.internal.",
          "signal.kafka.",
          "signal.consumer.",
          "notification.sink.",
          "openlineage.",
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
   * {@code isbn.type}.
   */
  private static final List<String> LISTS_OF_PREFIXES = List.of("converters", "post.processors");

  private ConnectKeys() {}

  /** Whether a key is nobody's mistake although the connector does not declare it. */
  static boolean isUnderstood(String key, Map<String, String> config) {
    return NAMES.contains(key)
        || PREFIXES.stream().anyMatch(key::startsWith)
        || LISTS_OF_PREFIXES.stream()
            .flatMap(list -> List.of(config.getOrDefault(list, "").split(",")).stream())
            .map(String::strip)
            .anyMatch(name -> !name.isEmpty() && key.startsWith(name + "."));
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
