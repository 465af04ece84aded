package io.sluice.cli.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.Output;
import io.sluice.cli.server.ServedPipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was seen of a stream so far: printed as it comes, and kept for the document. One thread. */
final class LookedAt {
  private static final int AT_ONCE = 200;

  private final ServedPipeline pipeline;
  private final String stage;
  private final String key;
  private final int limit;
  private final Output output;
  private final Map<Long, JsonNode> records = new LinkedHashMap<>();

  /** How many steps of a record were printed. */
  private final Map<Long, Integer> printed = new HashMap<>();

  private long after;
  private List<JsonNode> stages = List.of();
  private List<JsonNode> masks = List.of();

  /**
   * @param stage empty for all
   * @param key empty for all
   * @param limit how many records are wanted
   */
  LookedAt(ServedPipeline pipeline, String stage, String key, int limit, Output output) {
    this.pipeline = pipeline;
    this.stage = stage;
    this.key = key;
    this.limit = limit;
    this.output = output;
  }

  /** Asks once what is new, and shows it. */
  void ask() {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("after", after);
    asked.put("limit", AT_ONCE);
    if (!stage.isEmpty()) {
      asked.put("stage", stage);
    }
    if (!key.isEmpty()) {
      asked.put("key", key);
    }
    JsonNode answer = pipeline.post("/records", asked);
    after = answer.path("sequence").asLong();
    stages = list(answer.path("stages"));
    masks = list(answer.path("masks"));
    for (JsonNode record : answer.path("records")) {
      long id = record.path("id").asLong();
      if (records.containsKey(id) || !isFull()) {
        records.put(id, record);
        show(id, record);
      }
    }
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  /** A record comes again with all its steps when it has come further. */
  private void show(long id, JsonNode record) {
    JsonNode steps = record.path("steps");
    for (int at = printed.getOrDefault(id, 0); at < steps.size(); at++) {
      JsonNode step = steps.get(at);
      String operation = step.path("operation").asText("");
      String outcome = step.path("outcome").asText();
      output.line(
          step.path("at").asText()
              + "  #"
              + id
              + "  "
              + step.path("stage").asText()
              + (outcome.equals("passed") ? "" : "  " + outcome)
              + (operation.isEmpty() ? "" : "  " + operation)
              + (step.has("topic") ? "  " + step.path("topic").asText() : "")
              + (step.has("error") ? "  " + step.path("error").asText() : ""));
      if (step.has("key")) {
        output.line("    key    " + step.path("key"));
      }
      if (step.has("value")) {
        output.line("    value  " + step.path("value"));
      }
    }
    printed.put(id, steps.size());
  }

  /** Whether as many records came as are wanted. */
  boolean isFull() {
    return records.size() >= limit;
  }

  /** Whether all of them have come to the stage that is looked at, or to a sink, or to an end. */
  boolean reachedSinks() {
    return !stage.isEmpty() || records.values().stream().allMatch(LookedAt::isThrough);
  }

  private static boolean isThrough(JsonNode record) {
    for (JsonNode step : record.path("steps")) {
      if (step.path("stage").asText().startsWith("sink:")
          || !step.path("outcome").asText().equals("passed")) {
        return true;
      }
    }
    return false;
  }

  /** Says what there was in all. */
  void end() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", pipeline.name());
    document.put("stages", stages);
    document.put("masks", masks);
    document.put("records", List.copyOf(records.values()));
    output.document(document);
    if (records.isEmpty()) {
      output.line("No record came by.");
    }
  }
}
