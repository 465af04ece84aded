package io.sluice.engine.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record for people to read. Numbers stay numbers, decimals and whole numbers beyond 64 bits are
 * text so that no reader rounds them, dates are ISO 8601, bytes base64. For reading only: the
 * stored form is {@link RecordFormat}.
 */
final class RecordJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  /** Schemas that are being described: one inside itself is only named. */
  private final Set<Schema> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private RecordJson(JsonGenerator json) {
    this.json = json;
  }

  private interface Writing {
    void write(RecordJson json) throws IOException;
  }

  static String of(ConnectRecord<?> record) {
    return text(json -> json.record(record));
  }

  /** A key or a value alone. */
  static String of(@Nullable Schema schema, @Nullable Object value) {
    return text(json -> json.value(schema, value));
  }

  /** Headers alone, as an array. */
  static String of(Headers headers) {
    return text(json -> json.headers(headers));
  }

  private static String text(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      writing.write(new RecordJson(json));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  private void record(ConnectRecord<?> record) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", record instanceof SinkRecord ? "sink" : "source");
    field("topic", record.topic());
    field("partition", record.kafkaPartition());
    if (record instanceof SinkRecord sink) {
      field("offset", sink.kafkaOffset());
      if (sink.originalTopic() != null && !sink.originalTopic().equals(sink.topic())) {
        field("originalTopic", sink.originalTopic());
      }
    }
    Long timestamp = record.timestamp();
    field("timestamp", timestamp == null ? null : Instant.ofEpochMilli(timestamp).toString());
    if (record instanceof SourceRecord source) {
      field("sourcePartition", source.sourcePartition());
      field("sourceOffset", source.sourceOffset());
    }
    json.writeFieldName("key");
    value(record.keySchema(), record.key());
    json.writeFieldName("value");
    value(record.valueSchema(), record.value());
    json.writeFieldName("headers");
    headers(record.headers());
    json.writeFieldName("keySchema");
    schema(record.keySchema());
    json.writeFieldName("valueSchema");
    schema(record.valueSchema());
    json.writeEndObject();
  }

  private void headers(Headers headers) throws IOException {
    json.writeStartArray();
    for (Header header : headers) {
      json.writeStartObject();
      field("name", header.key());
      json.writeFieldName("value");
      value(header.schema(), header.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void field(String name, @Nullable Object value) throws IOException {
    json.writeFieldName(name);
    value(null, value);
  }

  private void value(@Nullable Schema schema, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Struct struct) {
      json.writeStartObject();
      for (Field field : struct.schema().fields()) {
        json.writeFieldName(field.name());
        value(field.schema(), struct.getWithoutDefault(field.name()));
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        value(inside(schema, Schema.Type.ARRAY), element);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> e : map.entrySet()) {
        json.writeFieldName(keyText(e.getKey()));
        value(inside(schema, Schema.Type.MAP), e.getValue());
      }
      json.writeEndObject();
    } else {
      scalar(schema, value);
    }
  }

  private void scalar(@Nullable Schema schema, Object value) throws IOException {
    if (value instanceof BigDecimal decimal) {
      json.writeString(decimal.toPlainString());
    } else if (value instanceof BigInteger integer) {
      json.writeString(integer.toString());
    } else if (value instanceof Double d) {
      json.writeNumber(d); // not-a-number and infinity become text
    } else if (value instanceof Float f) {
      json.writeNumber(f);
    } else if (value instanceof Number n) {
      json.writeNumber(n.longValue());
    } else if (value instanceof Boolean b) {
      json.writeBoolean(b);
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      json.writeBinary(bytes);
    } else if (value instanceof Date date) {
      json.writeString(DateText.of(schema, date));
    } else {
      json.writeString(value.toString());
    }
  }

  private static @Nullable Schema inside(@Nullable Schema schema, Schema.Type expected) {
    return schema != null && schema.type() == expected ? schema.valueSchema() : null;
  }

  /** A key that is no text is shown as text, since JSON has no other keys. */
  static String keyText(@Nullable Object key) throws IOException {
    if (key == null || key instanceof String || key instanceof Number || key instanceof Boolean) {
      return String.valueOf(key);
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator nested = FACTORY.createGenerator(text)) {
      new RecordJson(nested).value(null, key);
    }
    return text.toString();
  }

  private void schema(@Nullable Schema declared) throws IOException {
    if (declared == null) {
      json.writeNull();
      return;
    }
    Schema schema = SchemaReference.follow(declared);
    json.writeStartObject();
    json.writeStringField("type", schema.type().getName());
    if (schema.name() != null) {
      json.writeStringField("name", schema.name());
    }
    if (schema.version() != null) {
      json.writeNumberField("version", schema.version());
    }
    if (schema.isOptional()) {
      json.writeBooleanField("optional", true);
    }
    if (schema.defaultValue() != null) {
      json.writeFieldName("default");
      value(schema, schema.defaultValue());
    }
    if (schema.parameters() != null && !schema.parameters().isEmpty()) {
      field("parameters", schema.parameters());
    }
    if (open.add(schema)) {
      inner(schema);
      open.remove(schema);
    }
    json.writeEndObject();
  }

  private void inner(Schema schema) throws IOException {
    switch (schema.type()) {
      case STRUCT -> {
        json.writeObjectFieldStart("fields");
        for (Field field : schema.fields()) {
          json.writeFieldName(field.name());
          schema(field.schema());
        }
        json.writeEndObject();
      }
      case ARRAY -> {
        json.writeFieldName("items");
        schema(schema.valueSchema());
      }
      case MAP -> {
        json.writeFieldName("keys");
        schema(schema.keySchema());
        json.writeFieldName("values");
        schema(schema.valueSchema());
      }
      case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> {}
    }
  }
}
