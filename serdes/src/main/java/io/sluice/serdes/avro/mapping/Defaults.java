package io.sluice.serdes.avro.mapping;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema.Field;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Defaults of Connect's schemas as Avro writes them in JSON: bytes as a text with a character for
 * each, logical types as what they lie on. NaN and infinities are texts, for which JSON has no
 * number.
 */
final class Defaults {
  private final Mapping mapping;

  Defaults(Mapping mapping) {
    this.mapping = mapping;
  }

  /**
   * The default of a field of Avro's; null if it has none.
   *
   * @param schema of the field; null for values without one
   */
  @Nullable Object ofField(@Nullable Schema schema, org.apache.avro.Schema avro) {
    if (schema == null) {
      return null;
    }
    if (schema.defaultValue() != null) {
      return json(schema, schema.defaultValue());
    }
    boolean optional =
        avro.isUnion() && avro.getTypes().get(0).getType() == org.apache.avro.Schema.Type.NULL;
    return optional ? Field.NULL_DEFAULT_VALUE : null;
  }

  /** A value as JSON's texts, numbers, lists and maps. */
  @Nullable Object json(@Nullable Schema schema, @Nullable Object value) {
    if (value == null || schema == null) {
      return null;
    }
    try {
      return present(schema, value);
    } catch (ClassCastException e) {
      throw new DataException(
          "expected a default of type " + schema.type() + ", found one of " + value.getClass(), e);
    }
  }

  private @Nullable Object present(Schema schema, Object value) {
    Object plain = plain(schema, value);
    return switch (schema.type()) {
      case INT8, INT16, INT32 -> ((Number) plain).intValue();
      case INT64 -> ((Number) plain).longValue();
      case FLOAT32 -> Float.isFinite((Float) plain) ? plain : plain.toString();
      case FLOAT64 -> Double.isFinite((Double) plain) ? plain : plain.toString();
      case BOOLEAN -> (Boolean) plain;
      case STRING -> plain.toString();
      case BYTES -> new String(bytes(plain), StandardCharsets.ISO_8859_1);
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        ((Iterable<?>) plain).forEach(each -> list.add(json(schema.valueSchema(), each)));
        yield list;
      }
      case MAP -> map(schema, (Map<?, ?>) plain);
      case STRUCT -> struct(schema, (Struct) plain);
    };
  }

  private static Object plain(Schema schema, Object value) {
    if (schema.name() == null) {
      return value;
    }
    return switch (schema.name()) {
      case Decimal.LOGICAL_NAME -> Decimal.fromLogical(schema, (java.math.BigDecimal) value);
      case Date.LOGICAL_NAME -> Date.fromLogical(schema, (java.util.Date) value);
      case Time.LOGICAL_NAME -> Time.fromLogical(schema, (java.util.Date) value);
      case Timestamp.LOGICAL_NAME -> Timestamp.fromLogical(schema, (java.util.Date) value);
      default -> value;
    };
  }

  private Object map(Schema schema, Map<?, ?> map) {
    if (Names.isPlainMap(schema, mapping)) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      map.forEach(
          (key, value) -> object.put(String.valueOf(key), json(schema.valueSchema(), value)));
      return object;
    }
    List<@Nullable Object> pairs = new ArrayList<>();
    map.forEach(
        (key, value) ->
            pairs.add(
                Arrays.asList(json(schema.keySchema(), key), json(schema.valueSchema(), value))));
    return pairs;
  }

  private @Nullable Object struct(Schema schema, Struct struct) {
    if (Names.isUnion(schema)) {
      // A default of a union is one of its first type.
      return schema.fields().isEmpty()
          ? null
          : json(schema.fields().get(0).schema(), struct.get(schema.fields().get(0)));
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (org.apache.kafka.connect.data.Field field : schema.fields()) {
      String name = ToAvro.fieldName(field.name(), mapping);
      object.put(name, json(field.schema(), struct.getWithoutDefault(field.name())));
    }
    return object;
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
}
