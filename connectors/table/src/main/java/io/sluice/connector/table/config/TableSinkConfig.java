package io.sluice.connector.table.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** The settings of the sink: declared, documented, defaulted and checked here only. */
public final class TableSinkConfig extends AbstractConfig {
  /** The group of settings that say where the tables are, and what they are to hold. */
  static final String TARGET = "Target";

  public static final String URL = "url";
  public static final String USER = "user";
  public static final String PASSWORD = "password";
  public static final String TABLE_NAME_FORMAT = "table.name.format";
  public static final String KEY_MODE = "primary.key.mode";
  public static final String KEY_FIELDS = "primary.key.fields";
  public static final String AUTO_CREATE = "auto.create";
  public static final String AUTO_EVOLVE = "auto.evolve";
  static final String BATCH_SIZE = "batch.size";
  public static final String BATCH_MAX_BYTES = "batch.max.bytes";
  public static final String TRANSACTION_MAX_ROWS = "transaction.max.rows";
  public static final String ROW_MAX_BYTES = "row.max.bytes";
  static final String OFFSETS_TABLE = "offsets.table";
  static final String UNAVAILABLE_VALUE = "unavailable.value.placeholder";
  static final String RELEASE_FILE = "duckdb.release.file";
  public static final String DUCKDB_MEMORY = "duckdb.memory.limit";
  public static final String DUCKDB_THREADS = "duckdb.threads";

  /** What a row may take of the heap: the record, its text as bytes, and a buffer that doubles. */
  private static final int SHARE_OF_HEAP = 8;

  /** A task has a batch that is collected, one that is applied, and records kept: a sixth. */
  private static final int BATCHES_IN_HEAP = 16;

  /** Larger ones gain nothing. */
  private static final long MOST_BATCH = 32 << 20;

  /** Where the columns that identify a row come from. */
  public enum KeyMode {
    /** The record's key. */
    RECORD_KEY,
    /** Fields of the record's value, named by {@code primary.key.fields}. */
    RECORD_VALUE,
    /** Nothing identifies a row; with modes append and raw only. */
    NONE
  }

  public static ConfigDef definition() {
    ConfigDef modes = HistorySettings.define(MetadataSettings.define(ModeSettings.define(own())));
    ConfigDef shared =
        NameSettings.define(
            TransactionSettings.define(
                CommitSettings.define(TroubleSettings.define(FirstLoadSettings.define(modes)))));
    return StructSettings.define(SchemaSettings.define(shared));
  }

  private static ConfigDef own() {
    return new ConfigDef()
        .define(
            URL,
            Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            Importance.HIGH,
            "Where the tables are: jdbc:postgresql://host:port/database, jdbc:duckdb:file or"
                + " jdbc:sqlite:file.",
            TARGET,
            1,
            ConfigDef.Width.LONG,
            "URL")
        .define(
            USER,
            Type.STRING,
            "",
            Importance.HIGH,
            "The database user.",
            TARGET,
            2,
            ConfigDef.Width.MEDIUM,
            "User")
        .define(
            PASSWORD,
            Type.PASSWORD,
            "",
            Importance.HIGH,
            "The database user's password.",
            TARGET,
            3,
            ConfigDef.Width.MEDIUM,
            "Password")
        .define(
            TABLE_NAME_FORMAT,
            Type.STRING,
            "${topic.last}",
            new ConfigDef.NonEmptyString(),
            Importance.MEDIUM,
            "The table of a record. ${topic}: the topic, dots made underscores; ${topic.last}: its"
                + " last segment; ${schema} and ${table}: of the source block, or the topic's last"
                + " two segments. A dot outside of the placeholders separates schema and table. A"
                + " format without a placeholder sends all topics into one table.")
        .define(
            KEY_MODE,
            Type.STRING,
            "record_key",
            Choice.of("record_key", "record_value", "none"),
            Importance.MEDIUM,
            "Where the columns that identify a row come from: the record's key, or fields of its"
                + " value; none only with mode append.")
        .define(
            KEY_FIELDS,
            Type.LIST,
            "",
            Importance.MEDIUM,
            "With record_value: the fields that identify a row. With record_key: which fields of"
                + " the key to take (default all), or the column's name if the key is a single"
                + " value.")
        .define(
            AUTO_CREATE,
            Type.BOOLEAN,
            true,
            Importance.MEDIUM,
            "Whether missing tables are created.")
        .define(
            AUTO_EVOLVE,
            Type.BOOLEAN,
            true,
            Importance.MEDIUM,
            "The older name of schema.evolution: false means freeze.")
        .define(
            BATCH_SIZE,
            Type.INT,
            20_000,
            ConfigDef.Range.between(1, 1_000_000),
            Importance.LOW,
            "Changed rows of one table that are collected before they are staged in the target's"
                + " open transaction; up to eight times as many while a slow database is busy.")
        .define(
            BATCH_MAX_BYTES,
            Type.LONG,
            0L,
            ConfigDef.Range.atLeast(0),
            Importance.LOW,
            "Bytes, estimated, of collected rows of all tables before they are staged, with what"
                + " Kafka Connect's worker keeps of each record. Bounds the memory of a task. 0: a"
                + " sixteenth of the JVM's largest heap, 32 MB at most.")
        .define(
            ROW_MAX_BYTES,
            Type.LONG,
            0L,
            ConfigDef.Range.atLeast(0),
            Importance.LOW,
            "Bytes, estimated, of one row; a larger one is refused as a record that cannot become a"
                + " row. 0: an eighth of the JVM's largest heap, because a row is in memory several"
                + " times while it is written.")
        .define(
            TRANSACTION_MAX_ROWS,
            Type.LONG,
            1_000_000L,
            ConfigDef.Range.atLeast(1),
            Importance.LOW,
            "Rows in the open transaction after which the sink asks for a commit ahead of time.")
        .define(
            OFFSETS_TABLE,
            Type.STRING,
            "_sluice_offsets",
            new ConfigDef.NonEmptyString(),
            Importance.LOW,
            "The table in the target that keeps how far each topic partition is.")
        .define(
            UNAVAILABLE_VALUE,
            Type.STRING,
            "__debezium_unavailable_value",
            new ConfigDef.NonEmptyString(),
            Importance.LOW,
            "What the source writes for a large value that did not change and was not read; the"
                + " stored value is then left alone.")
        .define(
            RELEASE_FILE,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "DuckDB only: close the file after every commit, so that other tools can open it"
                + " between batches. Costs the time to open it again.")
        .define(
            DUCKDB_MEMORY,
            Type.STRING,
            "",
            Importance.LOW,
            "DuckDB only: its memory_limit, for example 512MB. Empty: DuckDB's own default.")
        .define(
            DUCKDB_THREADS,
            Type.INT,
            1,
            ConfigDef.Range.atLeast(0),
            Importance.LOW,
            "DuckDB only: its worker threads, for queries by `sluice sql` as well. One writes"
                + " fastest: batches are too small to be worth waking others. 0: DuckDB's own"
                + " default, one for each core.");
  }

  private final String name;
  private final NameSettings names;
  private final SchemaSettings schemas;
  private final ModeSettings modes;
  private final MetadataSettings metadata;
  private final HistorySettings history;

  public TableSinkConfig(Map<String, String> properties) {
    super(definition(), properties, false);
    name = properties.getOrDefault("name", "table");
    names = NameSettings.of(this);
    schemas = SchemaSettings.of(this);
    modes = ModeSettings.of(this);
    metadata = MetadataSettings.of(this, modes);
    history = HistorySettings.of(this, modes);
    requireKey(this, modes);
  }

  private static void requireKey(AbstractConfig config, ModeSettings modes) {
    KeyMode mode = keyMode(config, modes);
    if (modes.keyed() && mode == KeyMode.NONE) {
      throw new ConfigException(
          KEY_MODE
              + ": none does not go with mode "
              + modes.mode().name().toLowerCase(Locale.ROOT)
              + ", which needs a key. Use record_key or"
              + " record_value, or mode append.");
    }
    if (mode == KeyMode.RECORD_VALUE && keyFields(config).isEmpty()) {
      throw new ConfigException(
          KEY_FIELDS + ": record_value needs the fields that identify a row. Name them here.");
    }
  }

  /**
   * What is wrong with settings whose values are sound each for itself: of each topic the first
   * problem, where the constructor ends at the first of all. Each begins with its setting's name.
   */
  public static List<String> problems(Map<String, String> properties) {
    AbstractConfig config = new AbstractConfig(definition(), properties, false);
    List<String> problems = new ArrayList<>();
    List<Runnable> alone =
        List.of(
            () -> NameSettings.of(config),
            () -> SchemaSettings.of(config),
            () -> StructSettings.of(config),
            () -> CommitSettings.of(config),
            () -> TransactionSettings.of(config));
    alone.forEach(check -> gather(check, problems));
    gather(
        () -> {
          ModeSettings modes = ModeSettings.of(config);
          gather(() -> MetadataSettings.of(config, modes), problems);
          gather(() -> HistorySettings.of(config, modes), problems);
          gather(() -> requireKey(config, modes), problems);
        },
        problems);
    return problems;
  }

  private static void gather(Runnable check, List<String> problems) {
    try {
      check.run();
    } catch (ConfigException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  /** The connector's name, under which the target keeps the offsets. */
  public String name() {
    return name;
  }

  /** What tables and columns are called. */
  public NameSettings names() {
    return names;
  }

  public String url() {
    return getString(URL);
  }

  public String user() {
    return getString(USER);
  }

  public Password password() {
    return getPassword(PASSWORD);
  }

  /** What the user wants the JDBC driver to know, by its own names. */
  public Map<String, String> driverProperties() {
    return DriverProperties.in(originalsStrings());
  }

  /** What becomes of changes. */
  public ModeSettings modes() {
    return modes;
  }

  /** How all versions of a row are kept, in mode history. */
  public HistorySettings history() {
    return history;
  }

  /** Which columns are added to the records' own. */
  public MetadataSettings metadata() {
    return metadata;
  }

  public String tableNameFormat() {
    return getString(TABLE_NAME_FORMAT);
  }

  public KeyMode keyMode() {
    return keyMode(this, modes);
  }

  private static KeyMode keyMode(AbstractConfig config, ModeSettings modes) {
    return modes.mode() == ModeSettings.Mode.RAW
        ? KeyMode.NONE
        : KeyMode.valueOf(config.getString(KEY_MODE).toUpperCase(Locale.ROOT));
  }

  public List<String> keyFields() {
    return keyFields(this);
  }

  private static List<String> keyFields(AbstractConfig config) {
    return config.getList(KEY_FIELDS).stream().filter(field -> !field.isBlank()).toList();
  }

  public boolean autoCreate() {
    return getBoolean(AUTO_CREATE);
  }

  /** How tables follow the schemas of the records. */
  public SchemaSettings schemas() {
    return schemas;
  }

  public int batchSize() {
    return getInt(BATCH_SIZE);
  }

  /** Bytes of the heap, estimated, that rows may hold before they are staged. */
  public long batchMaxBytes() {
    long said = getLong(BATCH_MAX_BYTES);
    return said > 0
        ? said
        : Math.min(MOST_BATCH, Runtime.getRuntime().maxMemory() / BATCHES_IN_HEAP);
  }

  /** Bytes of the largest row that is written, estimated. */
  public long rowMaxBytes() {
    long said = getLong(ROW_MAX_BYTES);
    return said > 0 ? said : Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
  }

  /** What becomes of structs within a row. */
  public StructSettings structs() {
    return StructSettings.of(this);
  }

  /** Whether a table that was filled before and is gone is made anew. */
  public boolean autoRecreate() {
    return TroubleSettings.autoRecreate(this);
  }

  /** Whether tables that this task creates may get their keys when they are filled. */
  public boolean keyAfterLoad() {
    return FirstLoadSettings.keyAfter(this);
  }

  /** Whether transactions of the source stay whole. */
  public TransactionSettings transactions() {
    return TransactionSettings.of(this);
  }

  /** In which order the engine hands records over. */
  public TransactionSettings.Order recordOrder() {
    return TransactionSettings.order(this);
  }

  /** When a commit is asked for ahead of time. */
  public CommitSettings commits() {
    return CommitSettings.of(this);
  }

  public long transactionMaxRows() {
    return getLong(TRANSACTION_MAX_ROWS);
  }

  public String offsetsTable() {
    return getString(OFFSETS_TABLE);
  }

  public String unavailableValue() {
    return getString(UNAVAILABLE_VALUE);
  }

  public boolean releaseFile() {
    return getBoolean(RELEASE_FILE);
  }

  public String duckdbMemory() {
    return getString(DUCKDB_MEMORY);
  }

  public int duckdbThreads() {
    return getInt(DUCKDB_THREADS);
  }
}
