package io.sluice.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.kafka.deadletter.pipeline.LetterId;
import io.sluice.kafka.deadletter.pipeline.LetterRecord;
import io.sluice.kafka.deadletter.pipeline.PipelineLetters;
import java.time.Clock;
import java.util.Map;

/** {@code sluice dlq show} of a pipeline on Kafka: one letter with its record. */
final class ShowOnKafka {
  private final PipelineLetters letters;
  private final Output output;
  private final Clock clock;

  ShowOnKafka(PipelineLetters letters, Output output, Clock clock) {
    this.letters = letters;
    this.output = output;
    this.clock = clock;
  }

  /**
   * Shows a letter, open or not.
   *
   * @param said its id, as somebody typed it
   */
  ExitCode show(String said) {
    LetterId id = LetterId.parse(said).orElseThrow(() -> noId(said));
    PipelineLetters.Found found =
        FromKafka.asked(() -> letters.find(id)).orElseThrow(() -> missing(said));
    Map<String, Object> document = LetterDocument.of(letters.pipeline(), id.sink(), found.letter());
    document.put("open", found.done().isEmpty());
    new LetterTable(output, clock).letter(document);
    JsonNode record = LetterRecord.of(found.letter());
    output.line("");
    output.line(Output.asJson(record));
    document.put("record", record);
    output.document(document);
    return ExitCode.OK;
  }

  private static CommandFailure noId(String text) {
    return new CommandFailure(
        ExitCode.USAGE,
        "expected the id of a letter of a pipeline on Kafka but found '" + text + "'",
        "As sluice dlq ls --letters shows it, such as table:0:17");
  }

  private CommandFailure missing(String id) {
    return new CommandFailure(
        ExitCode.NOT_FOUND,
        "pipeline " + letters.pipeline() + " has no dead letter " + id,
        "See them with: sluice dlq ls --letters");
  }
}
