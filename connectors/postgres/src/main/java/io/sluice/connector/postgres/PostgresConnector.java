package io.sluice.connector.postgres;

import io.sluice.connector.postgres.config.ColumnSettings;
import io.sluice.connector.postgres.config.DriverProperties;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Reselection;
import io.sluice.connector.postgres.config.Settings;
import io.sluice.connector.postgres.event.Converters;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL change data capture: a snapshot by binary COPY without locks, then the changes by
 * pgoutput, as events in Debezium's format with Debezium's property names. A slot has one reader;
 * the tables before it may have several tasks.
 */
public final class PostgresConnector extends SourceConnector {

  static final String VERSION = version(PostgresConnector.class);

  private Map<String, String> settings = Map.of();

  // Whether there are tables to be read by several tasks was found out once.
  private boolean looked;
  private @Nullable SharedSnapshot snapshot;

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
    if (maxTasks == 1) {
      return List.of(settings);
    }
    if (!looked) {
      snapshot = lookForSnapshot();
      looked = true;
    }
    SharedSnapshot shared = snapshot;
    return shared == null
        ? List.of(settings)
        : shared.shares(maxTasks).stream().map(share -> share.in(settings)).toList();
  }

  private @Nullable SharedSnapshot lookForSnapshot() {
    PostgresConfig config = new PostgresConfig(settings);
    try {
      return SharedSnapshot.take(config, context().offsetStorageReader());
    } catch (SQLException e) {
      throw new ConnectException(Failure.of(e).describe(config), e);
    }
  }

  @Override
  public void stop() {
    SharedSnapshot shared = snapshot;
    snapshot = null;
    looked = false;
    if (shared != null) {
      shared.close();
    }
  }

  @Override
  public ConfigDef config() {
    return Settings.definition();
  }

  /** Checks the settings and, when they are complete, the server that they lead to. */
  @Override
  public Config validate(Map<String, String> props) {
    Config checked = super.validate(props);
    Map<String, ConfigValue> values =
        checked.configValues().stream()
            .collect(Collectors.toMap(ConfigValue::name, value -> value));
    exclusive(values, Settings.SCHEMA_INCLUDE, Settings.SCHEMA_EXCLUDE);
    exclusive(values, Settings.TABLE_INCLUDE, Settings.TABLE_EXCLUDE);
    exclusive(values, Settings.COLUMN_INCLUDE, Settings.COLUMN_EXCLUDE);
    Map<String, String> refused = new TreeMap<>(DriverProperties.refused(props));
    refused.putAll(ColumnSettings.refused(props));
    refused.putAll(Reselection.refused(props));
    refused.putAll(Converters.refused(props));
    if (!refused.isEmpty()) {
      // These have no definition, so that nothing of theirs is in the answer yet.
      List<ConfigValue> all = new ArrayList<>(checked.configValues());
      refused.forEach((name, why) -> all.add(new ConfigValue(name, null, List.of(), List.of(why))));
      return new Config(all);
    }
    if (values.values().stream().allMatch(value -> value.errorMessages().isEmpty())) {
      PostgresConfig config = new PostgresConfig(props);
      SourcePreflight.Seen seen = SourcePreflight.look(config);
      recommend(values, Settings.TABLE_INCLUDE, seen.tables());
      recommend(values, Settings.SCHEMA_INCLUDE, seen.schemas());
      for (SourcePreflight.Finding finding : seen.findings()) {
        ConfigValue value = values.get(finding.setting());
        if (value != null) {
          value.addErrorMessage(finding.message());
        }
      }
    }
    return checked;
  }

  /** Here and not by the definition, which is asked also where nobody may wait for a server. */
  private static void recommend(
      Map<String, ConfigValue> values, String setting, List<String> offered) {
    ConfigValue value = values.get(setting);
    if (value != null) {
      value.recommendedValues(List.copyOf(offered));
    }
  }

  private static void exclusive(Map<String, ConfigValue> values, String include, String exclude) {
    ConfigValue excluded = values.get(exclude);
    ConfigValue included = values.get(include);
    if (excluded != null
        && included != null
        && excluded.value() != null
        && included.value() != null) {
      excluded.addErrorMessage("cannot be set together with " + include + "; remove one of them");
    }
  }

  @Override
  public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> props) {
    return ExactlyOnceSupport.SUPPORTED;
  }

  /**
   * Takes offsets that tasks can read. The slot is left as it is: a position that the server was
   * told to forget is one that it does not go back to.
   */
  @Override
  public boolean alterOffsets(
      Map<String, String> config, Map<Map<String, ?>, Map<String, ?>> offsets) {
    StoredOffsets.check(new PostgresConfig(config).prefix(), offsets);
    return true;
  }

  private static String version(Class<?> type) {
    String version =
        type.getPackage() == null ? null : type.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
