package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.sql.ExactKey;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.DecimalText;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Tables as the driver's metadata have them, looked at and made as standard SQL says. */
final class JdbcTables {
  /** Digits of a second that a column keeps. */
  private static final int MICROS = 6;

  private final Connection connection;
  private final JdbcTypes types;

  JdbcTables(Connection connection, JdbcTypes types) {
    this.connection = connection;
    this.types = types;
  }

  JdbcTypes types() {
    return types;
  }

  /** The table's columns; none if there is no such table. */
  List<Table.Column> columns(Table.Name name) throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    TreeMap<Integer, Table.Column> columns = new TreeMap<>();
    try (ResultSet rows =
        metadata.getColumns(
            connection.getCatalog(), pattern(schema(name)), pattern(name.table()), null)) {
      while (rows.next()) {
        if (!same(rows.getString("TABLE_NAME"), name.table())
            || !same(rows.getString("TABLE_SCHEM"), schema(name))) {
          continue;
        }
        String column = rows.getString("COLUMN_NAME");
        int code = rows.getInt("DATA_TYPE");
        int scale = scale(rows, code);
        if (isTime(code) && scale < MICROS) {
          throw new ConnectException(
              "column '"
                  + column
                  + "' of table "
                  + name
                  + " keeps "
                  + scale
                  + " digits of a second and would round the others away. Give it 6, or leave the"
                  + " table to the sink.");
        }
        ColumnType type =
            types.of(
                code,
                rows.getString("TYPE_NAME"),
                rows.getInt("COLUMN_SIZE"),
                rows.getInt("NUM_PREC_RADIX"),
                scale);
        boolean nullable = rows.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls;
        columns.put(
            rows.getInt("ORDINAL_POSITION"),
            new Table.Column(column, type, nullable, filling(rows)));
      }
    }
    return new ArrayList<>(columns.values());
  }

  private static Table.Filling filling(ResultSet rows) throws SQLException {
    boolean counted = "YES".equals(rows.getString("IS_AUTOINCREMENT"));
    boolean computed = "YES".equals(rows.getString("IS_GENERATEDCOLUMN"));
    return Sql.filling(counted || rows.getString("COLUMN_DEF") != null, computed && !counted);
  }

  private String schema(Table.Name name) throws SQLException {
    String current = connection.getSchema();
    return name.schema().isEmpty() && current != null ? current : name.schema();
  }

  /**
   * A pattern for this name and maybe more. Drivers do not agree about what makes a wildcard a
   * plain letter, so that whoever asks has to look at the names that come.
   */
  private static String pattern(String name) {
    return name.replace('\\', '_');
  }

  private boolean same(@Nullable String found, String wanted) {
    return found == null
        || wanted.isEmpty()
        || types.names().tableIdentity(found).equals(types.names().tableIdentity(wanted));
  }

  /** Digits behind the point, or of a second, which some drivers tell by the column's size only. */
  private static int scale(ResultSet rows, int code) throws SQLException {
    int scale = rows.getInt("DECIMAL_DIGITS");
    if (!rows.wasNull() || !isTime(code)) {
      return scale;
    }
    String whole =
        switch (code) {
          case Types.TIME -> "00:00:00.";
          case Types.TIMESTAMP -> "0000-00-00 00:00:00.";
          default -> "0000-00-00 00:00:00.+00:00";
        };
    return Math.max(0, rows.getInt("COLUMN_SIZE") - whole.length());
  }

  private static boolean isTime(int code) {
    return code == Types.TIME || code == Types.TIMESTAMP || code == Types.TIMESTAMP_WITH_TIMEZONE;
  }

  /**
   * Refuses key columns that take upper and lower case for one, and those of which the database
   * does not say so. Whether blanks at the end count, standard SQL leaves to it: some ignore them
   * everywhere.
   *
   * @throws ConfigException with the column's name; the open transaction is to be rolled back
   */
  void requireExactKey(Table table) throws SQLException {
    for (String key : table.key()) {
      if (table.columns().get(table.indexOf(key)).type().kind() == ColumnType.Kind.TEXT) {
        try {
          ExactKey.require(
              connection, table, key, text(table, key, 'a') + " UNION " + text(table, key, 'A'), 2);
        } catch (SQLException e) {
          throw unanswered(table, key, e);
        }
      }
    }
  }

  /** One row of a text as the column compares it: every database has a way to ask for less. */
  private static String text(Table table, String key, char text) {
    return "SELECT COALESCE(MIN("
        + Sql.quote(key)
        + "), '"
        + text
        + "') FROM "
        + Sql.quote(table.name())
        + " WHERE 1 = 0";
  }

  /** What passes, or is of the table itself, is not about the question. */
  private static SQLException unanswered(Table table, String key, SQLException e) {
    Fault fault = JdbcTrouble.of(e);
    if (fault != Fault.OTHER && fault != Fault.ROW) {
      return e;
    }
    throw new ConfigException(
        "key column '"
            + key
            + "' of table "
            + table.name()
            + ": the database does not say (SQL state "
            + e.getSQLState()
            + ") whether it tells all texts apart there. Rows of keys that it takes for one would"
            + " replace each other. Give the column a type that can be compared, such as VARCHAR,"
            + " or use mode append.");
  }

  void create(Table wanted) throws SQLException {
    String schema = wanted.name().schema();
    if (!schema.isEmpty() && !hasSchema(schema)) {
      Sql.execute(connection, "CREATE SCHEMA " + Sql.quote(schema));
    }
    Sql.execute(
        connection,
        "CREATE TABLE "
            + Sql.quote(wanted.name())
            + " ("
            + Sql.list(
                wanted.columns(),
                column ->
                    Sql.quote(column.name())
                        + " "
                        + types.name(column.type(), wanted.key().contains(column.name()))
                        + (column.nullable() ? "" : " NOT NULL"))
            + Sql.primaryKey(wanted.key())
            + ")");
  }

  private boolean hasSchema(String schema) throws SQLException {
    try (ResultSet rows = connection.getMetaData().getSchemas()) {
      while (rows.next()) {
        if (schema.equals(rows.getString("TABLE_SCHEM"))) {
          return true;
        }
      }
    }
    return false;
  }

  void addColumn(Table.Name table, Table.Column added) throws SQLException {
    Sql.execute(
        connection,
        Sql.alter(table)
            + "ADD COLUMN "
            + Sql.quote(added.name())
            + " "
            + types.name(added.type(), false));
  }

  void dropColumn(Table.Name table, String column) throws SQLException {
    Sql.execute(connection, Sql.alter(table) + "DROP COLUMN " + Sql.quote(column));
  }

  /**
   * Gives a column another type.
   *
   * @param from the type that it has
   */
  void retype(Table table, ColumnType from, Table.Column changed) throws SQLException {
    boolean key = table.key().contains(changed.name());
    Sql.execute(
        connection,
        alteration(table.name(), changed) + " SET DATA TYPE " + types.name(changed.type(), key));
    String column = Sql.quote(changed.name());
    String text = null;
    if (DecimalText.becomes(from, changed.type())) {
      text = DecimalText.sql(column);
    } else if (from.kind() == ColumnType.Kind.BOOLEAN
        && changed.type().kind() == ColumnType.Kind.TEXT) {
      text = booleanText(column);
    }
    if (text != null) {
      Sql.execute(
          connection, "UPDATE " + Sql.quote(table.name()) + " SET " + column + " = " + text);
    }
  }

  /** As later rows have it, whatever the database wrote: {@code TRUE}, {@code t}, {@code 1}. */
  private static String booleanText(String column) {
    return "CASE WHEN LOWER("
        + column
        + ") IN ('true', 't', '1') THEN 'true' WHEN LOWER("
        + column
        + ") IN ('false', 'f', '0') THEN 'false' ELSE "
        + column
        + " END";
  }

  void dropNotNull(Table.Name table, Table.Column column) throws SQLException {
    Sql.execute(connection, alteration(table, column) + " DROP NOT NULL");
  }

  private static String alteration(Table.Name table, Table.Column column) {
    return Sql.alter(table) + "ALTER COLUMN " + Sql.quote(column.name());
  }

  /** The tables that rows of this one refer to, as far as the driver tells. */
  List<Table.Name> references(Table.Name name) throws SQLException {
    Set<Table.Name> referred = new LinkedHashSet<>();
    try (ResultSet rows =
        connection
            .getMetaData()
            .getImportedKeys(connection.getCatalog(), schema(name), name.table())) {
      while (rows.next()) {
        String schema = rows.getString("PKTABLE_SCHEM");
        referred.add(new Table.Name(schema == null ? "" : schema, rows.getString("PKTABLE_NAME")));
      }
    }
    return List.copyOf(referred);
  }
}
