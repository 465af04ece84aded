package io.sluice.project.schema.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a JSON Schema says, by JSON Pointer. */
final class JsonOutline {
  private final Map<String, String> lines = new LinkedHashMap<>();

  private JsonOutline() {}

  /** Of the text of a schema. */
  static Map<String, String> of(String text) {
    try {
      JsonOutline outline = new JsonOutline();
      outline.add("#", new ObjectMapper().readTree(text));
      return outline.lines;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema's canonical text that is no JSON", e);
    }
  }

  private void add(String path, JsonNode node) {
    if (node.isObject() && !node.isEmpty()) {
      node.fields()
          .forEachRemaining(
              each ->
                  add(
                      path + "/" + each.getKey().replace("~", "~0").replace("/", "~1"),
                      each.getValue()));
    } else if (node.isArray() && hasParts(node)) {
      for (int i = 0; i < node.size(); i++) {
        add(path + "/" + i, node.get(i));
      }
    } else {
      // A list of plain values, such as 'required', is one thing: its places mean nothing.
      lines.put(path, node.toString());
    }
  }

  private static boolean hasParts(JsonNode array) {
    for (JsonNode each : array) {
      if (each.isContainerNode()) {
        return true;
      }
    }
    return false;
  }
}
