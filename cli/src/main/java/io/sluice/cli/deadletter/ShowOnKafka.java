package io.sluice.cli.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.kafka.deadletter.Letter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sluice dlq show} of a pipeline on Kafka: one letter with its record. */
final class ShowOnKafka {
  private final LettersOnKafka letters;
  private final Output output;

  ShowOnKafka(LettersOnKafka letters, Output output) {
    this.letters = letters;
    this.output = output;
  }

  /**
   * Shows a letter, open or not.
   *
   * @param said its id, as somebody typed it
   */
  ExitCode show(String said) {
    LetterId id = LetterId.parse(said);
    LettersOnKafka.Found found = letters.find(id).orElseThrow(() -> missing(said));
    Map<String, Object> document = LetterDocument.of(letters.pipeline(), id.sink(), found.letter());
    document.put("open", found.open());
    document.forEach(
        (key, value) -> output.line(key + " ".repeat(Math.max(1, 18 - key.length())) + value));
    Map<String, Object> record = record(found.letter());
    output.line("");
    output.line(Output.asJson(record));
    document.put("record", record);
    output.document(document);
    return ExitCode.OK;
  }

  private CommandFailure missing(String id) {
    return new CommandFailure(
        ExitCode.NOT_FOUND,
        "pipeline " + letters.pipeline() + " has no dead letter " + id,
        "See them with: sluice dlq ls --letters");
  }

  private static Map<String, Object> record(Letter letter) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("key", shown(letter.key()));
    record.put("value", shown(letter.value()));
    return record;
  }

  /** JSON as it is, other text as text, all else in Base64. */
  private static @Nullable Object shown(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parsed(text);
    } catch (CharacterCodingException e) {
      return Map.of("base64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  private static Object parsed(String text) {
    try {
      return text.startsWith("{") || text.startsWith("[")
          ? JsonMapper.builder().build().readTree(text)
          : text;
    } catch (JsonProcessingException e) {
      return text;
    }
  }
}
