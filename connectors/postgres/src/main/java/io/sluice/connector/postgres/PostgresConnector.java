package io.sluice.connector.postgres;

import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Settings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * PostgreSQL change data capture: a snapshot by binary COPY without locks, then the changes by
 * pgoutput, as events in Debezium's format with Debezium's property names. One task: a slot has one
 * reader.
 */
public final class PostgresConnector extends SourceConnector {

  static final String VERSION = version(PostgresConnector.class);

  private Map<String, String> settings = Map.of();

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public void start(Map<String, String> props) {
    new PostgresConfig(props);
    settings = Map.copyOf(props);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return PostgresTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(settings);
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return Settings.definition();
  }

  @Override
  public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> props) {
    return ExactlyOnceSupport.SUPPORTED;
  }

  private static String version(Class<?> type) {
    String version =
        type.getPackage() == null ? null : type.getPackage().getImplementationVersion();
    return version == null ? "0.1.0" : version;
  }
}
