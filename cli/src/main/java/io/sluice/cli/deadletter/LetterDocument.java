package io.sluice.cli.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.pipeline.LetterId;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter for {@code -o json}, without its record: of a pipeline that runs direct, or on
 * Kafka.
 */
final class LetterDocument {
  private LetterDocument() {}

  static Map<String, Object> of(DeadLetters.Stored stored) {
    DeadLetter letter = stored.letter();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", stored.id());
    document.put("pipeline", letter.pipeline());
    document.put("pipeline_version", letter.pipelineVersion());
    document.put("status", stored.status().name().toLowerCase(Locale.ROOT));
    document.put("stage", letter.stage().name().toLowerCase(Locale.ROOT));
    document.put("component", letter.component());
    document.put("error_class", letter.errorClass());
    document.put("message", letter.errorMessage());
    document.put("signature", stored.signature());
    put(document, "topic", letter.topic());
    put(document, "partition", letter.partition());
    put(document, "offset", letter.offset());
    put(document, "source_partition", json(letter.sourcePartition()));
    put(document, "source_offset", json(letter.sourceOffset()));
    document.put("attempts", stored.attempts());
    document.put("first_seen", stored.firstSeen().toString());
    document.put("last_seen", stored.lastSeen().toString());
    put(document, "reason", stored.reason());
    return document;
  }

  /**
   * The same of a pipeline on Kafka.
   *
   * @param sink whose letter it is, by its name in the pipeline file
   */
  static Map<String, Object> of(String pipeline, String sink, Letter letter) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", LetterId.of(sink, letter).toString());
    document.put("pipeline", pipeline);
    document.put("stage", letter.stage());
    document.put("component", letter.component());
    document.put("error_class", letter.errorClass());
    document.put("message", letter.message());
    document.put("signature", letter.signature());
    document.put("topic", letter.topic());
    letter.topicPartition().ifPresent(number -> document.put("partition", number));
    letter.topicOffset().ifPresent(number -> document.put("offset", number));
    document.put("attempts", letter.attempts());
    document.put("seen", letter.at().toString());
    return document;
  }

  static JsonNode parsed(String text) {
    try {
      return JsonMapper.builder().build().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected JSON", e);
    }
  }

  private static @Nullable JsonNode json(@Nullable String text) {
    return text == null ? null : parsed(text);
  }

  private static void put(Map<String, Object> document, String key, @Nullable Object value) {
    if (value != null) {
      document.put(key, value);
    }
  }
}
