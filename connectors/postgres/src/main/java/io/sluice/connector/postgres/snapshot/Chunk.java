package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.event.TableFormat;

/** What one COPY reads: a table or a range of its pages. */
record Chunk(TableWork table, TableWork.Range range) {

  String copy(TableFormat format) {
    String where = range.condition() == null ? "" : " WHERE " + range.condition();
    return "COPY (SELECT "
        + format.selectList()
        + " FROM "
        + table.from()
        + where
        + ") TO STDOUT (FORMAT binary)";
  }
}
