package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Makes what reads the values of a schema, as {@link ValueWriters} makes what writes them. A value
 * that does not fit is refused, never made to fit. Thread-safe.
 */
final class ValueReaders {
  /** For values of this schema; those without a schema are what JSON says that they are. */
  ValueReader of(@Nullable Schema schema) {
    return schema == null ? AnyReader::read : new Parts<ValueReader>().of(schema, this::reader);
  }

  /** A value that lies in a tree. */
  @Nullable Object fromTree(Schema schema, JsonNode tree) {
    try (JsonParser json = tree.traverse(Json.MAPPER)) {
      json.nextToken();
      return of(schema).read(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ValueReader reader(Schema schema, Parts<ValueReader> parts) {
    ValueReader present = present(schema, parts);
    Object instead = schema.isOptional() ? null : schema.defaultValue();
    boolean nullable = schema.isOptional() || instead != null;
    return json -> {
      if (json.currentToken() != JsonToken.VALUE_NULL) {
        return present.read(json);
      }
      if (!nullable) {
        throw new MisfitException("expected a value, found null where the schema has no null");
      }
      return instead;
    };
  }

  private ValueReader present(Schema schema, Parts<ValueReader> parts) {
    if (schema.name() != null) {
      ValueReader logical = logical(schema);
      if (logical != null) {
        return logical;
      }
    }
    return switch (schema.type()) {
      case INT8 -> json -> (byte) Scalars.integer(json, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case INT16 -> json -> (short) Scalars.integer(json, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT32 -> json -> (int) Scalars.integer(json, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INT64 -> json -> Scalars.integer(json, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT32 -> Scalars::float32;
      case FLOAT64 -> Scalars::float64;
      case BOOLEAN -> Scalars::bool;
      case STRING -> Scalars::text;
      case BYTES -> Scalars::bytes;
      case ARRAY -> array(parts.later(schema.valueSchema(), this::reader));
      case MAP -> map(schema, parts);
      case STRUCT ->
          Unions.isUnion(schema)
              ? new UnionReader(schema, parts.each(schema, this::reader))
              : new StructReader(schema, parts.each(schema, this::reader));
    };
  }

  /** One of the types that Connect tells by their names; null if it is none of them. */
  private static @Nullable ValueReader logical(Schema schema) {
    return switch (schema.name()) {
      case Decimal.LOGICAL_NAME -> json -> Scalars.decimal(json, schema);
      case Date.LOGICAL_NAME ->
          json ->
              Date.toLogical(
                  schema, (int) Scalars.integer(json, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case Time.LOGICAL_NAME ->
          json -> Time.toLogical(schema, (int) Scalars.integer(json, 0, 86_399_999));
      case Timestamp.LOGICAL_NAME ->
          json ->
              Timestamp.toLogical(schema, Scalars.integer(json, Long.MIN_VALUE, Long.MAX_VALUE));
      default -> null;
    };
  }

  private static ValueReader array(Supplier<ValueReader> items) {
    return json -> {
      Scalars.expect(json, JsonToken.START_ARRAY, "an array");
      ValueReader reader = items.get();
      List<@Nullable Object> read = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        try {
          read.add(reader.read(json));
        } catch (MisfitException e) {
          throw e.under(read.size());
        }
      }
      return read;
    };
  }

  private ValueReader map(Schema schema, Parts<ValueReader> parts) {
    Supplier<ValueReader> values = parts.later(schema.valueSchema(), this::reader);
    if (ValueWriters.isName(schema.keySchema())) {
      return json -> object(json, values.get());
    }
    Supplier<ValueReader> keys = parts.later(schema.keySchema(), this::reader);
    return json -> entries(json, keys.get(), values.get());
  }

  private static Map<String, @Nullable Object> object(JsonParser json, ValueReader values)
      throws IOException {
    Scalars.expect(json, JsonToken.START_OBJECT, "an object");
    Map<String, @Nullable Object> read = new LinkedHashMap<>();
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      try {
        read.put(name, values.read(json));
      } catch (MisfitException e) {
        throw e.under("*"); // A key may be as secret as a value.
      }
    }
    return read;
  }

  private static Map<@Nullable Object, @Nullable Object> entries(
      JsonParser json, ValueReader keys, ValueReader values) throws IOException {
    Scalars.expect(json, JsonToken.START_ARRAY, "an array of entries");
    Map<@Nullable Object, @Nullable Object> read = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Scalars.expect(json, JsonToken.START_OBJECT, "an object with key and value");
      Object key = null;
      Object value = null;
      String name;
      while ((name = json.nextFieldName()) != null) {
        json.nextToken();
        try {
          switch (name) {
            case JsonNames.KEY -> key = keys.read(json);
            case JsonNames.VALUE -> value = values.read(json);
            default -> json.skipChildren();
          }
        } catch (MisfitException e) {
          throw e.under("*");
        }
      }
      read.put(key, value);
    }
    return read;
  }
}
