package io.sluice.server.api.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON that is kept as text. */
public final class JsonText {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String HIDDEN = "***";

  private JsonText() {}

  /** The same as a tree; null if there is none. */
  public static @Nullable JsonNode parsed(@Nullable String text) {
    try {
      return text == null || text.isEmpty() ? null : MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected JSON in the state", e);
    }
  }

  /**
   * The same keys without what they stand for. For positions of a source, which may be a row's
   * values: the key as far as which a table was read.
   */
  public static @Nullable JsonNode hidden(@Nullable JsonNode position) {
    if (position == null || position.isNull()) {
      return position;
    }
    if (position.isObject()) {
      ObjectNode hidden = MAPPER.createObjectNode();
      position
          .fields()
          .forEachRemaining(field -> hidden.set(field.getKey(), hidden(field.getValue())));
      return hidden;
    }
    return TextNode.valueOf(HIDDEN);
  }

  /** An object with these keys, in their order. */
  public static String text(Map<String, ?> object) {
    try {
      return MAPPER.writeValueAsString(new TreeMap<>(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected what JSON can say", e);
    }
  }
}
