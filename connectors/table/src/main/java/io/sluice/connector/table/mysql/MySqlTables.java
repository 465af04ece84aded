package io.sluice.connector.table.mysql;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What the catalog says of tables. */
final class MySqlTables {
  private static final String THAT_TABLE =
      " WHERE table_schema = coalesce(nullif(?, ''), DATABASE()) AND table_name = ?";

  /**
   * See {@link MySqlSession.Server#keyOfItsOwn}, MySQL itself calls it so as well; and {@link
   * MySqlKeyBuild}.
   */
  private static final String OTHER_THAN_ITS_OWN_KEY =
      " AND NOT (column_name IN ('my_row_id', '"
          + MySqlKeyBuild.NUMBER
          + "') AND extra LIKE '%auto_increment%')";

  private final MySqlTypes types;
  private final MySqlSession.Server server;

  MySqlTables(MySqlSession.Server server) {
    this.server = server;
    types = new MySqlTypes(server);
  }

  /**
   * A column as the server describes it.
   *
   * @param name of the column
   * @param type the server's name of its type, with the length
   * @param collation with which it compares text; null for what is no text
   * @param nullable whether it may be without a value
   * @param comment for people
   * @param json whether it takes JSON only
   * @param filling what comes into it by itself
   */
  record Described(
      String name,
      String type,
      @Nullable String collation,
      boolean nullable,
      String comment,
      boolean json,
      Table.Filling filling) {

    /** The type with what text needs besides. */
    String fullType() {
      String charset = collation == null ? "" : collation.replaceFirst("_.*", "");
      return collation == null
          ? type
          : type + " CHARACTER SET " + charset + " COLLATE " + collation;
    }
  }

  /** The columns in the table's order; none if there is no such table. */
  List<Described> columns(Connection connection, Table.Name name) throws SQLException {
    // A JSON column of MariaDB is a text with a constraint of the column's name.
    String json =
        server.mariaDb()
            ? "EXISTS (SELECT 1 FROM information_schema.check_constraints k WHERE"
                + " k.constraint_schema = c.table_schema AND k.table_name = c.table_name AND"
                + " k.constraint_name = c.column_name AND k.check_clause LIKE 'json_valid(%')"
            : "data_type = 'json'";
    String sql =
        "SELECT column_name, column_type, collation_name, is_nullable = 'YES',"
            + " column_comment, "
            + json
            + ", column_default IS NOT NULL OR extra LIKE '%auto_increment%',"
            + " extra LIKE '%VIRTUAL GENERATED%' OR extra LIKE '%STORED GENERATED%'"
            + " FROM information_schema.columns c"
            + THAT_TABLE
            + OTHER_THAN_ITS_OWN_KEY
            + " ORDER BY ordinal_position";
    List<Described> columns = new ArrayList<>();
    try (PreparedStatement query = of(connection, sql, name);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        columns.add(
            new Described(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getBoolean(4),
                rows.getString(5),
                rows.getBoolean(6),
                Sql.filling(rows.getBoolean(7), rows.getBoolean(8))));
      }
    }
    return columns;
  }

  /**
   * Refuses a table whose engine undoes nothing: after a crash rows would be there twice.
   *
   * @throws ConfigException if it is kept by such an engine
   */
  void requireTransactions(Connection connection, Table.Name name) throws SQLException {
    String sql =
        "SELECT engine FROM information_schema.tables"
            + THAT_TABLE
            + " AND engine NOT IN (SELECT engine FROM information_schema.engines WHERE"
            + " transactions = 'YES')";
    try (PreparedStatement query = of(connection, sql, name);
        ResultSet rows = query.executeQuery()) {
      if (rows.next()) {
        throw new ConfigException(
            "table "
                + name
                + " is kept by the engine "
                + rows.getString(1)
                + ", which has no transactions: after a crash its rows would not fit the stored"
                + " offsets. Convert it: ALTER TABLE ... ENGINE=InnoDB.");
      }
    }
  }

  /** The same columns as the sink sees them. */
  List<Table.Column> known(List<Described> columns) {
    return columns.stream()
        .map(
            column ->
                new Table.Column(
                    column.name(), typeOf(column), column.nullable(), column.filling()))
        .toList();
  }

  /** A column's type as the sink sees it. */
  ColumnType typeOf(Described column) {
    return types.parse(column.type(), column.collation(), column.json(), column.comment());
  }

  /** The sets of columns that the server keeps unique; a part of a value counts as no column. */
  Set<Set<String>> uniques(Connection connection, Table.Name name) throws SQLException {
    Map<String, Set<String>> byIndex = new LinkedHashMap<>();
    String sql =
        "SELECT index_name, column_name, sub_part FROM information_schema.statistics"
            + THAT_TABLE
            + " AND non_unique = 0 ORDER BY index_name, seq_in_index";
    try (PreparedStatement query = of(connection, sql, name);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        String column = rows.getString(2);
        boolean whole = column != null && rows.getString(3) == null;
        byIndex
            .computeIfAbsent(rows.getString(1), any -> new LinkedHashSet<>())
            .add(whole ? column : "a part of " + column);
      }
    }
    return Set.copyOf(byIndex.values());
  }

  /**
   * How the key is to come to a table that is without it; nothing if the table is as it is to be.
   */
  Optional<MySqlKeyBuild> keyPending(Connection connection, Table.Name name) throws SQLException {
    String sql =
        "SELECT column_comment FROM information_schema.columns"
            + THAT_TABLE
            + " AND column_name = '"
            + MySqlKeyBuild.NUMBER
            + "' AND extra LIKE '%auto_increment%'";
    try (PreparedStatement query = of(connection, sql, name);
        ResultSet rows = query.executeQuery()) {
      return rows.next()
          ? Optional.of(MySqlKeyBuild.of(name, rows.getString(1)))
          : Optional.empty();
    }
  }

  /** The tables that rows of this one refer to. */
  List<Table.Name> references(Connection connection, Table.Name name) throws SQLException {
    String sql =
        "SELECT DISTINCT referenced_table_schema, referenced_table_name"
            + " FROM information_schema.key_column_usage"
            + THAT_TABLE
            + " AND referenced_table_name IS NOT NULL ORDER BY 1, 2";
    try (PreparedStatement query = of(connection, sql, name)) {
      return Sql.tables(query);
    }
  }

  /** A query of one table, which {@link #THAT_TABLE} names. */
  private static PreparedStatement of(Connection connection, String sql, Table.Name name)
      throws SQLException {
    PreparedStatement query = connection.prepareStatement(sql);
    query.setString(1, name.schema());
    query.setString(2, name.table());
    return query;
  }
}
