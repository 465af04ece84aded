package io.sluice.schema.json.known;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** When two values are the same value: numbers by what they are, objects whatever their order. */
public final class JsonValues {
  private JsonValues() {}

  /** A text that two values share only if they are the same. */
  public static String key(JsonNode value) {
    StringBuilder key = new StringBuilder();
    append(key, value);
    return key.toString();
  }

  /** The values by their keys, each once. */
  public static Map<String, JsonNode> byKey(Iterable<JsonNode> values) {
    Map<String, JsonNode> byKey = new LinkedHashMap<>();
    values.forEach(value -> byKey.putIfAbsent(key(value), value));
    return byKey;
  }

  /** Whether two values are the same. */
  public static boolean same(JsonNode one, JsonNode other) {
    return key(one).equals(key(other));
  }

  private static void append(StringBuilder key, JsonNode value) {
    switch (value.getNodeType()) {
      case NUMBER -> number(key, value.decimalValue());
      case STRING -> text(key, value.asText());
      case ARRAY -> {
        key.append('[');
        value.forEach(
            item -> {
              append(key, item);
              key.append(',');
            });
        key.append(']');
      }
      case OBJECT -> {
        Map<String, JsonNode> members = new TreeMap<>();
        value.properties().forEach(entry -> members.put(entry.getKey(), entry.getValue()));
        key.append('{');
        members.forEach(
            (name, member) -> {
              text(key, name);
              append(key, member);
              key.append(',');
            });
        key.append('}');
      }
      default -> key.append(value.asText());
    }
  }

  private static void number(StringBuilder key, BigDecimal number) {
    BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    key.append('#').append(plain.unscaledValue()).append('e').append(-plain.scale());
  }

  /** By its length first, so that no text can look like the end of another. */
  private static void text(StringBuilder key, String text) {
    key.append('"').append(text.length()).append(':').append(text);
  }
}
