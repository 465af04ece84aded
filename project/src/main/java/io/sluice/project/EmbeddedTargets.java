package io.sluice.project;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.kafka.KafkaPipeline;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Databases that are a file: a relative path in their JDBC URL starts at the pipeline file's
 * folder, wherever the command was typed, like everything else that a pipeline file names.
 */
final class EmbeddedTargets {
  private static final List<String> URL_KEYS = List.of("url", "connection.url");
  private static final List<String> PREFIXES = List.of("jdbc:duckdb:", "jdbc:sqlite:");

  private EmbeddedTargets() {}

  /** The same pipeline with absolute paths. */
  static Pipeline inFolder(Pipeline pipeline, Path folder) {
    return pipeline.withSinks(inFolder(pipeline.sinks(), folder));
  }

  /** The same pipeline with absolute paths. */
  static KafkaPipeline inFolder(KafkaPipeline pipeline, Path folder) {
    return pipeline.withSinks(inFolder(pipeline.sinks(), folder));
  }

  private static List<SinkSpec> inFolder(List<SinkSpec> sinks, Path folder) {
    return sinks.stream()
        .map(s -> new SinkSpec(s.name(), inFolder(s.connector(), folder)))
        .toList();
  }

  /** The same parts with absolute paths. */
  static PipelineParts inFolder(PipelineParts parts, Path folder) {
    return new PipelineParts(
        parts.name(),
        parts.source(),
        parts.transforms(),
        parts.sinks().stream().map(sink -> inFolder(sink, folder)).toList());
  }

  private static ConnectorSpec inFolder(ConnectorSpec connector, Path folder) {
    UnresolvedConfig config = connector.config();
    Map<String, String> values = new LinkedHashMap<>(config.values());
    URL_KEYS.forEach(key -> values.computeIfPresent(key, (k, url) -> absolute(url, folder)));
    return new ConnectorSpec(
        connector.connector(),
        new UnresolvedConfig(values, config.places(), config.place(), config.undeclared()),
        connector.place());
  }

  static String absolute(String url, Path folder) {
    for (String prefix : PREFIXES) {
      if (url.startsWith(prefix)) {
        String path = url.substring(prefix.length());
        // In memory, or settled only when a secret is resolved: not ours to touch.
        boolean relative = !path.isEmpty() && !path.startsWith(":") && !path.startsWith("$");
        return relative ? prefix + folder.resolve(path).normalize() : url;
      }
    }
    return url;
  }
}
