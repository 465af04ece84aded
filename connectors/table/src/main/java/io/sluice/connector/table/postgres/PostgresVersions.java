package io.sluice.connector.table.postgres;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import io.sluice.connector.table.version.VersionQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Finds stored versions of rows: what is asked for is copied into a temporary table. */
final class PostgresVersions {
  private final Connection connection;
  private final PostgresStaging staging;
  private final Table table;
  private final boolean indexed;

  /**
   * Of one table.
   *
   * @param indexed whether the server finds a key of the table without reading all of it
   */
  PostgresVersions(Connection connection, PostgresStaging staging, Table table, boolean indexed) {
    this.connection = connection;
    this.staging = staging;
    this.table = table;
    this.indexed = indexed;
  }

  /** See {@link io.sluice.connector.table.target.Target#versions}. */
  List<List<Version>> find(VersionColumns columns, List<Probe> probes) throws SQLException {
    List<List<Version>> found = VersionQuery.nothing(probes.size());
    lookUpKeys("off");
    for (VersionQuery query : VersionQuery.of(table, columns, probes)) {
      staging.fillProbes(query);
      String sql =
          query.sql(
              PostgresStaging.PROBES + " AS s JOIN " + Sql.quote(table.name()) + " AS t",
              staging::value,
              key -> "t." + Sql.quote(key.name()) + " = " + staging.value(key),
              this::same,
              time -> time);
      query.run(connection, sql, found);
    }
    lookUpKeys("DEFAULT");
    return found;
  }

  /** The server takes a batch for a large part of the table too early by far. */
  private void lookUpKeys(String other) throws SQLException {
    if (indexed) {
      Sql.execute(
          connection,
          "SET LOCAL enable_hashjoin = " + other + "; SET LOCAL enable_mergejoin = " + other);
    }
  }

  /** By their texts: not all types have an equality, and those of some are not exact. */
  private String same(Table.Column column) {
    return "t."
        + Sql.quote(column.name())
        + "::text IS NOT DISTINCT FROM ("
        + staging.value(column)
        + ")::text";
  }
}
