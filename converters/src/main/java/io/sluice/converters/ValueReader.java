package io.sluice.converters;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
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

/** Reads values by their schemas. Nothing is guessed: what does not fit its schema is refused. */
final class ValueReader {
  private final boolean defaultsForNull;

  ValueReader(boolean defaultsForNull) {
    this.defaultsForNull = defaultsForNull;
  }

  /** The one value that lies there. */
  @Nullable Object read(@Nullable Schema schema, byte[] bytes, Span where) throws IOException {
    try (JsonParser json =
        Json.FACTORY.createParser(bytes, where.from(), where.to() - where.from())) {
      json.nextToken();
      Object value = value(schema, json);
      if (json.nextToken() != null) {
        throw new DataException("Expected one value, found more behind it");
      }
      return value;
    }
  }

  private @Nullable Object value(@Nullable Schema schema, JsonParser json) throws IOException {
    if (schema == null) {
      return plain(json);
    }
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return forNull(schema, json);
    }
    String name = schema.name();
    return name == null ? physical(schema, json) : named(name, schema, json);
  }

  /** What a null means. */
  private @Nullable Object forNull(Schema schema, JsonParser json) {
    Object instead = schema.defaultValue();
    if (schema.isOptional()) {
      return defaultsForNull ? instead : null;
    }
    if (instead == null) {
      throw new DataException(Tokens.at(json) + "null, where the schema has no null");
    }
    return instead;
  }

  private Object named(String name, Schema schema, JsonParser json) throws IOException {
    return switch (name) {
      case Decimal.LOGICAL_NAME ->
          json.currentToken().isNumeric()
              ? json.getDecimalValue()
              : Decimal.toLogical(schema, Tokens.bytes(json));
      case Date.LOGICAL_NAME -> Date.toLogical(schema, int32(json));
      case Time.LOGICAL_NAME -> Time.toLogical(schema, int32(json));
      case Timestamp.LOGICAL_NAME -> Timestamp.toLogical(schema, int64(json));
      default -> physical(schema, json);
    };
  }

  private Object physical(Schema schema, JsonParser json) throws IOException {
    return switch (schema.type()) {
      case INT8 -> (byte) Tokens.integer(json, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case INT16 -> (short) Tokens.integer(json, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT32 -> int32(json);
      case INT64 -> int64(json);
      // By the text: minus zero and a float's own digits are lost on the way through other numbers.
      case FLOAT32 -> float32(json);
      case FLOAT64 -> float64(json);
      case BOOLEAN -> Tokens.truth(json);
      case STRING -> Tokens.text(json);
      case BYTES -> Tokens.bytes(json);
      case ARRAY -> array(schema.valueSchema(), json);
      case MAP -> map(schema, json);
      case STRUCT -> struct(schema, json);
    };
  }

  private static int int32(JsonParser json) throws IOException {
    return (int) Tokens.integer(json, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static long int64(JsonParser json) throws IOException {
    return Tokens.integer(json, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static float float32(JsonParser json) throws IOException {
    float number = Float.parseFloat(Tokens.floating(json));
    requireWithin(json, Float.isInfinite(number), "a number that a float32 holds");
    return number;
  }

  private static double float64(JsonParser json) throws IOException {
    double number = Double.parseDouble(Tokens.floating(json));
    requireWithin(json, Double.isInfinite(number), "a number that a float64 holds");
    return number;
  }

  /** Java makes an infinity of digits that are too many for a type; it is one only as a text. */
  private static void requireWithin(JsonParser json, boolean infinite, String expected) {
    if (infinite && json.currentToken().isNumeric()) {
      throw new DataException(Tokens.at(json) + "expected " + expected + ", found one beyond");
    }
  }

  private Struct struct(Schema schema, JsonParser json) throws IOException {
    Tokens.require(json, JsonToken.START_OBJECT, "an object");
    Struct struct = new Struct(schema);
    List<Field> fields = schema.fields();
    int next = 0;
    boolean inOrder = true;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      Field field;
      if (next < fields.size() && fields.get(next).name().equals(name)) {
        field = fields.get(next++);
      } else {
        inOrder = false;
        field = schema.field(name);
      }
      if (field == null) {
        json.skipChildren();
        continue;
      }
      Object value = value(field.schema(), json);
      if (value != null) {
        struct.put(field, value);
      }
    }
    if (!inOrder || next < fields.size()) {
      fillMissing(struct, json);
    }
    return struct;
  }

  private void fillMissing(Struct struct, JsonParser json) {
    for (Field field : struct.schema().fields()) {
      if (struct.getWithoutDefault(field.name()) == null) {
        Object value = forMissing(field, json);
        if (value != null) {
          struct.put(field, value);
        }
      }
    }
  }

  private @Nullable Object forMissing(Field field, JsonParser json) {
    if (!field.schema().isOptional() && field.schema().defaultValue() == null) {
      throw new DataException(
          Tokens.at(json) + "no field " + field.name() + ", where the schema has no null");
    }
    return forNull(field.schema(), json);
  }

  private List<@Nullable Object> array(Schema items, JsonParser json) throws IOException {
    Tokens.require(json, JsonToken.START_ARRAY, "an array");
    List<@Nullable Object> array = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(items, json));
    }
    return array;
  }

  /** In the order of the text, so that a sink that writes a map down does it as the source did. */
  private Map<@Nullable Object, @Nullable Object> map(Schema schema, JsonParser json)
      throws IOException {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    if (schema.keySchema().type() == Schema.Type.STRING) {
      Tokens.require(json, JsonToken.START_OBJECT, "an object");
      for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
        json.nextToken();
        map.put(key, value(schema.valueSchema(), json));
      }
      return map;
    }
    Tokens.require(json, JsonToken.START_ARRAY, "an array of pairs");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Tokens.require(json, JsonToken.START_ARRAY, "a pair");
      List<@Nullable Object> pair = new ArrayList<>(2);
      while (json.nextToken() != JsonToken.END_ARRAY) {
        pair.add(value(pair.isEmpty() ? schema.keySchema() : schema.valueSchema(), json));
      }
      if (pair.size() != 2) {
        throw new DataException(Tokens.at(json) + "expected a pair, found " + pair.size());
      }
      map.put(pair.get(0), pair.get(1));
    }
    return map;
  }

  /** As Connect's converter does it: all whole numbers are long, all others double. */
  private @Nullable Object plain(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null || token == JsonToken.VALUE_NULL) {
      return null;
    }
    return switch (token) {
      case VALUE_TRUE, VALUE_FALSE -> Tokens.truth(json);
      case VALUE_NUMBER_INT -> int64(json);
      case VALUE_NUMBER_FLOAT -> float64(json);
      case VALUE_STRING -> json.getText();
      case START_ARRAY -> plainArray(json);
      case START_OBJECT -> plainObject(json);
      case FIELD_NAME, END_ARRAY, END_OBJECT, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT, VALUE_NULL ->
          throw Tokens.other(json, "a value");
    };
  }

  private List<@Nullable Object> plainArray(JsonParser json) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      array.add(plain(json));
    }
    return array;
  }

  private Map<String, @Nullable Object> plainObject(JsonParser json) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      object.put(name, plain(json));
    }
    return object;
  }
}
