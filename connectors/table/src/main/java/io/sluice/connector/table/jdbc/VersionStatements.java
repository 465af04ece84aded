package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import io.sluice.connector.table.version.VersionQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds stored versions of rows by standard SQL without a temporary table: one statement asks for
 * many rows, each by a {@code SELECT} of its own.
 */
public final class VersionStatements {
  /** Most parameters of a statement: all databases take some more. */
  private static final int PARAMETERS = 1000;

  private static final int ROWS = 50;

  private final Connection connection;
  private final Table table;
  private final ValueBinder binder;
  private final String equal;

  /**
   * Of one table.
   *
   * @param equal between a column and a parameter, that both have exactly one value
   */
  public VersionStatements(Connection connection, Table table, ValueBinder binder, String equal) {
    this.connection = connection;
    this.table = table;
    this.binder = binder;
    this.equal = equal;
  }

  private record Parameter(ColumnType type, Object value) {}

  /** See {@link io.sluice.connector.table.target.Target#versions}. */
  public List<List<Version>> find(VersionColumns columns, List<Probe> probes) throws SQLException {
    List<List<Version>> found = VersionQuery.nothing(probes.size());
    int most = Math.max(1, Math.min(ROWS, PARAMETERS / (table.columns().size() + 1)));
    for (int from = 0; from < probes.size(); from += most) {
      List<String> selects = new ArrayList<>();
      List<Parameter> parameters = new ArrayList<>();
      for (int i = from; i < Math.min(from + most, probes.size()); i++) {
        selects.add(select(i, columns, probes.get(i), parameters));
      }
      String sql = String.join(" UNION ALL ", selects);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < parameters.size(); i++) {
          Parameter parameter = parameters.get(i);
          binder.bind(statement, i + 1, parameter.type(), parameter.value());
        }
        try (ResultSet result = statement.executeQuery()) {
          VersionQuery.read(result, found);
        }
      }
    }
    return found;
  }

  private String select(
      int number, VersionColumns columns, Probe probe, List<Parameter> parameters) {
    List<String> same = new ArrayList<>();
    for (int i = 0; i < probe.compared().length; i++) {
      if (probe.compared()[i]) {
        same.add(condition(table.columns().get(i), probe.values()[i], parameters));
      }
    }
    List<String> key = new ArrayList<>();
    List<String> names = VersionQuery.keyOf(table);
    for (int i = 0; i < names.size(); i++) {
      Table.Column column = table.columns().get(table.indexOf(names.get(i)));
      key.add(condition(column, probe.key()[i], parameters));
    }
    Table.Column to = table.columns().get(table.indexOf(columns.to()));
    parameters.add(new Parameter(to.type(), probe.since()));
    String position = columns.position();
    String end = Sql.quote(columns.to());
    return "SELECT "
        + number
        + ", "
        + Sql.quote(columns.from())
        + ", "
        + end
        + ", "
        + (position == null ? "NULL" : Sql.quote(position))
        + ", "
        + (same.isEmpty() ? "0" : "CASE WHEN " + Sql.all(same, text -> text) + " THEN 1 ELSE 0 END")
        + " FROM "
        + Sql.quote(table.name())
        + " WHERE "
        + String.join(" AND ", key)
        + " AND ("
        + end
        + " IS NULL OR "
        + end
        + " >= ?)";
  }

  private String condition(
      Table.Column column, @Nullable Object value, List<Parameter> parameters) {
    if (value == null) {
      return Sql.quote(column.name()) + " IS NULL";
    }
    parameters.add(new Parameter(column.type(), value));
    return Sql.quote(column.name()) + equal + "?";
  }
}
