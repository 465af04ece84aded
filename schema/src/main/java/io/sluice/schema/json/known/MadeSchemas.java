package io.sluice.schema.json.known;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.schema.json.model.Draft;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Schemas that no document has, which a comparison reasons with; the same one for the same, so that
 * questions about them are recognised. For one thread.
 */
public final class MadeSchemas {
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private final Map<String, SchemaNode> constants = new HashMap<>();
  private final Map<String, SchemaNode> exact = new HashMap<>();
  private final Map<String, SchemaNode> requiring = new HashMap<>();
  private final Map<String, SchemaNode> types = new HashMap<>();
  private final Map<List<SchemaNode>, SchemaNode> choices = new HashMap<>();
  private final Map<List<SchemaNode>, SchemaNode> parts = new HashMap<>();
  private final SchemaNode nothing = SchemaNode.nothing();

  /** {@code const}. */
  public SchemaNode constant(JsonNode value) {
    return constants.computeIfAbsent(
        JsonValues.key(value), key -> made(Map.of(Keyword.CONST, value)));
  }

  /** {@code const}, of a text. */
  public SchemaNode text(String text) {
    return constant(NODES.textNode(text));
  }

  /** What {@code const} says, in the keywords of the value's type. */
  public SchemaNode exactly(JsonNode value) {
    String key = JsonValues.key(value);
    SchemaNode known = exact.get(key);
    if (known == null) {
      known = spelledOut(value);
      exact.put(key, known);
    }
    return known;
  }

  /** {@code required}, of one name. */
  public SchemaNode requires(String name) {
    return requiring.computeIfAbsent(
        name, key -> made(Map.of(Keyword.REQUIRED, NODES.arrayNode().add(key))));
  }

  /** {@code type}, by the name that it has in schemas. */
  public SchemaNode type(String name) {
    return types.computeIfAbsent(name, key -> made(Map.of(Keyword.TYPE, NODES.textNode(key))));
  }

  /** {@code anyOf}. */
  public SchemaNode anyOf(List<SchemaNode> schemas) {
    return schemas.size() == 1
        ? schemas.get(0)
        : choices.computeIfAbsent(List.copyOf(schemas), SchemaNode::anyOf);
  }

  /** {@code allOf}. */
  public SchemaNode allOf(List<SchemaNode> schemas) {
    return schemas.size() == 1
        ? schemas.get(0)
        : parts.computeIfAbsent(List.copyOf(schemas), SchemaNode::allOf);
  }

  private SchemaNode spelledOut(JsonNode value) {
    Map<Keyword, JsonNode> values = new EnumMap<>(Keyword.class);
    InstanceType type = InstanceType.of(value);
    String name = type == InstanceType.FRACTION ? "number" : type.name().toLowerCase(Locale.ROOT);
    values.put(Keyword.TYPE, NODES.textNode(name));
    Map<String, SchemaNode> members = new LinkedHashMap<>();
    List<SchemaNode> items = new ArrayList<>();
    switch (type) {
      case INTEGER, FRACTION -> {
        values.put(Keyword.MINIMUM, value);
        values.put(Keyword.MAXIMUM, value);
      }
      case STRING -> {
        JsonNode length = NODES.numberNode(value.asText().codePoints().count());
        values.put(Keyword.MIN_LENGTH, length);
        values.put(Keyword.MAX_LENGTH, length);
      }
      case ARRAY -> {
        value.forEach(item -> items.add(constant(item)));
        values.put(Keyword.MIN_ITEMS, NODES.numberNode(items.size()));
        values.put(Keyword.MAX_ITEMS, NODES.numberNode(items.size()));
        if (JsonValues.byKey(value).size() == items.size()) {
          values.put(Keyword.UNIQUE_ITEMS, NODES.booleanNode(true));
        }
      }
      case OBJECT -> {
        var required = NODES.arrayNode();
        value
            .properties()
            .forEach(
                entry -> {
                  members.put(entry.getKey(), constant(entry.getValue()));
                  required.add(entry.getKey());
                });
        values.put(Keyword.REQUIRED, required);
      }
      case NULL, BOOLEAN -> {}
    }
    return SchemaNode.exactly(values, members, items, nothing);
  }

  private static SchemaNode made(Map<Keyword, JsonNode> values) {
    return SchemaNode.made(Draft.DRAFT_2020_12, values);
  }
}
