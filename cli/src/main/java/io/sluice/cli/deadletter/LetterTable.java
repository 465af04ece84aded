package io.sluice.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.TextTable;
import io.sluice.project.text.Figures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Shows dead letters and groups of them to people, from the documents that {@code -o json} gives:
 * those of the state, of Kafka's topics, and of a server.
 */
final class LetterTable {
  private static final Pattern PLACE = Pattern.compile("^\\S+-\\d+ at offset \\d+: ");

  private final Output output;
  private final Clock clock;

  LetterTable(Output output, Clock clock) {
    this.output = output;
    this.clock = clock;
  }

  /** Groups, and what to do with them. */
  void groups(List<? extends Map<String, ?>> groups) {
    boolean bySink = groups.stream().anyMatch(group -> group.containsKey("sink"));
    TextTable table =
        new TextTable(
            bySink
                ? List.of("count", "sink", "stage", "error", "signature", "last seen", "e.g.")
                : List.of("count", "stage", "where", "error", "signature", "last seen", "e.g."));
    for (Map<String, ?> group : groups) {
      table.row(
          List.of(
              Figures.count(Long.parseLong(text(group, "count"))),
              text(group, bySink ? "sink" : "stage"),
              text(group, bySink ? "stage" : "component"),
              error(group),
              text(group, "signature"),
              ago(text(group, "last_seen")),
              text(group, "newest_id")));
    }
    table.lines().forEach(output::line);
    output.line("");
    output.line("One of them: sluice dlq show ID. Again, once mended: sluice dlq replay --all.");
  }

  /** Letters one by one. */
  void letters(List<? extends Map<String, ?>> letters) {
    boolean onKafka = letters.stream().anyMatch(letter -> letter.containsKey("seen"));
    TextTable table =
        new TextTable(
            List.of("id", "stage", "topic", "error", "attempts", onKafka ? "when" : "first seen"));
    for (Map<String, ?> letter : letters) {
      table.row(
          List.of(
              text(letter, "id"),
              text(letter, "stage"),
              text(letter, "topic"),
              error(letter),
              text(letter, "attempts"),
              ago(text(letter, onKafka ? "seen" : "first_seen"))));
    }
    table.lines().forEach(output::line);
  }

  /** All that is known of one. */
  void letter(Map<String, ?> letter) {
    letter.forEach(
        (key, value) ->
            output.line(key + " ".repeat(Math.max(1, 18 - key.length())) + text(letter, key)));
  }

  private static String text(Map<String, ?> document, String key) {
    Object value = document.get(key);
    if (value instanceof JsonNode node) {
      return node.isValueNode() ? node.asText() : node.toString();
    }
    return String.valueOf(value);
  }

  /** Who may not look at records is not told messages by a server. */
  private static String error(Map<String, ?> document) {
    String name = text(document, "error_class");
    String simple = name.substring(name.lastIndexOf('.') + 1);
    if (!document.containsKey("message")) {
      return simple;
    }
    // Where the record lay is in columns of its own, or differs within a group: the cause counts.
    return simple + ": " + PLACE.matcher(text(document, "message")).replaceFirst("");
  }

  private String ago(String moment) {
    return Figures.time(Duration.between(Instant.parse(moment), clock.instant())) + " ago";
  }
}
