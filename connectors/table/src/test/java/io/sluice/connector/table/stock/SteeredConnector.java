package io.sluice.connector.table.stock;

import io.sluice.connector.table.TableSinkConnector;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** The table sink with a task that a case can steer; else itself. */
public final class SteeredConnector extends SinkConnector {
  private final TableSinkConnector connector = new TableSinkConnector();

  /** Instantiated by Connect. */
  public SteeredConnector() {}

  @Override
  public String version() {
    return connector.version();
  }

  @Override
  public void initialize(ConnectorContext given) {
    super.initialize(given);
    connector.initialize(given);
  }

  @Override
  public void start(Map<String, String> properties) {
    connector.start(properties);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return SteeredTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int most) {
    return connector.taskConfigs(most);
  }

  @Override
  public Config validate(Map<String, String> configs) {
    return connector.validate(configs);
  }

  @Override
  public void stop() {
    connector.stop();
  }

  @Override
  public ConfigDef config() {
    return connector.config();
  }
}
