package io.sluice.converters;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Writes schemas as Connect's JsonConverter does, in the same order. */
final class SchemaWriter {
  private final ValueWriters values;

  SchemaWriter(ValueWriters values) {
    this.values = values;
  }

  void write(Schema schema, OutputStream to) throws IOException {
    try (JsonGenerator json = Json.FACTORY.createGenerator(to)) {
      write(schema, null, json);
    }
  }

  private void write(Schema schema, @Nullable String field, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", TypeNames.of(schema.type()));
    switch (schema.type()) {
      case ARRAY -> {
        json.writeFieldName("items");
        write(schema.valueSchema(), null, json);
      }
      case MAP -> {
        json.writeFieldName("keys");
        write(schema.keySchema(), null, json);
        json.writeFieldName("values");
        write(schema.valueSchema(), null, json);
      }
      case STRUCT -> {
        json.writeArrayFieldStart("fields");
        for (Field each : schema.fields()) {
          write(each.schema(), each.name(), json);
        }
        json.writeEndArray();
      }
      case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> {
        // The type says all of these.
      }
    }
    json.writeBooleanField("optional", schema.isOptional());
    if (schema.name() != null) {
      json.writeStringField("name", schema.name());
    }
    if (schema.version() != null) {
      json.writeNumberField("version", schema.version());
    }
    if (schema.doc() != null) {
      json.writeStringField("doc", schema.doc());
    }
    if (schema.parameters() != null) {
      json.writeObjectFieldStart("parameters");
      for (Map.Entry<String, String> parameter : schema.parameters().entrySet()) {
        json.writeStringField(parameter.getKey(), parameter.getValue());
      }
      json.writeEndObject();
    }
    if (schema.defaultValue() != null) {
      json.writeFieldName("default");
      JsonBytes value = new JsonBytes();
      values.of(schema).write(schema.defaultValue(), value);
      json.writeRawValue(new String(value.copied(), StandardCharsets.UTF_8));
    }
    if (field != null) {
      json.writeStringField("field", field);
    }
    json.writeEndObject();
  }
}
