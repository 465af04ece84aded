package io.sluice.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.project.text.Figures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How a pipeline stands, for people: what {@link StatusDocument} and {@link ServedStatus} say. */
final class StatusText {
  private final Output output;
  private final Clock clock;

  StatusText(Output output, Clock clock) {
    this.output = output;
    this.clock = clock;
  }

  /** Prints it, a line for each thing that there is to say. */
  void print(JsonNode document) {
    String state = document.path("state").asText();
    Style style =
        switch (state) {
          case "running", "completed", "stopped" -> Style.GOOD;
          case "failed", "died", "invalid" -> Style.BAD;
          default -> Style.WARNING;
        };
    boolean running = document.path("running").asBoolean();
    output.line(
        output.styled(Style.STRONG, document.path("pipeline").asText())
            + "  "
            + output.styled(style, state.replace('_', ' '))
            + (running ? "  in " + where(document) : "  (not running)"));
    if (document.has("why")) {
      row("why", document.path("why").asText());
    }
    if (document.has("desired") && !document.path("desired").asText().equals("running")) {
      row("wanted", document.path("desired").asText());
    }
    if (document.has("started_at")) {
      row("started", moment(document.path("started_at")));
    }
    if (document.has("ended_at")) {
      row("ended", moment(document.path("ended_at")));
    }
    JsonNode records = document.path("records");
    if (!records.isMissingNode()) {
      row("rows delivered", Figures.count(records.path("delivered").asLong()));
      if (records.path("filtered").asLong() > 0) {
        row("filtered", Figures.count(records.path("filtered").asLong()));
      }
    }
    duration("lag", document.path("lag_ms"));
    duration("freshness", document.path("freshness_ms"));
    JsonNode checkpoint = document.path("checkpoint");
    if (!checkpoint.isMissingNode()) {
      row(
          "last checkpoint",
          "epoch " + checkpoint.path("epoch").asText() + ", " + moment(checkpoint.path("at")));
    }
    for (JsonNode sink : document.path("sinks")) {
      row(
          "sink " + sink.path("name").asText(),
          sink.path("state").asText()
              + ", "
              + Figures.count(sink.path("delivered").asLong())
              + " delivered, "
              + (sink.has("in_flight")
                  ? Figures.count(sink.path("in_flight").asLong())
                  : "an unknown number")
              + " in flight");
    }
    if (document.has("open_dead_letters")) {
      long open = document.path("open_dead_letters").asLong();
      row("dead letters", Figures.count(open) + " open" + (open > 0 ? ": see sluice dlq ls" : ""));
    }
    for (JsonNode trouble : document.path("schema_troubles")) {
      row(
          "schema",
          trouble.path("subject").asText()
              + ": "
              + trouble.path("decision").asText().replace('_', ' ')
              + ", "
              + Figures.count(trouble.path("records").asLong())
              + " records ("
              + trouble.path("because").asText()
              + "): see sluice schema events --event "
              + trouble.path("event").asText());
    }
    if (document.has("waits_for")) {
      row("waits for", document.path("waits_for").asText());
    }
    if (document.path("last_error").has("message")) {
      JsonNode error = document.path("last_error");
      row("last error", error.path("message").asText());
      if (error.has("remedy")) {
        row("what to do", error.path("remedy").asText());
        row("see", error.path("page").asText());
      }
    }
    if (state.equals("died")) {
      output.line("The process was killed. Start it again: it resumes from the last checkpoint.");
    }
  }

  private static String where(JsonNode document) {
    if (document.has("server")) {
      return "the server at " + document.path("server").asText();
    }
    String process = "process " + document.path("pid").asText();
    return document.has("host") ? process + " on " + document.path("host").asText() : process;
  }

  private void row(String name, String value) {
    output.line("  " + name + " ".repeat(Math.max(1, 18 - name.length())) + value);
  }

  private void duration(String name, JsonNode millis) {
    if (millis.isNumber()) {
      row(name, Figures.time(Duration.ofMillis(millis.asLong())));
    }
  }

  private String moment(JsonNode text) {
    if (!text.isTextual()) {
      return "-";
    }
    Instant moment = Instant.parse(text.asText());
    return moment + " (" + Figures.time(Duration.between(moment, clock.instant())) + " ago)";
  }
}
