package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.sql.ExactKey;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.value.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;

/** Tables as SQLite's catalog has them: looked at, made and changed. */
final class SqliteTables {
  /** What stands in quotes or comments in a statement. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|`(?:[^`]|``)*`|\\[[^]]*]|--[^\n]*|/\\*.*?\\*/",
          Pattern.DOTALL);

  /** What a table can have that its catalog does not tell, so that a copy would lack it. */
  private static final Pattern NOT_IN_THE_CATALOG =
      Pattern.compile(
          "\\b(CHECK|REFERENCES|UNIQUE|COLLATE|AUTOINCREMENT|WITHOUT|STRICT|CONFLICT"
              + "|DEFAULT)\\b",
          Pattern.CASE_INSENSITIVE);

  private SqliteTables() {}

  /** The table's columns; none if there is no such table. */
  static List<Table.Column> columns(Connection connection, Table.Name name) throws SQLException {
    // A key of one INTEGER is the row's own number, which SQLite counts itself.
    String sql =
        "SELECT name, type, NOT \"notnull\", dflt_value IS NOT NULL OR pk = 1 AND"
            + " upper(type) = 'INTEGER' AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) l WHERE"
            + " l.origin = 'pk'), hidden > 1 FROM pragma_table_xinfo(?1) WHERE hidden <> 1"
            + " ORDER BY cid";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, name.table());
      return Sql.columns(query, SqliteTypes::parse);
    }
  }

  /** A number that every change of any table changes. */
  static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA schema_version")) {
      row.next();
      return row.getInt(1);
    }
  }

  /**
   * Refuses key columns in which SQLite takes different texts for one, so that a row would take the
   * place of another.
   */
  static void requireExactKey(Connection connection, Table table) throws SQLException {
    for (String key : table.key()) {
      ExactKey.require(connection, table, key, "SELECT 'a' UNION SELECT 'A' UNION SELECT 'a '", 3);
    }
  }

  /** Whether the database itself keeps these columns unique, so that it can say what conflicts. */
  static boolean unique(Connection connection, Table table) throws SQLException {
    Set<String> key = Set.copyOf(table.key());
    Map<String, List<String>> unique = new HashMap<>();
    // The row's number is no index. Others with an expression have no name in one place.
    String sql =
        "SELECT '', name FROM pragma_table_info(?1) WHERE pk > 0 UNION ALL"
            + " SELECT l.name, coalesce(x.name, '') FROM pragma_index_list(?1) AS l,"
            + " pragma_index_xinfo(l.name) AS x"
            + " WHERE l.\"unique\" AND NOT l.partial AND x.key AND l.origin <> 'pk'";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, table.name().table());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          unique
              .computeIfAbsent(rows.getString(1), any -> new ArrayList<>())
              .add(rows.getString(2));
        }
      }
    }
    return unique.values().stream().anyMatch(columns -> Set.copyOf(columns).equals(key));
  }

  /** Whether anything in the table is to be there once only. */
  static boolean hasUniqueIndex(Connection connection, Table.Name name) throws SQLException {
    String sql = "SELECT 1 FROM pragma_index_list(?) WHERE \"unique\"";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, name.table());
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  static void create(Connection connection, Table wanted) throws SQLException {
    Sql.execute(connection, creation(Sql.quote(wanted.name()), wanted.columns(), wanted.key()));
  }

  private static String creation(String name, List<Table.Column> columns, List<String> key) {
    return "CREATE TABLE IF NOT EXISTS "
        + name
        + " ("
        + Sql.definitions(columns, SqliteTypes::name)
        + Sql.primaryKey(key)
        + ")";
  }

  /** Adds columns unless they are there: one a statement, as SQLite wants it. */
  static void addColumns(Connection connection, Table.Name table, List<Table.Column> added)
      throws SQLException {
    List<String> there =
        columns(connection, table).stream()
            .map(column -> column.name().toLowerCase(java.util.Locale.ROOT))
            .toList();
    for (Table.Column column : added) {
      if (!there.contains(column.name().toLowerCase(java.util.Locale.ROOT))) {
        Sql.execute(
            connection,
            Sql.alter(table)
                + "ADD COLUMN "
                + Sql.quote(column.name())
                + " "
                + SqliteTypes.name(column.type()));
      }
    }
  }

  /**
   * Drops columns that are there: one a statement, as SQLite wants it.
   *
   * @throws ConnectException if something of the database uses one
   */
  static void dropColumns(Connection connection, Table.Name table, Collection<String> columns)
      throws SQLException {
    for (String column : columns) {
      if (columns(connection, table).stream().noneMatch(there -> there.name().equals(column))) {
        continue;
      }
      try {
        Sql.execute(connection, Sql.alter(table) + "DROP COLUMN " + Sql.quote(column));
      } catch (SQLException e) {
        if (SqliteTrouble.of(e).trouble() != Target.Trouble.FATAL) {
          throw e;
        }
        throw new ConnectException(
            "column '"
                + column
                + "' of table "
                + table
                + " cannot be dropped: an index, a trigger, a view or a constraint uses it. Drop"
                + " that first.",
            e);
      }
    }
  }

  static void dropNotNull(Connection connection, Table.Name table, String column)
      throws SQLException {
    Sql.execute(
        connection, Sql.alter(table) + "ALTER COLUMN " + Sql.quote(column) + " DROP NOT NULL");
  }

  /**
   * Gives a column another type, in the one way that SQLite has: a new table, the rows copied, and
   * the old table dropped; indexes and triggers are made again.
   *
   * @throws DataException if the table has what would not survive that
   */
  static void retype(Connection connection, Table.Name name, Table.Column changed)
      throws SQLException {
    List<Table.Column> columns = new ArrayList<>(columns(connection, name));
    Map<Integer, String> key = new TreeMap<>();
    String table = Sql.quote(name);
    try (PreparedStatement query =
        connection.prepareStatement("SELECT pk, name FROM pragma_table_info(?) WHERE pk > 0")) {
      query.setString(1, name.table());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          key.put(rows.getInt(1), rows.getString(2));
        }
      }
    }
    ColumnType from =
        columns.stream()
            .filter(column -> column.name().equals(changed.name()))
            .findFirst()
            .orElseThrow()
            .type();
    columns.replaceAll(
        column -> column.name().equals(changed.name()) ? column.withType(changed.type()) : column);
    requireCopyable(connection, name, changed);
    List<String> after = statements(connection, name, "type IN ('index', 'trigger')");
    String made = Sql.quote("_sluice_rebuilt_" + name.table());
    Sql.execute(connection, creation(made, columns, List.copyOf(key.values())));
    Sql.execute(
        connection,
        "INSERT INTO "
            + made
            + " SELECT "
            + Sql.list(
                columns,
                column ->
                    column.name().equals(changed.name())
                        ? SqliteConversion.of(from, changed.type(), Sql.quote(column.name()))
                        : Sql.quote(column.name()))
            + " FROM "
            + table);
    Sql.execute(connection, "DROP TABLE " + table);
    Sql.execute(connection, "ALTER TABLE " + made + " RENAME TO " + table);
    for (String statement : after) {
      Sql.execute(connection, statement);
    }
  }

  private static void requireCopyable(Connection connection, Table.Name name, Table.Column changed)
      throws SQLException {
    boolean computed = hasComputedColumns(connection, name);
    for (String statement : statements(connection, name, "type IN ('table', 'view')")) {
      if (computed || NOT_IN_THE_CATALOG.matcher(QUOTED.matcher(statement).replaceAll("")).find()) {
        throw new DataException(
            "column '"
                + changed.name()
                + "' of table "
                + name
                + " is to become "
                + changed.type()
                + ". SQLite can do that only by making the table anew, and this one has"
                + " constraints, defaults, computed columns or options of yours that would be lost."
                + " Make it anew by hand with that column as "
                + SqliteTypes.name(changed.type())
                + ", or convert the records.");
      }
    }
  }

  /** Those that are not listed with the others, and may be declared without a word for it. */
  private static boolean hasComputedColumns(Connection connection, Table.Name name)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT count(*) FROM pragma_table_xinfo(?) WHERE hidden <> 0")) {
      query.setString(1, name.table());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getInt(1) > 0;
      }
    }
  }

  private static List<String> statements(Connection connection, Table.Name name, String which)
      throws SQLException {
    List<String> statements = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT sql FROM sqlite_schema WHERE lower(tbl_name) = lower(?) AND sql IS NOT NULL"
                + " AND "
                + which)) {
      query.setString(1, name.table());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          statements.add(rows.getString(1));
        }
      }
    }
    return statements;
  }
}
