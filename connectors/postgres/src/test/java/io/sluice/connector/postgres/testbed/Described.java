package io.sluice.connector.postgres.testbed;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records and schemas as texts that can be compared and read: every field, type and schema
 * property, without what tells when something was read.
 */
public final class Described {

  private static final Set<String> WHEN = Set.of("ts_ms", "ts_us", "ts_ns", "version");

  private Described() {}

  /** A record without those fields of its source block and without those columns of its rows. */
  public static String text(
      SourceRecord record, Set<String> withoutInSource, Set<String> withoutColumns) {
    StringBuilder text = new StringBuilder(record.topic());
    text.append("\n  key ").append(value(record.key(), withoutColumns, Map.of()));
    text.append("\n  value ")
        .append(
            value(
                record.value(),
                WHEN,
                Map.of(
                    "source", withoutInSource, "before", withoutColumns, "after", withoutColumns)));
    List<String> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      if (!header.key().startsWith("__debezium.context")) {
        headers.add(header.key() + "=" + value(header.value()));
      }
    }
    return text.append("\n  headers ").append(headers).toString();
  }

  public static String value(@Nullable Object value) {
    return value(value, Set.of(), Map.of());
  }

  private static String value(
      @Nullable Object value, Set<String> without, Map<String, Set<String>> withoutInside) {
    if (value instanceof Struct struct) {
      StringBuilder text = new StringBuilder("{");
      for (Field field : struct.schema().fields()) {
        if (!without.contains(field.name())) {
          Set<String> inner = withoutInside.getOrDefault(field.name(), Set.of());
          text.append("\n    ")
              .append(field.name())
              .append('=')
              .append(value(struct.getWithoutDefault(field.name()), inner, Map.of()));
        }
      }
      return text.append('}').toString();
    }
    if (value instanceof byte[] bytes) {
      return "bytes " + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return "bytes " + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, String> pairs = new TreeMap<>();
      map.forEach((k, v) -> pairs.put(value(k), value(v)));
      return pairs.toString();
    }
    if (value instanceof List<?> list) {
      // A transaction's counts come in the order of a hash table.
      boolean counts =
          !list.isEmpty()
              && list.get(0) instanceof Struct first
              && "event.collection".equals(first.schema().name());
      return (counts
              ? list.stream().map(Described::value).sorted()
              : list.stream().map(Described::value))
          .toList()
          .toString();
    }
    return value == null ? "null" : value.getClass().getSimpleName() + " " + value;
  }

  /** A schema without those fields, wherever they are. */
  public static String schema(@Nullable Schema schema, String indent, Set<String> without) {
    if (schema == null) {
      return indent + "none";
    }
    Map<String, String> parameters =
        schema.parameters() == null ? Map.of() : new TreeMap<>(schema.parameters());
    StringBuilder text =
        new StringBuilder(indent)
            .append(schema.type())
            .append(' ')
            .append(schema.name())
            .append(" v")
            .append(schema.version())
            .append(schema.isOptional() ? " optional" : " required")
            .append(" default ")
            .append(value(schema.defaultValue()))
            .append(" doc ")
            .append(schema.doc())
            .append(' ')
            .append(parameters);
    if (schema.type() == Schema.Type.STRUCT) {
      for (Field field : schema.fields()) {
        if (without.contains(field.name())) {
          continue;
        }
        text.append('\n')
            .append(indent)
            .append(field.name())
            .append(":\n")
            .append(schema(field.schema(), indent + "  ", without));
      }
    } else if (schema.type() == Schema.Type.ARRAY) {
      text.append(" of\n").append(schema(schema.valueSchema(), indent + "  ", without));
    }
    return text.toString();
  }
}
