package io.sluice.acceptance.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** Hands out what its {@link Exchange} has to give, once, and is at its end. */
public final class GivenSource extends SourceConnector {
  private Map<String, String> config = Map.of();

  @Override
  public void start(Map<String, String> props) {
    config = props;
  }

  @Override
  public Class<? extends Task> taskClass() {
    return GivenTask.class;
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
        .define(Exchange.SETTING, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Which one")
        .define("sluice.bounded", ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.LOW, "End");
  }

  @Override
  public String version() {
    return "1";
  }

  /** Gives. */
  public static final class GivenTask extends SourceTask {
    private @Nullable List<SourceRecord> left;

    @Override
    public void start(Map<String, String> props) {
      left = new ArrayList<>(Exchange.of(props).given());
      left.add(
          new SourceRecord(
              Map.of(),
              Map.of("given", left.size()),
              "end",
              null,
              null,
              null,
              Schema.BOOLEAN_SCHEMA,
              true,
              null,
              new ConnectHeaders().addBoolean("sluice.end-of-stream", true)));
    }

    @Override
    public @Nullable List<SourceRecord> poll() {
      List<SourceRecord> records = left;
      left = null;
      return records;
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
      return "1";
    }
  }
}
