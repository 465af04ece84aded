package io.sluice.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.TextTable;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.cli.server.ServerClient;
import io.sluice.project.text.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code sluice status} of all pipelines of a server. */
final class ServedList {
  private static final String PAGE = "500";
  private static final Set<String> BAD = Set.of("failed", "invalid");

  private final ServerClient server;

  ServedList(ServerClient server) {
    this.server = server;
  }

  /** Shows them, a line each; {@code FAILED} if one of them is. */
  ExitCode show(Output output) {
    List<JsonNode> pipelines = all();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("server", server.url().toString());
    document.put("pipelines", pipelines);
    output.document(document);
    if (pipelines.isEmpty()) {
      output.line(server.url() + " has no pipeline that you may see.");
      return ExitCode.OK;
    }
    TextTable table =
        new TextTable(
            List.of("pipeline", "state", "delivered", "lag", "freshness", "file", "last error"));
    for (JsonNode one : pipelines) {
      table.row(
          List.of(
              one.path("name").asText(),
              one.path("state").asText(),
              count(one.path("delivered")),
              time(one.path("lag_ms")),
              time(one.path("freshness_ms")),
              one.path("file").asText(),
              one.path("last_error").asText("")));
    }
    table.lines().forEach(output::line);
    boolean bad = pipelines.stream().anyMatch(one -> BAD.contains(one.path("state").asText()));
    return bad ? ExitCode.FAILED : ExitCode.OK;
  }

  private List<JsonNode> all() {
    List<JsonNode> pipelines = new ArrayList<>();
    String cursor = "";
    do {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("limit", PAGE);
      query.put("cursor", cursor);
      JsonNode page = server.get(ServedPipeline.query("/pipelines", query));
      page.path("pipelines").forEach(pipelines::add);
      cursor = page.path("next_cursor").asText("");
    } while (!cursor.isEmpty());
    return pipelines;
  }

  private static String count(JsonNode count) {
    return count.isNumber() ? Figures.count(count.asLong()) : "-";
  }

  private static String time(JsonNode millis) {
    return millis.isNumber() ? Figures.time(Duration.ofMillis(millis.asLong())) : "-";
  }
}
