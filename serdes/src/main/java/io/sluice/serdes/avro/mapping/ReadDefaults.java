package io.sluice.serdes.avro.mapping;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Values of Connect's, of defaults as Avro's library gives them and as {@link Defaults} writes. */
final class ReadDefaults {
  private ReadDefaults() {}

  /**
   * The value.
   *
   * @throws DataException if it is none of the schema's
   */
  static @Nullable Object value(@Nullable Schema schema, @Nullable Object json) {
    if (schema == null || json == null || json == org.apache.avro.JsonProperties.NULL_VALUE) {
      return null;
    }
    try {
      Object plain = plain(schema, json);
      return plain == null ? null : logical(schema, plain);
    } catch (ClassCastException | NumberFormatException e) {
      throw new DataException(
          "expected a default of type " + schema.type() + ", found one of " + json.getClass(), e);
    }
  }

  private static @Nullable Object plain(Schema schema, Object json) {
    return switch (schema.type()) {
      case INT8 -> ((Number) json).byteValue();
      case INT16 -> ((Number) json).shortValue();
      case INT32 -> ((Number) json).intValue();
      case INT64 -> ((Number) json).longValue();
      case FLOAT32 ->
          json instanceof String text ? Float.valueOf(text) : ((Number) json).floatValue();
      case FLOAT64 ->
          json instanceof String text ? Double.valueOf(text) : ((Number) json).doubleValue();
      case BOOLEAN -> (Boolean) json;
      case STRING -> ((CharSequence) json).toString();
      case BYTES ->
          json instanceof byte[] bytes
              ? bytes.clone()
              : ((String) json).getBytes(StandardCharsets.ISO_8859_1);
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        ((Iterable<?>) json).forEach(each -> list.add(value(schema.valueSchema(), each)));
        yield list;
      }
      case MAP -> map(schema, json);
      case STRUCT -> struct(schema, json);
    };
  }

  private static Object map(Schema schema, Object json) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    if (json instanceof Map<?, ?> object) {
      object.forEach((key, each) -> map.put(key, value(schema.valueSchema(), each)));
      return map;
    }
    for (Object pair : (List<?>) json) {
      List<?> both = (List<?>) pair;
      map.put(value(schema.keySchema(), both.get(0)), value(schema.valueSchema(), both.get(1)));
    }
    return map;
  }

  private static Struct struct(Schema schema, Object json) {
    Struct struct = new Struct(schema);
    if (Names.isUnion(schema)) {
      Field first = schema.fields().get(0);
      return struct.put(first, value(first.schema(), json));
    }
    Map<?, ?> object = (Map<?, ?>) json;
    for (Field field : schema.fields()) {
      struct.put(field, value(field.schema(), object.get(field.name())));
    }
    return struct;
  }

  private static Object logical(Schema schema, Object plain) {
    if (schema.name() == null) {
      return plain;
    }
    return switch (schema.name()) {
      case Decimal.LOGICAL_NAME -> Decimal.toLogical(schema, (byte[]) plain);
      case Date.LOGICAL_NAME -> Date.toLogical(schema, (Integer) plain);
      case Time.LOGICAL_NAME -> Time.toLogical(schema, (Integer) plain);
      case Timestamp.LOGICAL_NAME -> Timestamp.toLogical(schema, (Long) plain);
      default -> plain;
    };
  }
}
