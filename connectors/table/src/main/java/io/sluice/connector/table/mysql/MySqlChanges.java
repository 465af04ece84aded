package io.sluice.connector.table.mysql;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.DecimalText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The statements that make tables and change them: only what is not so yet, since each commits by
 * itself and a crash may come between two.
 */
final class MySqlChanges {
  /**
   * Begins the comment of a column whose decimals became texts as the server writes them, until
   * they are the texts that later rows get: a change of a table commits by itself, and the server
   * may be stopped right behind it.
   */
  private static final String REWRITING = "Sluice is rewriting decimals; was: ";

  private final MySqlTypes types;
  private final MySqlTables tables;
  private final MySqlSession.Server server;

  MySqlChanges(MySqlSession.Server server) {
    this.server = server;
    types = new MySqlTypes(server);
    tables = new MySqlTables(server);
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
  List<String> addition(Table table, List<Table.Column> added, List<MySqlTables.Described> there) {
    Set<String> names = there.stream().map(MySqlTables.Described::name).collect(Collectors.toSet());
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
      Connection connection, Table table, Table.Column changed, List<MySqlTables.Described> there)
      throws SQLException {
    MySqlTables.Described now =
        there.stream()
            .filter(column -> column.name().equals(changed.name()))
            .findFirst()
            .orElseThrow(() -> new DataException("column '" + changed.name() + "' is gone"));
    ColumnType typeNow = tables.typeOf(now);
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
  List<String> rest(Connection connection, Table.Name table, List<MySqlTables.Described> there)
      throws SQLException {
    List<String> statements = new ArrayList<>();
    for (MySqlTables.Described column : there) {
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
  List<String> removal(Table table, Collection<String> columns, List<MySqlTables.Described> there) {
    Set<String> names = there.stream().map(MySqlTables.Described::name).collect(Collectors.toSet());
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
      List<MySqlTables.Described> there)
      throws SQLException {
    List<String> changes = new ArrayList<>();
    MySqlClauses clauses = MySqlClauses.of(connection, table.name());
    if (ofTable != null) {
      changes.add("COMMENT = " + literal(cut(ofTable, 2048)));
    }
    for (MySqlTables.Described column : there) {
      String said = ofColumns.get(column.name());
      if (said == null) {
        continue;
      }
      ColumnType type = tables.typeOf(column);
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
}
