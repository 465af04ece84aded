package io.sluice.connector.table.row;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import java.util.BitSet;

/**
 * Which part of its row a partial row changes: rows of the same part go in one statement.
 *
 * @param unchanged columns to leave as stored
 * @param marks see {@link Row#marks}
 */
public record Part(BitSet unchanged, int marks) {

  public static Part of(Row row) {
    return new Part(row.unchangedColumns(), row.marks());
  }

  /** The whole row, whatever is there. */
  public static Part whole() {
    return new Part(new BitSet(), -1);
  }

  /** The further condition of the statement that changes rows, which are called {@code t}. */
  public String unmarked(Table table) {
    return marks < 0 ? "" : " AND t." + Sql.quote(table.columns().get(marks).name()) + " IS NULL";
  }
}
