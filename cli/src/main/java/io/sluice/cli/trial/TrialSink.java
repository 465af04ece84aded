package io.sluice.cli.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Where a source's records go in a trial: lines of JSON in a file, shapes or values as well. What
 * comes when there are enough is thrown away: nobody looks at it.
 */
public final class TrialSink extends SinkConnector {
  static final String FILE = "file";
  static final String VALUES = "values";
  static final String ENOUGH = "enough";

  private Map<String, String> settings = Map.of();

  @Override
  public String version() {
    return "trial";
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define(FILE, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where the lines go.")
        .define(VALUES, ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.HIGH, "Values as well.")
        .define(
            ENOUGH,
            ConfigDef.Type.INT,
            Integer.MAX_VALUE,
            ConfigDef.Importance.HIGH,
            "How many records are written.");
  }

  @Override
  public void start(Map<String, String> props) {
    settings = Map.copyOf(props);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return Lines.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(settings);
  }

  @Override
  public void stop() {}

  /** The task that writes. */
  public static final class Lines extends SinkTask {
    private final ObjectMapper json = new ObjectMapper();
    private final JsonConverter keys = new JsonConverter();
    private final JsonConverter values = new JsonConverter();
    private Path file = Path.of("");
    private boolean withValues;
    private long left;

    @Override
    public String version() {
      return "trial";
    }

    @Override
    public void start(Map<String, String> props) {
      file = Path.of(props.getOrDefault(FILE, ""));
      withValues = Boolean.parseBoolean(props.get(VALUES));
      left = Integer.parseInt(props.getOrDefault(ENOUGH, "" + Integer.MAX_VALUE)) - written();
      keys.configure(Map.of("schemas.enable", "false"), true);
      values.configure(Map.of("schemas.enable", "false"), false);
    }

    /** By a task that failed and was started again. */
    private long written() {
      if (!Files.exists(file)) {
        return 0;
      }
      try (Stream<String> lines = Files.lines(file)) {
        return lines.count();
      } catch (IOException e) {
        throw new ConnectException("The trial's file cannot be read", e);
      }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      if (records.isEmpty() || left <= 0) {
        return;
      }
      try (BufferedWriter out =
          Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        for (SinkRecord record : records) {
          if (left <= 0) {
            return;
          }
          out.write(json.writeValueAsString(line(record)));
          out.write('\n');
          left--;
        }
      } catch (IOException e) {
        throw new ConnectException("The trial's file cannot be written", e);
      }
    }

    private Map<String, Object> line(SinkRecord record) throws JsonProcessingException {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("topic", record.topic());
      line.put("key_shape", Shape.of(record.keySchema(), record.key()));
      line.put("value_shape", Shape.of(record.valueSchema(), record.value()));
      if (withValues) {
        line.put(
            "key", tree(keys.fromConnectData(record.topic(), record.keySchema(), record.key())));
        line.put(
            "value",
            tree(values.fromConnectData(record.topic(), record.valueSchema(), record.value())));
      }
      return line;
    }

    private Object tree(byte[] document) {
      try {
        return document == null ? json.nullNode() : json.readTree(document);
      } catch (IOException e) {
        throw new ConnectException("Connect's own JSON cannot be read", e);
      }
    }

    @Override
    public void stop() {}
  }
}
