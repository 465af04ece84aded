package io.sluice.connector.table.stored;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of schema versions in the target, one row a pipeline and table. It is named after that
 * of the offsets and written in the same transactions.
 */
public final class StoredSchemas {
  private final Table described;
  private final String table;

  /**
   * The table beside that of the offsets.
   *
   * @param offsetsTable its name, unquoted
   */
  public StoredSchemas(String offsetsTable) {
    described =
        new Table(
            new Table.Name("", offsetsTable + "_schemas"),
            List.of(
                new Table.Column("name", ColumnType.TEXT, false),
                new Table.Column("table_name", ColumnType.TEXT, false),
                new Table.Column("version", ColumnType.INT32, false),
                new Table.Column("columns", ColumnType.TEXT, false),
                new Table.Column("key_columns", ColumnType.TEXT, false)),
            List.of("name", "table_name"));
    table = Sql.quote(described.name());
  }

  /** What the dialect creates, as any other table, unless it is there. */
  public Table table() {
    return described;
  }

  /** What each pipeline has brought into a table, by its name. */
  public Map<String, SchemaVersion> read(Connection connection, Table.Name of) throws SQLException {
    String sql =
        "SELECT \"name\", \"version\", \"columns\", \"key_columns\" FROM "
            + table
            + " WHERE \"table_name\" = ?";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, Sql.quote(of));
      Map<String, SchemaVersion> versions = new LinkedHashMap<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          versions.put(
              rows.getString(1),
              SchemaVersion.parse(rows.getInt(2), rows.getString(3), rows.getString(4)));
        }
      }
      return versions;
    }
  }

  /** The tables that a pipeline has created without their keys, which they are yet to get. */
  public List<Table.Name> keysPending(Connection connection, String name) throws SQLException {
    String sql = "SELECT \"table_name\", \"key_columns\" FROM " + table + " WHERE \"name\" = ?";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, name);
      List<Table.Name> tables = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          if (SchemaVersion.isPending(rows.getString(2))) {
            tables.add(named(SchemaVersion.names(rows.getString(1))));
          }
        }
      }
      return tables;
    }
  }

  private static Table.Name named(List<String> names) {
    return names.size() == 1
        ? new Table.Name("", names.get(0))
        : new Table.Name(names.get(0), names.get(1));
  }

  /** Writes what a pipeline has brought into a table, in place of what was there. */
  public void write(Connection connection, String name, Table.Name of, SchemaVersion version)
      throws SQLException {
    String update =
        "UPDATE "
            + table
            + " SET \"version\" = ?, \"columns\" = ?, \"key_columns\" = ? WHERE \"name\" = ? AND"
            + " \"table_name\" = ?";
    String insert =
        "INSERT INTO "
            + table
            + " (\"version\", \"columns\", \"key_columns\", \"name\", \"table_name\") VALUES (?, ?,"
            + " ?, ?, ?)";
    if (write(connection, update, name, of, version) == 0) {
      write(connection, insert, name, of, version);
    }
  }

  private static int write(
      Connection connection, String sql, String name, Table.Name of, SchemaVersion version)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, version.number());
      statement.setString(2, version.columnsText());
      statement.setString(3, version.keyText());
      statement.setString(4, name);
      statement.setString(5, Sql.quote(of));
      return statement.executeUpdate();
    }
  }
}
