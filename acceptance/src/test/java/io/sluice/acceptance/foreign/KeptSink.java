package io.sluice.acceptance.foreign;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Keeps what it is put in its {@link Exchange}. */
public final class KeptSink extends SinkConnector {
  private Map<String, String> config = Map.of();

  @Override
  public void start(Map<String, String> props) {
    config = props;
  }

  @Override
  public Class<? extends Task> taskClass() {
    return KeptTask.class;
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
        .define(Exchange.SETTING, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Which one");
  }

  @Override
  public String version() {
    return "1";
  }

  /** Keeps. */
  public static final class KeptTask extends SinkTask {
    private Map<String, String> config = Map.of();

    @Override
    public void start(Map<String, String> props) {
      config = props;
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      if (!records.isEmpty()) {
        Exchange.of(config).keep(records);
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
