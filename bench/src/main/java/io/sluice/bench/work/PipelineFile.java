package io.sluice.bench.work;

import io.sluice.bench.engine.EngineBed.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the pipeline file for what another process is to run. */
final class PipelineFile {

  private PipelineFile() {}

  /** A file of that name with one source and one sink, in this folder. */
  static Path write(Path folder, String name, Stop source, Stop sink) throws IOException {
    return write(folder, name, source, List.of(sink));
  }

  /** The same with several sinks, called sink-1, sink-2... */
  static Path write(Path folder, String name, Stop source, List<Stop> sinks) throws IOException {
    StringBuilder yaml = new StringBuilder("name: ").append(name).append("\nsource:\n");
    append(yaml, "  ", source);
    yaml.append("sinks:\n");
    for (int i = 0; i < sinks.size(); i++) {
      yaml.append("  - name: sink-").append(i + 1).append('\n');
      append(yaml, "    ", sinks.get(i));
    }
    return Files.writeString(folder.resolve(name + ".yaml"), yaml);
  }

  /** One that runs on Kafka, from a source through a topic into a sink, or a part of that way. */
  static Path onKafka(
      Path folder, String name, @Nullable Stop source, String topic, @Nullable Stop sink)
      throws IOException {
    StringBuilder yaml = new StringBuilder("name: ").append(name).append('\n');
    if (source == null) {
      yaml.append("topics: [").append(topic).append("]\n");
    } else {
      yaml.append("source:\n");
      append(yaml, "  ", source);
      yaml.append("topic: ").append(topic).append('\n');
    }
    if (sink != null) {
      yaml.append("sinks:\n  - name: sink\n");
      append(yaml, "    ", sink);
    }
    return Files.writeString(folder.resolve(name + ".yaml"), yaml);
  }

  private static void append(StringBuilder yaml, String indent, Stop stop) {
    yaml.append(indent).append("connector: ").append(stop.connector()).append('\n');
    yaml.append(indent).append("config:\n");
    for (Map.Entry<String, String> each : new TreeMap<>(stop.config()).entrySet()) {
      yaml.append(indent)
          .append("  ")
          .append(each.getKey())
          .append(": \"")
          .append(each.getValue())
          .append("\"\n");
    }
  }
}
