package io.sluice.connector.table;

import io.sluice.connector.table.config.FirstLoadSettings;
import io.sluice.connector.table.config.ModeSettings;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.config.TransactionSettings;
import io.sluice.connector.table.target.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
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
    return TableSinkConfig.definition();
  }

  @Override
  public Config validate(Map<String, String> configured) {
    Config validated = withRefusals(super.validate(configured), configured);
    for (String found : TableSinkConfig.problems(soundOnes(validated, configured))) {
      String key = found.substring(0, Math.max(0, found.indexOf(':')));
      problem(validated, key, found, configured);
    }
    boolean sound =
        validated.configValues().stream().allMatch(value -> value.errorMessages().isEmpty());
    if (sound) {
      try {
        TableSinkConfig parsed = new TableSinkConfig(configured);
        Optional<Dialect> dialect = Targets.find(parsed.url());
        if (dialect.isEmpty()) {
          problem(validated, TableSinkConfig.URL, Targets.expected(), configured);
        } else {
          dialect
              .get()
              .check(parsed)
              .ifPresent(found -> problem(validated, found.setting(), found.message(), configured));
        }
      } catch (ConfigException e) {
        String message = String.valueOf(e.getMessage());
        problem(
            validated,
            message.substring(0, Math.max(0, message.indexOf(':'))),
            message,
            configured);
      }
    }
    return validated;
  }

  /**
   * The settings against whose values nothing was said; for the others the default stands, so that
   * what goes with what can still be looked at.
   */
  private static Map<String, String> soundOnes(Config validated, Map<String, String> configured) {
    Map<String, String> sound = new HashMap<>(configured);
    for (ConfigValue value : validated.configValues()) {
      if (!value.errorMessages().isEmpty()) {
        sound.remove(value.name());
      }
    }
    sound.putIfAbsent(TableSinkConfig.URL, "jdbc:"); // The only one without a default.
    return sound;
  }

  /** Driver properties have no definition, so that nothing of theirs is in the answer yet. */
  private static Config withRefusals(Config validated, Map<String, String> configured) {
    Config all = new Config(new ArrayList<>(validated.configValues()));
    Targets.find(configured.getOrDefault(TableSinkConfig.URL, ""))
        .map(dialect -> dialect.properties().refused(configured))
        .orElse(Map.of())
        .forEach((name, why) -> problem(all, name, why, configured));
    return all;
  }

  /** At its setting, declared or not; at the URL if the message names none. */
  private static void problem(
      Config config, String key, String message, Map<String, String> configured) {
    for (ConfigValue value : config.configValues()) {
      if (value.name().equals(key)) {
        value.addErrorMessage(message);
        return;
      }
    }
    if (configured.containsKey(key)) {
      config.configValues().add(new ConfigValue(key, null, List.of(), List.of(message)));
    } else {
      problem(config, TableSinkConfig.URL, message, configured);
    }
  }
}
