package io.sluice.connector.table.mysql;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import io.sluice.connector.table.version.VersionQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds stored versions of rows: what is asked for is loaded into a temporary table. */
final class MySqlVersions {
  private static final String PROBES = "\"_sluice_probes\"";

  private final Connection connection;
  private final MySqlRows out;
  private final Table table;
  private final Map<String, MySqlTables.Described> described;

  /**
   * Of one table.
   *
   * @param catalog the columns as the server describes them
   */
  MySqlVersions(
      Connection connection, MySqlRows out, Table table, List<MySqlTables.Described> catalog) {
    this.connection = connection;
    this.out = out;
    this.table = table;
    described =
        catalog.stream()
            .collect(Collectors.toMap(MySqlTables.Described::name, Function.identity()));
  }

  /** See {@link io.sluice.connector.table.target.Target#versions}. */
  List<List<Version>> find(VersionColumns columns, List<Probe> probes) throws SQLException {
    List<List<Version>> found = VersionQuery.nothing(probes.size());
    for (VersionQuery query : VersionQuery.of(table, columns, probes)) {
      stage(query);
      String sql =
          query.sql(
              PROBES + " AS s STRAIGHT_JOIN " + Sql.quote(table.name()) + " AS t",
              column -> "s." + Sql.quote(column.name()),
              key -> "t." + Sql.quote(key.name()) + " = s." + Sql.quote(key.name()) + exactly(key),
              this::same,
              time -> "CAST(" + time + " AS CHAR)");
      query.run(connection, sql, found);
    }
    return found;
  }

  /** With the types of the table: no value is judged differently there. */
  private void stage(VersionQuery query) throws SQLException {
    List<Table.Column> columns = query.columns();
    // Here already: rounded, a change would look like what is stored, and be left out.
    new MySqlExact(columns, described::get).require(query.rows(), Row::present);
    out.stage(
        PROBES,
        IntStream.range(0, columns.size())
            .mapToObj(
                i ->
                    Sql.quote(columns.get(i).name())
                        + " "
                        + (i == 0 ? "int" : column(columns.get(i).name()).fullType())
                        + " NULL")
            .toList());
    out.write(PROBES, columns, query.rows(), Row::present);
  }

  private MySqlTables.Described column(String name) {
    MySqlTables.Described there = described.get(name);
    if (there == null) {
      throw new IllegalStateException("column '" + name + "' of " + table.name() + " is gone");
    }
    return there;
  }

  private String same(Table.Column column) {
    String stored = "t." + Sql.quote(column.name());
    String value = "s." + Sql.quote(column.name());
    return isText(column) ? binary(stored) + " <=> " + binary(value) : stored + " <=> " + value;
  }

  /** A collation may take different texts for one. */
  private String exactly(Table.Column key) {
    return isText(key)
        ? " AND "
            + binary("t." + Sql.quote(key.name()))
            + " = "
            + binary("s." + Sql.quote(key.name()))
        : "";
  }

  private boolean isText(Table.Column column) {
    return column(column.name()).collation() != null;
  }

  private static String binary(String expression) {
    return "CAST(" + expression + " AS BINARY)";
  }
}
