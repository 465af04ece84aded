package io.sluice.cli.offsets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.server.ServedPipeline;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sluice offsets} as a client of a server. */
final class ServedOffsets {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ServedPipeline pipeline;
  private final Output output;
  private final Clock clock;

  ServedOffsets(ServedPipeline pipeline, Output output, Clock clock) {
    this.pipeline = pipeline;
    this.output = output;
    this.clock = clock;
  }

  /** Whether somebody wants what was shown. */
  interface Wanted {
    boolean ask() throws IOException;
  }

  /** Shows how far the pipeline came. */
  ExitCode show() {
    JsonNode document = pipeline.get("/offsets");
    output.document(document);
    new OffsetsText(output, clock).print(document);
    return ExitCode.OK;
  }

  /**
   * Sets the pipeline back, after what that does was shown, if it is still where it was then.
   *
   * @param to the position as JSON; null for the beginning
   * @param wanted asked behind that; false changes nothing
   */
  ExitCode reset(@Nullable String to, boolean dryRun, String reason, Wanted wanted)
      throws IOException {
    Map<String, Object> body = new LinkedHashMap<>(position(to));
    body.put("dry_run", true);
    JsonNode would = pipeline.post("/offsets/reset", body);
    print(would);
    if (dryRun) {
      output.document(document(would));
      output.line("Dry run: nothing was changed.");
      return ExitCode.OK;
    }
    if (!wanted.ask()) {
      output.line("Nothing was changed.");
      return ExitCode.OK;
    }
    body.put("dry_run", false);
    body.put("before", would.path("before")); // What was looked at: elsewhere, nothing is moved.
    String path = ServedPipeline.query("/offsets/reset", Map.of("reason", reason));
    output.document(document(pipeline.post(path, body)));
    output.line("Done.");
    return ExitCode.OK;
  }

  private static Map<String, Object> position(@Nullable String to) throws IOException {
    if (to == null) {
      return Map.of("beginning", true);
    }
    SourcePositions.read(to); // Tells what is wrong with it.
    JsonNode root = JSON.readTree(to);
    JsonNode list = root.isObject() ? root.path("source") : root;
    if (list.size() != 1) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--to: expected one partition but found " + list.size() + ": a server moves one a time",
          "Say them one after the other, each as [{\"partition\": {...}, \"offset\": {...}}].");
    }
    return Map.of(
        "partition", list.path(0).path("partition"), "offset", list.path(0).path("offset"));
  }

  private void print(JsonNode reset) {
    output.line(Style.STRONG, "before");
    lines(reset.path("before"));
    output.line(Style.STRONG, "after");
    lines(reset.path("after"));
    output.line("");
    reset.path("warnings").forEach(warning -> output.line(warning.asText()));
  }

  private void lines(JsonNode positions) {
    if (positions.isEmpty()) {
      output.line("  (nothing)");
    }
    positions.forEach(position -> output.line("  " + position.asText()));
  }

  /** With the keys that the command has without a server, and the warnings. */
  private static ObjectNode document(JsonNode reset) throws IOException {
    ObjectNode document = JSON.createObjectNode();
    document.set("pipeline", reset.path("pipeline"));
    document.set("changed", reset.path("changed"));
    document.set("before", positions(reset.path("before")));
    document.set("after", positions(reset.path("after")));
    document.set("warnings", reset.path("warnings"));
    return document;
  }

  private static ArrayNode positions(JsonNode lines) throws IOException {
    ArrayNode list = JSON.createArrayNode();
    for (JsonNode line : lines) {
      list.add(JSON.readTree(line.asText()));
    }
    return list;
  }
}
