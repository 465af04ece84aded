package io.sluice.connector.table.row;

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
}
