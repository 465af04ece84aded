package io.sluice.serdes.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.serdes.json.References.Found;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;

/** Makes one schema of what a schema is all of. */
final class Merge {
  private Merge() {}

  /** The schema's own words, and those of all of {@code allOf} that it has none for. */
  static JsonNode allOf(Found schema, References references) {
    ObjectNode whole = schema.schema().deepCopy();
    whole.remove("allOf");
    into(whole, schema, references, 0);
    return whole;
  }

  private static void into(ObjectNode whole, Found schema, References references, int depth) {
    if (depth > 50) {
      throw new DataException("allOf is nested more than 50 deep, or goes round in a circle");
    }
    for (JsonNode each : schema.schema().path("allOf")) {
      Found part = references.follow(each, schema.document());
      if (part.document() != schema.document()) {
        throw new DataException(
            "allOf leads into another schema, whose references would be lost; refer to it without"
                + " allOf");
      }
      for (Map.Entry<String, JsonNode> word : part.schema().properties()) {
        add(whole, word.getKey(), word.getValue());
      }
      into(whole, part, references, depth + 1);
    }
  }

  private static void add(ObjectNode whole, String word, JsonNode value) {
    switch (word) {
      case "allOf" -> {}
      case JsonNames.PROPERTIES -> {
        ObjectNode properties = whole.withObjectProperty(word);
        value.properties().forEach(each -> properties.putIfAbsent(each.getKey(), each.getValue()));
      }
      case JsonNames.REQUIRED -> {
        ArrayNode required = whole.withArrayProperty(word);
        value.forEach(required::add);
      }
      default -> whole.putIfAbsent(word, value);
    }
  }
}
