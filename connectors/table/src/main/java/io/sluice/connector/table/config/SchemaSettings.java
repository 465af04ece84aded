package io.sluice.connector.table.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * How tables follow the schemas of the records.
 *
 * @param evolution of tables that nothing else is said of
 * @param byTable of single tables
 * @param incompatible what becomes of a change that the table cannot follow
 * @param sync what becomes of a column whose field left the records
 * @param fanIn whether pipelines that identify rows otherwise may share a table
 */
public record SchemaSettings(
    Evolution evolution,
    Map<String, Evolution> byTable,
    Incompatible incompatible,
    Sync sync,
    boolean fanIn) {
  public static final String EVOLUTION = "schema.evolution";
  public static final String INCOMPATIBLE = "on.incompatible";
  public static final String SYNC = "sync.columns";
  public static final String FAN_IN = "fan.in";

  public SchemaSettings {
    byTable = Map.copyOf(byTable);
  }

  /** Whether a table changes. */
  public enum Evolution {
    /** Columns are added, widened, and let be null. */
    EVOLVE,
    /** The table stays; a field without a column cannot be followed. */
    FREEZE,
    /** The table stays; a field without a column is left out. */
    DISCARD
  }

  /** What becomes of a change that the table cannot follow. */
  public enum Incompatible {
    /** Its records are record errors, which name both types. */
    DEAD_LETTER,
    /** Its values go into a column of their own beside the first, {@code name__type}. */
    VARIANT,
    /** The run ends. */
    STOP
  }

  /** What becomes of a column whose field left the records. */
  public enum Sync {
    /** It stays, and is empty in rows that are written from then on. */
    KEEP,
    /** It stays, and loses its values in all rows. */
    NULL,
    /** It is dropped. */
    REMOVE
  }

  static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            EVOLUTION,
            Type.STRING,
            "",
            Choice.maybe("evolve", "freeze", "discard"),
            Importance.MEDIUM,
            "Whether tables follow the records. evolve (default): columns are added, widened, let"
                + " be null. freeze: tables stay as they are, and a field without a column is an"
                + " error. discard: tables stay, and such fields are left out, which the log says"
                + " once.")
        .define(
            EVOLUTION + ".(.+)",
            Type.STRING,
            "",
            Importance.LOW,
            "schema.evolution.<table>: evolve, freeze or discard for one table (table, or"
                + " schema.table).")
        .define(
            INCOMPATIBLE,
            Type.STRING,
            "dead_letter",
            Choice.of("dead_letter", "variant", "stop"),
            Importance.MEDIUM,
            "What becomes of a field that its table cannot follow, such as bytes where numbers"
                + " were. dead_letter: its records are errors. variant: its values go into a second"
                + " column, name__type (where tables evolve). stop: the run ends.")
        .define(
            SYNC,
            Type.STRING,
            "keep",
            Choice.of("keep", "null", "remove"),
            Importance.MEDIUM,
            "What becomes of a column whose field left the records. keep: it stays, empty in rows"
                + " that are written from then on. null: it also loses its values in all other"
                + " rows. remove: it is dropped. Only columns that this pipeline brought, where"
                + " tables evolve.")
        .define(
            FAN_IN,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "Whether several pipelines may write one table although they identify its rows by"
                + " different columns.");
  }

  static SchemaSettings of(AbstractConfig config) {
    boolean evolves = config.getBoolean(TableSinkConfig.AUTO_EVOLVE);
    String said = config.getString(EVOLUTION);
    if (!evolves && said.equalsIgnoreCase("evolve")) {
      throw new ConfigException(
          EVOLUTION
              + ": evolve contradicts "
              + TableSinkConfig.AUTO_EVOLVE
              + "=false. Remove one of both.");
    }
    Evolution evolution =
        said.isEmpty()
            ? evolves ? Evolution.EVOLVE : Evolution.FREEZE
            : Evolution.valueOf(said.toUpperCase(Locale.ROOT));
    Map<String, Evolution> byTable = new LinkedHashMap<>();
    PerTable.in(config, EVOLUTION)
        .forEach((table, text) -> byTable.put(table, parsed(table, text)));
    Sync sync = Sync.valueOf(config.getString(SYNC).toUpperCase(Locale.ROOT));
    if (sync != Sync.KEEP && !config.getString(TableSinkConfig.TABLE_NAME_FORMAT).contains("${")) {
      throw new ConfigException(
          SYNC
              + ": with all topics in one table no column can be told to have left the records."
              + " Set it to keep, or give "
              + TableSinkConfig.TABLE_NAME_FORMAT
              + " a placeholder.");
    }
    return new SchemaSettings(
        evolution,
        byTable,
        Incompatible.valueOf(config.getString(INCOMPATIBLE).toUpperCase(Locale.ROOT)),
        sync,
        config.getBoolean(FAN_IN));
  }

  private static Evolution parsed(String table, String text) {
    try {
      return Evolution.valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          EVOLUTION + "." + table + ": expected evolve, freeze or discard. Correct it.");
    }
  }

  /**
   * Whether a table changes.
   *
   * @param schema of the table in the target; empty for the default one
   * @param table in the target
   */
  public Evolution evolution(String schema, String table) {
    Evolution said = PerTable.find(byTable, schema, table);
    return said == null ? evolution : said;
  }
}
