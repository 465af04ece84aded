package io.sluice.server.api.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.server.api.document.LogLines;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Reads a line of the log, an object of JSON with {@code at}, {@code level}, {@code pipeline},
 * {@code thread}, {@code logger}, {@code message} and {@code error}. Thread-safe.
 */
final class LogLineReader {
  private final JsonMapper json = JsonMapper.builder().build();

  /** Empty for what is no line of ours: one that is being written, or another program's. */
  Optional<LogLines.Line> line(String text) {
    try {
      JsonNode said = json.readTree(text);
      return Optional.of(
          new LogLines.Line(
              Instant.parse(said.path("at").asText()),
              said.path("level").asText(),
              said.path("pipeline").asText(null),
              said.path("thread").asText(),
              said.path("logger").asText(),
              said.path("message").asText(),
              said.path("error").asText(null)));
    } catch (JsonProcessingException | DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
