package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.sql.ExactKey;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.DecimalText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables as DuckDB's catalog has them: looked at, made and changed. */
final class DuckDbTables {
  private DuckDbTables() {}

  /** The table's columns; none if there is no such table. */
  static List<Table.Column> columns(Connection connection, Table.Name name) throws SQLException {
    String sql =
        "SELECT column_name, data_type, is_nullable = 'YES', column_default IS NOT NULL,"
            + " is_generated = 'ALWAYS' FROM information_schema.columns"
            + " WHERE table_catalog = current_database() AND table_name = ? AND table_schema = "
            + schema(name)
            + " ORDER BY ordinal_position";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      setTable(query, name);
      return Sql.columns(query, DuckDbTypes::parse);
    }
  }

  /** Refuses key columns with a collation that takes different texts for one. */
  static void requireExactKey(Connection connection, Table table) throws SQLException {
    for (String key : table.key()) {
      if (table.columns().get(table.indexOf(key)).type().kind() == ColumnType.Kind.TEXT) {
        ExactKey.require(connection, table, key, "VALUES ('a'), ('A'), ('a ')", 3);
      }
    }
  }

  /** Whether somebody gave a table constraints that only the database can judge. */
  static boolean constrained(Connection connection, Table.Name name) throws SQLException {
    return constraints(connection, ofTable(name), name);
  }

  /** Whether somebody gave any table such constraints. */
  static boolean anyConstrained(Connection connection) throws SQLException {
    return constraints(connection, "true", null);
  }

  private static boolean constraints(
      Connection connection, String tables, Table.@Nullable Name name) throws SQLException {
    String sql =
        "SELECT count(*) FROM (SELECT schema_name, table_name FROM duckdb_constraints()"
            + " WHERE database_name = current_database() AND constraint_type <> 'NOT NULL'"
            + " UNION ALL SELECT schema_name, table_name FROM duckdb_indexes()"
            + " WHERE database_name = current_database() AND is_unique) WHERE "
            + tables;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      if (name != null) {
        setTable(query, name);
      }
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() && rows.getLong(1) > 0;
      }
    }
  }

  /** The condition of the catalog's functions for one table; its parameters: setTable. */
  private static String ofTable(Table.Name name) {
    return "table_name = ? AND schema_name = " + schema(name);
  }

  private static String schema(Table.Name name) {
    return name.schema().isEmpty() ? "current_schema()" : "?";
  }

  private static void setTable(PreparedStatement query, Table.Name name) throws SQLException {
    query.setString(1, name.table());
    if (!name.schema().isEmpty()) {
      query.setString(2, name.schema());
    }
  }

  /** Creates the table and its schema unless they are there. */
  static void create(Connection connection, Table wanted) throws SQLException {
    if (!wanted.name().schema().isEmpty()) {
      Sql.execute(connection, "CREATE SCHEMA IF NOT EXISTS " + Sql.quote(wanted.name().schema()));
    }
    Sql.execute(
        connection,
        "CREATE TABLE IF NOT EXISTS "
            + Sql.quote(wanted.name())
            + " ("
            + Sql.definitions(wanted.columns(), DuckDbTypes::name)
            + ")");
  }

  /** Adds columns unless they are there: one a statement, as DuckDB wants it. */
  static void addColumns(Connection connection, Table.Name table, List<Table.Column> added)
      throws SQLException {
    for (Table.Column column : added) {
      Sql.execute(
          connection,
          Sql.alter(table)
              + "ADD COLUMN IF NOT EXISTS "
              + Sql.quote(column.name())
              + " "
              + DuckDbTypes.name(column.type()));
    }
  }

  /** Drops columns that are there: one a statement, as DuckDB wants it. */
  static void dropColumns(Connection connection, Table.Name table, Collection<String> columns)
      throws SQLException {
    for (String column : columns) {
      Sql.execute(connection, Sql.alter(table) + "DROP COLUMN IF EXISTS " + Sql.quote(column));
    }
  }

  /**
   * Takes the values out of columns. By making the column anew: an update would give some rows new
   * row ids, by which rows of this transaction are told from earlier ones.
   */
  static void emptyColumns(Connection connection, Table table, Collection<String> columns)
      throws SQLException {
    for (String column : columns) {
      ColumnType type = table.columns().get(table.indexOf(column)).type();
      Sql.execute(
          connection,
          Sql.alter(table.name())
              + "ALTER COLUMN "
              + Sql.quote(column)
              + " SET DATA TYPE "
              + DuckDbTypes.name(type)
              + " USING NULL");
    }
  }

  /** Gives a column a wider type, or lets it be null. */
  static void alter(
      Connection connection, Table.Name table, Table.Column current, Table.Column changed)
      throws SQLException {
    String alter = Sql.alter(table) + "ALTER COLUMN " + Sql.quote(changed.name());
    if (!current.type().equals(changed.type())) {
      Sql.execute(
          connection,
          alter
              + " SET DATA TYPE "
              + DuckDbTypes.name(changed.type())
              + (DecimalText.becomes(current.type(), changed.type())
                  ? " USING " + decimalText(Sql.quote(changed.name()))
                  : ""));
    }
    if (changed.nullable() && !current.nullable()) {
      Sql.execute(connection, alter + " DROP NOT NULL");
    }
  }

  /** DuckDB writes no zero before the point of a decimal that has no digit there. */
  private static String decimalText(String column) {
    return DecimalText.sql("regexp_replace(CAST(" + column + " AS VARCHAR), '^(-?)[.]', '\\10.')");
  }

  /** The tables that rows of this one refer to, in its schema: others cannot be referred to. */
  static List<Table.Name> references(Connection connection, Table.Name name) throws SQLException {
    String sql =
        "SELECT DISTINCT schema_name, referenced_table FROM duckdb_constraints()"
            + " WHERE database_name = current_database() AND constraint_type = 'FOREIGN KEY' AND "
            + ofTable(name)
            + " ORDER BY 1, 2";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      setTable(query, name);
      return Sql.tables(query);
    }
  }
}
