package io.sluice.serdes.json;

import static com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Writes Connect's schemas as JSON Schemas. What JSON Schema has no word for is told by the words
 * that Confluent's documentation gives: {@code connect.type}, {@code connect.index} (the order of
 * fields, which JSON Schema has none of), {@code connect.version}, {@code connect.parameters}; the
 * name is the {@code title}, the documentation the {@code description}. What may be null is one of
 * null and the type. Thread-safe.
 */
final class SchemaToJson {
  /** Deeper than that a text could not be read again. */
  private static final int DEPTH = 100;

  private final JsonDataOptions options;
  private final ValueWriters values;
  private final UnionMembers members;

  SchemaToJson(JsonDataOptions options) {
    this.options = options;
    this.values = new ValueWriters(options);
    this.members = new UnionMembers(options);
  }

  /**
   * The JSON Schema; of no schema one that everything fits.
   *
   * @throws DataException if JSON cannot tell the members of a union apart
   */
  JsonNode write(@Nullable Schema schema) {
    return schema == null
        ? instance.objectNode()
        : new Document().of(schema, "#", schema.isOptional());
  }

  /** One schema, with what lies around the part that is being written. */
  private final class Document {
    private final Map<Schema, String> around = new IdentityHashMap<>();

    ObjectNode of(Schema schema, String path, boolean nullable) {
      String known = around.get(schema);
      if (known == null && around.size() > DEPTH) {
        throw new DataException(
            "A schema is nested more than " + DEPTH + " deep, which JSON is not read with");
      }
      boolean isUnion = Unions.isUnion(schema);
      if (!nullable || (isUnion && known == null)) {
        ObjectNode node = instance.objectNode();
        around.put(schema, known == null ? path : known);
        if (known != null) {
          node.put(JsonNames.REF, known);
        } else {
          describe(schema, node);
          if (isUnion) {
            union(schema, node, path, nullable);
          } else {
            type(schema, node, path);
          }
          around.remove(schema);
        }
        return node;
      }
      ObjectNode either = instance.objectNode();
      ArrayNode alternatives = either.putArray(JsonNames.ONE_OF);
      alternatives.addObject().put(JsonNames.TYPE, "null");
      alternatives.add(of(schema, path + "/oneOf/1", false));
      return either;
    }

    private void union(Schema schema, ObjectNode node, String path, boolean nullable) {
      members.check(schema, path);
      ArrayNode alternatives = node.putArray(JsonNames.ONE_OF);
      if (nullable) {
        alternatives.addObject().put(JsonNames.TYPE, "null");
      }
      for (Field field : schema.fields()) {
        String here = path + "/oneOf/" + alternatives.size();
        alternatives.add(of(field.schema(), here, false));
      }
    }

    private void type(Schema schema, ObjectNode node, String path) {
      switch (schema.type()) {
        case INT8, INT16, INT32, INT64 -> named("integer", schema, node);
        case FLOAT32, FLOAT64 -> named("number", schema, node);
        case BOOLEAN -> node.put(JsonNames.TYPE, "boolean");
        case STRING -> text(schema, node);
        case BYTES -> {
          boolean number = options.numericDecimals() && Decimal.LOGICAL_NAME.equals(schema.name());
          named(number ? "number" : "string", schema, node);
        }
        case ARRAY -> {
          node.put(JsonNames.TYPE, "array");
          Schema items = schema.valueSchema();
          node.set(JsonNames.ITEMS, of(items, path + "/items", items.isOptional()));
        }
        case MAP -> map(schema, node, path);
        case STRUCT -> struct(schema, node, path);
      }
    }

    private void map(Schema schema, ObjectNode node, String path) {
      Schema values = schema.valueSchema();
      if (ValueWriters.isName(schema.keySchema())) {
        node.put(JsonNames.TYPE, "object").put(JsonNames.CONNECT_TYPE, JsonNames.MAP);
        String below = path + "/additionalProperties";
        node.set(JsonNames.ADDITIONAL, of(values, below, values.isOptional()));
        return;
      }
      node.put(JsonNames.TYPE, "array").put(JsonNames.CONNECT_TYPE, JsonNames.MAP);
      ObjectNode entry = node.putObject(JsonNames.ITEMS).put(JsonNames.TYPE, "object");
      ObjectNode properties = entry.putObject(JsonNames.PROPERTIES);
      String below = path + "/items/properties/";
      Schema keys = schema.keySchema();
      properties.set(
          JsonNames.KEY,
          of(keys, below + "key", keys.isOptional()).put(JsonNames.CONNECT_INDEX, 0));
      properties.set(
          JsonNames.VALUE,
          of(values, below + "value", values.isOptional()).put(JsonNames.CONNECT_INDEX, 1));
    }

    private void struct(Schema schema, ObjectNode node, String path) {
      node.put(JsonNames.TYPE, "object");
      ObjectNode properties = node.putObject(JsonNames.PROPERTIES);
      ArrayNode required = instance.arrayNode();
      for (Field field : schema.fields()) {
        boolean optional = field.schema().isOptional();
        if (!optional) {
          required.add(field.name());
        }
        boolean nullable = optional && !options.optionalForNonRequired();
        ObjectNode property =
            of(field.schema(), path + "/properties/" + step(field.name()), nullable);
        properties.set(field.name(), property.put(JsonNames.CONNECT_INDEX, field.index()));
      }
      if (options.optionalForNonRequired() && !required.isEmpty()) {
        node.set(JsonNames.REQUIRED, required);
      }
      if (!options.additionalProperties()) {
        node.put(JsonNames.ADDITIONAL, false);
      }
    }
  }

  private static void named(String type, Schema schema, ObjectNode node) {
    node.put(JsonNames.TYPE, type)
        .put(JsonNames.CONNECT_TYPE, schema.type().name().toLowerCase(Locale.ROOT));
  }

  private static void text(Schema schema, ObjectNode node) {
    node.put(JsonNames.TYPE, "string");
    String enumeration = Unions.enumeration(schema);
    if (!enumeration.isEmpty()) {
      ArrayNode symbols = node.putArray(JsonNames.ENUM);
      String prefix = enumeration + ".";
      schema.parameters().keySet().stream()
          .filter(each -> each.startsWith(prefix))
          .forEach(each -> symbols.add(each.substring(prefix.length())));
    }
  }

  private void describe(Schema schema, ObjectNode node) {
    if (schema.name() != null) {
      node.put(JsonNames.TITLE, schema.name());
    }
    if (schema.doc() != null) {
      node.put(JsonNames.DESCRIPTION, schema.doc());
    }
    if (schema.version() != null) {
      node.put(JsonNames.CONNECT_VERSION, schema.version());
    }
    if (schema.parameters() != null && !schema.parameters().isEmpty()) {
      ObjectNode parameters = node.putObject(JsonNames.CONNECT_PARAMETERS);
      schema.parameters().forEach(parameters::put);
    }
    if (schema.defaultValue() != null) {
      node.set(JsonNames.DEFAULT, values.tree(schema, schema.defaultValue()));
    }
  }

  /** A name in a reference: a JSON Pointer that is the fragment of a URI. */
  private static String step(String name) {
    String pointer = name.replace("~", "~0").replace("/", "~1");
    return java.net.URLEncoder.encode(pointer, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20");
  }
}
