package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.config.DriverProperties;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.config.UrlParameters;
import io.sluice.connector.table.target.Dialect;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.NameRules;
import io.sluice.connector.table.target.Problem;
import io.sluice.connector.table.target.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;

/** Any database that has no dialect of its own, as its JDBC driver describes it. */
public final class JdbcDialect implements Dialect {
  /** Its driver alone knows its properties. */
  private static final DriverProperties PROPERTIES =
      new DriverProperties(
          "JDBC",
          Map.of(
              "user", TableSinkConfig.USER,
              "password", TableSinkConfig.PASSWORD,
              "PGDBNAME", TableSinkConfig.URL,
              "PGHOST", TableSinkConfig.URL,
              "PGPORT", TableSinkConfig.URL),
          Set.of(),
          any -> true,
          Set.of(),
          UrlParameters.UNKNOWN,
          "");

  @Override
  public String product() {
    return "database";
  }

  @Override
  public List<String> prefixes() {
    return List.of("jdbc:");
  }

  @Override
  public NameRules names(TableSinkConfig config) throws SQLException {
    try (Connection connection = JdbcDatabase.connect(config)) {
      return JdbcDatabase.names(connection.getMetaData());
    }
  }

  /** Standard SQL has no lock that keeps a table from being changed by two that planned it. */
  @Override
  public Optional<String> oneTask() {
    return Optional.of("the database has no dialect");
  }

  @Override
  public DriverProperties properties() {
    return PROPERTIES;
  }

  @Override
  public Optional<Problem> unfit(TableSinkConfig config) {
    try {
      return Drivers.of(config.url()).isEmpty()
          ? Optional.of(new Problem(TableSinkConfig.URL, Drivers.missing(config.url())))
          : Optional.empty();
    } catch (SQLException e) {
      return Optional.empty(); // The driver says more when it connects.
    }
  }

  @Override
  public Optional<Problem> check(TableSinkConfig config) {
    try {
      JdbcTarget.check(config);
      return Optional.empty();
    } catch (ConnectException e) {
      return Optional.of(new Problem(TableSinkConfig.URL, String.valueOf(e.getMessage())));
    } catch (SQLException e) {
      return Optional.of(
          new Problem(
              TableSinkConfig.URL,
              "no database answers there, or it refused user and password (SQL state "
                  + e.getSQLState()
                  + "). Check these, and that it runs."));
    }
  }

  @Override
  public Target open(TableSinkConfig config) throws SQLException {
    return new JdbcTarget(config);
  }

  @Override
  public Fault fault(SQLException e) {
    return JdbcTrouble.of(e);
  }

  @Override
  public SQLException told(SQLException e) {
    return JdbcTrouble.withoutWords(e);
  }
}
