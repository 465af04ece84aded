package io.sluice.kafka.deadletter.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.kafka.deadletter.Letter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The record of a letter for people, as it lay in its topic: JSON as it is, other text as text, all
 * else in Base64. Whoever shows it has looked whether they may see a row's values.
 */
public final class LetterRecord {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private LetterRecord() {}

  /** An object with {@code key} and {@code value}. */
  public static ObjectNode of(Letter letter) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.set("key", shown(letter.key()));
    record.set("value", shown(letter.value()));
    return record;
  }

  private static JsonNode shown(byte @Nullable [] bytes) {
    if (bytes == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    try {
      return parsed(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("base64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return text.startsWith("{") || text.startsWith("[")
          ? JSON.readTree(text)
          : JsonNodeFactory.instance.textNode(text);
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.textNode(text);
    }
  }
}
