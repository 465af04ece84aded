package io.sluice.connector.table.value;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Writes nested values (structs, maps, arrays of arrays) as JSON documents. Written by hand because
 * a JSON library would be the plugin's only dependency beside the drivers, for forty lines.
 */
final class JsonText {
  private JsonText() {}

  static String of(Schema schema, Object value) {
    StringBuilder text = new StringBuilder();
    write(schema, value, text);
    return text.toString();
  }

  private static void write(@Nullable Schema schema, @Nullable Object value, StringBuilder out) {
    if (value == null) {
      out.append("null");
    } else if (value instanceof Struct struct) {
      char separator = '{';
      for (Field field : struct.schema().fields()) {
        out.append(separator);
        quote(field.name(), out);
        out.append(':');
        write(field.schema(), struct.getWithoutDefault(field.name()), out);
        separator = ',';
      }
      out.append(separator == '{' ? "{}" : "}");
    } else if (value instanceof Map<?, ?> map) {
      char separator = '{';
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator);
        quote(String.valueOf(entry.getKey()), out);
        out.append(':');
        write(schema == null ? null : schema.valueSchema(), entry.getValue(), out);
        separator = ',';
      }
      out.append(separator == '{' ? "{}" : "}");
    } else if (value instanceof Collection<?> values) {
      char separator = '[';
      for (Object one : values) {
        out.append(separator);
        write(schema == null ? null : schema.valueSchema(), one, out);
        separator = ',';
      }
      out.append(separator == '[' ? "[]" : "]");
    } else {
      scalar(value, out);
    }
  }

  private static void scalar(Object value, StringBuilder out) {
    if (value instanceof BigDecimal decimal) {
      out.append(decimal.toPlainString());
    } else if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (Double.isNaN(number) || Double.isInfinite(number)) {
        quote(value.toString(), out); // JSON has no such numbers.
      } else {
        out.append(value);
      }
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof byte[] bytes) {
      quote(ValueReaders.base64(bytes), out);
    } else if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      quote(ValueReaders.base64(bytes), out);
    } else if (value instanceof Date date) {
      quote(date.toInstant().toString(), out);
    } else {
      quote(value.toString(), out);
    }
  }

  /** Appends the text as a JSON string. */
  static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
