package io.sluice.plugin;

import java.util.Map;

/**
 * What a sink is told about its topics where no topic stands between source and sink. Kafka Connect
 * starts no sink without {@code topics} or {@code topics.regex}, so connectors rely on finding one
 * of them, and some refuse to start without.
 */
public final class SinkTopics {
  private static final String NAMES = "topics";
  private static final String PATTERN = "topics.regex";
  private static final Map<String, String> ALL = Map.of(PATTERN, ".*");

  private SinkTopics() {}

  /** The setting for all topics; nothing if {@code config} names some. */
  public static Map<String, String> addedTo(Map<String, String> config) {
    return config.containsKey(NAMES) || config.containsKey(PATTERN) ? Map.of() : ALL;
  }
}
