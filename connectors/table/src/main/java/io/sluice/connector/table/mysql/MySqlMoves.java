package io.sluice.connector.table.mysql;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/** Gives stored rows of one table new keys, or copies under them. Used by one thread. */
final class MySqlMoves {
  private final MySqlRows out;
  private final MySqlStaging staging;
  private final Table table;
  private final String name;

  MySqlMoves(MySqlRows out, MySqlStaging staging, Table table) {
    this.out = out;
    this.staging = staging;
    this.table = table;
    name = Sql.quote(table.name());
  }

  /** Gives rows their new keys, but those whose new keys are there already. */
  void rename(List<Row> rows) throws SQLException {
    List<Table.Column> moves = staging.fillMoves(rows);
    int width = table.key().size();
    String sameOldKey = staging.sameKey("t", moves.subList(0, width));
    // Those whose new keys are there already: changes come again, behind what they have led to.
    out.update(
        "DELETE t FROM "
            + MySqlStaging.MOVES
            + " AS s STRAIGHT_JOIN "
            + name
            + " AS x ON "
            + staging.sameKey("x", moves.subList(width, 2 * width))
            + " STRAIGHT_JOIN "
            + name
            + " AS t ON "
            + sameOldKey
            + " WHERE NOT ("
            + staging.sameKey("x", moves.subList(0, width))
            + ")");
    out.update(
        "UPDATE "
            + MySqlStaging.MOVES
            + " AS s STRAIGHT_JOIN "
            + name
            + " AS t ON "
            + sameOldKey
            + " SET "
            + Sql.list(
                IntStream.range(0, width).boxed().toList(),
                i ->
                    "t."
                        + Sql.quote(table.key().get(i))
                        + " = s."
                        + Sql.quote(moves.get(i + width).name())));
  }

  /** Copies rows under new keys, but where there is one already. */
  void copy(List<Row> rows) throws SQLException {
    List<Table.Column> moves = staging.fillMoves(rows);
    int width = table.key().size();
    out.update(
        "INSERT INTO "
            + name
            + " ("
            + Sql.list(staging.columns(), column -> Sql.quote(column.name()))
            + ") SELECT "
            + Sql.list(
                staging.columns(),
                column -> {
                  int part = table.key().indexOf(column.name());
                  return part < 0
                      ? "t." + Sql.quote(column.name())
                      : "s." + Sql.quote(moves.get(part + width).name());
                })
            + " FROM "
            + MySqlStaging.MOVES
            + " AS s STRAIGHT_JOIN "
            + name
            + " AS t ON "
            + staging.sameKey("t", moves.subList(0, width))
            + " LEFT JOIN "
            + name
            + " AS x ON "
            + staging.sameKey("x", moves.subList(width, 2 * width))
            + " WHERE x."
            + Sql.quote(table.key().get(0))
            + " IS NULL");
  }
}
