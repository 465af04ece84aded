package io.sluice.converters;

import io.sluice.converters.ExactJsonSettings.DecimalForm;
import io.sluice.converters.ValueWriter.Present;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Makes what writes the values of a schema as Connect's JsonConverter does. What JSON has no number
 * for, NaN and infinities, is written as a text. Which types a schema has is looked at here, once,
 * and not for each value.
 */
final class ValueWriters {
  private final DecimalForm decimals;
  private final boolean defaultsForNull;

  ValueWriters(DecimalForm decimals, boolean defaultsForNull) {
    this.decimals = decimals;
    this.defaultsForNull = defaultsForNull;
  }

  /** For values of this schema; of those without a schema each goes by its class. */
  ValueWriter of(@Nullable Schema schema) {
    if (schema == null) {
      return this::byClass;
    }
    Present named = schema.name() == null ? null : named(schema.name(), schema);
    Present present = named == null ? ofType(schema.type(), schema) : named;
    ValueWriter absent = forNull(schema, present, defaultsForNull);
    return (value, json) -> {
      if (value == null) {
        absent.write(null, json);
        return;
      }
      try {
        present.write(value, json);
      } catch (ClassCastException e) {
        throw unexpected(schema.type().toString(), value, e);
      }
    };
  }

  private static ValueWriter forNull(Schema schema, Present present, boolean defaultsForNull) {
    Object instead = schema.defaultValue();
    if (instead != null && (!schema.isOptional() || defaultsForNull)) {
      return (none, json) -> present.write(instead, json);
    }
    if (schema.isOptional()) {
      return (none, json) -> json.raw("null");
    }
    return (none, json) -> {
      throw new MisfitException("expected a value, found null where the schema has no null", null);
    };
  }

  private void byClass(@Nullable Object value, JsonBytes json) {
    if (value == null) {
      json.raw("null");
      return;
    }
    Schema.Type type = ConnectSchema.schemaType(value.getClass());
    if (type == null) {
      throw new MisfitException(
          "expected a type of Connect's in a value without a schema, found " + value.getClass(),
          null);
    }
    try {
      ofType(type, null).write(value, json);
    } catch (ClassCastException e) {
      throw unexpected("its class", value, e);
    }
  }

  private static MisfitException unexpected(String type, Object value, ClassCastException e) {
    return new MisfitException(
        "expected a value of type " + type + ", found one of " + value.getClass(), e);
  }

  /** One of the types that Connect tells by their names; null if it is none of them. */
  private @Nullable Present named(String name, Schema schema) {
    return switch (name) {
      case Decimal.LOGICAL_NAME ->
          decimals == DecimalForm.NUMERIC
              ? (value, json) -> json.raw(((BigDecimal) value).toString())
              : (value, json) -> base64(Decimal.fromLogical(schema, (BigDecimal) value), json);
      case Date.LOGICAL_NAME ->
          (value, json) -> json.number(Date.fromLogical(schema, (java.util.Date) value));
      case Time.LOGICAL_NAME ->
          (value, json) -> json.number(Time.fromLogical(schema, (java.util.Date) value));
      case Timestamp.LOGICAL_NAME ->
          (value, json) -> json.number(Timestamp.fromLogical(schema, (java.util.Date) value));
      default -> null;
    };
  }

  private Present ofType(Schema.Type type, @Nullable Schema schema) {
    return switch (type) {
      case INT8 -> (value, json) -> json.number((Byte) value);
      case INT16 -> (value, json) -> json.number((Short) value);
      case INT32 -> (value, json) -> json.number((Integer) value);
      case INT64 -> (value, json) -> json.number((Long) value);
      case FLOAT32 -> (value, json) -> number((Float) value, ((Float) value).toString(), json);
      case FLOAT64 -> (value, json) -> number((Double) value, ((Double) value).toString(), json);
      case BOOLEAN -> (value, json) -> json.raw((Boolean) value ? "true" : "false");
      case STRING -> (value, json) -> json.text(((CharSequence) value).toString());
      case BYTES -> (value, json) -> base64(bytes(value), json);
      case ARRAY -> array(schema == null ? null : schema.valueSchema());
      case MAP -> map(schema);
      case STRUCT -> {
        if (schema == null) {
          yield (value, json) -> {
            throw StructWriter.ofAnother();
          };
        }
        yield new StructWriter(schema, this);
      }
    };
  }

  private static void number(double number, String text, JsonBytes json) {
    if (Double.isFinite(number)) {
      json.raw(text);
    } else {
      json.text(text);
    }
  }

  private static void base64(byte[] bytes, JsonBytes json) {
    json.raw('"');
    json.raw(Base64.getEncoder().encode(bytes));
    json.raw('"');
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

  private Present array(@Nullable Schema elements) {
    ValueWriter writer = of(elements);
    return (value, json) -> {
      json.raw('[');
      int i = 0;
      for (Object each : (Collection<?>) value) {
        if (i > 0) {
          json.raw(',');
        }
        try {
          writer.write(each, json);
        } catch (MisfitException e) {
          throw e.under(i);
        }
        i++;
      }
      json.raw(']');
    };
  }

  /** An object where all keys are texts, else an array of pairs. */
  private Present map(@Nullable Schema schema) {
    ValueWriter keys = of(schema == null ? null : schema.keySchema());
    ValueWriter values = of(schema == null ? null : schema.valueSchema());
    if (schema == null) {
      return (value, json) -> {
        Map<?, ?> map = (Map<?, ?>) value;
        boolean texts = map.keySet().stream().allMatch(String.class::isInstance);
        write(map, texts, keys, values, json);
      };
    }
    boolean texts = schema.keySchema().type() == Schema.Type.STRING;
    return (value, json) -> write((Map<?, ?>) value, texts, keys, values, json);
  }

  private static void write(
      Map<?, ?> map, boolean texts, ValueWriter keys, ValueWriter values, JsonBytes json) {
    json.raw(texts ? '{' : '[');
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        json.raw(',');
      }
      first = false;
      try {
        if (texts) {
          json.text(name(entry.getKey()));
          json.raw(':');
          values.write(entry.getValue(), json);
        } else {
          json.raw('[');
          keys.write(entry.getKey(), json);
          json.raw(',');
          values.write(entry.getValue(), json);
          json.raw(']');
        }
      } catch (MisfitException e) {
        throw e.under("*"); // A key may be as secret as a value.
      }
    }
    json.raw(texts ? '}' : ']');
  }

  private static String name(@Nullable Object key) {
    if (key == null) {
      throw new MisfitException("expected a text as key of a map, found null", null);
    }
    return (String) key;
  }
}
