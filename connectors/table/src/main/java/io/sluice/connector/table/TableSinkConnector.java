package io.sluice.connector.table;

import io.sluice.connector.table.config.FirstLoadSettings;
import io.sluice.connector.table.config.ModeSettings;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.config.TransactionSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table sink: records become rows of tables in a database, which are created and changed as the
 * records ask. Its settings and what it promises are in docs/reference/table-sink.md.
 */
public final class TableSinkConnector extends SinkConnector {
  private static final Logger LOG = LoggerFactory.getLogger(TableSinkConnector.class);

  private Map<String, String> properties = Map.of();

  /** Instantiated by Connect. */
  public TableSinkConnector() {}

  @Override
  public String version() {
    return PluginVersion.of(TableSinkConnector.class);
  }

  @Override
  public void start(Map<String, String> configured) {
    try {
      TableSinkConfig parsed = new TableSinkConfig(configured);
      TransactionSettings.requireOrder(parsed);
      Targets.requireSound(parsed);
      Targets.of(parsed.url())
          .unfit(parsed)
          .ifPresent(
              found -> {
                throw new ConfigException(found.setting() + ": " + found.message());
              });
    } catch (ConfigException e) {
      throw new ConnectException(String.valueOf(e.getMessage()), e);
    }
    properties = Map.copyOf(configured);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return TableSinkTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    int tasks = maxTasks;
    Optional<String> one = maxTasks > 1 ? oneTask() : Optional.empty();
    if (one.isPresent()) {
      LOG.info("{}: planning 1 task instead of {}", one.get(), maxTasks);
      tasks = 1;
    }
    List<Map<String, String>> configs = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      Map<String, String> ofTask = new HashMap<>(properties);
      FirstLoadSettings.tellTasks(ofTask, tasks);
      configs.add(ofTask);
    }
    return configs;
  }

  /** Why there must be one task only, for people; empty where there may be several. */
  private Optional<String> oneTask() {
    TableSinkConfig config = new TableSinkConfig(properties);
    Optional<String> ofDatabase = Targets.of(config.url()).oneTask();
    if (ofDatabase.isPresent()) {
      return ofDatabase;
    }
    if (config.transactions().boundaries()) {
      // Each task commits for itself: a transaction over several would never be whole.
      return Optional.of(TransactionSettings.BOUNDARIES + "=true");
    }
    if (config.modes().truncates() == ModeSettings.Truncates.APPLY) {
      // A truncate has no key, so that nothing would order it among changes of other tasks.
      return Optional.of(ModeSettings.TRUNCATE_MODE + "=apply");
    }
    return Optional.empty();
  }

  /** The offsets in the target decide where tasks go on, so it is these that an operator moves. */
  @Override
  public boolean alterOffsets(Map<String, String> configured, Map<TopicPartition, Long> offsets) {
    new OffsetReset(new TableSinkConfig(configured)).move(offsets);
    return true;
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new CheckedSettings();
  }

  /** What {@link #config} says, and where that is nothing, what the database does. */
  @Override
  public Config validate(Map<String, String> configured) {
    Config validated = super.validate(configured);
    if (CheckedSettings.isSound(validated.configValues())) {
      TableSinkConfig parsed = new TableSinkConfig(configured);
      Targets.of(parsed.url())
          .check(parsed)
          .ifPresent(
              found ->
                  CheckedSettings.add(
                      validated.configValues(), found.setting(), found.message(), configured));
    }
    return validated;
  }
}
