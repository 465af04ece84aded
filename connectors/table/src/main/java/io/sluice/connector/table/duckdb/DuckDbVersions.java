package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import io.sluice.connector.table.version.VersionQuery;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** Finds stored versions of rows, by one look at the table for all that are asked for. */
final class DuckDbVersions {
  private final DuckDBConnection connection;
  private final Table table;

  DuckDbVersions(DuckDBConnection connection, Table table) {
    this.connection = connection;
    this.table = table;
  }

  /** See {@link io.sluice.connector.table.target.Target#versions}. */
  List<List<Version>> find(VersionColumns columns, List<Probe> probes) throws SQLException {
    List<List<Version>> found = VersionQuery.nothing(probes.size());
    for (VersionQuery query : VersionQuery.of(table, columns, probes)) {
      DuckDbStaging staging = new DuckDbStaging(connection, "_sluice_probes");
      staging.create(query.columns());
      ColumnType[] types =
          query.columns().stream()
              .map(column -> DuckDbAppends.staged(column.type()))
              .toArray(ColumnType[]::new);
      staging.fill(types, query.rows(), Row::present);
      String sql =
          query.sql(
              staging.name() + " AS s JOIN " + Sql.quote(table.name()) + " AS t",
              column -> staging.value("s", column),
              key -> "t." + Sql.quote(key.name()) + " = " + staging.value("s", key),
              column -> same(column, staging),
              time -> "epoch_us(" + time + ")");
      query.run(connection, sql, found);
      staging.drop();
    }
    return found;
  }

  /** Where values that differ are equal, or have no equality, their texts are compared. */
  private static String same(Table.Column column, DuckDbStaging staging) {
    String stored = "t." + Sql.quote(column.name());
    String value = staging.value("s", column);
    return switch (column.type().kind()) {
      // As bytes: a column of yours may have a collation.
      case TEXT -> "encode(" + stored + ") IS NOT DISTINCT FROM encode(" + value + ")";
      case FLOAT32, FLOAT64, TIMETZ, INTERVAL, OTHER ->
          "CAST(" + stored + " AS VARCHAR) IS NOT DISTINCT FROM CAST(" + value + " AS VARCHAR)";
      default -> stored + " IS NOT DISTINCT FROM " + value;
    };
  }
}
