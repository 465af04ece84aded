package io.sluice.connector.table.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * What tables and columns are called in the target.
 *
 * @param tables how schemas and tables are spelled
 * @param columns how columns are spelled
 * @param columnFormat what a column is called, with {@code ${column}} for the field
 * @param renames the columns of fields that have another name in the target, by table
 */
public record NameSettings(
    NameCase tables,
    NameCase columns,
    String columnFormat,
    Map<String, Map<String, String>> renames) {
  public static final String TABLE_CASE = "table.case";
  public static final String COLUMN_CASE = "column.case";
  public static final String COLUMN_FORMAT = "column.name.format";
  public static final String COLUMN_RENAME = "column.rename";
  private static final String FIELD = "${column}";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}?");

  public NameSettings {
    renames = Map.copyOf(renames);
  }

  static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            TABLE_CASE,
            Type.STRING,
            "keep",
            Choice.of("keep", "lower", "upper", "snake"),
            Importance.LOW,
            "How the names of schemas and tables are spelled, after table.name.format: keep, lower,"
                + " upper, or snake (orderLines becomes order_lines).")
        .define(
            COLUMN_CASE,
            Type.STRING,
            "keep",
            Choice.of("keep", "lower", "upper", "snake"),
            Importance.LOW,
            "How the names of columns are spelled: keep, lower, upper, or snake.")
        .define(
            COLUMN_FORMAT,
            Type.STRING,
            FIELD,
            new ConfigDef.NonEmptyString(),
            Importance.LOW,
            "What columns are called; ${column} is the field's name, spelled as column.case says.")
        .define(
            COLUMN_RENAME + ".(.+)",
            Type.STRING,
            "",
            Importance.LOW,
            "column.rename.<table>: fields of that table (table, or schema.table) whose columns"
                + " have other names, as field:column, separated by commas. Such names are taken as"
                + " they are written.");
  }

  static NameSettings of(AbstractConfig config) {
    String format = config.getString(COLUMN_FORMAT);
    if (!format.contains(FIELD)) {
      throw new ConfigException(
          COLUMN_FORMAT + ": expected " + FIELD + " in it, or all columns had one name. Add it.");
    }
    requirePlaceholders(
        TableSinkConfig.TABLE_NAME_FORMAT,
        config.getString(TableSinkConfig.TABLE_NAME_FORMAT),
        List.of("${topic}", "${topic.last}", "${schema}", "${table}"));
    requirePlaceholders(COLUMN_FORMAT, format, List.of(FIELD));
    Map<String, Map<String, String>> renames = new LinkedHashMap<>();
    PerTable.in(config, COLUMN_RENAME)
        .forEach((table, text) -> renames.put(table, renames(table, text)));
    return new NameSettings(
        spelling(config, TABLE_CASE), spelling(config, COLUMN_CASE), format, renames);
  }

  /** One that is not known would stand in the names as it is. */
  private static void requirePlaceholders(String setting, String format, List<String> known) {
    Matcher placeholder = PLACEHOLDER.matcher(format);
    while (placeholder.find()) {
      if (!known.contains(placeholder.group())) {
        throw new ConfigException(
            setting
                + ": "
                + placeholder.group()
                + " stands for nothing. Expected "
                + String.join(", ", known)
                + ".");
      }
    }
  }

  private static NameCase spelling(AbstractConfig config, String setting) {
    return NameCase.valueOf(config.getString(setting).toUpperCase(Locale.ROOT));
  }

  private static Map<String, String> renames(String table, String text) {
    Map<String, String> renames = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      List<String> parts = List.of(pair.strip().split(":", -1));
      if (parts.size() != 2 || parts.stream().anyMatch(String::isBlank)) {
        throw new ConfigException(
            COLUMN_RENAME
                + "."
                + table
                + ": expected field:column, separated by commas, as in 'mail:email, tel:phone'");
      }
      if (renames.put(parts.get(0).strip(), parts.get(1).strip()) != null) {
        throw new ConfigException(
            COLUMN_RENAME + "." + table + ": names a field twice. Keep one of both.");
      }
    }
    return renames;
  }

  /**
   * The column of a field.
   *
   * @param schema of the table in the target; empty for the default one
   * @param table in the target
   */
  public String column(String schema, String table, String field) {
    Map<String, String> ofTable = PerTable.find(renames, schema, table);
    String renamed = ofTable == null ? null : ofTable.get(field);
    return renamed != null ? renamed : columnFormat.replace(FIELD, columns.of(field));
  }
}
