package io.sluice.server.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Writes values to a file, a line each. Fails while the file {@code <file>.broken} is there, and
 * refuses lines that begin with {@code bad} while {@code <file>.strict} is. Takes four seconds for
 * what it is put while {@code <file>.slow} is there, and says by {@code <file>.begun} that it does.
 */
public final class LineSink extends SinkConnector {
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
        .define("file", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where lines go.")
        .define(
            "password",
            ConfigDef.Type.PASSWORD,
            "",
            ConfigDef.Importance.LOW,
            "Not needed by anybody.")
        .define(
            "width",
            ConfigDef.Type.INT,
            80,
            ConfigDef.Range.atLeast(1),
            ConfigDef.Importance.LOW,
            "Not kept by anybody.");
  }

  @Override
  public String version() {
    return "1";
  }

  /** Its only task. */
  public static final class LineTask extends SinkTask {
    private Path file = Path.of("");

    @Override
    public void start(Map<String, String> props) {
      file = Path.of(String.valueOf(props.get("file")));
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      if (Files.exists(file.resolveSibling(file.getFileName() + ".broken"))) {
        throw new ConnectException("the printer is on fire");
      }
      if (Files.exists(file.resolveSibling(file.getFileName() + ".slow"))) {
        takeLong();
      }
      boolean strict = Files.exists(file.resolveSibling(file.getFileName() + ".strict"));
      StringBuilder lines = new StringBuilder();
      for (SinkRecord line : records) {
        if (strict && String.valueOf(line.value()).startsWith("bad")) {
          context
              .errantRecordReporter()
              .report(line, new ConnectException("a line that nobody wants"));
        } else {
          lines.append(line.value()).append('\n');
        }
      }
      try {
        Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new ConnectException("cannot write " + file, e);
      }
    }

    private void takeLong() {
      try {
        Files.writeString(file.resolveSibling(file.getFileName() + ".begun"), "");
        TimeUnit.SECONDS.sleep(4);
      } catch (IOException e) {
        throw new ConnectException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ConnectException(e);
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
