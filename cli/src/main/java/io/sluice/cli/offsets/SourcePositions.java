package io.sluice.cli.offsets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.checkpoint.Reset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Source partitions and offsets as the list that {@code offsets get} prints and {@code offsets
 * reset --to} reads: {@code [{"partition": {...}, "offset": {...}}]}.
 */
final class SourcePositions {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SourcePositions() {}

  /** From the canonical texts of the state database. */
  static ArrayNode document(Map<String, String> offsets) {
    ArrayNode list = JSON.createArrayNode();
    new TreeMap<>(offsets)
        .forEach(
            (partition, offset) -> {
              ObjectNode entry = list.addObject();
              entry.set("partition", node(partition));
              entry.set("offset", node(offset));
            });
    return list;
  }

  /**
   * What the user wrote: the list, or the whole document of {@code offsets get -o json}.
   *
   * @throws CommandFailure when it is neither
   */
  static Reset read(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      JsonNode list = root.isObject() ? root.path("source") : root;
      if (!list.isArray() || list.isEmpty()) {
        throw wrong("a list of {\"partition\": {...}, \"offset\": {...}}", null);
      }
      Map<String, @Nullable String> wanted = new LinkedHashMap<>();
      for (JsonNode entry : list) {
        if (!entry.path("partition").isObject() || !entry.has("offset")) {
          throw wrong("partition and offset in every entry", null);
        }
        wanted.put(canonical(entry.path("partition")), canonicalOrNull(entry.path("offset")));
      }
      return Reset.only(wanted);
    } catch (JsonProcessingException e) {
      throw wrong("JSON", e);
    }
  }

  private static CommandFailure wrong(String expected, @Nullable Throwable cause) {
    return new CommandFailure(
        ExitCode.USAGE,
        "--to: expected " + expected,
        "Take what this prints and change it: sluice offsets get -o json",
        cause);
  }

  private static JsonNode node(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored offset is not JSON", e);
    }
  }

  private static @Nullable String canonicalOrNull(JsonNode offset) {
    return offset.isNull() ? null : canonical(offset);
  }

  private static String canonical(JsonNode object) {
    return CanonicalJson.write(
        JSON.convertValue(object, new TypeReference<Map<String, @Nullable Object>>() {}));
  }
}
