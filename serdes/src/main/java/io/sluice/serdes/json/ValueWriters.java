package io.sluice.serdes.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Makes what writes the values of a schema. Which types a schema has is looked at here, once, and
 * not for each value. What JSON has no number for, NaN and infinities, is written as a text.
 * Thread-safe.
 */
final class ValueWriters {
  private final JsonDataOptions options;

  ValueWriters(JsonDataOptions options) {
    this.options = options;
  }

  /** For values of this schema; of those without a schema each goes by its class. */
  ValueWriter of(@Nullable Schema schema) {
    return schema == null ? new AnyWriter() : new Parts<ValueWriter>().of(schema, this::writer);
  }

  /** A value as a tree. */
  JsonNode tree(Schema schema, Object value) {
    try (TokenBuffer buffer = new TreeBuffer()) {
      of(schema).write(value, buffer);
      JsonNode tree = Json.MAPPER.readTree(buffer.asParserOnFirstToken());
      return requireNonNull(tree, "a value was written");
    } catch (MisfitException e) {
      throw e.in("default");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether values of this schema are names of properties, so that a map of them is an object. */
  static boolean isName(Schema key) {
    return key.type() == Schema.Type.STRING
        && !key.isOptional()
        && key.name() == null
        && key.version() == null
        && key.doc() == null
        && key.parameters() == null
        && key.defaultValue() == null;
  }

  private static final class TreeBuffer extends TokenBuffer {
    TreeBuffer() {
      super(Json.MAPPER, false);
    }

    @Override
    public void writeNumber(double number) throws IOException {
      if (number == 0 && 1 / number < 0) {
        writeString(Json.MINUS_ZERO);
      } else if (Double.isFinite(number)) {
        super.writeNumber(number);
      } else {
        writeString(Double.toString(number));
      }
    }

    @Override
    public void writeNumber(float number) throws IOException {
      writeNumber(Double.parseDouble(Float.toString(number)));
    }
  }

  private ValueWriter writer(Schema schema, Parts<ValueWriter> parts) {
    ValueWriter.Present present = present(schema, parts);
    ValueWriter.Present guarded =
        (value, json) -> {
          try {
            present.write(value, json);
          } catch (ClassCastException e) {
            throw new MisfitException(
                "expected a value of type " + schema.type() + ", found one of " + value.getClass(),
                e);
          } catch (DataException e) {
            throw new MisfitException(
                String.valueOf(e.getMessage()), e); // Of a logical type: never the value.
          }
        };
    Object instead = schema.defaultValue();
    if (instead != null && (!schema.isOptional() || options.defaultsForNull())) {
      return (value, json) -> guarded.write(value == null ? instead : value, json);
    }
    if (schema.isOptional()) {
      return (value, json) -> {
        if (value == null) {
          json.writeNull();
        } else {
          guarded.write(value, json);
        }
      };
    }
    return (value, json) -> {
      if (value == null) {
        throw new MisfitException("expected a value, found null where the schema has no null");
      }
      guarded.write(value, json);
    };
  }

  private ValueWriter.Present present(Schema schema, Parts<ValueWriter> parts) {
    if (schema.name() != null) {
      ValueWriter.Present logical = logical(schema);
      if (logical != null) {
        return logical;
      }
    }
    return switch (schema.type()) {
      case INT8 -> (value, json) -> json.writeNumber((Byte) value);
      case INT16 -> (value, json) -> json.writeNumber((Short) value);
      case INT32 -> (value, json) -> json.writeNumber((Integer) value);
      case INT64 -> (value, json) -> json.writeNumber((Long) value);
      case FLOAT32 -> (value, json) -> json.writeNumber((Float) value);
      case FLOAT64 -> (value, json) -> json.writeNumber((Double) value);
      case BOOLEAN -> (value, json) -> json.writeBoolean((Boolean) value);
      case STRING -> (value, json) -> json.writeString(((CharSequence) value).toString());
      case BYTES -> (value, json) -> json.writeBinary(bytes(value));
      case ARRAY -> array(parts.later(schema.valueSchema(), this::writer));
      case MAP -> map(schema, parts);
      case STRUCT ->
          Unions.isUnion(schema)
              ? new UnionWriter(
                  schema,
                  parts.each(schema, this::writer),
                  new UnionMembers(options).hasTexts(schema))
              : new StructWriter(
                  schema,
                  parts.each(schema, this::writer),
                  options.optionalForNonRequired(),
                  options.defaultsForNull());
    };
  }

  /** One of the types that Connect tells by their names; null if it is none of them. */
  private ValueWriter.@Nullable Present logical(Schema schema) {
    return switch (schema.name()) {
      case Decimal.LOGICAL_NAME ->
          options.numericDecimals()
              ? (value, json) -> json.writeNumber(plain(schema, (BigDecimal) value))
              : (value, json) -> json.writeBinary(Decimal.fromLogical(schema, (BigDecimal) value));
      case Date.LOGICAL_NAME ->
          (value, json) -> json.writeNumber(Date.fromLogical(schema, (java.util.Date) value));
      case Time.LOGICAL_NAME ->
          (value, json) -> json.writeNumber(Time.fromLogical(schema, (java.util.Date) value));
      case Timestamp.LOGICAL_NAME ->
          (value, json) -> json.writeNumber(Timestamp.fromLogical(schema, (java.util.Date) value));
      default -> null;
    };
  }

  private static BigDecimal plain(Schema schema, BigDecimal value) {
    int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
    if (value.scale() != scale) {
      throw new MisfitException(
          "expected a decimal of scale " + scale + ", found one of scale " + value.scale());
    }
    return value;
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

  private static ValueWriter.Present array(Supplier<ValueWriter> items) {
    return (value, json) -> {
      ValueWriter writer = items.get();
      json.writeStartArray();
      int i = 0;
      for (Object each : (Collection<?>) value) {
        try {
          writer.write(each, json);
        } catch (MisfitException e) {
          throw e.under(i);
        }
        i++;
      }
      json.writeEndArray();
    };
  }

  private ValueWriter.Present map(Schema schema, Parts<ValueWriter> parts) {
    Supplier<ValueWriter> values = parts.later(schema.valueSchema(), this::writer);
    if (isName(schema.keySchema())) {
      return (value, json) -> object((Map<?, ?>) value, values.get(), json);
    }
    Supplier<ValueWriter> keys = parts.later(schema.keySchema(), this::writer);
    return (value, json) -> entries((Map<?, ?>) value, keys.get(), values.get(), json);
  }

  private static void object(Map<?, ?> map, ValueWriter values, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getKey() == null) {
        throw new MisfitException("expected a text as key of a map, found null");
      }
      try {
        json.writeFieldName((String) entry.getKey());
        values.write(entry.getValue(), json);
      } catch (MisfitException e) {
        throw e.under("*"); // A key may be as secret as a value.
      }
    }
    json.writeEndObject();
  }

  private static void entries(
      Map<?, ?> map, ValueWriter keys, ValueWriter values, JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      try {
        json.writeStartObject();
        json.writeFieldName(JsonNames.KEY);
        keys.write(entry.getKey(), json);
        json.writeFieldName(JsonNames.VALUE);
        values.write(entry.getValue(), json);
        json.writeEndObject();
      } catch (MisfitException e) {
        throw e.under("*");
      }
    }
    json.writeEndArray();
  }
}
