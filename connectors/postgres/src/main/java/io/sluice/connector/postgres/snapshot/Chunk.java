package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.event.TableFormat;

/** What one COPY reads: a table or a range of its pages. */
record Chunk(TableWork table, TableWork.Range range) {

  /**
   * The statement that reads it.
   *
   * @param first how many rows of it, 0 for all
   */
  String copy(TableFormat format, int first) {
    String where = range.condition() == null ? "" : " WHERE " + range.condition();
    return "COPY (SELECT "
        + format.selectList()
        + " FROM "
        + table.from()
        + where
        + (first > 0 ? " LIMIT " + first : "")
        + ") TO STDOUT (FORMAT binary)";
  }
}
