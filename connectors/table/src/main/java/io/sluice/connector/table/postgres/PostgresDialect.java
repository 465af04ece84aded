package io.sluice.connector.table.postgres;

import io.sluice.connector.table.config.DriverProperties;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.config.UrlParameters;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.target.Dialect;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.NameRules;
import io.sluice.connector.table.target.Problem;
import io.sluice.connector.table.target.Target;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGProperty;

/** PostgreSQL. */
public final class PostgresDialect implements Dialect {
  /** NAMEDATALEN - 1; what is longer is cut by the server. */
  private static final int LONGEST_NAME = 63;

  private static final DriverProperties PROPERTIES =
      new DriverProperties(
          "PostgreSQL",
          Map.of(
              "user", TableSinkConfig.USER,
              "password", TableSinkConfig.PASSWORD,
              "PGDBNAME", TableSinkConfig.URL,
              "PGHOST", TableSinkConfig.URL,
              "PGPORT", TableSinkConfig.URL),
          // The last would put rows into errors: a server's detail repeats the row.
          Set.of("replication", "preferQueryMode", "readOnly", "logServerErrorDetail"),
          name -> PGProperty.forName(name) != null,
          Set.of("socketFactory", "sslfactory", "authenticationPluginClassName"),
          new UrlParameters("?", "&", true, true),
          "");

  @Override
  public String product() {
    return "PostgreSQL";
  }

  @Override
  public List<String> prefixes() {
    return List.of("jdbc:postgresql:");
  }

  @Override
  public NameRules names(TableSinkConfig config) {
    return new NameRules(true, true, LONGEST_NAME, true);
  }

  @Override
  public Optional<String> oneTask() {
    return Optional.empty();
  }

  @Override
  public DriverProperties properties() {
    return PROPERTIES;
  }

  @Override
  public Optional<Problem> check(TableSinkConfig config) {
    try (Connection connection = PostgresTarget.connect(config);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT current_schema(), current_user,"
                    + " has_schema_privilege(current_schema(), 'CREATE')")) {
      row.next();
      if (row.getBoolean(3)) {
        return Optional.empty();
      }
      return Optional.of(
          new Problem(
              TableSinkConfig.USER,
              "may not create tables, and the offsets need one. As the owner: GRANT CREATE ON"
                  + " SCHEMA "
                  + row.getString(1)
                  + " TO "
                  + Sql.quote(row.getString(2))));
    } catch (SQLException e) {
      return Optional.of(Problem.unreachable(product(), e));
    }
  }

  @Override
  public Target open(TableSinkConfig config) throws SQLException {
    return new PostgresTarget(config);
  }

  @Override
  public Fault fault(SQLException e) {
    return PostgresFaults.of(e.getSQLState());
  }

  @Override
  public SQLException told(SQLException e) {
    return PostgresFaults.told(e);
  }
}
