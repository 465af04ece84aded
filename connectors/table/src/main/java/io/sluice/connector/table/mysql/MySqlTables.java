package io.sluice.connector.table.mysql;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.DecimalText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** What the catalog says of tables, and the statements that change them. */
final class MySqlTables {
  private static final String THAT_TABLE =
      " WHERE table_schema = coalesce(nullif(?, ''), DATABASE()) AND table_name = ?";

  /** See {@link MySqlSession.Server#keyOfItsOwn}; MySQL itself calls it so as well. */
  private static final String OTHER_THAN_ITS_OWN_KEY =
      " AND NOT (column_name = 'my_row_id' AND extra LIKE '%auto_increment%')";

  /**
   * Begins the comment of a column whose decimals became texts as the server writes them, until
   * they are the texts that later rows get: a change of a table commits by itself, and the server
   * may be stopped right behind it.
   */
  private static final String REWRITING = "Sluice is rewriting decimals; was: ";

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
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, name.schema());
      query.setString(2, name.table());
      try (ResultSet rows = query.executeQuery()) {
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
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, name.schema());
      query.setString(2, name.table());
      try (ResultSet rows = query.executeQuery()) {
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

  private ColumnType typeOf(Described column) {
    return types.parse(column.type(), column.collation(), column.json(), column.comment());
  }

  /** The sets of columns that the server keeps unique; a part of a value counts as no column. */
  Set<Set<String>> uniques(Connection connection, Table.Name name) throws SQLException {
    Map<String, Set<String>> byIndex = new LinkedHashMap<>();
    String sql =
        "SELECT index_name, column_name, sub_part FROM information_schema.statistics"
            + THAT_TABLE
            + " AND non_unique = 0 ORDER BY index_name, seq_in_index";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, name.schema());
      query.setString(2, name.table());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          String column = rows.getString(2);
          boolean whole = column != null && rows.getString(3) == null;
          byIndex
              .computeIfAbsent(rows.getString(1), any -> new LinkedHashSet<>())
              .add(whole ? column : "a part of " + column);
        }
      }
    }
    return Set.copyOf(byIndex.values());
  }

  /** Statements that make a table, and its database, unless they are there. */
  List<String> creation(Table wanted) {
    List<String> statements = new ArrayList<>();
    if (!wanted.name().schema().isEmpty()) {
      statements.add("CREATE DATABASE IF NOT EXISTS " + Sql.quote(wanted.name().schema()));
    }
    String columns =
        Sql.list(
            wanted.columns(),
            column ->
                Sql.quote(column.name())
                    + " "
                    + typeIn(wanted, column)
                    + (column.nullable() ? " NULL" : " NOT NULL"));
    statements.add(
        "CREATE TABLE IF NOT EXISTS "
            + Sql.quote(wanted.name())
            + " ("
            + (wanted.key().isEmpty() ? server.keyOfItsOwn() : "")
            + columns
            + Sql.primaryKey(wanted.key())
            + ") ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE "
            + server.collation());
    return statements;
  }

  private String typeIn(Table table, Table.Column column) {
    if (!table.key().contains(column.name())) {
      return types.name(column.type());
    }
    int unbounded =
        (int)
            table.key().stream()
                .map(key -> table.columns().get(table.indexOf(key)).type())
                .filter(MySqlTypes::isUnbounded)
                .count();
    return types.keyName(column.type(), unbounded, table.key().size());
  }

  /** The statement that adds columns; none if they are there. */
  List<String> addition(Table table, List<Table.Column> added, List<Described> there) {
    Set<String> names = there.stream().map(Described::name).collect(Collectors.toSet());
    List<Table.Column> missing =
        added.stream().filter(column -> !names.contains(column.name())).toList();
    if (missing.isEmpty()) {
      return List.of();
    }
    return List.of(
        Sql.alter(table.name())
            + Sql.list(
                missing,
                column ->
                    "ADD COLUMN "
                        + Sql.quote(column.name())
                        + " "
                        + types.name(column.type())
                        + " NULL"));
  }

  /**
   * The statements that give a column another type, or let it be null; none if it is so.
   *
   * @param there the columns as they are now, which may be as wanted since a crash
   */
  List<String> change(
      Connection connection, Table table, Table.Column changed, List<Described> there)
      throws SQLException {
    Described now =
        there.stream()
            .filter(column -> column.name().equals(changed.name()))
            .findFirst()
            .orElseThrow(() -> new DataException("column '" + changed.name() + "' is gone"));
    ColumnType typeNow = typeOf(now);
    boolean sameType = typeNow.equals(changed.type());
    boolean key = table.key().contains(changed.name());
    boolean nullable = now.nullable() || changed.nullable() && !key;
    if (sameType && nullable == now.nullable()) {
      return List.of();
    }
    if (changed.type().kind() == ColumnType.Kind.TEXT) {
      requireSameText(table, changed.name(), typeNow.kind());
    }
    MySqlClauses clauses = MySqlClauses.of(connection, table.name());
    String type = sameType ? null : typeAs(table, changed);
    String alter = Sql.alter(table.name());
    if (!DecimalText.becomes(typeNow, changed.type())) {
      return List.of(alter + clauses.modification(now, type, nullable, now.comment()));
    }
    String comment = cut(REWRITING + now.comment(), 1024);
    return List.of(
        alter + clauses.modification(now, type, nullable, comment),
        rewriting(table.name(), now.name()),
        alter + clauses.modification(now, type, nullable, now.comment()));
  }

  private static String rewriting(Table.Name table, String name) {
    String column = Sql.quote(name);
    return "UPDATE " + Sql.quote(table) + " SET " + column + " = " + DecimalText.sql(column);
  }

  /** Statements that end what a crash left of {@link #change}; none if nothing is. */
  List<String> rest(Connection connection, Table.Name table, List<Described> there)
      throws SQLException {
    List<String> statements = new ArrayList<>();
    for (Described column : there) {
      if (column.comment().startsWith(REWRITING)) {
        String comment = column.comment().substring(REWRITING.length());
        statements.add(rewriting(table, column.name()));
        statements.add(
            Sql.alter(table)
                + MySqlClauses.of(connection, table)
                    .modification(column, null, column.nullable(), comment));
      }
    }
    return statements;
  }

  /** The server makes texts of its own of some types when their column becomes text. */
  private static void requireSameText(Table table, String column, ColumnType.Kind held) {
    String why;
    if (held == ColumnType.Kind.BOOLEAN) {
      why =
          "booleans, which this server would make '1' and '0' where the records say 'true' and"
              + " 'false'";
    } else if (held == ColumnType.Kind.FLOAT32) {
      why = "single-precision numbers, which this server would round to six digits";
    } else {
      return;
    }
    throw new DataException(
        "column '"
            + column
            + "' of table "
            + table.name()
            + " holds "
            + why
            + ". Convert the column or the records.");
  }

  private String typeAs(Table table, Table.Column changed) {
    List<Table.Column> columns = new ArrayList<>(table.columns());
    columns.set(table.indexOf(changed.name()), changed);
    return typeIn(new Table(table.name(), columns, table.key()), changed);
  }

  /** The statement that drops columns; none if they are gone. */
  List<String> removal(Table table, Collection<String> columns, List<Described> there) {
    Set<String> names = there.stream().map(Described::name).collect(Collectors.toSet());
    List<String> present = columns.stream().filter(names::contains).toList();
    return present.isEmpty()
        ? List.of()
        : List.of(
            Sql.alter(table.name())
                + Sql.list(present, column -> "DROP COLUMN " + Sql.quote(column)));
  }

  /** The statement that says what a table and columns are for; none if nothing is to be said. */
  List<String> comments(
      Connection connection,
      Table table,
      @Nullable String ofTable,
      Map<String, String> ofColumns,
      List<Described> there)
      throws SQLException {
    List<String> changes = new ArrayList<>();
    MySqlClauses clauses = MySqlClauses.of(connection, table.name());
    if (ofTable != null) {
      changes.add("COMMENT = " + literal(cut(ofTable, 2048)));
    }
    for (Described column : there) {
      String said = ofColumns.get(column.name());
      if (said == null) {
        continue;
      }
      ColumnType type = typeOf(column);
      boolean marked =
          type.kind() == ColumnType.Kind.TIMESTAMPTZ && column.type().startsWith("datetime");
      String comment = cut(marked ? MySqlTypes.INSTANTS + ": " + said : said, 1024);
      if (!comment.equals(column.comment())) {
        changes.add(clauses.modification(column, null, column.nullable(), comment));
      }
    }
    return changes.isEmpty()
        ? List.of()
        : List.of(Sql.alter(table.name()) + String.join(", ", changes));
  }

  /** The server refuses longer comments. */
  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }

  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** The tables that rows of this one refer to. */
  List<Table.Name> references(Connection connection, Table.Name name) throws SQLException {
    String sql =
        "SELECT DISTINCT referenced_table_schema, referenced_table_name"
            + " FROM information_schema.key_column_usage"
            + THAT_TABLE
            + " AND referenced_table_name IS NOT NULL ORDER BY 1, 2";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, name.schema());
      query.setString(2, name.table());
      return Sql.tables(query);
    }
  }
}
