package io.sluice.connector.table.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;

/**
 * Recognises what Debezium writes in the place of a large value that an update left alone: the
 * placeholder as text, as bytes, or as the only element of an array.
 */
public final class UnavailableValue {
  private final String text;
  private final byte[] bytes;
  private final String uuid;

  public UnavailableValue(String placeholder) {
    text = placeholder;
    bytes = placeholder.getBytes(StandardCharsets.UTF_8);
    uuid = UUID.nameUUIDFromBytes(bytes).toString();
  }

  /** Whether values of that schema can be the placeholder; small fixed-size ones never are. */
  static boolean possible(Schema schema) {
    return switch (schema.type()) {
      case STRING, BYTES, ARRAY, MAP -> true;
      default -> false;
    };
  }

  boolean is(Object value) {
    if (value instanceof String string) {
      return string.length() == text.length() && string.equals(text);
    }
    if (value instanceof byte[] array) {
      return Arrays.equals(array, bytes);
    }
    if (value instanceof ByteBuffer buffer) {
      return buffer.remaining() == bytes.length && buffer.equals(ByteBuffer.wrap(bytes));
    }
    if (value instanceof List<?> list) {
      if (list.size() == 1) {
        Object only = list.get(0);
        return only != null && (is(only) || only.equals(uuid)); // arrays of uuid: one made of it
      }
      return isListOfBytes(list);
    }
    // An hstore in map form has the placeholder as its only key and value.
    return value instanceof Map<?, ?> map && map.size() == 1 && map.containsKey(text);
  }

  /** For arrays of numbers, Debezium writes the placeholder's bytes as elements. */
  private boolean isListOfBytes(List<?> list) {
    if (list.size() != bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (!(list.get(i) instanceof Number number) || number.doubleValue() != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
