package io.sluice.schema.avro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Schemas as somebody might write them, and changes as somebody might make to them. The same seed
 * gives the same.
 */
final class RandomAvro {
  private static final List<String> PRIMITIVES =
      List.of("null", "boolean", "int", "long", "float", "double", "bytes", "string");

  private final Random random;
  private final JsonNodeFactory nodes = JsonNodeFactory.instance;
  private final List<String> usable = new ArrayList<>();
  private int names;

  RandomAvro(long seed) {
    this.random = new Random(seed);
  }

  JsonNode schema() {
    return schema(3, "");
  }

  private JsonNode schema(int depth, String namespace) {
    int kind = random.nextInt(depth > 0 ? 10 : 3);
    return switch (kind) {
      case 0, 1 -> primitive();
      case 2 -> known(namespace);
      case 3, 4, 5 -> record(depth, namespace);
      case 6 -> enumeration(namespace);
      case 7 -> fixed(namespace);
      case 8 -> random.nextBoolean() ? array(depth, namespace) : map(depth, namespace);
      default -> union(depth, namespace);
    };
  }

  private JsonNode primitive() {
    String type = PRIMITIVES.get(random.nextInt(PRIMITIVES.size()));
    int form = random.nextInt(4);
    if (form > 1) {
      return nodes.textNode(type);
    }
    ObjectNode node = nodes.objectNode().put("type", type);
    if (form == 1 && type.equals("int")) {
      node.put("logicalType", "date");
    } else if (form == 1 && type.equals("bytes")) {
      node.put("logicalType", "decimal").put("precision", 9).put("scale", 2);
    } else if (form == 1) {
      node.set("x", nodes.objectNode().put("b", 1).put("a", "é\"\\"));
    }
    return node;
  }

  /** A type that is already defined, or about to be, by its name. */
  private JsonNode known(String namespace) {
    if (usable.isEmpty()) {
      return primitive();
    }
    String full = usable.get(random.nextInt(usable.size()));
    int dot = full.lastIndexOf('.');
    boolean within = dot >= 0 && full.substring(0, dot).equals(namespace);
    return nodes.textNode(within && random.nextBoolean() ? full.substring(dot + 1) : full);
  }

  private String name(ObjectNode node, String namespace) {
    String name = "T" + names++;
    String inside = namespace;
    switch (random.nextInt(3)) {
      case 0 -> {
        inside = "a.b" + random.nextInt(2);
        node.put("name", name).put("namespace", inside);
      }
      case 1 -> {
        inside = "c" + random.nextInt(2);
        node.put("name", inside + "." + name);
      }
      default -> node.put("name", name);
    }
    usable.add(inside.isEmpty() ? name : inside + "." + name);
    decorate(node);
    if (random.nextInt(4) == 0) {
      node.putArray("aliases").add("Old" + names).add("q.Older" + names);
    }
    return inside;
  }

  private void decorate(ObjectNode node) {
    if (random.nextInt(3) == 0) {
      node.put("doc", "what \"it\" is\n" + random.nextInt(9));
    }
    if (random.nextInt(4) == 0) {
      node.put("owner", random.nextInt(3));
      node.set("tags", nodes.objectNode().put("z", true).put("a", 1.5));
    }
  }

  private JsonNode record(int depth, String namespace) {
    ObjectNode node = nodes.objectNode().put("type", "record");
    String inside = name(node, namespace);
    ArrayNode fields = node.putArray("fields");
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      fields.add(field("f" + i, depth, inside));
    }
    return node;
  }

  private ObjectNode field(String name, int depth, String namespace) {
    ObjectNode field = nodes.objectNode().put("name", name);
    JsonNode type = schema(depth - 1, namespace);
    field.set("type", type);
    if (random.nextInt(4) == 0) {
      field.put("order", random.nextBoolean() ? "ignore" : "ascending");
    }
    if (random.nextInt(4) == 0) {
      field.putArray("aliases").add("g" + random.nextInt(3));
    }
    JsonNode fallback = fallback(type);
    if (fallback != null && random.nextBoolean()) {
      field.set("default", fallback);
    }
    decorate(field);
    return field;
  }

  private @Nullable JsonNode fallback(JsonNode type) {
    return switch (type.isArray()
        ? type.path(0).asText()
        : type.path("type").asText(type.asText())) {
      case "null" -> nodes.nullNode();
      case "boolean" -> nodes.booleanNode(true);
      case "int", "long" -> nodes.numberNode(random.nextInt());
      case "double" -> nodes.numberNode(random.nextDouble());
      case "string", "bytes" -> nodes.textNode("ü");
      case "array" -> nodes.arrayNode();
      case "map" -> nodes.objectNode();
      default -> null;
    };
  }

  private JsonNode enumeration(String namespace) {
    ObjectNode node = nodes.objectNode().put("type", "enum");
    name(node, namespace);
    ArrayNode symbols = node.putArray("symbols");
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      symbols.add("S" + i);
    }
    if (random.nextInt(3) == 0) {
      node.put("default", "S0");
    }
    return node;
  }

  private JsonNode fixed(String namespace) {
    ObjectNode node = nodes.objectNode().put("type", "fixed");
    name(node, namespace);
    return node.put("size", 1 + random.nextInt(2));
  }

  private JsonNode array(int depth, String namespace) {
    ObjectNode node = nodes.objectNode().put("type", "array");
    decorate(node);
    node.set("items", schema(depth - 1, namespace));
    return node;
  }

  private JsonNode map(int depth, String namespace) {
    ObjectNode node = nodes.objectNode().put("type", "map");
    node.set("values", schema(depth - 1, namespace));
    return node;
  }

  private JsonNode union(int depth, String namespace) {
    ArrayNode branches = nodes.arrayNode();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      branches.add(schema(depth - 1, namespace));
    }
    return branches;
  }

  /** The same schema but for some places; possibly none any more. */
  JsonNode changed(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    List<JsonNode> places = new ArrayList<>();
    collect(copy, places);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes && !places.isEmpty(); i++) {
      change(places.get(random.nextInt(places.size())));
    }
    return copy;
  }

  private static void collect(JsonNode node, List<JsonNode> places) {
    if (node.isContainerNode()) {
      places.add(node);
      node.forEach(part -> collect(part, places));
    }
  }

  private void change(JsonNode place) {
    if (place instanceof ArrayNode array && !array.isEmpty()) {
      int index = random.nextInt(array.size());
      switch (random.nextInt(4)) {
        case 0 -> array.remove(index);
        case 1 -> array.insert(index, array.remove(array.size() - 1));
        case 2 -> {
          if (array.get(index) instanceof TextNode) {
            array.set(index, primitiveName());
          }
        }
        default -> {
          if (array.get(0).has("type") && array.get(0).has("name")) {
            ObjectNode field = nodes.objectNode().put("name", "n" + random.nextInt(3));
            field.put("type", "int");
            if (random.nextBoolean()) {
              field.put("default", 7);
            }
            array.add(field);
          } else {
            array.add(primitiveName());
          }
        }
      }
    } else if (place instanceof ObjectNode object) {
      switch (random.nextInt(6)) {
        case 0 -> object.remove("default");
        case 1 -> object.put("size", 3);
        case 2 -> object.put("name", random.nextBoolean() ? "f1" : "T1");
        case 3 -> object.put("doc", "another");
        default -> {
          if (object.path("type").isTextual()
              && PRIMITIVES.contains(object.path("type").asText())) {
            object.set("type", primitiveName());
          }
        }
      }
    }
  }

  private JsonNode primitiveName() {
    return nodes.textNode(PRIMITIVES.get(random.nextInt(PRIMITIVES.size())));
  }

  /** The same schema with everything in another order that may be in any. */
  JsonNode shuffled(JsonNode node) {
    if (node.isArray()) {
      ArrayNode copy = nodes.arrayNode();
      node.forEach(element -> copy.add(shuffled(element)));
      return copy;
    }
    if (!node.isObject()) {
      return node;
    }
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    Collections.shuffle(keys, random);
    ObjectNode copy = nodes.objectNode();
    keys.forEach(key -> copy.set(key, shuffled(node.path(key))));
    return copy;
  }
}
