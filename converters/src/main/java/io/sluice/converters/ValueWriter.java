package io.sluice.converters;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.converters.ExactJsonSettings.DecimalForm;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as Connect's JsonConverter does. What JSON has no number for, NaN and infinities,
 * is written as a text.
 */
final class ValueWriter {
  private final DecimalForm decimals;
  private final boolean defaultsForNull;

  ValueWriter(DecimalForm decimals, boolean defaultsForNull) {
    this.decimals = decimals;
    this.defaultsForNull = defaultsForNull;
  }

  /** Writes one value; one without a schema by its class. */
  void write(@Nullable Schema schema, @Nullable Object value, JsonGenerator json)
      throws IOException {
    if (value == null) {
      writeNull(schema, json);
      return;
    }
    try {
      if (schema == null) {
        write(typeOf(value, json), null, value, json);
      } else if (schema.name() == null || !named(schema.name(), schema, value, json)) {
        write(schema.type(), schema, value, json);
      }
    } catch (ClassCastException e) {
      throw new DataException(
          at(json)
              + "expected a value of type "
              + (schema == null ? "its class" : schema.type())
              + ", found one of "
              + value.getClass(),
          e);
    }
  }

  private void writeNull(@Nullable Schema schema, JsonGenerator json) throws IOException {
    Object instead = schema == null ? null : schema.defaultValue();
    boolean allowed = schema == null || schema.isOptional();
    if (instead != null && (!allowed || defaultsForNull)) {
      write(schema, instead, json);
    } else if (allowed) {
      json.writeNull();
    } else {
      throw new DataException(
          at(json) + "expected a value, found null where the schema has no null");
    }
  }

  private static Schema.Type typeOf(Object value, JsonGenerator json) {
    Schema.Type type = ConnectSchema.schemaType(value.getClass());
    if (type == null) {
      throw new DataException(
          at(json)
              + "expected a type of Connect's in a value without a schema, found "
              + value.getClass());
    }
    return type;
  }

  /** Writes one of the types that Connect tells by their names; false if it is none of them. */
  private boolean named(String name, Schema schema, Object value, JsonGenerator json)
      throws IOException {
    switch (name) {
      case Decimal.LOGICAL_NAME -> {
        BigDecimal decimal = (BigDecimal) value;
        if (decimals == DecimalForm.NUMERIC) {
          json.writeNumber(decimal);
        } else {
          json.writeBinary(Decimal.fromLogical(schema, decimal));
        }
      }
      case Date.LOGICAL_NAME -> json.writeNumber(Date.fromLogical(schema, (java.util.Date) value));
      case Time.LOGICAL_NAME -> json.writeNumber(Time.fromLogical(schema, (java.util.Date) value));
      case Timestamp.LOGICAL_NAME ->
          json.writeNumber(Timestamp.fromLogical(schema, (java.util.Date) value));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void write(Schema.Type type, @Nullable Schema schema, Object value, JsonGenerator json)
      throws IOException {
    switch (type) {
      case INT8 -> json.writeNumber((Byte) value);
      case INT16 -> json.writeNumber((Short) value);
      case INT32 -> json.writeNumber((Integer) value);
      case INT64 -> json.writeNumber((Long) value);
      case FLOAT32 -> json.writeNumber((Float) value);
      case FLOAT64 -> json.writeNumber((Double) value);
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case STRING -> json.writeString(((CharSequence) value).toString());
      case BYTES -> json.writeBinary(bytes(value));
      case ARRAY -> {
        json.writeStartArray();
        for (Object each : (Collection<?>) value) {
          write(schema == null ? null : schema.valueSchema(), each, json);
        }
        json.writeEndArray();
      }
      case MAP -> writeMap(schema, (Map<?, ?>) value, json);
      case STRUCT -> writeStruct(schema, (Struct) value, json);
    }
  }

  private static byte[] bytes(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** An object where all keys are texts, else an array of pairs. */
  private void writeMap(@Nullable Schema schema, Map<?, ?> map, JsonGenerator json)
      throws IOException {
    Schema keys = schema == null ? null : schema.keySchema();
    Schema values = schema == null ? null : schema.valueSchema();
    boolean texts =
        keys == null
            ? map.keySet().stream().allMatch(String.class::isInstance)
            : keys.type() == Schema.Type.STRING;
    if (texts) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entry.getKey() == null) {
          throw new DataException(at(json) + "expected a text as key of a map, found null");
        }
        json.writeFieldName((String) entry.getKey());
        write(values, entry.getValue(), json);
      }
      json.writeEndObject();
      return;
    }
    json.writeStartArray();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      json.writeStartArray();
      write(keys, entry.getKey(), json);
      write(values, entry.getValue(), json);
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void writeStruct(@Nullable Schema schema, Struct struct, JsonGenerator json)
      throws IOException {
    if (!struct.schema().equals(schema)) {
      throw new DataException(
          at(json) + "expected a struct of the schema beside it, found one of another");
    }
    json.writeStartObject();
    for (Field field : struct.schema().fields()) {
      json.writeFieldName(field.name());
      write(field.schema(), value(struct, field), json);
    }
    json.writeEndObject();
  }

  private static @Nullable Object value(Struct struct, Field field) {
    // By its place where that cannot give the default: by its name it is looked up.
    return field.schema().defaultValue() == null
        ? struct.get(field)
        : struct.getWithoutDefault(field.name());
  }

  /** The way to the place that is written: {@code /after/price: }. */
  private static String at(JsonGenerator json) {
    String path = json.getOutputContext().pathAsPointer().toString();
    return path.isEmpty() ? "record: " : path + ": ";
  }
}
