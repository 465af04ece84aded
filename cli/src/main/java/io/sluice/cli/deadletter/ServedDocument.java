package io.sluice.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a server's API says of letters, with the keys that {@code sluice dlq} has without one. */
final class ServedDocument {
  private static final List<String> GROUP =
      List.of(
          "count",
          "stage",
          "component",
          "signature",
          "error_class",
          "message",
          "first_seen",
          "last_seen",
          "newest_id");
  private static final List<String> LETTER =
      List.of(
          "id",
          "pipeline",
          "pipeline_version",
          "status",
          "stage",
          "component",
          "error_class",
          "message",
          "signature",
          "topic",
          "partition",
          "offset",
          "source_partition",
          "source_offset",
          "attempts",
          "first_seen",
          "last_seen",
          "reason");
  private static final List<String> LETTER_ON_KAFKA =
      List.of(
          "id",
          "pipeline",
          "stage",
          "component",
          "error_class",
          "message",
          "signature",
          "topic",
          "partition",
          "offset",
          "attempts",
          "seen");

  /** On Kafka: what the API has under another name, since direct ones have another thing there. */
  private static final Map<String, String> KAFKAS =
      Map.of("stage", "connect_stage", "component", "connect_class", "seen", "first_seen");

  private ServedDocument() {}

  /** Whether a letter, or a group of them, lies in topics. */
  static boolean isOnKafka(JsonNode document) {
    return document.has("connect_stage");
  }

  /** A group. */
  static Map<String, Object> ofGroup(JsonNode group) {
    Map<String, Object> document = new LinkedHashMap<>();
    for (String key : GROUP) {
      if (isOnKafka(group) && key.equals("stage")) {
        document.put("sink", group.path("component"));
        document.put("stage", group.path("connect_stage"));
      } else if (group.has(key) && !(isOnKafka(group) && key.equals("component"))) {
        document.put(key, group.path(key));
      }
    }
    return document;
  }

  /** A letter, without its record. */
  static Map<String, Object> ofLetter(JsonNode letter) {
    boolean onKafka = isOnKafka(letter);
    Map<String, Object> document = new LinkedHashMap<>();
    for (String key : onKafka ? LETTER_ON_KAFKA : LETTER) {
      String there = onKafka ? KAFKAS.getOrDefault(key, key) : key;
      if (letter.has(there)) {
        document.put(key, letter.path(there));
      }
    }
    return document;
  }
}
