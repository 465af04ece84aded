package io.sluice.cli.offsets;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.TextTable;
import io.sluice.project.text.Figures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How far a pipeline came, for people: the document of {@code offsets get}. */
final class OffsetsText {
  private final Output output;
  private final Clock clock;

  OffsetsText(Output output, Clock clock) {
    this.output = output;
    this.clock = clock;
  }

  /** Prints it. */
  void print(JsonNode document) {
    JsonNode at = document.path("committed_at");
    output.line(
        document.path("pipeline").asText()
            + ", epoch "
            + document.path("epoch").asLong()
            + (at.isTextual() ? ", committed " + ago(at.asText()) + " ago" : "")
            + (document.path("reset").asBoolean() ? ", set by hand" : ""));
    output.line("");
    output.line("source");
    if (document.path("source").isEmpty()) {
      output.line("  (nothing: the next run begins with a snapshot)");
    }
    for (JsonNode position : document.path("source")) {
      output.line("  " + position.path("partition") + "  " + position.path("offset"));
    }
    output.line("");
    TextTable table = new TextTable(List.of("topic", "partition", "next offset"));
    for (JsonNode lane : document.path("lanes")) {
      table.row(
          List.of(
              lane.path("topic").asText(),
              lane.path("partition").asText(),
              lane.path("next_offset").asText()));
    }
    table.lines().forEach(output::line);
  }

  private String ago(String moment) {
    return Figures.time(Duration.between(Instant.parse(moment), clock.instant()));
  }
}
