package io.sluice.cli.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Takes no offset twice of one pipeline, as sinks do that keep their offsets in the target. */
public final class RememberingSink extends SinkConnector {
  private Map<String, String> settings = Map.of();

  @Override
  public String version() {
    return "of the class";
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define("folder", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "The target.")
        .define("url", ConfigDef.Type.STRING, "", ConfigDef.Importance.HIGH, "Written down.");
  }

  @Override
  public void start(Map<String, String> props) {
    settings = Map.copyOf(props);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return Remembering.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(settings);
  }

  @Override
  public void stop() {}

  /** Its task. */
  public static final class Remembering extends SinkTask {
    private Path folder = Path.of("");
    private String pipeline = "";

    @Override
    public String version() {
      return "of the class";
    }

    @Override
    public void start(Map<String, String> props) {
      folder = Path.of(props.getOrDefault("folder", ""));
      pipeline = props.getOrDefault("name", "");
      try {
        Files.writeString(folder.resolve("url"), props.getOrDefault("url", ""));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      try {
        for (SinkRecord record : records) {
          Path taken = folder.resolve(pipeline + "-" + record.kafkaOffset());
          if (!Files.exists(taken)) {
            Files.createFile(taken);
            Files.writeString(
                folder.resolve("rows"),
                record.key() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stop() {}
  }
}
