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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.postgresql.PGProperty;

/** PostgreSQL. */
public final class PostgresDialect implements Dialect {
  /** NAMEDATALEN - 1; what is longer is cut by the server. */
  private static final int LONGEST_NAME = 63;

  private static final String SSL_MODE = "sslmode";
  private static final Pattern SSL_MODE_IN_URL = Pattern.compile("[?&]sslmode=([^&]*)");

  /** What the driver gives when the server says that it has no TLS. */
  private static final String REJECTED = "08004";

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
      String schema = row.getString(1);
      if (schema == null) {
        return Optional.of(
            new Problem(
                TableSinkConfig.URL,
                "none of the schemas exists that this user's search_path names (in the URL:"
                    + " currentSchema). Make it (CREATE SCHEMA), or name another."));
      }
      if (row.getBoolean(3)) {
        return Optional.empty();
      }
      return Optional.of(
          new Problem(
              TableSinkConfig.USER,
              "may not create tables, and the offsets need one. As the owner: GRANT CREATE ON"
                  + " SCHEMA "
                  + Sql.quote(schema)
                  + " TO "
                  + Sql.quote(row.getString(2))));
    } catch (SQLException e) {
      return Optional.of(withoutTls(config, e).orElseGet(() -> Problem.unreachable(product(), e)));
    }
  }

  /** A server that answers, but not encrypted, or with a certificate that is not trusted. */
  private static Optional<Problem> withoutTls(TableSinkConfig config, SQLException e) {
    String key = DriverProperties.PREFIX + SSL_MODE;
    String mode = config.driverProperties().get(SSL_MODE);
    if (mode == null) {
      Matcher inUrl = SSL_MODE_IN_URL.matcher(config.url());
      mode = inUrl.find() ? inUrl.group(1) : "";
      key = TableSinkConfig.URL;
    }
    boolean asked = mode.equals("require") || mode.startsWith("verify-");
    boolean answered = REJECTED.equals(e.getSQLState()) || e.getCause() instanceof SSLException;
    if (!asked || !answered) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            key,
            "the server answers, but no encrypted connection came about, which sslmode="
                + mode
                + " asks for (SQL state "
                + e.getSQLState()
                + "). It has no TLS (ssl = off), or a certificate that this mode does not trust."
                + " Set it up there and name its root (driver.sslrootcert), or use"
                + " sslmode=prefer."));
  }

  @Override
  public Target open(TableSinkConfig config) throws SQLException {
    return new PostgresTarget(config);
  }

  @Override
  public Fault fault(SQLException e) {
    return PostgresFaults.of(e);
  }

  @Override
  public SQLException told(SQLException e) {
    return PostgresFaults.told(e);
  }
}
