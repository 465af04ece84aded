package io.sluice.connector.postgres;

import io.sluice.connector.postgres.SourcePreflight.Finding;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Settings;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.postgresql.util.GT;

/**
 * Says why a server cannot be looked at: by the SQL state of the attempt, and by what caused it.
 */
final class UnreachableServer {
  private UnreachableServer() {}

  /** What is wrong, and which setting it belongs to. */
  static Finding finding(PostgresConfig config, SQLException e) {
    String where = config.getString(Settings.HOSTNAME) + ":" + config.getInt(Settings.PORT);
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return switch (state) {
      case "3D000" ->
          new Finding(
              Settings.DBNAME,
              "the server at " + where + " has no database '" + config.database() + "'");
      case "28P01", "28000" ->
          new Finding(
              Settings.USER,
              "the server at "
                  + where
                  + " refused role '"
                  + config.getString(Settings.USER)
                  + "' or its password (SQL state "
                  + state
                  + "); see its pg_hba.conf");
      case "08001", "08004", "08006" -> {
        if (hasNoTls(e)) {
          yield new Finding(
              Settings.SSL_MODE,
              "the server at "
                  + where
                  + " takes no TLS connections (its setting ssl is off), and database.sslmode is '"
                  + config.getString(Settings.SSL_MODE)
                  + "'. Turn ssl on there, or set database.sslmode to prefer or disable");
        }
        yield new Finding(
            Settings.HOSTNAME,
            isTls(e)
                ? "cannot agree on TLS with "
                    + where
                    + ". Check database.sslmode, database.sslrootcert (the authority that signed"
                    + " the server's certificate), the name in that certificate, and"
                    + " database.sslcert and database.sslkey (a file that only you may read) if"
                    + " the server wants one of ours"
                : "cannot connect to "
                    + where
                    + ". Is the server running and reachable from here?");
      }
      default ->
          new Finding(
              Settings.HOSTNAME,
              "the check of the server at " + where + " failed with SQL state " + state);
    };
  }

  /** The driver has no state of its own for that, and its texts are in the user's language. */
  private static boolean hasNoTls(SQLException e) {
    return GT.tr("The server does not support SSL.").equals(e.getMessage());
  }

  /** The driver tells of files it cannot use without a cause, of the network with one. */
  private static boolean isTls(SQLException e) {
    if ("08006".equals(e.getSQLState()) && e.getCause() == null) {
      return true;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
        return true;
      }
    }
    return false;
  }
}
