package io.sluice.schema.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The normalised text of a schema: what may be written in several ways is written in one. Names are
 * full, what is known to Avro comes in one order and what is not behind it by name, aliases are
 * sorted. What a reader of the schema can see stays: {@code doc}, defaults, properties of one's
 * own.
 */
final class AvroNormalForm {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Set<String> PRIMITIVES =
      Set.of("null", "boolean", "int", "long", "float", "double", "bytes", "string");

  /** What the language knows of a schema, in the order in which it is written. */
  private static final List<String> OF_SCHEMAS =
      List.of("doc", "fields", "symbols", "default", "items", "values", "size");

  private static final List<String> OF_FIELDS = List.of("doc", "default", "order");

  private final JsonNodeFactory nodes = JSON.getNodeFactory();

  /** Types defined so far: a name alone means one of the namespace it stands in, if there is. */
  private final Set<String> defined = new HashSet<>();

  private final Set<String> referenced;

  private AvroNormalForm(Set<String> referenced) {
    this.referenced = referenced;
  }

  /**
   * The normalised text of a schema that is written canonically.
   *
   * @param referenced full names of types that it uses and does not define
   */
  static String of(String canonical, Set<String> referenced) {
    try {
      return JSON.writeValueAsString(
          new AvroNormalForm(referenced).schema(JSON.readTree(canonical), ""));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro wrote a schema that is no JSON", e);
    }
  }

  private JsonNode schema(JsonNode node, String namespace) {
    if (node.isTextual()) {
      return nodes.textNode(reference(node.textValue(), namespace));
    }
    if (node.isArray()) {
      ArrayNode branches = nodes.arrayNode(node.size());
      node.forEach(branch -> branches.add(schema(branch, namespace)));
      return branches;
    }
    String type = node.path("type").asText();
    ObjectNode normal = nodes.objectNode();
    normal.put("type", type);
    String inside = namespace;
    if (isNamed(type)) {
      inside = node.path("namespace").asText(namespace);
      String name = full(node.path("name").asText(), inside);
      defined.add(name);
      normal.put("name", name);
      putAliases(node, normal, inside);
    }
    for (String key : OF_SCHEMAS) {
      if (node.has(key)) {
        normal.set(key, part(type, key, node.path(key), inside));
      }
    }
    putOthers(node, normal);
    return normal;
  }

  private JsonNode part(String type, String key, JsonNode value, String namespace) {
    return switch (key) {
      case "fields" -> isRecord(type) ? fields(value, namespace) : sorted(value);
      case "items" -> type.equals("array") ? schema(value, namespace) : sorted(value);
      case "values" -> type.equals("map") ? schema(value, namespace) : sorted(value);
      default -> sorted(value);
    };
  }

  private ArrayNode fields(JsonNode fields, String namespace) {
    ArrayNode normal = nodes.arrayNode(fields.size());
    for (JsonNode field : fields) {
      ObjectNode one = normal.addObject();
      one.set("name", field.path("name"));
      one.set("type", schema(field.path("type"), namespace));
      putAliases(field, one, "");
      for (String key : OF_FIELDS) {
        if (field.has(key)) {
          one.set(key, sorted(field.path(key)));
        }
      }
      putOthers(field, one);
    }
    return normal;
  }

  private static void putAliases(JsonNode node, ObjectNode normal, String namespace) {
    if (!node.path("aliases").isArray()) {
      return;
    }
    Set<String> aliases = new TreeSet<>();
    node.path("aliases").forEach(alias -> aliases.add(full(alias.asText(), namespace)));
    ArrayNode sorted = normal.putArray("aliases");
    aliases.forEach(sorted::add);
  }

  /** What is not among the keys that were put already, by name. */
  private void putOthers(JsonNode node, ObjectNode normal) {
    for (String key : keys(node)) {
      if (!normal.has(key) && !key.equals("namespace")) {
        normal.set(key, sorted(node.path(key)));
      }
    }
  }

  private JsonNode sorted(JsonNode value) {
    if (value.isArray()) {
      ArrayNode elements = nodes.arrayNode(value.size());
      value.forEach(element -> elements.add(sorted(element)));
      return elements;
    }
    if (value.isObject()) {
      ObjectNode members = nodes.objectNode();
      keys(value).forEach(key -> members.set(key, sorted(value.path(key))));
      return members;
    }
    return value;
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    Collections.sort(keys);
    return keys;
  }

  private String reference(String name, String namespace) {
    if (PRIMITIVES.contains(name)) {
      return name;
    }
    String full = full(name, namespace);
    return defined.contains(full) || referenced.contains(full) ? full : name;
  }

  private static String full(String name, String namespace) {
    return namespace.isEmpty() || name.indexOf('.') >= 0 ? name : namespace + "." + name;
  }

  private static boolean isNamed(String type) {
    return isRecord(type) || type.equals("enum") || type.equals("fixed");
  }

  private static boolean isRecord(String type) {
    return type.equals("record") || type.equals("error");
  }
}
