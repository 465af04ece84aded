package io.sluice.pipeline.file;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The pipeline file as JSON Schema, for editors that complete and check while one writes. The
 * released one is {@code docs/reference/pipeline.schema.json}; a line {@code #
 * yaml-language-server: $schema=...} at the top of a file names it.
 */
public final class PipelineSchema {
  private PipelineSchema() {}

  /** The schema as maps, lists and texts, for whichever JSON writer is at hand. */
  public static Map<String, Object> tree() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Sluice pipeline");
    schema.putAll(PipelineSettings.of(Path.of("pipeline.yaml"), "0").schema());
    schema.put(
        "anyOf",
        Stream.of(
                List.of("source", "sinks"),
                List.of("source", "topic"),
                List.of("source", "topics"),
                List.of("topic", "sinks"),
                List.of("topics", "sinks"))
            .map(keys -> Map.of("required", keys))
            .toList());
    schema.put("not", Map.of("required", List.of("topic", "topics")));
    return schema;
  }
}
