package io.sluice.connector.table.sql;

import io.sluice.connector.table.value.ColumnType;
import java.util.List;

/**
 * A table as the target has it.
 *
 * @param name where it is
 * @param columns in the order of the table
 * @param key names of the columns that identify a row; empty for a table that is only appended to
 */
public record Table(Name name, List<Column> columns, List<String> key) {

  public Table {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /**
   * Where a table is.
   *
   * @param schema the schema; empty for the connection's default one
   * @param table the table, unquoted
   */
  public record Name(String schema, String table) {
    @Override
    public String toString() {
      return schema.isEmpty() ? table : schema + "." + table;
    }
  }

  /**
   * One column.
   *
   * @param name unquoted, in the spelling of the database
   * @param type what it holds
   * @param nullable whether it may be without a value
   */
  public record Column(String name, ColumnType type, boolean nullable) {
    public Column withType(ColumnType changed) {
      return new Column(name, changed, nullable);
    }

    public Column relaxed() {
      return new Column(name, type, true);
    }
  }

  /** Position of the column of that name, or -1. */
  public int indexOf(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    return -1;
  }

  /** The same table, keyed by these columns. */
  public Table withKey(List<String> columnsOfKey) {
    return new Table(name, columns, columnsOfKey);
  }
}
