package io.sluice.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.server.ServedPipeline;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code sluice dlq ls} and {@code show} as clients of a server. */
final class ServedLetters {
  private static final String NONE = "No dead letters.";

  /** As many as the API gives at once. */
  private static final int PAGE = 500;

  private final ServedPipeline pipeline;
  private final Output output;
  private final LetterTable table;

  ServedLetters(ServedPipeline pipeline, Output output, Clock clock) {
    this.pipeline = pipeline;
    this.output = output;
    this.table = new LetterTable(output, clock);
  }

  /** Lists groups of open letters by kind of error. */
  ExitCode groups() {
    JsonNode found = pipeline.get("/dead-letters/groups");
    List<Map<String, Object>> groups = new ArrayList<>();
    found.path("groups").forEach(group -> groups.add(ServedDocument.ofGroup(group)));
    Map<String, Object> document = document();
    if (groups.isEmpty()) {
      output.line(NONE);
    } else {
      document.put("groups", groups);
      table.groups(groups);
    }
    if (found.path("more").asBoolean()) {
      output.note("There are more kinds; these are the ones seen last.");
    }
    output.document(document);
    return ExitCode.OK;
  }

  /**
   * Lists letters, the oldest first.
   *
   * @param limit at most so many
   */
  ExitCode letters(int limit) {
    List<Map<String, Object>> letters = new ArrayList<>();
    String cursor = "";
    do {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("limit", "" + Math.min(PAGE, limit - letters.size()));
      query.put("cursor", cursor);
      JsonNode page = pipeline.get(ServedPipeline.query("/dead-letters", query));
      page.path("letters").forEach(letter -> letters.add(ServedDocument.ofLetter(letter)));
      cursor = page.path("next_cursor").asText("");
    } while (!cursor.isEmpty() && letters.size() < limit);
    Map<String, Object> document = document();
    if (letters.isEmpty()) {
      output.line(NONE);
    } else {
      document.put("letters", letters);
      table.letters(letters);
    }
    output.document(document);
    return ExitCode.OK;
  }

  /**
   * Shows a letter, open or not.
   *
   * @param id as it is listed
   */
  ExitCode show(String id) {
    JsonNode letter = pipeline.get("/dead-letters/" + ServedPipeline.encoded(id));
    Map<String, Object> document = ServedDocument.ofLetter(letter);
    if (ServedDocument.isOnKafka(letter)) {
      document.put("open", letter.path("status").asText().equals("open"));
    }
    table.letter(document);
    if (letter.has("record")) {
      output.line("");
      output.line(Output.asJson(letter.path("record")));
      document.put("record", letter.path("record"));
    } else {
      output.line("The record was purged.");
    }
    output.document(document);
    return ExitCode.OK;
  }

  private Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", pipeline.name());
    JsonNode open = pipeline.get("").path("open_dead_letters");
    if (open.isNumber()) {
      document.put("open", open.asLong());
    }
    return document;
  }
}
