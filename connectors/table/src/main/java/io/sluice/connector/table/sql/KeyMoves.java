package io.sluice.connector.table.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The statements that give stored rows new keys, from a staged table of old and new ones. */
public final class KeyMoves {
  private static final String OLD = "old_";
  private static final String NEW = "new_";

  private KeyMoves() {}

  /** Columns of the staged table: the old key, then the new one. */
  public static List<Table.Column> columns(Table table) {
    List<Table.Column> columns = new ArrayList<>(table.key().size() * 2);
    for (String prefix : List.of(OLD, NEW)) {
      for (String key : table.key()) {
        columns.add(column(table, prefix, key));
      }
    }
    return columns;
  }

  private static Table.Column column(Table table, String prefix, String key) {
    Table.Column column = table.columns().get(table.indexOf(key));
    return new Table.Column(prefix + key, column.type(), true);
  }

  /**
   * The statement that deletes rows whose new keys are there already: changes come again, behind
   * what they have led to.
   *
   * @param staged the staged table, quoted
   * @param value how to read one of its columns, which are called {@code s}
   */
  public static String deleteOvertaken(
      Table table, String staged, Function<Table.Column, String> value) {
    return "DELETE FROM "
        + Sql.quote(table.name())
        + " AS t USING "
        + staged
        + " AS s WHERE "
        + same(table, "t", OLD, value)
        + " AND EXISTS "
        + underNewKey(table, value, " AND NOT (" + same(table, "x", OLD, value) + ")");
  }

  private static String underNewKey(
      Table table, Function<Table.Column, String> value, String condition) {
    return "(SELECT 1 FROM "
        + Sql.quote(table.name())
        + " AS x WHERE "
        + same(table, "x", NEW, value)
        + condition
        + ")";
  }

  private static String same(
      Table table, String of, String prefix, Function<Table.Column, String> value) {
    return Sql.all(
        table.key(),
        key -> of + "." + Sql.quote(key) + " = " + value.apply(column(table, prefix, key)));
  }

  /**
   * The statement that gives rows their new keys.
   *
   * @param staged the staged table, quoted
   * @param value how to read one of its columns, which are called {@code s}
   */
  public static String update(Table table, String staged, Function<Table.Column, String> value) {
    return "UPDATE "
        + Sql.quote(table.name())
        + " AS t SET "
        + Sql.list(
            table.key(), key -> Sql.quote(key) + " = " + value.apply(column(table, NEW, key)))
        + " FROM "
        + staged
        + " AS s WHERE "
        + same(table, "t", OLD, value);
  }

  /**
   * The statement that copies stored rows under new keys, but those that are there already.
   *
   * @param staged the staged table, quoted
   * @param value how to read one of its columns, which are called {@code s}
   */
  public static String copy(Table table, String staged, Function<Table.Column, String> value) {
    return "INSERT INTO "
        + Sql.quote(table.name())
        + " ("
        + Sql.list(table.columns(), column -> Sql.quote(column.name()))
        + ") SELECT "
        + Sql.list(
            table.columns(),
            column ->
                table.key().contains(column.name())
                    ? value.apply(column(table, NEW, column.name()))
                    : "t." + Sql.quote(column.name()))
        + " FROM "
        + Sql.quote(table.name())
        + " AS t, "
        + staged
        + " AS s WHERE "
        + same(table, "t", OLD, value)
        + " AND NOT EXISTS "
        + underNewKey(table, value, "");
  }
}
