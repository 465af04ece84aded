package io.sluice.acceptance.foreign;

import java.nio.ByteBuffer;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Values as text with all that a transform may change: {@code {id=7:int32, name=Ann:string}} has a
 * schema, {@code {id=7, name=Ann}} has none. A schema's name and version stand behind its type, a
 * {@code ?} says that it is optional.
 */
final class Shown {
  private Shown() {}

  /** Topic, key, value, and headers if there are any. */
  static String record(ConnectRecord<?> record) {
    List<String> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(header.key() + "=" + value(header.schema(), header.value()));
    }
    return record.topic()
        + " "
        + value(record.keySchema(), record.key())
        + " "
        + value(record.valueSchema(), record.value())
        + (headers.isEmpty() ? "" : " " + headers);
  }

  static String value(@Nullable Schema schema, @Nullable Object value) {
    return content(value) + type(schema, value);
  }

  private static String type(@Nullable Schema schema, @Nullable Object value) {
    if (schema == null) {
      return "";
    }
    boolean plainStruct = schema.type() == Schema.Type.STRUCT && value != null;
    String name = schema.name() == null ? "" : schema.name().replaceFirst("^.*\\.", "");
    String version = schema.version() == null ? "" : "/" + schema.version();
    String type = plainStruct ? "" : schema.type().name().toLowerCase(Locale.ROOT);
    String all = (name.isEmpty() ? type : name + version) + (schema.isOptional() ? "?" : "");
    return all.isEmpty() ? "" : ":" + all;
  }

  private static String content(@Nullable Object value) {
    if (value instanceof Struct struct) {
      List<String> fields = new ArrayList<>();
      for (Field field : struct.schema().fields()) {
        fields.add(
            field.name() + "=" + value(field.schema(), struct.getWithoutDefault(field.name())));
      }
      return "{" + String.join(", ", fields) + "}";
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, String> sorted = new TreeMap<>();
      map.forEach((key, each) -> sorted.put(String.valueOf(key), content(each)));
      return sorted.toString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Shown::content).toList().toString();
    }
    if (value instanceof byte[] bytes) {
      return bytes.length + " bytes";
    }
    if (value instanceof ByteBuffer buffer) {
      return buffer.remaining() + " bytes";
    }
    if (value instanceof Date date) {
      SimpleDateFormat utc = new SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);
      utc.setTimeZone(TimeZone.getTimeZone("UTC"));
      return utc.format(date);
    }
    return String.valueOf(value);
  }
}
