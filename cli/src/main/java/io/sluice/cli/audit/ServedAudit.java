package io.sluice.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.cli.server.ServerClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The audit log of a server, with the keys that {@code sluice audit} has without one. */
final class ServedAudit {
  private static final int PAGE = 500;

  private final ServerClient server;

  ServedAudit(ServerClient server) {
    this.server = server;
  }

  /**
   * Entries, the newest first.
   *
   * @param asked the API's filters; empty ones count for nothing
   * @param before only entries with a smaller id
   * @param limit at most so many
   */
  List<Map<String, Object>> list(Map<String, String> asked, long before, int limit) {
    List<Map<String, Object>> entries = new ArrayList<>();
    String cursor = "";
    do {
      Map<String, String> query = new LinkedHashMap<>(asked);
      query.put("limit", "" + PAGE);
      query.put("cursor", cursor);
      JsonNode page = server.get(ServedPipeline.query("/audit", query));
      for (JsonNode entry : page.path("entries")) {
        if (entry.path("id").asLong() < before && entries.size() < limit) {
          entries.add(document(entry));
        }
      }
      cursor = page.path("next_cursor").asText("");
    } while (!cursor.isEmpty() && entries.size() < limit);
    return entries;
  }

  private static Map<String, Object> document(JsonNode entry) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", entry.path("id").asLong());
    for (String key : List.of("at", "who", "action", "pipeline")) {
      document.put(key, entry.path(key).asText(""));
    }
    document.put("before", text(entry.path("before")));
    document.put("after", text(entry.path("after")));
    document.put("reason", entry.path("reason").asText(""));
    return document;
  }

  /** Without a server it is the text that was kept. */
  private static String text(JsonNode value) {
    return value.isTextual() || value.isMissingNode() || value.isNull()
        ? value.asText("")
        : value.toString();
  }

  /**
   * Whether the log is whole.
   *
   * @param head a seal that must be there, or null
   */
  ObjectNode verify(@Nullable String head) {
    JsonNode found =
        server.get(ServedPipeline.query("/audit/verify", Map.of("head", head == null ? "" : head)));
    ObjectNode document = JsonMapper.builder().build().createObjectNode();
    document.set("intact", found.path("intact"));
    document.set("entries", found.path("entries"));
    document.set("head", found.path("head"));
    document.set("head_found", found.path("saw_head"));
    if (found.has("flaw_at")) {
      document
          .putObject("flaw")
          .put("id", found.path("flaw_at").asLong())
          .put("what", found.path("flaw").asText());
    }
    return document;
  }
}
