package io.sluice.connector.table.value;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Writes structs, maps and arrays as JSON documents. What is in them has the form that a person
 * expects: decimals as exact numbers, dates and times in ISO 8601, bytes in Base64, documents as
 * they are. Written by hand because a JSON library would be the plugin's only dependency beside the
 * drivers, and would not know these types.
 */
public final class JsonText {
  private static final DateTimeFormatter ISO = DateTimeFormatter.ISO_LOCAL_DATE_TIME;

  private JsonText() {}

  /** Writes one value of a schema; made once a schema, used by one thread. */
  private interface Writer {
    void write(Object value, StringBuilder out);
  }

  /** The reader that makes a document of each value of that schema. */
  public static ValueReader reader(Schema schema) {
    Writer writer = writer(schema);
    return value -> {
      StringBuilder text = new StringBuilder();
      writer.write(value, text);
      return text.toString();
    };
  }

  /**
   * The document of a value.
   *
   * @param schema null where the value has none: then its Java type decides
   * @throws DataException if it is no value of its schema, or not to be written exactly
   */
  public static String of(@Nullable Schema schema, @Nullable Object value) {
    StringBuilder text = new StringBuilder();
    if (value == null || schema == null) {
      schemaless(value, text);
    } else {
      writer(schema).write(value, text);
    }
    return text.toString();
  }

  private static Writer writer(Schema schema) {
    ColumnType type = SchemaTypes.typeOf(schema);
    boolean nested = type.kind() == ColumnType.Kind.JSON;
    if (nested && schema.type() == Schema.Type.STRUCT) {
      return new StructWriter(schema);
    }
    if (nested && schema.type() == Schema.Type.MAP) {
      return map(new Lazy(schema.keySchema()), new Lazy(schema.valueSchema()));
    }
    if (type.kind() == ColumnType.Kind.ARRAY) {
      Writer element = new Lazy(schema.valueSchema());
      return (value, out) -> array((Collection<?>) value, element, out);
    }
    ValueReader reader = NaturalReaders.of(schema, type);
    return (value, out) -> scalar(type, reader.read(value), out);
  }

  /** Made when it is first needed: a schema may have itself among its fields. */
  private static final class Lazy implements Writer {
    private final Schema schema;
    private @Nullable Writer made;

    Lazy(Schema schema) {
      this.schema = schema;
    }

    @Override
    public void write(Object value, StringBuilder out) {
      Writer writer = made;
      if (writer == null) {
        writer = writer(schema);
        made = writer;
      }
      writer.write(value, out);
    }
  }

  private static final class StructWriter implements Writer {
    private final Field[] fields;
    private final Writer[] writers;

    StructWriter(Schema schema) {
      fields = schema.fields().toArray(new Field[0]);
      writers = new Writer[fields.length];
      for (int i = 0; i < fields.length; i++) {
        writers[i] = new Lazy(fields[i].schema());
      }
    }

    @Override
    public void write(Object value, StringBuilder out) {
      Struct struct = (Struct) value;
      out.append('{');
      for (int i = 0; i < fields.length; i++) {
        out.append(i == 0 ? "" : ",");
        quote(fields[i].name(), out);
        out.append(':');
        orNull(struct.getWithoutDefault(fields[i].name()), writers[i], out);
      }
      out.append('}');
    }
  }

  private static Writer map(Writer keys, Writer values) {
    return (value, out) -> {
      out.append('{');
      boolean first = true;
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        out.append(first ? "" : ",");
        first = false;
        key(entry.getKey(), keys, out);
        out.append(':');
        orNull(entry.getValue(), values, out);
      }
      out.append('}');
    };
  }

  /** JSON has texts for keys only, so others are put in quotes as they would be written. */
  private static void key(@Nullable Object key, Writer writer, StringBuilder out) {
    if (key == null) {
      throw new DataException("a map has an entry without a key, which JSON cannot say");
    }
    StringBuilder text = new StringBuilder();
    writer.write(key, text);
    if (text.charAt(0) == '"') {
      out.append(text);
    } else {
      quote(text.toString(), out);
    }
  }

  private static void array(Collection<?> values, Writer element, StringBuilder out) {
    out.append('[');
    boolean first = true;
    for (Object value : values) {
      out.append(first ? "" : ",");
      first = false;
      orNull(value, element, out);
    }
    out.append(']');
  }

  private static void orNull(@Nullable Object value, Writer writer, StringBuilder out) {
    if (value == null) {
      out.append("null");
    } else {
      writer.write(value, out);
    }
  }

  /** Appends a value that has the Java type of that kind. */
  static void scalar(ColumnType type, @Nullable Object value, StringBuilder out) {
    if (value == null) {
      out.append("null");
      return;
    }
    switch (type.kind()) {
      case BOOLEAN, INT16, INT32, INT64 -> out.append(value);
      case FLOAT32, FLOAT64 -> number((Number) value, out);
      case DECIMAL -> out.append(PlainText.decimal((BigDecimal) value));
      case JSON -> out.append((String) value);
      case TIMESTAMP -> quote(PlainText.timestamp(((Number) value).longValue(), ISO), out);
      case TIMESTAMP_NANOS -> quote(PlainText.nanos(((Number) value).longValue(), ISO), out);
      case TIMESTAMPTZ -> quote(PlainText.zoned(((Number) value).longValue(), ISO, "Z"), out);
      case ARRAY -> {
        ColumnType element = type.element();
        array(
            (List<?>) value,
            (one, to) -> scalar(element == null ? ColumnType.TEXT : element, one, to),
            out);
      }
      case TEXT, BYTES, DATE, TIME, TIMETZ, INTERVAL, UUID, OTHER ->
          quote(PlainText.of(type, value), out);
    }
  }

  /** JSON has no word for NaN and the infinities: they become texts. */
  private static void number(Number value, StringBuilder out) {
    if (Double.isFinite(value.doubleValue())) {
      out.append(value);
    } else {
      quote(value.toString(), out);
    }
  }

  private static void schemaless(@Nullable Object value, StringBuilder out) {
    if (value == null) {
      out.append("null");
    } else if (value instanceof Struct struct) {
      writer(struct.schema()).write(struct, out);
    } else if (value instanceof Map<?, ?> map) {
      map(JsonText::schemaless, JsonText::schemaless).write(map, out);
    } else if (value instanceof Collection<?> values) {
      array(values, JsonText::schemaless, out);
    } else if (value instanceof BigDecimal decimal) {
      out.append(PlainText.decimal(decimal));
    } else if (value instanceof Number number) {
      number(number, out);
    } else if (value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof byte[] || value instanceof ByteBuffer) {
      quote(PlainText.base64(NaturalReaders.bytes(value)), out);
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
