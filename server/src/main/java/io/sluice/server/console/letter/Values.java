package io.sluice.server.console.letter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.engine.deadletter.edit.RecordText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A record's values as a page shows them.
 *
 * @param key its JSON, or its beginning
 * @param value the same
 * @param headers the same; empty if there are none
 * @param cut whether any is not whole
 * @param changes of a change event: what was, and what became of it; none of other records
 */
public record Values(String key, String value, String headers, boolean cut, List<Change> changes) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_FIELDS = 200;
  private static final int LONGEST_FIELD = 200;

  public Values {
    changes = List.copyOf(changes);
  }

  /**
   * A field before and after.
   *
   * @param before empty where it was not there
   * @param after the same
   */
  public record Change(String field, String before, String after, boolean differs) {}

  /** Of a record. */
  public static Values of(RecordText text) {
    boolean cut =
        List.of(text.key(), text.value(), text.headers()).stream()
            .anyMatch(one -> one.length() > ShownText.LONGEST);
    return new Values(
        shown(text.key()),
        shown(text.value()),
        text.headers().matches("\\[\\s*]") ? "" : shown(text.headers()),
        cut,
        cut ? List.of() : changes(text.value()));
  }

  private static String shown(String json) {
    return ShownText.visible(ShownText.cut(json));
  }

  /** Of an event in Debezium's form: the row before, the row after. */
  private static List<Change> changes(String value) {
    JsonNode event;
    try {
      event = JSON.readTree(value);
    } catch (JsonProcessingException e) {
      return List.of(); // A map with two keys that look alike; it is shown as it is.
    }
    JsonNode before = event.path("before");
    JsonNode after = event.path("after");
    if (!event.has("op") || !before.isObject() && !after.isObject()) {
      return List.of();
    }
    Set<String> fields = new LinkedHashSet<>();
    before.fieldNames().forEachRemaining(fields::add);
    after.fieldNames().forEachRemaining(fields::add);
    List<Change> changes = new ArrayList<>();
    for (String field : fields.stream().limit(MOST_FIELDS).toList()) {
      changes.add(
          new Change(
              ShownText.visible(field),
              field(before, field),
              field(after, field),
              !before.path(field).equals(after.path(field))));
    }
    return changes;
  }

  private static String field(JsonNode row, String name) {
    JsonNode value = row.path(name);
    String text = value.isMissingNode() ? "" : value.toString();
    return ShownText.visible(
        text.length() > LONGEST_FIELD ? text.substring(0, LONGEST_FIELD - 1) + "…" : text);
  }
}
