package io.sluice.engine.deadletter;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a record as text: two records with one text are the same to the last bit.
 * Connect's own equals tells less (bytes in lists, schemas that refer to themselves).
 */
final class Fingerprint {
  private final StringBuilder text = new StringBuilder();

  /**
   * A schema that refers to itself has no end; the deepest of the others in these tests is five.
   */
  private static final int UNFOLD = 6;

  static String of(ConnectRecord<?> record) {
    Fingerprint f = new Fingerprint();
    f.line("class", record.getClass().getName());
    f.line("topic", record.topic());
    f.line("partition", record.kafkaPartition());
    f.line("timestamp", record.timestamp());
    f.schema(record.keySchema(), UNFOLD);
    f.value(record.key());
    f.schema(record.valueSchema(), UNFOLD);
    f.value(record.value());
    for (Header header : record.headers()) {
      f.line("header", header.key());
      f.schema(header.schema(), UNFOLD);
      f.value(header.value());
    }
    if (record instanceof SourceRecord source) {
      f.value(source.sourcePartition());
      f.value(source.sourceOffset());
    }
    if (record instanceof SinkRecord sink) {
      f.line("offset", sink.kafkaOffset());
      f.line("type", sink.timestampType());
      f.line("original", sink.originalTopic() + "/" + sink.originalKafkaPartition());
      f.line("originalOffset", sink.originalKafkaOffset());
    }
    return f.text.toString();
  }

  private void line(String name, @Nullable Object value) {
    text.append(name).append('=').append(value).append('\n');
  }

  private void value(@Nullable Object value) {
    if (value == null) {
      text.append("null\n");
    } else if (value instanceof Struct struct) {
      text.append("struct ").append(struct.schema().name()).append("{\n");
      for (Field field : struct.schema().fields()) {
        text.append(field.index()).append(' ').append(field.name()).append(": ");
        value(struct.getWithoutDefault(field.name()));
      }
      text.append("}\n");
    } else if (value instanceof List<?> list) {
      text.append("[\n");
      list.forEach(this::value);
      text.append("]\n");
    } else if (value instanceof Map<?, ?> map) {
      text.append("map{\n");
      for (Map.Entry<?, ?> e : map.entrySet()) {
        value(e.getKey());
        text.append("-> ");
        value(e.getValue());
      }
      text.append("}\n");
    } else {
      line(value instanceof ByteBuffer ? "ByteBuffer" : value.getClass().getName(), bits(value));
    }
  }

  private static String bits(Object value) {
    if (value instanceof Double d) {
      return Long.toHexString(Double.doubleToRawLongBits(d));
    }
    if (value instanceof Float f) {
      return Integer.toHexString(Float.floatToRawIntBits(f));
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof String s) {
      return s.chars().mapToObj(Integer::toHexString).toList().toString();
    }
    return value.toString();
  }

  /**
   * @param unfold how many levels to show
   */
  private void schema(@Nullable Schema schema, int unfold) {
    if (schema == null) {
      text.append("no schema\n");
      return;
    }
    int left = unfold - 1;
    line("schema", schema.type() + (schema.isOptional() ? " optional" : ""));
    line("name", schema.name());
    line("version", schema.version());
    line("doc", schema.doc());
    line("parameters", schema.parameters() == null ? null : new TreeMap<>(schema.parameters()));
    if (left > 0) {
      switch (schema.type()) {
        case STRUCT -> {
          for (Field field : schema.fields()) {
            line("field", field.index() + " " + field.name());
            schema(field.schema(), left);
          }
        }
        case ARRAY -> schema(schema.valueSchema(), left);
        case MAP -> {
          schema(schema.keySchema(), left);
          schema(schema.valueSchema(), left);
        }
        case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> {}
      }
      text.append("default ");
      value(schema.defaultValue());
    }
  }
}
