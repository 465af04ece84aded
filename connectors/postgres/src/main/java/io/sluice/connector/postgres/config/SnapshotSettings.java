package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** When and how the tables are read before their changes. */
public final class SnapshotSettings {

  public static final String MODE = "snapshot.mode";
  public static final String INCLUDE = "snapshot.include.collection.list";
  public static final String OVERRIDES = "snapshot.select.statement.overrides";
  public static final String WINDOW = "sluice.snapshot.window";

  public static final String LOST_LOG = "sluice.lost.log";

  static final String BY_CONFIGURATION = "snapshot.mode.configuration.based.";
  static final String READ_DATA = BY_CONFIGURATION + "snapshot.data";
  static final String READ_AGAIN = BY_CONFIGURATION + "snapshot.on.data.error";
  static final String STREAM = BY_CONFIGURATION + "start.stream";

  static final String THREADS = "snapshot.max.threads";
  static final String MULTIPLIER = "snapshot.max.threads.multiplier";
  static final String ORDER = "snapshot.tables.order.by.row.count";
  static final String DELAY = "snapshot.delay.ms";
  static final String STREAMING_DELAY = "streaming.delay.ms";

  /** Ours: pages of a chunk, for who wants other ones than those that are chosen. */
  static final String CHUNK_PAGES = "sluice.snapshot.chunk.pages";

  static final String RATE = "sluice.snapshot.max.rows.per.second";

  static final String ISOLATION = "snapshot.isolation.mode";
  static final String LOCKING = "snapshot.locking.mode";
  static final String QUERY = "snapshot.query.mode";

  private static final String CUSTOM =
      "custom snapshots are classes of Debezium's own interface, of which this connector has"
          + " nothing to give to them";

  private SnapshotSettings() {}

  static void define(ConfigDef def) {
    when(def);
    what(def);
    how(def);
    strictness(def);
  }

  private static void when(ConfigDef def) {
    def.define(
        MODE,
        Type.STRING,
        "initial",
        mode(),
        MEDIUM,
        "When to read the tables before their changes: initial (when there is no position yet),"
            + " always (at every start), initial_only (and then end), no_data or never (only"
            + " changes from now on), when_needed (initial, and again when the server no longer has"
            + " the changes since the position), configuration_based (as the settings below say).");
    def.define(
        READ_DATA,
        Type.BOOLEAN,
        false,
        LOW,
        "With configuration_based: whether the tables are read at every start.");
    def.define(
        READ_AGAIN,
        Type.BOOLEAN,
        false,
        LOW,
        "With configuration_based: whether the tables are read again when the server no longer has"
            + " the changes since the position.");
    def.define(
        STREAM,
        Type.BOOLEAN,
        false,
        LOW,
        "With configuration_based: whether changes are read after the tables.");
    def.define(
        LOST_LOG,
        Type.STRING,
        "fail",
        Choice.of("fail", "reread"),
        MEDIUM,
        "What to do when the server no longer has changes that were not captured: fail (end and"
            + " name them), reread (make the slot anew, go on there, and read the captured tables"
            + " again beside the stream; rows that were deleted meanwhile stay in the targets).");
    for (String schema : List.of("snapshot.schema", "snapshot.on.schema.error")) {
      def.define(
          BY_CONFIGURATION + schema,
          Type.BOOLEAN,
          false,
          LOW,
          "Accepted for Debezium's sake; forms of tables are always those of the catalog.");
    }
    delay(def, DELAY, "before the tables are read");
    delay(def, STREAMING_DELAY, "after the tables were read, before their changes are");
    def.define(
        WINDOW,
        Type.STRING,
        null,
        ConfigDef.LambdaValidator.with(
            (name, value) -> {
              if (value != null) {
                DailyWindow.parse(name, value.toString());
              }
            },
            () -> "HH:MM-HH:MM zone"),
        LOW,
        "The hours of a day in which tables are read, such as '22:00-06:00 Europe/Berlin'; UTC"
            + " without a zone. Outside of them the reading pauses.");
  }

  private static void delay(ConfigDef def, String name, String where) {
    def.define(name, Type.LONG, 0L, atLeast(0), LOW, "Milliseconds to wait " + where + ".");
  }

  /** All is read at one moment without locks, which is as strict as any of these asks for. */
  private static void strictness(ConfigDef def) {
    def.define(
        ISOLATION,
        Type.STRING,
        "serializable",
        Choice.of("serializable", "repeatable_read", "read_committed", "read_uncommitted"),
        LOW,
        "How strict the reading of tables has to be at least. All of these get the same, which"
            + " satisfies each: all tables as they are at one moment (REPEATABLE READ).");
    def.define(
        LOCKING,
        Type.STRING,
        "none",
        Choice.of("none", "shared").refusing("custom", CUSTOM),
        LOW,
        "Accepted for Debezium's sake: no locks are needed, as a table that changes its form while"
            + " it is read is noticed and read again.");
    def.define(
        QUERY,
        Type.STRING,
        "select_all",
        Choice.of("select_all").refusing("custom", CUSTOM),
        LOW,
        "Accepted for Debezium's sake: all captured columns are read. For other rows there is "
            + OVERRIDES
            + ".");
  }

  private static void what(ConfigDef def) {
    Settings.list(def, INCLUDE, "Captured tables of which rows are read, as schema.table");
    def.define(
        OVERRIDES,
        Type.LIST,
        List.of(),
        LOW,
        "Tables, as schema.table, whose rows are those of a SELECT of the user's, which "
            + OVERRIDES
            + ".<schema.table> says. It must return every captured column.");
    def.define(
        ORDER,
        Type.STRING,
        "disabled",
        Choice.of("disabled", "ascending", "descending"),
        LOW,
        "Whether small tables are read first (ascending) or last (descending), by the server's"
            + " estimates of their rows; disabled reads by name.");
  }

  private static void how(ConfigDef def) {
    def.define(
        THREADS,
        Type.INT,
        1,
        between(1, 256),
        MEDIUM,
        "Connections that read the tables at the same time, all at one moment of the database.");
    def.define(
        MULTIPLIER,
        Type.INT,
        1,
        atLeast(1),
        LOW,
        "Into how many chunks for each thread a table is cut at least, if it is large enough.");
    def.define(
        CHUNK_PAGES,
        Type.INT,
        0,
        atLeast(0),
        LOW,
        "Pages of the chunks that large tables are read in; 0 chooses for 8 to 64 MB a chunk.");
    def.define(
        RATE,
        Type.LONG,
        0L,
        atLeast(0),
        MEDIUM,
        "Rows that are read in a second at most, by all threads together; 0 for no limit.");
  }

  private static Choice mode() {
    return Choice.of(
            "initial",
            "always",
            "initial_only",
            "no_data",
            "never",
            "when_needed",
            "configuration_based")
        .refusing("custom", CUSTOM);
  }

  /** What the settings say of how to read. */
  static SnapshotOptions options(PostgresConfig config) {
    SnapshotOptions all =
        new SnapshotOptions(
            config.getInt(THREADS),
            config.getInt(MULTIPLIER),
            config.getInt(CHUNK_PAGES),
            Selection.matching(config.getString(INCLUDE), null),
            overrides(config),
            SnapshotOptions.Order.valueOf(config.getString(ORDER).toUpperCase(Locale.ROOT)),
            config.getLong(DELAY),
            config.getLong(STREAMING_DELAY),
            config.getLong(RATE),
            DailyWindow.parse(WINDOW, config.getString(WINDOW)),
            0);
    return config.previewRows() > 0 ? all.ofFirst(config.previewRows()) : all;
  }

  private static Map<String, String> overrides(PostgresConfig config) {
    Map<String, String> all = config.originalsStrings();
    Map<String, String> overrides = new LinkedHashMap<>();
    for (String table : config.getList(OVERRIDES)) {
      String key = OVERRIDES + "." + table.strip();
      String select = all.get(key);
      if (select == null || select.isBlank()) {
        throw new ConfigException(
            OVERRIDES + " names " + table.strip() + ", but " + key + " has no SELECT statement");
      }
      overrides.put(table.strip(), select.strip().replaceAll(";\\s*$", ""));
    }
    return overrides;
  }
}
