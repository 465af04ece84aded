package io.sluice.schema.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Schemas and values out of a small world, so that they often have to do with each other: few
 * names, short texts, small numbers.
 */
final class RandomSchemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> NAMES = List.of("a", "b", "ab", "c");
  private static final List<String> TEXTS = List.of("", "a", "b", "ab", "bb", "abc");
  private static final List<String> EXPRESSIONS = List.of("^a", "b$", "^[ab]+$", "^(a|c)$", "");
  private static final List<String> TYPES =
      List.of("null", "boolean", "object", "array", "number", "integer", "string");

  /** How each draft is named, from the oldest. */
  static final List<String> DRAFTS =
      List.of(
          "http://json-schema.org/draft-04/schema#",
          "http://json-schema.org/draft-06/schema#",
          "http://json-schema.org/draft-07/schema#",
          "https://json-schema.org/draft/2019-09/schema",
          "https://json-schema.org/draft/2020-12/schema");

  private final Random random;
  private final int draft;

  RandomSchemas(Random random, int draft) {
    this.random = random;
    this.draft = draft;
  }

  /** A whole schema, with definitions that it may refer to. */
  ObjectNode document() {
    ObjectNode document = object(3);
    document.put("$schema", DRAFTS.get(draft));
    document.set(
        "definitions", JSON.objectNode().<ObjectNode>set("D", object(2)).set("E", referable()));
    return document;
  }

  /** A schema that refers to the whole from a property, never for the same value. */
  private ObjectNode referable() {
    return JSON.objectNode()
        .set("properties", JSON.objectNode().set(name(), JSON.objectNode().put("$ref", "#")));
  }

  /** The same, changed at some place. */
  ObjectNode changed(ObjectNode document) {
    ObjectNode changed = document.deepCopy();
    int times = 1 + random.nextInt(2);
    for (int i = 0; i < times; i++) {
      change(changed);
    }
    changed.put("$schema", DRAFTS.get(draft));
    return changed;
  }

  private void change(ObjectNode document) {
    List<ObjectNode> places = new ArrayList<>();
    collect(document, places);
    if (places.isEmpty()) {
      return;
    }
    ObjectNode place = places.get(random.nextInt(places.size()));
    List<String> words = new ArrayList<>();
    place.fieldNames().forEachRemaining(words::add);
    words.removeAll(List.of("$schema", "definitions", "$ref"));
    if (!words.isEmpty() && random.nextInt(3) == 0) {
      place.remove(words.get(random.nextInt(words.size())));
    } else if (!place.has("$ref") && place != document && random.nextInt(6) == 0) {
      ObjectNode before = place.deepCopy();
      place.removeAll();
      place.set(any("allOf", "anyOf", "oneOf"), JSON.arrayNode().add(before).add(object(1)));
    } else if (!place.has("$ref")) {
      keyword(place, 2);
    }
  }

  private void collect(JsonNode schema, List<ObjectNode> places) {
    if (schema instanceof ObjectNode object && !object.has("const") && !object.has("enum")) {
      places.add(object);
      for (String word : List.of("properties", "patternProperties", "definitions")) {
        object.path(word).forEach(member -> collect(member, places));
      }
      for (String word : List.of("allOf", "anyOf", "oneOf", "prefixItems")) {
        object.path(word).forEach(member -> collect(member, places));
      }
      for (String word : List.of("items", "additionalProperties", "not", "then", "contains")) {
        collect(object.path(word), places);
      }
    }
  }

  /** A value out of the same world. */
  JsonNode value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 6)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextInt(6) - 1);
      case 3 -> JSON.numberNode((random.nextInt(8) - 1) / 2.0 + 0.25);
      case 4, 5 -> JSON.textNode(any(TEXTS));
      case 6 -> {
        ArrayNode array = JSON.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = JSON.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set(any(NAMES), value(depth - 1));
        }
        yield object;
      }
    };
  }

  private JsonNode schema(int depth) {
    if (draft > 0 && random.nextInt(12) == 0) {
      return JSON.booleanNode(random.nextInt(3) > 0);
    }
    if (random.nextInt(12) == 0) {
      return JSON.objectNode().put("$ref", any("#/definitions/E", "#/definitions/E"));
    }
    return object(depth);
  }

  private ObjectNode object(int depth) {
    ObjectNode schema = JSON.objectNode();
    if (random.nextInt(3) > 0) {
      schema.put("type", any(TYPES));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      keyword(schema, depth);
    }
    return schema;
  }

  private void keyword(ObjectNode schema, int depth) {
    switch (random.nextInt(depth > 0 ? 38 : 14)) {
      case 0 -> schema.put("minLength", random.nextInt(3));
      case 1 -> schema.put("maxLength", random.nextInt(3));
      case 2 -> schema.put("minimum", random.nextInt(4) - 1);
      case 3 -> schema.put("maximum", random.nextInt(4));
      case 4 -> exclusive(schema);
      case 5 -> schema.put("multipleOf", any(List.of(1, 2, 3)));
      case 6 -> schema.set("enum", values(2));
      case 7 -> since(1, schema, "const", value(1));
      case 8 -> schema.put("minItems", random.nextInt(3));
      case 9 -> schema.put("maxItems", random.nextInt(3));
      case 10 -> schema.put("minProperties", random.nextInt(3));
      case 11 -> schema.put("maxProperties", random.nextInt(3));
      case 12 -> schema.set("required", names());
      case 13 -> schema.put(any("pattern", "pattern"), any(EXPRESSIONS));
      case 14, 15, 16, 17 -> schema.set("properties", named(NAMES, depth - 1));
      case 18 -> schema.set("patternProperties", named(EXPRESSIONS, depth - 1));
      case 19, 20, 21 ->
          schema.set(
              "additionalProperties",
              random.nextBoolean() ? JSON.booleanNode(false) : schema(depth - 1));
      case 22, 23 -> items(schema, depth);
      // The validator applies it to objects too, which the specification does not.
      case 24 -> schema.put("type", "array").put("uniqueItems", random.nextBoolean());
      case 25 -> since(1, schema, "contains", schema(depth - 1));
      case 26 -> schema.set("allOf", schemas(depth - 1));
      case 27, 28 -> schema.set("anyOf", schemas(depth - 1));
      case 29 -> schema.set("oneOf", schemas(depth - 1));
      case 30 -> schema.set("not", schema(depth - 1));
      case 31 -> {
        since(2, schema, "if", schema(depth - 1));
        since(2, schema, any("then", "else"), schema(depth - 1));
      }
      case 32 -> since(1, schema, "propertyNames", schema(0));
      case 33 -> dependencies(schema, depth);
      case 34 -> since(3, schema, "unevaluatedProperties", JSON.booleanNode(false));
      case 35 -> since(3, schema, "unevaluatedItems", JSON.booleanNode(false));
      case 36 -> {
        // Never more at least than at most: the validator refuses to work with that.
        boolean least = random.nextBoolean();
        since(3, schema, "contains", schema(depth - 1));
        since(
            3,
            schema,
            least ? "minContains" : "maxContains",
            JSON.numberNode(random.nextInt(2) + (least ? 0 : 1)));
      }
      default ->
          schema.set("type", JSON.arrayNode().add("null").add(any("string", "integer", "object")));
    }
  }

  private void exclusive(ObjectNode schema) {
    String word = any("exclusiveMinimum", "exclusiveMaximum");
    if (draft == 0) {
      schema.put(word, random.nextBoolean());
      schema.put(word.equals("exclusiveMinimum") ? "minimum" : "maximum", random.nextInt(3));
    } else {
      schema.put(word, random.nextInt(4) - 1);
    }
  }

  private void items(ObjectNode schema, int depth) {
    if (random.nextBoolean()) {
      schema.set("items", schema(depth - 1));
    } else if (draft == 4) {
      schema.set("prefixItems", schemas(depth - 1));
    } else {
      schema.set("items", schemas(depth - 1));
      schema.set(
          "additionalItems", random.nextBoolean() ? JSON.booleanNode(false) : schema(depth - 1));
    }
  }

  private void dependencies(ObjectNode schema, int depth) {
    boolean list = random.nextBoolean();
    String word = draft < 3 ? "dependencies" : list ? "dependentRequired" : "dependentSchemas";
    schema.set(word, JSON.objectNode().set(name(), list ? names() : object(depth - 1)));
  }

  private void since(int first, ObjectNode schema, String word, JsonNode value) {
    if (draft >= first) {
      schema.set(word, value);
    }
  }

  private ArrayNode schemas(int depth) {
    ArrayNode schemas = JSON.arrayNode();
    for (int i = random.nextInt(3); i >= 0; i--) {
      schemas.add(object(depth));
    }
    return schemas;
  }

  private ObjectNode named(List<String> names, int depth) {
    ObjectNode named = JSON.objectNode();
    for (int i = random.nextInt(3); i >= 0; i--) {
      named.set(any(names), schema(depth));
    }
    return named;
  }

  private ArrayNode values(int depth) {
    ArrayNode values = JSON.arrayNode();
    for (int i = random.nextInt(3); i >= 0; i--) {
      values.add(value(depth));
    }
    return values;
  }

  private ArrayNode names() {
    ArrayNode names = JSON.arrayNode().add(name());
    String other = name();
    return names.get(0).asText().equals(other) ? names : names.add(other);
  }

  private String name() {
    return any(NAMES);
  }

  private String any(String one, String... more) {
    int chosen = random.nextInt(more.length + 1);
    return chosen == 0 ? one : more[chosen - 1];
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
