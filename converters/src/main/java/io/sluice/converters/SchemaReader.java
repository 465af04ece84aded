package io.sluice.converters;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Reads schemas as Connect's JsonConverter writes them; the order of their parts is free. */
final class SchemaReader {
  private final ValueReader values;

  SchemaReader(ValueReader values) {
    this.values = values;
  }

  /** The schema; null where the text says null. */
  @Nullable Schema read(byte[] text) throws IOException {
    try (JsonParser json = Json.FACTORY.createParser(text)) {
      return json.nextToken() == JsonToken.VALUE_NULL ? null : parts(json, text).build(values);
    }
  }

  /** What was found of a schema so far. */
  private static final class Parts {
    private final byte[] text;
    private @Nullable String type;
    private @Nullable Schema items;
    private @Nullable Schema keys;
    private @Nullable Schema values;
    private @Nullable List<Parts> fields;
    private boolean optional;
    private @Nullable String name;
    private @Nullable Integer version;
    private @Nullable String doc;
    private @Nullable Map<String, String> parameters;
    private @Nullable Span defaultValue;
    private @Nullable String field;

    Parts(byte[] text) {
      this.text = text;
    }

    Schema build(ValueReader reader) throws IOException {
      SchemaBuilder builder = begun(reader);
      if (optional) {
        builder.optional();
      }
      if (name != null) {
        builder.name(name);
      }
      if (version != null) {
        builder.version(version);
      }
      if (doc != null) {
        builder.doc(doc);
      }
      if (parameters != null) {
        builder.parameters(parameters);
      }
      if (defaultValue != null) {
        Object read = reader.read(builder.build(), text, defaultValue);
        if (read != null) {
          builder.defaultValue(read);
        }
      }
      return builder.build();
    }

    private SchemaBuilder begun(ValueReader reader) throws IOException {
      Schema.Type type = TypeNames.type(given(this.type, "type"));
      return switch (type) {
        case ARRAY -> SchemaBuilder.array(given(items, "items"));
        case MAP -> SchemaBuilder.map(given(keys, "keys"), given(values, "values"));
        case STRUCT -> {
          SchemaBuilder struct = SchemaBuilder.struct();
          for (Parts each : given(fields, "fields")) {
            struct.field(given(each.field, "field"), each.build(reader));
          }
          yield struct;
        }
        case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES ->
            new SchemaBuilder(type);
      };
    }

    private static <T> T given(@Nullable T part, String called) {
      if (part == null) {
        throw new DataException("Expected '" + called + "' in a schema, found none");
      }
      return part;
    }
  }

  private Parts parts(JsonParser json, byte[] text) throws IOException {
    Tokens.require(json, JsonToken.START_OBJECT, "a schema");
    Parts parts = new Parts(text);
    for (String part = json.nextFieldName(); part != null; part = json.nextFieldName()) {
      json.nextToken();
      switch (part) {
        case "type" -> parts.type = Tokens.text(json);
        case "items" -> parts.items = parts(json, text).build(values);
        case "keys" -> parts.keys = parts(json, text).build(values);
        case "values" -> parts.values = parts(json, text).build(values);
        case "fields" -> parts.fields = fields(json, text);
        case "optional" -> parts.optional = json.currentToken() == JsonToken.VALUE_TRUE;
        case "name" -> parts.name = Tokens.text(json);
        case "version" ->
            parts.version = (int) Tokens.integer(json, Integer.MIN_VALUE, Integer.MAX_VALUE);
        case "doc" -> parts.doc = Tokens.text(json);
        case "parameters" -> parts.parameters = parameters(json);
        case "default" -> parts.defaultValue = Span.ofValue(json);
        case "field" -> parts.field = Tokens.text(json);
        default -> json.skipChildren();
      }
    }
    return parts;
  }

  private List<Parts> fields(JsonParser json, byte[] text) throws IOException {
    Tokens.require(json, JsonToken.START_ARRAY, "fields");
    List<Parts> fields = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      fields.add(parts(json, text));
    }
    return fields;
  }

  private static Map<String, String> parameters(JsonParser json) throws IOException {
    Tokens.require(json, JsonToken.START_OBJECT, "parameters");
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      parameters.put(name, Tokens.text(json));
    }
    return parameters;
  }
}
