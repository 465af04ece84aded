package io.sluice.connector.table.postgres;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends rows into a table by {@code COPY FROM STDIN} in binary form. */
final class PostgresCopy {
  private static final int SEND_BYTES = 1 << 16;

  private final Connection connection;
  private final PostgresBinary buffer = new PostgresBinary();

  PostgresCopy(Connection connection) {
    this.connection = connection;
  }

  void copy(
      String quotedTable,
      List<Table.Column> columns,
      List<Row> rows,
      Function<Row, @Nullable Object[]> values)
      throws SQLException {
    ColumnType[] types =
        columns.stream().map(column -> staged(column.type())).toArray(ColumnType[]::new);
    String sql =
        "COPY "
            + quotedTable
            + " ("
            + Sql.list(columns, column -> Sql.quote(column.name()))
            + ") FROM STDIN (FORMAT binary)";
    CopyIn in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      buffer.clear();
      buffer.begin();
      for (Row row : rows) {
        buffer.row(types, values.apply(row));
        if (buffer.length() >= SEND_BYTES) {
          send(in);
        }
      }
      buffer.end();
      send(in);
      in.endCopy();
    } finally {
      if (in.isActive()) {
        in.cancelCopy();
      }
    }
  }

  private void send(CopyIn in) throws SQLException {
    in.writeToCopy(buffer.array(), 0, buffer.length());
    buffer.clear();
  }

  /** Types without a binary form here travel as text, and the server casts them. */
  static ColumnType staged(ColumnType type) {
    return type.kind() == ColumnType.Kind.OTHER ? ColumnType.TEXT : type;
  }

  static boolean direct(ColumnType type) {
    return type.kind() != ColumnType.Kind.OTHER;
  }
}
