package io.sluice.connector.table.config;

import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * What becomes of structs within a row.
 *
 * @param mode the way
 * @param delimiter between the names of a struct and its field, where each is a column
 */
public record StructSettings(Mode mode, String delimiter) {
  public static final String MODE = "struct.mode";
  public static final String DELIMITER = "struct.delimiter";

  /** The ways. */
  public enum Mode {
    /** One column with a JSON document. */
    JSON,
    /** A column for each field, through all levels. */
    FLATTEN
  }

  static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            MODE,
            Type.STRING,
            "json",
            Choice.of("json", "flatten"),
            Importance.MEDIUM,
            "What becomes of a struct within a row. json: one column with a JSON document. flatten:"
                + " a column for each of its fields, through all levels, with the names joined.")
        .define(
            DELIMITER,
            Type.STRING,
            "_",
            new ConfigDef.NonEmptyString(),
            Importance.LOW,
            "With struct.mode=flatten: what stands between the names of a struct and its field.");
  }

  static StructSettings of(AbstractConfig config) {
    return new StructSettings(
        Mode.valueOf(config.getString(MODE).toUpperCase(Locale.ROOT)), config.getString(DELIMITER));
  }
}
