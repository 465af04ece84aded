package io.sluice.server.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole lines of a file, from the number in its offset on. Hangs in its start while the file
 * {@code <file>.hangs} is there, and minds its settings while {@code <file>.refused} is.
 */
public final class LineSource extends SourceConnector {
  private Map<String, String> config = Map.of();

  @Override
  public void start(Map<String, String> props) {
    config = props;
  }

  @Override
  public Class<? extends Task> taskClass() {
    return LineTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(config);
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define("file", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "What is read.");
  }

  @Override
  public boolean alterOffsets(
      Map<String, String> props, Map<Map<String, ?>, Map<String, ?>> offsets) {
    for (Map<String, ?> offset : offsets.values()) {
      // One that is to be forgotten is null.
      if (offset != null && offset.get("next") instanceof Long line && line > 1_000) {
        throw new ConnectException("next: expected at most 1000 but found more");
      }
    }
    return true;
  }

  @Override
  public String version() {
    return "1";
  }

  /** Its only task. */
  public static final class LineTask extends SourceTask {
    private Path file = Path.of("");
    private long next;

    @Override
    public void start(Map<String, String> props) {
      file = Path.of(String.valueOf(props.get("file")));
      if (Files.exists(file.resolveSibling(file.getFileName() + ".refused"))) {
        throw new ConfigException("file", file, "is refused");
      }
      Path hangs = file.resolveSibling(file.getFileName() + ".hangs");
      while (Files.exists(hangs)) {
        nap();
      }
      Map<String, Object> offset = context.offsetStorageReader().offset(partition());
      next = offset == null ? 0 : Long.parseLong(String.valueOf(offset.get("next")));
    }

    private Map<String, String> partition() {
      return Map.of("file", file.getFileName().toString());
    }

    @Override
    public @Nullable List<SourceRecord> poll() {
      List<String> lines = lines();
      if (next >= lines.size()) {
        nap();
        return null;
      }
      List<SourceRecord> records = new ArrayList<>();
      for (String line : lines.subList((int) next, lines.size())) {
        next++;
        records.add(
            new SourceRecord(
                partition(),
                Map.of("next", next),
                "lines",
                null,
                Schema.STRING_SCHEMA,
                Long.toString(next),
                Schema.STRING_SCHEMA,
                line));
      }
      return records;
    }

    private List<String> lines() {
      try {
        String text = Files.exists(file) ? Files.readString(file) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
      } catch (IOException e) {
        throw new ConnectException("cannot read " + file, e);
      }
    }

    private static void nap() {
      try {
        Thread.sleep(10);
      } catch (InterruptedException called) {
        throw new ConnectException("called away", called);
      }
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
      return "1";
    }
  }
}
