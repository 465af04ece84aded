package io.sluice.connector.table.config;

import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * What becomes of changes: which rows they make, and what deletes and truncates do.
 *
 * @param mode how a change becomes rows
 * @param deletes what a delete does
 * @param truncates what a truncate does
 */
public record ModeSettings(Mode mode, Deletes deletes, Truncates truncates) {
  public static final String MODE = "mode";
  public static final String DELETE_MODE = "delete.mode";
  public static final String TRUNCATE_MODE = "truncate.mode";
  static final String INSERT_MODE = "insert.mode";
  static final String DELETE_ENABLED = "delete.enabled";

  /** How a change becomes rows. */
  public enum Mode {
    /** One row a key, always the newest. */
    UPSERT,
    /** One row a record, never changed afterwards; deletes are not written. */
    APPEND,
    /** One row a record of any kind, as it came: JSON. */
    RAW,
    /** One row a version of a key, with the time in which it was valid. */
    HISTORY
  }

  /** What a delete does. */
  public enum Deletes {
    /** Removes the row. */
    HARD,
    /** Marks the row, which stays. */
    SOFT,
    /** Nothing. */
    IGNORE
  }

  /** What a truncate does. */
  public enum Truncates {
    /** Nothing. */
    IGNORE,
    /** To all rows what a delete does to one. */
    APPLY,
    /** Stops the pipeline. */
    FAIL
  }

  static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            MODE,
            Type.STRING,
            "",
            Choice.maybe("upsert", "append", "raw", "history"),
            Importance.HIGH,
            "upsert (default): the table holds the newest row of each key and deletes delete."
                + " append: every record adds a row. raw: every record, deletes too, adds a row"
                + " with its key and value as JSON, whatever its schema. history: the table holds"
                + " all versions of each key, with the time in which each was valid.",
            TableSinkConfig.TARGET,
            4,
            ConfigDef.Width.SHORT,
            "Mode")
        .define(
            INSERT_MODE,
            Type.STRING,
            "",
            Choice.maybe("upsert", "insert", "append"),
            Importance.LOW,
            "The name of 'mode' in other JDBC sinks; 'insert' means append.")
        .define(
            DELETE_MODE,
            Type.STRING,
            "",
            Choice.maybe("hard", "soft", "ignore"),
            Importance.MEDIUM,
            "What deletes and tombstones do. hard (default): remove the row; in mode history, end"
                + " its version. soft (mode upsert):"
                + " the row stays and its column _deleted_at says when it was deleted; a row that"
                + " comes back has none again. ignore: nothing.")
        .define(
            DELETE_ENABLED,
            Type.BOOLEAN,
            true,
            Importance.LOW,
            "The name of 'delete.mode' in other JDBC sinks; false means ignore.")
        .define(
            TRUNCATE_MODE,
            Type.STRING,
            "ignore",
            Choice.of("ignore", "apply", "fail"),
            Importance.MEDIUM,
            "What a truncate of the source's table does. ignore: nothing. apply: to all rows of the"
                + " table what a delete does to one; plans one task, so that it keeps its place"
                + " among the changes. fail: stops the pipeline.");
  }

  /**
   * Reads and checks them.
   *
   * @throws ConfigException if they contradict each other; begins with the setting's name
   */
  static ModeSettings of(AbstractConfig config) {
    ModeSettings settings =
        new ModeSettings(
            mode(config),
            deletes(config),
            Truncates.valueOf(config.getString(TRUNCATE_MODE).toUpperCase(Locale.ROOT)));
    settings.requireSense();
    if (settings.truncates == Truncates.APPLY && config.getBoolean(SchemaSettings.FAN_IN)) {
      throw new ConfigException(
          TRUNCATE_MODE
              + ": apply does not go with "
              + SchemaSettings.FAN_IN
              + "=true: it would clear the other pipelines' rows too. Use ignore or fail.");
    }
    return settings;
  }

  private static Mode mode(AbstractConfig config) {
    String said = config.getString(MODE);
    String mode = (said.isEmpty() ? config.getString(INSERT_MODE) : said).toLowerCase(Locale.ROOT);
    return switch (mode) {
      case "append", "insert" -> Mode.APPEND;
      case "raw" -> Mode.RAW;
      case "history" -> Mode.HISTORY;
      default -> Mode.UPSERT;
    };
  }

  private static Deletes deletes(AbstractConfig config) {
    String said = config.getString(DELETE_MODE);
    boolean enabled = config.getBoolean(DELETE_ENABLED);
    if (said.isEmpty()) {
      return enabled ? Deletes.HARD : Deletes.IGNORE;
    }
    Deletes deletes = Deletes.valueOf(said.toUpperCase(Locale.ROOT));
    if (!enabled && deletes != Deletes.IGNORE) {
      throw new ConfigException(
          DELETE_MODE
              + ": "
              + said
              + " contradicts "
              + DELETE_ENABLED
              + "=false, which means ignore. Leave "
              + DELETE_ENABLED
              + " out.");
    }
    return deletes;
  }

  /** Whether a key identifies what a change is about. */
  public boolean keyed() {
    return mode == Mode.UPSERT || mode == Mode.HISTORY;
  }

  private void requireSense() {
    if (deletes == Deletes.SOFT && mode != Mode.UPSERT) {
      throw new ConfigException(
          DELETE_MODE
              + ": soft goes with mode upsert, where a row can be marked, and not with mode "
              + mode.name().toLowerCase(Locale.ROOT)
              + (mode == Mode.HISTORY
                  ? ", which keeps deleted rows and says when they ended. Leave it out."
                  : ". Use hard or ignore."));
    }
    if (truncates == Truncates.APPLY && mode == Mode.RAW) {
      throw new ConfigException(
          TRUNCATE_MODE
              + ": apply does not go with mode raw, in which a truncate is a row like any other"
              + " record. Use ignore or fail.");
    }
  }
}
