package io.sluice.project.draft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.engine.deadletter.RecordCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.source.SourceRecord;

/** Rows as they come, within bounds and without secrets. Written by one thread, read by another. */
final class PreviewRows {
  private static final String VALUE = "value";

  private final JsonMapper json = JsonMapper.builder().build();
  private final Preview.Bounds bounds;
  private final UnaryOperator<String> redaction;
  private final Map<String, List<Map<String, String>>> byTopic = new LinkedHashMap<>();

  /**
   * @param redaction takes secrets out of a text: a transform may have written into rows, and into
   *     names, whatever its settings refer to (invariant 9)
   */
  PreviewRows(Preview.Bounds bounds, UnaryOperator<String> redaction) {
    this.bounds = bounds;
    this.redaction = redaction;
  }

  /** Takes a record in, if there is room for it. */
  synchronized void add(SourceRecord record) {
    List<Map<String, String>> rows = byTopic.get(record.topic());
    if (record.value() == null
        || (rows == null ? byTopic.size() == bounds.tables() : rows.size() == bounds.rows())) {
      return;
    }
    byTopic.computeIfAbsent(record.topic(), topic -> new ArrayList<>()).add(row(record));
  }

  /** Whether there is no room for any further one. */
  synchronized boolean isFull() {
    return byTopic.size() == bounds.tables()
        && byTopic.values().stream().allMatch(rows -> rows.size() == bounds.rows());
  }

  synchronized List<Preview.Table> tables() {
    List<Preview.Table> tables = new ArrayList<>();
    byTopic.forEach(
        (topic, rows) -> {
          Set<String> columns = new LinkedHashSet<>();
          rows.forEach(row -> columns.addAll(row.keySet()));
          tables.add(
              new Preview.Table(
                  redaction.apply(topic),
                  List.copyOf(columns),
                  rows.stream()
                      .map(row -> columns.stream().map(c -> row.getOrDefault(c, "")).toList())
                      .toList()));
        });
    return tables;
  }

  private Map<String, String> row(SourceRecord record) {
    JsonNode value;
    try {
      value = json.readTree(RecordCodec.toJson(RecordCodec.encode(record))).path(VALUE);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record that is written as JSON is JSON", e);
    }
    // Of a change event, the row as it is.
    JsonNode row = value.has("op") && value.path("after").isObject() ? value.path("after") : value;
    Map<String, String> cells = new LinkedHashMap<>();
    if (row.isObject()) {
      row.fields()
          .forEachRemaining(
              field -> cells.put(redaction.apply(field.getKey()), text(field.getValue())));
    } else {
      cells.put(VALUE, text(row));
    }
    return cells;
  }

  private String text(JsonNode value) {
    // Before it is cut: of half a secret nobody would know that it is one.
    String text =
        redaction.apply(
            value.isNull() ? "null" : value.isTextual() ? value.asText() : value.toString());
    return text.length() <= bounds.characters()
        ? text
        : text.substring(0, bounds.characters()) + "…";
  }
}
