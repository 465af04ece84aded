package io.sluice.connector.postgres.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The setting {@code message.key.columns}: {@code table:column,column;table:column}, where each
 * table together with each of its columns is a regular expression for {@code schema.table.column}.
 * Immutable.
 */
public final class KeyColumns {

  static final Pattern ENTRY = Pattern.compile("\\s*([^:]+):([^:,]+(,[^:,]+)*)\\s*");

  private final List<Pattern> columns;

  private KeyColumns(List<Pattern> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static KeyColumns parse(@Nullable String setting) {
    List<Pattern> columns = new ArrayList<>();
    if (setting != null) {
      for (String entry : setting.split(";")) {
        if (!ENTRY.matcher(entry).matches()) {
          throw new IllegalArgumentException(
              "must be table:column,column;table:column with regular expressions for"
                  + " schema.table and the columns");
        }
        String[] parts = entry.split(":", 2);
        for (String column : parts[1].split(",")) {
          columns.add(
              Pattern.compile(parts[0].strip() + "." + column.strip(), Pattern.CASE_INSENSITIVE));
        }
      }
    }
    return new KeyColumns(columns);
  }

  /**
   * The columns of a table that make its key, in the order of the setting.
   *
   * @param table {@code schema.table}
   * @param names the table's columns
   * @return empty when the setting does not speak of the table
   */
  public List<String> of(String table, List<String> names) {
    List<String> key = new ArrayList<>();
    for (Pattern column : columns) {
      names.stream()
          .filter(name -> column.matcher(table + "." + name).matches() && !key.contains(name))
          .forEach(key::add);
    }
    return key;
  }
}
