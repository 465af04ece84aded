package io.sluice.connector.table.record;

import io.sluice.connector.table.config.NameSettings;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.NameRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of one table are called. Two fields that would meet in one column, by the
 * settings or because the database cuts or folds names, are refused: one of them would be lost.
 */
public final class ColumnNames {
  private final NameSettings settings;
  private final NameRules rules;
  private final Table.Name table;

  public ColumnNames(NameSettings settings, NameRules rules, Table.Name table) {
    this.settings = settings;
    this.rules = rules;
    this.table = table;
  }

  /** The column of a field. */
  public String of(String field) {
    return settings.column(table.schema(), table.table(), field);
  }

  /** The key with its columns named. */
  public KeyColumns of(KeyColumns key) {
    return key.named(this::of);
  }

  /**
   * The row's fields with their columns.
   *
   * @param key of the same records; a field of it and the row's of the same name are one column
   * @param row null if only the key is known
   * @throws ConfigException if two fields have one column, or the database cuts a name: no restart
   *     would mend it
   */
  public List<RowField> of(KeyColumns key, @Nullable Schema row) {
    Map<String, String> owners = new HashMap<>();
    for (String field : key.fields()) {
      claim(owners, field, of(field));
    }
    List<RowField> fields = new ArrayList<>();
    if (row != null) {
      for (Field field : row.fields()) {
        String column = of(field.name());
        claim(owners, field.name(), column);
        fields.add(new RowField(column, field));
      }
    }
    return fields;
  }

  private void claim(Map<String, String> owners, String field, String column) {
    String identity = rules.columnIdentity(column);
    String refused = rules.refused(column);
    if (refused != null) {
      throw new ConfigException(
          "the column of field '"
              + field
              + "' of table "
              + table
              + " would be called '"
              + column
              + "', which "
              + refused
              + ". Give it another name with "
              + setting()
              + ".");
    }
    if (rules.tooLong(column)) {
      throw tooLong(field, column, owners);
    }
    String owner = owners.putIfAbsent(identity, field);
    if (owner != null && !owner.equals(field)) {
      throw new ConfigException(
          "fields '"
              + owner
              + "' and '"
              + field
              + "' both belong to column '"
              + column
              + "' of table "
              + table
              + (rules.columnCaseMatters() ? "" : ", whose database minds no upper and lower case")
              + ". Give one of them another name with "
              + setting()
              + ".");
    }
  }

  private ConfigException tooLong(String field, String column, Map<String, String> owners) {
    String start = cut(column);
    String other =
        owners.entrySet().stream()
            .filter(entry -> cut(entry.getKey()).equals(rules.columnIdentity(start)))
            .map(entry -> ", and so would '" + entry.getValue() + "'")
            .findFirst()
            .orElse("");
    return new ConfigException(
        "the column of field '"
            + field
            + "' of table "
            + table
            + " would be cut after "
            + rules.limit()
            + ", to '"
            + start
            + "'"
            + other
            + ". Give it a shorter name with "
            + setting()
            + ".");
  }

  private String cut(String name) {
    if (!rules.tooLong(name)) {
      return name;
    }
    int end = name.length();
    while (end > 0 && rules.tooLong(name.substring(0, end))) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end);
  }

  private String setting() {
    return NameSettings.COLUMN_RENAME + "." + table;
  }
}
