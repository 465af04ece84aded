package io.sluice.connector.table.sql;

import io.sluice.connector.table.value.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pieces of SQL that the dialects share. */
public final class Sql {
  private static final int MOST_CONDITIONS = 400;

  private Sql() {}

  /** An identifier as both dialects and the SQL standard quote it. */
  public static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  public static String quote(Table.Name name) {
    return name.schema().isEmpty()
        ? quote(name.table())
        : quote(name.schema()) + "." + quote(name.table());
  }

  /** A text as standard SQL quotes it. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** Says what a table and columns are for, as PostgreSQL and DuckDB write it. */
  public static List<String> comments(
      Table.Name table, @Nullable String ofTable, Map<String, String> ofColumns) {
    List<String> statements = new ArrayList<>();
    if (ofTable != null) {
      statements.add("COMMENT ON TABLE " + quote(table) + " IS " + literal(ofTable));
    }
    ofColumns.forEach(
        (column, text) ->
            statements.add(
                "COMMENT ON COLUMN "
                    + quote(table)
                    + "."
                    + quote(column)
                    + " IS "
                    + literal(text)));
    return statements;
  }

  /** What a statement begins with that changes a table. */
  public static String alter(Table.Name table) {
    return "ALTER TABLE " + quote(table) + " ";
  }

  /** Takes the values out of columns, in all rows. */
  public static String emptying(Table.Name table, Collection<String> columns) {
    return "UPDATE " + quote(table) + " SET " + list(columns, column -> quote(column) + " = NULL");
  }

  /** What says, behind the columns, which are the key; nothing if none are. */
  public static String primaryKey(Collection<String> key) {
    return key.isEmpty() ? "" : ", PRIMARY KEY (" + list(key, Sql::quote) + ")";
  }

  public static <T> String list(Collection<T> items, Function<T, String> text) {
    return items.stream().map(text).collect(Collectors.joining(", "));
  }

  /** That all conditions hold; some databases (SQLite) do not read more than 1,000 in a row. */
  public static <T> String all(Collection<T> items, Function<T, String> text) {
    if (items.size() <= MOST_CONDITIONS) {
      return items.stream().map(text).collect(Collectors.joining(" AND "));
    }
    List<T> list = List.copyOf(items);
    List<String> groups = new ArrayList<>();
    for (int from = 0; from < list.size(); from += MOST_CONDITIONS) {
      int to = Math.min(from + MOST_CONDITIONS, list.size());
      groups.add("(" + all(list.subList(from, to), text) + ")");
    }
    return String.join(" AND ", groups);
  }

  /**
   * A further condition: only rows, called {@code t}, that have no value in a column.
   *
   * @param column its place in the table; negative for no condition
   */
  public static String andEmpty(Table table, int column) {
    return and(table, column, "IS NULL");
  }

  /**
   * A further condition: only rows, called {@code t}, that have a value in a column.
   *
   * @param column its place in the table; -1 for no condition, less for no row at all
   */
  public static String andFilled(Table table, int column) {
    return column < -1 ? " AND 1 = 0" : and(table, column, "IS NOT NULL");
  }

  private static String and(Table table, int column, String test) {
    return column < 0 ? "" : " AND t." + quote(table.columns().get(column).name()) + " " + test;
  }

  /**
   * Columns as {@code CREATE TABLE} wants them.
   *
   * @param typeName the database's name of a type
   */
  public static String definitions(
      Collection<Table.Column> columns, Function<ColumnType, String> typeName) {
    return list(
        columns,
        column ->
            quote(column.name())
                + " "
                + typeName.apply(column.type())
                + (column.nullable() ? "" : " NOT NULL"));
  }

  /** Runs one statement. One that failed is closed by some drivers, so each gets its own. */
  public static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs one statement; the number of rows that it changed. */
  public static int update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  /**
   * The columns that a query of the catalog names, one a row: name, type, whether it may be null,
   * whether something comes into it by itself, whether that is computed.
   *
   * @param type understands the database's names of types
   */
  public static List<Table.Column> columns(
      PreparedStatement query, Function<String, ColumnType> type) throws SQLException {
    List<Table.Column> columns = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        columns.add(
            new Table.Column(
                rows.getString(1),
                type.apply(rows.getString(2)),
                rows.getBoolean(3),
                filling(rows.getBoolean(4), rows.getBoolean(5))));
      }
    }
    return columns;
  }

  /** The tables that a query of the catalog names, one a row: schema, name. */
  public static List<Table.Name> tables(PreparedStatement query) throws SQLException {
    List<Table.Name> tables = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        tables.add(new Table.Name(rows.getString(1), rows.getString(2)));
      }
    }
    return tables;
  }

  /** What comes into a column by itself. */
  public static Table.Filling filling(boolean something, boolean computed) {
    if (computed) {
      return Table.Filling.COMPUTED;
    }
    return something ? Table.Filling.DEFAULT : Table.Filling.NOTHING;
  }
}
