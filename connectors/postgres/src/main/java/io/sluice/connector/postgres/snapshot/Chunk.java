package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.event.TableFormat;
import java.util.stream.Collectors;

/** What one COPY reads: a table or a range of its pages. */
record Chunk(TableWork table, TableWork.Range range) {

  String copy(TableFormat format) {
    String columns =
        format.table().columns().stream()
            .map(Column::name)
            .map(TableId::quote)
            .collect(Collectors.joining(", "));
    String where = range.condition() == null ? "" : " WHERE " + range.condition();
    return "COPY (SELECT "
        + columns
        + " FROM "
        + table.from()
        + where
        + ") TO STDOUT (FORMAT binary)";
  }
}
