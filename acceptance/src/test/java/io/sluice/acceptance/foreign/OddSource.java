package io.sluice.acceptance.foreign;

import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** A source that does, where {@code at} says, what {@code does} says; and gives one record else. */
public final class OddSource extends SourceConnector {
  private Map<String, String> config = Map.of();

  @Override
  public void start(Map<String, String> props) {
    config = props;
    Oddity.of(props).at("Connector.start");
  }

  @Override
  public Class<? extends Task> taskClass() {
    return OddTask.class;
  }

  @Override
  public @Nullable List<Map<String, String>> taskConfigs(int maxTasks) {
    Oddity.of(config).at("Connector.taskConfigs");
    return "no tasks".equals(config.get("does")) ? null : List.of(config);
  }

  @Override
  public void stop() {
    Oddity.of(config).at("Connector.stop");
  }

  @Override
  public ConfigDef config() {
    return Oddity.DEFINITION;
  }

  @Override
  public String version() {
    return "1";
  }

  /** Gives. */
  public static final class OddTask extends SourceTask {
    private Map<String, String> config = Map.of();
    private boolean given;

    @Override
    public void start(Map<String, String> props) {
      config = props;
      Oddity.of(config).at("Task.start");
    }

    @Override
    public @Nullable List<SourceRecord> poll() {
      Oddity.of(config).at("Task.poll");
      if (given || "nothing ever".equals(config.get("does"))) {
        return null;
      }
      given = true;
      if ("time zone".equals(config.get("does"))) {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      }
      List<SourceRecord> records = new LinkedList<>();
      records.add(null);
      records.add(
          new SourceRecord(Map.of("odd", "1"), Map.of("at", 1), "odd", null, null, "a record"));
      return records;
    }

    @Override
    public void commit() {
      Oddity.of(config).at("Task.commit");
    }

    @Override
    public void stop() {
      Oddity.of(config).at("Task.stop");
    }

    @Override
    public String version() {
      return "1";
    }
  }
}
