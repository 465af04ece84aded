package io.sluice.connector.table.mysql;

import io.sluice.connector.table.config.DriverProperties;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.config.UrlParameters;
import io.sluice.connector.table.target.Dialect;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.NameRules;
import io.sluice.connector.table.target.Problem;
import io.sluice.connector.table.target.Target;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.mariadb.jdbc.Driver;

/** MariaDB and MySQL, both by the driver of MariaDB. */
public final class MySqlDialect implements Dialect {
  /** What the driver knows. */
  static final String MARIADB = "jdbc:mariadb:";

  /** What people are used to. */
  static final String MYSQL = "jdbc:mysql:";

  private static final int LONGEST_NAME = 64;

  /** The first of them would put rows into errors. */
  private static final Set<String> DECIDED =
      Set.of(
          "dumpQueriesOnException",
          "includeInnodbStatusInDeadlockExceptions",
          "includeThreadDumpInDeadlockExceptions",
          "allowLocalInfile",
          "autocommit",
          "transactionIsolation",
          "transactionReplay",
          "useAffectedRows",
          "jdbcCompliantTruncation",
          "sessionVariables",
          "initSql");

  @Override
  public String product() {
    return "MariaDB or MySQL";
  }

  @Override
  public List<String> prefixes() {
    return List.of(MARIADB, MYSQL);
  }

  /**
   * It refuses what is longer, ignores the case of columns, and minds that of tables as its machine
   * does: whoever assumes that it does not merges none.
   */
  @Override
  public NameRules names(TableSinkConfig config) {
    return new NameRules(false, false, LONGEST_NAME, false, true);
  }

  @Override
  public Optional<String> oneTask() {
    return Optional.empty();
  }

  @Override
  public DriverProperties properties() {
    return new DriverProperties(
        "MariaDB",
        Map.of(
            "user", TableSinkConfig.USER,
            "password", TableSinkConfig.PASSWORD,
            "database", TableSinkConfig.URL),
        DECIDED,
        namesOfDriver()::contains,
        Set.of("socketFactory"),
        new UrlParameters("?", "&", false, true),
        "");
  }

  private static Set<String> namesOfDriver() {
    try {
      return Arrays.stream(new Driver().getPropertyInfo(MARIADB + "///", new Properties()))
          .map(property -> property.name)
          .collect(Collectors.toSet());
    } catch (SQLException e) {
      throw new IllegalStateException("the MariaDB driver does not know its own URL", e);
    }
  }

  @Override
  public Optional<Problem> check(TableSinkConfig config) {
    try {
      MySqlSession session = MySqlSession.open(config);
      try (Connection opened = session.connection();
          Statement statement = opened.createStatement();
          ResultSet row = statement.executeQuery("SELECT @@read_only")) {
        row.next();
        return row.getString(1).equals("0") || row.getString(1).equalsIgnoreCase("OFF")
            ? Optional.empty()
            : Optional.of(
                new Problem(
                    TableSinkConfig.URL,
                    "the server is read-only. Name the primary, or SET GLOBAL read_only = 0."));
      }
    } catch (SQLException e) {
      if (e instanceof MySqlSession.Unfit) {
        return Optional.of(new Problem(TableSinkConfig.URL, String.valueOf(e.getMessage())));
      }
      return Optional.of(Problem.unreachable(product(), e));
    }
  }

  @Override
  public Target open(TableSinkConfig config) throws SQLException {
    return new MySqlTarget(config);
  }

  @Override
  public Fault fault(SQLException e) {
    return MySqlTrouble.of(e);
  }
}
