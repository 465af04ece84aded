package io.sluice.schema.json.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Brings what is written in any order into one, and leaves out what says nothing. */
final class Normalization {
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private final Draft draft;

  Normalization(Draft draft) {
    this.draft = draft;
  }

  /** The schema in its one form. */
  JsonNode of(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode normalized = NODES.objectNode();
    sorted(schema)
        .forEach(
            (word, value) -> {
              Keyword keyword = Keyword.of(word, draft);
              JsonNode kept = keyword == null ? ordered(value) : of(keyword, value);
              if (kept != null) {
                normalized.set(word, kept);
              }
            });
    return normalized;
  }

  private @Nullable JsonNode of(Keyword keyword, JsonNode value) {
    if (keyword.isIdle(value)) {
      return null;
    }
    return switch (keyword.shape()) {
      case SCHEMA -> of(value);
      case SCHEMAS -> each(value);
      case SCHEMA_OR_SCHEMAS -> value.isArray() ? each(value) : of(value);
      case NAMED_SCHEMAS, DEPENDENCIES -> named(value);
      case NAMES_BY_NAME -> named(value);
      case TYPES -> value.size() == 1 ? value.get(0) : value.isArray() ? set(value) : value;
      case NAMES, VALUES -> set(value);
      default -> ordered(value);
    };
  }

  private ArrayNode each(JsonNode schemas) {
    ArrayNode normalized = NODES.arrayNode(schemas.size());
    schemas.forEach(schema -> normalized.add(of(schema)));
    return normalized;
  }

  private ObjectNode named(JsonNode members) {
    ObjectNode normalized = NODES.objectNode();
    sorted(members)
        .forEach((name, value) -> normalized.set(name, value.isArray() ? set(value) : of(value)));
    return normalized;
  }

  private static ArrayNode set(JsonNode array) {
    List<JsonNode> members = new ArrayList<>();
    array.forEach(member -> members.add(ordered(member)));
    members.sort(Comparator.comparing(JsonNode::toString));
    return NODES.arrayNode(members.size()).addAll(members);
  }

  /** A value that is no schema, its keys in order. */
  private static JsonNode ordered(JsonNode value) {
    if (value.isObject()) {
      ObjectNode ordered = NODES.objectNode();
      sorted(value).forEach((name, member) -> ordered.set(name, ordered(member)));
      return ordered;
    }
    if (value.isArray()) {
      ArrayNode ordered = NODES.arrayNode(value.size());
      value.forEach(member -> ordered.add(ordered(member)));
      return ordered;
    }
    return value;
  }

  private static Map<String, JsonNode> sorted(JsonNode object) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    object.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
