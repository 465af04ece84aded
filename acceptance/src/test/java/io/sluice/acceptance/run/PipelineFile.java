package io.sluice.acceptance.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts a pipeline file together and writes it, so that tests go through the door that users go
 * through.
 */
public final class PipelineFile {
  private final String name;
  private final List<String> sinks = new ArrayList<>();
  private final List<String> transforms = new ArrayList<>();
  private final List<String> sections = new ArrayList<>();
  private String source = "";

  public PipelineFile(String name) {
    this.name = name;
  }

  public PipelineFile source(String connector, Map<String, String> config) {
    source = "  connector: " + quoted(connector) + "\n  config: " + flow(config) + "\n";
    return this;
  }

  public PipelineFile transform(Map<String, String> transform) {
    transforms.add("  - " + flow(transform) + "\n");
    return this;
  }

  public PipelineFile sink(String sinkName, String connector, Map<String, String> config) {
    sinks.add(
        "  - name: "
            + sinkName
            + "\n    connector: "
            + quoted(connector)
            + "\n    config: "
            + flow(config)
            + "\n");
    return this;
  }

  /** A section of settings, such as {@code retry} or {@code checkpoint}. */
  public PipelineFile section(String section, Map<String, String> settings) {
    sections.add(section + ": " + flow(settings) + "\n");
    return this;
  }

  /** A line of the file's own, such as {@code owner: shop}. */
  public PipelineFile line(String line) {
    sections.add(line + "\n");
    return this;
  }

  /** Retries that come soon, so that a test needs not wait for them, and as long as it takes. */
  public PipelineFile retryingSoon() {
    return section(
        "retry",
        Map.of(
            "backoff", "50ms",
            "max_backoff", "500ms",
            "max_restarts", "1000",
            "call_timeout", "20s"));
  }

  /** Writes {@code <name>.yaml} into the folder. */
  public Path writeTo(Path folder) {
    StringBuilder yaml = new StringBuilder("name: " + name + "\nsource:\n" + source);
    if (!transforms.isEmpty()) {
      yaml.append("transforms:\n");
      transforms.forEach(yaml::append);
    }
    yaml.append("sinks:\n");
    sinks.forEach(yaml::append);
    sections.forEach(yaml::append);
    try {
      return Files.writeString(folder.resolve(name + ".yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String flow(Map<String, String> settings) {
    List<String> pairs = new ArrayList<>();
    new TreeMap<>(settings).forEach((key, value) -> pairs.add(key + ": " + quoted(value)));
    return "{" + String.join(", ", pairs) + "}";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
