package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values that have no schema, by their classes. Thread-safe. */
final class AnyWriter implements ValueWriter {
  /** Deeper than that a text could not be read again. */
  private static final int DEPTH = 400;

  @Override
  public void write(@Nullable Object value, JsonGenerator json) throws IOException {
    write(value, json, 0);
  }

  private static void write(@Nullable Object value, JsonGenerator json, int depth)
      throws IOException {
    if (depth > DEPTH) {
      throw new MisfitException("expected no more than " + DEPTH + " levels, found more");
    }
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!(entry.getKey() instanceof String name)) {
          throw new MisfitException("expected texts as keys of a map without a schema");
        }
        json.writeFieldName(name);
        try {
          write(entry.getValue(), json, depth + 1);
        } catch (MisfitException e) {
          throw e.under("*");
        }
      }
      json.writeEndObject();
    } else if (value instanceof Collection<?> items) {
      json.writeStartArray();
      int i = 0;
      for (Object item : items) {
        try {
          write(item, json, depth + 1);
        } catch (MisfitException e) {
          throw e.under(i);
        }
        i++;
      }
      json.writeEndArray();
    } else {
      scalar(value, json);
    }
  }

  private static void scalar(Object value, JsonGenerator json) throws IOException {
    if (value instanceof CharSequence text) {
      json.writeString(text.toString());
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Float number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof BigInteger number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      json.writeBinary(bytes);
    } else {
      throw new MisfitException(
          "expected a type of Connect's in a value without a schema, found " + value.getClass());
    }
  }
}
