package io.sluice.schema.json.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.InvalidSchemaException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes nodes of JSON, and checks that each keyword has a value of the form that the draft asks
 * for, as far as the meaning of the schema depends on it.
 */
final class Linker {
  private static final Set<String> TYPES =
      Set.of("null", "boolean", "object", "array", "number", "integer", "string");

  private final Found found;

  /** Who is told what is met on the way. */
  interface Found {
    /** The node of this place, if it was met before. */
    @Nullable SchemaNode linked(JsonNode json);

    void schema(JsonNode json, SchemaNode node, Resource resource);

    /** A part with an identifier of its own. */
    void resource(Resource resource);

    void anchors(JsonNode json, SchemaNode node, Resource resource);

    void reference(SchemaNode from, Resource resource, Keyword keyword, String text);
  }

  Linker(Found found) {
    this.found = found;
  }

  /** The node of a place, with all below it. */
  SchemaNode link(JsonNode json, Resource around, String place) {
    SchemaNode known = json.isObject() ? found.linked(json) : null;
    if (known != null) {
      return known;
    }
    Draft draft = around.draft();
    SchemaNode node = new SchemaNode(json, draft, place);
    if (json.isBoolean() && (draft.hasBooleanSchemas() || isRoot(json, around))) {
      return node;
    }
    if (!json.isObject()) {
      throw wrong(
          around,
          place,
          "a schema is an object" + (draft.hasBooleanSchemas() ? ", true or false" : ""),
          json);
    }
    Resource resource = resource(json, around);
    found.schema(json, node, resource);
    found.anchors(json, node, resource);
    boolean hidden = draft.refHidesSiblings() && json.path("$ref").isTextual();
    json.properties()
        .forEach(
            entry -> {
              Keyword keyword = Keyword.of(entry.getKey(), draft);
              // What a reference hides is still where others may point at.
              if (keyword != null && (!hidden || keyword == Keyword.REF || keyword.isStore())) {
                read(node, keyword, entry.getValue(), resource, place);
              }
            });
    return node;
  }

  private static boolean isRoot(JsonNode json, Resource around) {
    return json.equals(around.root());
  }

  private Resource resource(JsonNode json, Resource around) {
    Draft draft = around.draft();
    JsonNode identifier = json.path(draft.identifierKeyword());
    String text = identifier.asText("");
    boolean hidden = draft.refHidesSiblings() && json.has("$ref");
    if (!identifier.isTextual() || hidden || Resource.withoutFragment(text).isEmpty()) {
      return around;
    }
    Resource part = around.part(text, json);
    found.resource(part);
    return part;
  }

  private void read(
      SchemaNode node, Keyword keyword, JsonNode value, Resource resource, String parent) {
    String place = parent + "/" + keyword.word();
    Draft draft = resource.draft();
    switch (keyword.shape()) {
      case SCHEMA -> node.link(keyword, value, member(keyword, value, resource, place));
      case SCHEMAS -> {
        require(value.isArray() && !value.isEmpty(), resource, place, "a list of schemas", value);
        node.link(keyword, value, list(value, resource, place));
      }
      case SCHEMA_OR_SCHEMAS -> {
        if (value.isArray()) {
          require(
              draft.isUntil(Draft.DRAFT_2019_09),
              resource,
              place,
              "one schema (since draft 2020-12 a list of them is called 'prefixItems')",
              value);
          node.link(keyword, value, list(value, resource, place));
        } else {
          node.link(keyword, value, member(keyword, value, resource, place));
        }
      }
      case NAMED_SCHEMAS -> {
        require(value.isObject(), resource, place, "an object of schemas", value);
        node.link(keyword, value, named(value, resource, place));
      }
      case DEPENDENCIES -> {
        require(value.isObject(), resource, place, "an object", value);
        node.link(keyword, value, dependencies(value, resource, place));
      }
      case REFERENCE -> {
        require(value.isTextual(), resource, place, "a reference", value);
        found.reference(node, resource, keyword, value.asText());
      }
      default -> {
        check(keyword, value, resource, place);
        if (!keyword.isIdle(value)) {
          node.value(keyword, value);
        }
      }
    }
  }

  private SchemaNode member(Keyword keyword, JsonNode value, Resource resource, String place) {
    boolean additional =
        keyword == Keyword.ADDITIONAL_PROPERTIES || keyword == Keyword.ADDITIONAL_ITEMS;
    if (value.isBoolean() && additional) {
      return new SchemaNode(value, resource.draft(), place);
    }
    return link(value, resource, place);
  }

  private List<SchemaNode> list(JsonNode array, Resource resource, String place) {
    List<SchemaNode> schemas = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      schemas.add(link(array.get(i), resource, place + "/" + i));
    }
    return List.copyOf(schemas);
  }

  private Map<String, SchemaNode> named(JsonNode object, Resource resource, String place) {
    Map<String, SchemaNode> schemas = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            entry ->
                schemas.put(
                    entry.getKey(),
                    link(entry.getValue(), resource, place + "/" + escaped(entry.getKey()))));
    return schemas;
  }

  private Map<String, SchemaNode> dependencies(JsonNode object, Resource resource, String parent) {
    Map<String, SchemaNode> schemas = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            entry -> {
              String place = parent + "/" + escaped(entry.getKey());
              if (entry.getValue().isArray()) {
                checkNames(entry.getValue(), resource, place);
              } else {
                schemas.put(entry.getKey(), link(entry.getValue(), resource, place));
              }
            });
    return schemas;
  }

  private static void check(Keyword keyword, JsonNode value, Resource resource, String place) {
    switch (keyword.shape()) {
      case TYPES -> checkTypes(value, resource, place);
      case VALUES -> require(value.isArray(), resource, place, "a list of values", value);
      case NUMBER -> require(value.isNumber(), resource, place, "a number", value);
      case POSITIVE_NUMBER ->
          require(
              value.isNumber() && value.decimalValue().signum() > 0,
              resource,
              place,
              "a number above 0",
              value);
      case EXCLUSIVE_BOUND -> {
        if (resource.draft() == Draft.DRAFT_4) {
          require(value.isBoolean(), resource, place, "true or false, as in draft 4", value);
        } else {
          require(
              value.isNumber(),
              resource,
              place,
              "a number (it was true or false in draft 4: name that in '$schema')",
              value);
        }
      }
      case COUNT -> require(isCount(value), resource, place, "a whole number from 0", value);
      case TEXT -> require(value.isTextual(), resource, place, "a text", value);
      case FLAG -> require(value.isBoolean(), resource, place, "true or false", value);
      case NAMES -> checkNames(value, resource, place);
      case NAMES_BY_NAME -> {
        require(value.isObject(), resource, place, "an object of lists of names", value);
        value
            .properties()
            .forEach(
                entry ->
                    checkNames(entry.getValue(), resource, place + "/" + escaped(entry.getKey())));
      }
      default -> {}
    }
  }

  private static boolean isCount(JsonNode value) {
    if (!value.isNumber()) {
      return false;
    }
    BigDecimal number = value.decimalValue();
    return number.signum() >= 0
        && (number.signum() == 0 || number.stripTrailingZeros().scale() <= 0);
  }

  private static void checkTypes(JsonNode value, Resource resource, String place) {
    if (value.isArray()) {
      Set<String> seen = new HashSet<>();
      value.forEach(
          type ->
              require(
                  type.isTextual() && TYPES.contains(type.asText()) && seen.add(type.asText()),
                  resource,
                  place,
                  "different ones of " + TYPES.stream().sorted().toList(),
                  type));
    } else {
      require(
          value.isTextual() && TYPES.contains(value.asText()),
          resource,
          place,
          "one of " + TYPES.stream().sorted().toList(),
          value);
    }
  }

  private static void checkNames(JsonNode value, Resource resource, String place) {
    require(value.isArray(), resource, place, "a list of names", value);
    Set<String> seen = new HashSet<>();
    value.forEach(
        name ->
            require(
                name.isTextual() && seen.add(name.asText()),
                resource,
                place,
                "names, each of them once",
                name));
  }

  private static void require(
      boolean right, Resource resource, String place, String expected, JsonNode value) {
    if (!right) {
      throw wrong(resource, place, expected + " was expected", value);
    }
  }

  private static InvalidSchemaException wrong(
      Resource resource, String place, String expected, JsonNode value) {
    return new InvalidSchemaException(
        (resource.document().isEmpty() ? "At " : "In " + resource.document() + " at ")
            + place
            + ": "
            + expected
            + ", but "
            + found(value)
            + " was found.");
  }

  private static String found(JsonNode value) {
    String text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }

  /** A name as a part of a JSON Pointer (RFC 6901). */
  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
