package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.serdes.json.References.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON Schemas into Connect's: what {@link SchemaToJson} wrote to the same schema, and what
 * others wrote as far as Connect has a type for it. Thread-safe.
 */
final class JsonToSchema {
  private static final int DEPTH = 100;

  private final JsonDataOptions options;
  private final Descriptions descriptions;

  JsonToSchema(JsonDataOptions options) {
    this.options = options;
    this.descriptions = new Descriptions(options);
  }

  /**
   * The schema; null if everything fits it.
   *
   * @param dependencies the schemas that it was registered with, by the names in its references
   * @throws DataException if Connect has no type for a part of it; says which part
   */
  @Nullable Schema read(String text, Map<String, String> dependencies) {
    try {
      JsonNode root = Json.MAPPER.readTree(text);
      References references = new References(dependencies);
      Found found = references.follow(root, root);
      return Node.isAny(found.schema())
          ? null
          : new Document(references).schema(found, false, "#", 0);
    } catch (JsonProcessingException e) {
      throw new DataException("A schema is no JSON", e);
    }
  }

  /** One schema that is being read. */
  private final class Document {
    private final References references;
    private final Map<JsonNode, JsonNode> merged = new IdentityHashMap<>();

    private final Map<JsonNode, JsonNode> described = new IdentityHashMap<>();

    /** What has been read or is being read, as what must be there and as what may be null. */
    private final Map<JsonNode, Schema> needed = new IdentityHashMap<>();

    private final Map<JsonNode, Schema> optional = new IdentityHashMap<>();

    /** Structs that are parts of themselves. */
    private final Map<Schema, Boolean> recursive = new IdentityHashMap<>();

    private int unions;

    Document(References references) {
      this.references = references;
    }

    Schema schema(Found at, boolean mayBeNull, String path, int depth) {
      if (depth > DEPTH) {
        throw new DataException(
            "A JSON Schema is nested more than " + DEPTH + " deep, or goes round in a circle");
      }
      Found found = references.follow(at.schema(), at.document());
      Node node = new Node(whole(found), path);
      if (Node.isAny(node.json())) {
        throw node.refused("a schema that everything fits, for which Connect has no type");
      }
      boolean nullable = mayBeNull || node.isNullable();
      Map<JsonNode, Schema> known = nullable ? optional : needed;
      Schema before = known.get(found.schema());
      if (before != null) {
        recursive.put(before, true);
        return before;
      }
      List<JsonNode> alternatives = node.alternatives();
      if (alternatives.size() == 1 && !node.isMarkedAsUnion()) {
        JsonNode alone =
            described.computeIfAbsent(found.schema(), one -> described(alternatives.get(0), node));
        Found only = new Found(alone, found.document());
        return schema(only, nullable, path + "/oneOf", depth + 1);
      }
      SchemaBuilder builder = begun(node, found, depth);
      if (nullable) {
        builder.optional();
      }
      boolean isStruct = builder.type() == Schema.Type.STRUCT;
      if (isStruct) {
        known.put(found.schema(), builder);
        fields(builder, node, alternatives, found, depth);
      }
      descriptions.add(builder, node, unions);
      Schema done = isStruct && recursive.containsKey(builder) ? builder : builder.build();
      known.put(found.schema(), done);
      return done;
    }

    /** What is said beside the only alternative is said of it. */
    private JsonNode described(JsonNode only, Node around) {
      return only.has(JsonNames.REF) ? only : Descriptions.inherited(only, around.json());
    }

    /** With all that it is all of. */
    private JsonNode whole(Found found) {
      if (!(found.schema().path("allOf").isArray())) {
        return found.schema();
      }
      return merged.computeIfAbsent(found.schema(), one -> Merge.allOf(found, references));
    }

    private SchemaBuilder begun(Node node, Found found, int depth) {
      return switch (node.kind()) {
        case SCALAR -> new SchemaBuilder(node.scalar());
        case ARRAY -> SchemaBuilder.array(items(node, found, depth));
        case MAP ->
            SchemaBuilder.map(
                Schema.STRING_SCHEMA,
                schema(
                    new Found(node.json().path(JsonNames.ADDITIONAL), found.document()),
                    false,
                    node.path() + "/additionalProperties",
                    depth + 1));
        case ENTRIES ->
            SchemaBuilder.map(
                entry(node, found, JsonNames.KEY, depth),
                entry(node, found, JsonNames.VALUE, depth));
        case STRUCT, UNION -> SchemaBuilder.struct();
      };
    }

    private Schema items(Node node, Found found, int depth) {
      JsonNode items = node.json().path(JsonNames.ITEMS);
      if (!items.isObject()) {
        throw node.refused("an array without one schema for its items");
      }
      return schema(new Found(items, found.document()), false, node.path() + "/items", depth + 1);
    }

    private Schema entry(Node node, Found found, String name, int depth) {
      JsonNode part = node.json().path(JsonNames.ITEMS).path(JsonNames.PROPERTIES).path(name);
      String path = node.path() + "/items/properties/" + name;
      return schema(new Found(part, found.document()), false, path, depth + 1);
    }

    private void fields(
        SchemaBuilder builder, Node node, List<JsonNode> alternatives, Found found, int depth) {
      if (node.kind() == Node.Kind.STRUCT) {
        properties(builder, node, found, depth);
        return;
      }
      boolean general = options.generalizedSumTypes() || node.isMarkedAsGeneralUnion();
      String name = general ? JsonNames.GENERAL_UNION_FIELD : JsonNames.UNION_FIELD;
      unions++;
      for (int i = 0; i < alternatives.size(); i++) {
        Found alternative = new Found(alternatives.get(i), found.document());
        builder.field(name + i, schema(alternative, true, node.path() + "/oneOf/" + i, depth + 1));
      }
    }

    private void properties(SchemaBuilder builder, Node node, Found found, int depth) {
      Set<String> required = new HashSet<>();
      node.json().path(JsonNames.REQUIRED).forEach(each -> required.add(each.asText()));
      for (Map.Entry<String, JsonNode> property : ordered(node.json())) {
        String name = property.getKey();
        boolean mayBeAbsent = options.optionalForNonRequired() && !required.contains(name);
        builder.field(
            name,
            schema(
                new Found(property.getValue(), found.document()),
                mayBeAbsent,
                node.path() + "/properties/" + name,
                depth + 1));
      }
    }
  }

  /** The properties as Connect had them, or as they stand there if it does not say. */
  private static List<Map.Entry<String, JsonNode>> ordered(JsonNode json) {
    List<Map.Entry<String, JsonNode>> properties =
        new ArrayList<>(json.path(JsonNames.PROPERTIES).properties());
    if (properties.stream().allMatch(each -> each.getValue().has(JsonNames.CONNECT_INDEX))) {
      properties.sort(
          Comparator.comparingInt(each -> each.getValue().get(JsonNames.CONNECT_INDEX).asInt()));
    }
    return properties;
  }
}
