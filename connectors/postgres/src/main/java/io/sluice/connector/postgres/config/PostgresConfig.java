package io.sluice.connector.postgres.config;

import io.sluice.connector.postgres.value.ValueModes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The connector's settings with their types, as given by the user. Immutable. */
public final class PostgresConfig extends AbstractConfig {

  /** When the tables are read before their changes. */
  private enum SnapshotMode {
    INITIAL,
    ALWAYS,
    INITIAL_ONLY,
    NO_DATA,
    NEVER,
    WHEN_NEEDED,
    CONFIGURATION_BASED
  }

  /**
   * @throws org.apache.kafka.common.config.ConfigException naming the first setting that is missing
   *     or wrong
   */
  public PostgresConfig(Map<String, String> settings) {
    this(Settings.definition(), settings);
  }

  private PostgresConfig(ConfigDef definition, Map<String, String> settings) {
    super(definition, Choice.plain(settings, definition), false);
    DriverProperties.check(settings);
    ColumnSettings.refused(settings).entrySet().stream()
        .findFirst()
        .ifPresent(
            first -> {
              throw new ConfigException(first.getKey() + " " + first.getValue());
            });
    Reselection.check(settings);
    names();
    boolean hasStatements = !snapshot().overrides().isEmpty();
    if (rereads() && (hasStatements || !streams())) {
      throw new ConfigException(
          SnapshotSettings.LOST_LOG
              + ": reread reads tables beside their changes, which is not possible with "
              + (streams()
                  ? SnapshotSettings.OVERRIDES
                  : SnapshotSettings.MODE + " without changes")
              + ". Set it to fail");
    }
  }

  public String database() {
    return getString(Settings.DBNAME);
  }

  /** First part of topics, name in source blocks and offsets. */
  public String prefix() {
    String prefix = getString(Settings.TOPIC_PREFIX);
    return prefix == null || prefix.isBlank() ? database() : prefix;
  }

  public String slot() {
    return getString(Settings.SLOT_NAME);
  }

  public String publication() {
    return getString(Settings.PUBLICATION_NAME);
  }

  /** Whether a publication that has to be made tells partitions as their partitioned table. */
  public boolean viaRoot() {
    return getBoolean(Settings.VIA_ROOT);
  }

  public String publicationMode() {
    return getString(Settings.PUBLICATION_MODE);
  }

  /**
   * Whether the tables are to be read.
   *
   * @param fresh whether there is no position yet
   * @param interrupted whether the position lies in a snapshot
   */
  public boolean readsTables(boolean fresh, boolean interrupted) {
    return switch (snapshotMode()) {
      case NO_DATA, NEVER -> false;
      case ALWAYS -> true;
      case INITIAL, INITIAL_ONLY, WHEN_NEEDED -> fresh || interrupted;
      case CONFIGURATION_BASED -> getBoolean(SnapshotSettings.READ_DATA);
    };
  }

  /** Whether the tables are to be read again when changes since the position are lost. */
  public boolean readsTablesAgain() {
    return switch (snapshotMode()) {
      case ALWAYS, WHEN_NEEDED -> true;
      case CONFIGURATION_BASED -> getBoolean(SnapshotSettings.READ_AGAIN);
      case INITIAL, INITIAL_ONLY, NO_DATA, NEVER -> false;
    };
  }

  /** Whether the tables are to be read again beside the stream when changes are lost. */
  public boolean rereads() {
    return "reread".equals(getString(SnapshotSettings.LOST_LOG));
  }

  /** Whether changes are to be read. */
  public boolean streams() {
    return switch (snapshotMode()) {
      case INITIAL_ONLY -> false;
      case CONFIGURATION_BASED -> getBoolean(SnapshotSettings.STREAM);
      case INITIAL, ALWAYS, NO_DATA, NEVER, WHEN_NEEDED -> true;
    };
  }

  /**
   * How tables are read.
   *
   * @throws org.apache.kafka.common.config.ConfigException naming a table whose SELECT is missing
   */
  public SnapshotOptions snapshot() {
    return SnapshotSettings.options(this);
  }

  /** What this task reads of a snapshot, null when it is the only task. */
  public @Nullable TaskShare share() {
    return TaskShare.of(originalsStrings());
  }

  private SnapshotMode snapshotMode() {
    return SnapshotMode.valueOf(upper(SnapshotSettings.MODE));
  }

  public boolean bounded() {
    return getBoolean(Settings.BOUNDED);
  }

  /** How many rows of each table are looked at, and nothing else done; 0 for an ordinary run. */
  public int previewRows() {
    return getInt(Settings.PREVIEW);
  }

  public boolean tombstones() {
    return getBoolean(Settings.TOMBSTONES);
  }

  /** Operations that make no records, by Debezium's letters. */
  public Set<String> skipped() {
    return Set.copyOf(getList(Settings.SKIPPED));
  }

  public int maxBatch() {
    return getInt(Settings.MAX_BATCH);
  }

  public int maxQueue() {
    return Math.max(getInt(Settings.MAX_QUEUE), maxBatch());
  }

  /** Bytes on the wire that records read ahead may have had. */
  public long maxQueueBytes() {
    long bytes = getLong(Settings.MAX_QUEUE_BYTES);
    return bytes > 0 ? bytes : Math.max(4L << 20, Runtime.getRuntime().maxMemory() / 16);
  }

  public Duration pollInterval() {
    return Duration.ofMillis(getLong(Settings.POLL_INTERVAL));
  }

  public Duration statusInterval() {
    return Duration.ofMillis(getInt(Settings.STATUS_INTERVAL));
  }

  public Duration retryWait() {
    return Duration.ofMillis(getLong(Settings.RETRY_WAIT));
  }

  /** Whether the task ends instead of connecting again after so many failures in a row. */
  public boolean givesUpAfter(int failures) {
    int most = getInt(Settings.MAX_RETRIES);
    return most >= 0 && failures > most;
  }

  /** The same, with the server keeping transactions until they are committed. */
  public PostgresConfig withoutOpenTransactions() {
    return with(StreamSettings.TRANSACTIONS, "off");
  }

  /** The same, with all changes read by the stream. */
  public PostgresConfig withoutCatchUp() {
    return with(StreamSettings.CATCH_UP, Long.toString(StreamSettings.NEVER));
  }

  private PostgresConfig with(String setting, String value) {
    Map<String, String> settings = new HashMap<>(originalsStrings());
    settings.put(setting, value);
    return new PostgresConfig(settings);
  }

  /** How the stream is asked for. */
  public StreamSettings stream() {
    return StreamSettings.of(this);
  }

  /** How the slot and the publication are watched. */
  public WatchSettings watch() {
    return WatchSettings.of(this);
  }

  /** Zero for no heartbeats. */
  public Duration heartbeatInterval() {
    return Duration.ofMillis(getInt(Settings.HEARTBEAT_INTERVAL));
  }

  /** How tables are read beside the stream. */
  public IncrementalSettings.Incremental incremental() {
    return IncrementalSettings.of(this);
  }

  /** How signals come in. */
  public SignalSettings.Channels signals() {
    return SignalSettings.of(this);
  }

  /** Who is told of the reading of tables. */
  public NotificationSettings.Notifying notifying() {
    return NotificationSettings.of(this);
  }

  /** The connector's name as its runtime has it, or the source's name. */
  public String connectorName() {
    Object name = originals().get("name");
    return name == null ? prefix() : name.toString();
  }

  public @Nullable Password password() {
    return getPassword(Settings.PASSWORD);
  }

  /** What the user wants the JDBC driver to know, by its own names. */
  public Map<String, String> driverProperties() {
    return DriverProperties.in(originalsStrings());
  }

  public List<String> initialStatements() {
    String statements = getString(Settings.INITIAL_STATEMENTS);
    if (statements == null || statements.isBlank()) {
      return List.of();
    }
    return List.of(statements.split("(?<!;);(?!;)")).stream()
        .map(s -> s.replace(";;", ";"))
        .toList();
  }

  public ValueModes valueModes() {
    return ValueSettings.of(this);
  }

  /**
   * Whether the stream's values come as text: the server sends all or none so, and types that are
   * not known can only be read from it.
   */
  public boolean readsText() {
    return getBoolean(ValueSettings.AS_TEXT) || getBoolean(ValueSettings.UNKNOWN);
  }

  /** The same settings for a server that cannot send every published type in binary form. */
  public PostgresConfig readingText() {
    return with(ValueSettings.AS_TEXT, "true");
  }

  /** How topics, schemas and fields are named. */
  public NameSettings names() {
    return NameSettings.of(this);
  }

  /** What becomes of what cannot be read. */
  public FailureSettings failures() {
    return FailureSettings.of(this);
  }

  /** What is to be done to single columns. */
  public ColumnSettings columns() {
    return ColumnSettings.of(this);
  }

  public Selection selection() {
    return new Selection(
        Selection.matching(getString(Settings.SCHEMA_INCLUDE), getString(Settings.SCHEMA_EXCLUDE)),
        Selection.matching(getString(Settings.TABLE_INCLUDE), getString(Settings.TABLE_EXCLUDE)),
        Selection.matching(getString(Settings.COLUMN_INCLUDE), getString(Settings.COLUMN_EXCLUDE)),
        KeyColumns.parse(getString(ColumnSettings.KEY)),
        publication(),
        viaRoot());
  }

  private String upper(String name) {
    return getString(name).toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
