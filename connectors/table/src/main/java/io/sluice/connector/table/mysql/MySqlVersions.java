package io.sluice.connector.table.mysql;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import io.sluice.connector.table.version.VersionQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Finds stored versions of rows: what is asked for is loaded into a temporary table. */
final class MySqlVersions {
  private final Connection connection;
  private final MySqlStaging staging;
  private final Table table;

  /** Of one table. */
  MySqlVersions(Connection connection, MySqlStaging staging, Table table) {
    this.connection = connection;
    this.staging = staging;
    this.table = table;
  }

  /** See {@link io.sluice.connector.table.target.Target#versions}. */
  List<List<Version>> find(VersionColumns columns, List<Probe> probes) throws SQLException {
    List<List<Version>> found = VersionQuery.nothing(probes.size());
    for (VersionQuery query : VersionQuery.of(table, columns, probes)) {
      staging.fillProbes(query);
      String sql =
          query.sql(
              MySqlStaging.PROBES + " AS s STRAIGHT_JOIN " + Sql.quote(table.name()) + " AS t",
              column -> "s." + Sql.quote(column.name()),
              key -> staging.sameKey("t", key.name(), key.name()),
              staging::sameValue,
              time -> "CAST(" + time + " AS CHAR)");
      query.run(connection, sql, found);
    }
    return found;
  }
}
