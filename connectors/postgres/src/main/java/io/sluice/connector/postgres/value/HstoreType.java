package io.sluice.connector.postgres.value;

import io.sluice.connector.postgres.value.ValueModes.HstoreMode;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The key-value pairs of the hstore extension in each {@code hstore.handling.mode}. */
final class HstoreType {

  private HstoreType() {}

  static ValueType of(HstoreMode mode, Placeholder unavailable) {
    Map<String, String> placeholder = Map.of(unavailable.text(), unavailable.text());
    return switch (mode) {
      case JSON ->
          ValueType.named(
              "io.debezium.data.Json",
              SchemaBuilder::string,
              new Values(
                  (b, o, l) -> json(binary(b, o, l)),
                  (b, o, l) -> json(text(Binary.text(b, o, l))),
                  "{}",
                  json(placeholder)));
      case MAP ->
          ValueType.of(
              () -> SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA),
              new Values(
                  HstoreType::binary,
                  (b, o, l) -> text(Binary.text(b, o, l)),
                  Map.of(),
                  placeholder));
    };
  }

  /** A count, then of each pair the key and the value with their lengths. */
  private static Map<String, @Nullable String> binary(byte[] bytes, int offset, int length) {
    Binary.require(length, 4);
    int end = offset + length;
    int count = Binary.int32(bytes, offset);
    int at = offset + 4;
    // Debezium's order in JSON is that of a HashMap.
    Map<String, @Nullable String> pairs = new HashMap<>();
    for (int i = 0; i < count; i++) {
      Binary.require(end - at, 4);
      int keySize = Binary.int32(bytes, at);
      Binary.require(end - at - 8, keySize);
      String key = Binary.text(bytes, at + 4, keySize);
      at += 4 + keySize;
      int size = Binary.int32(bytes, at);
      at += 4;
      if (size == -1) {
        pairs.put(key, null);
      } else {
        Binary.require(end - at, size);
        pairs.put(key, Binary.text(bytes, at, size));
        at += size;
      }
    }
    Binary.expect(at - offset, length);
    return pairs;
  }

  /** {@code "a"=>"1", "b"=>NULL}, with backslashes before quotes and backslashes. */
  private static Map<String, @Nullable String> text(String text) {
    Map<String, @Nullable String> pairs = new HashMap<>();
    int at = 0;
    while (at < text.length()) {
      StringBuilder key = new StringBuilder();
      at = quoted(text, at, key);
      if (!text.startsWith("=>", at)) {
        throw bad(at);
      }
      at += 2;
      if (text.startsWith("NULL", at)) {
        pairs.put(key.toString(), null);
        at += 4;
      } else {
        StringBuilder value = new StringBuilder();
        at = quoted(text, at, value);
        pairs.put(key.toString(), value.toString());
      }
      if (at < text.length()) {
        if (!text.startsWith(", ", at)) {
          throw bad(at);
        }
        at += 2;
      }
    }
    return pairs;
  }

  private static int quoted(String text, int from, StringBuilder into) {
    if (from >= text.length() || text.charAt(from) != '"') {
      throw bad(from);
    }
    int at = from + 1;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      into.append(text.charAt(at++));
    }
    if (at == text.length()) {
      throw bad(at);
    }
    return at + 1;
  }

  private static DataException bad(int at) {
    return new DataException("the text is not of hstore's form at its character " + at);
  }

  private static String json(Map<String, @Nullable String> pairs) {
    StringBuilder json = new StringBuilder("{");
    pairs.forEach(
        (key, value) -> {
          if (json.length() > 1) {
            json.append(',');
          }
          string(key, json);
          json.append(':');
          if (value == null) {
            json.append("null");
          } else {
            string(value, json);
          }
        });
    return json.append('}').toString();
  }

  private static void string(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ') {
            json.append(String.format("\\u%04X", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}
