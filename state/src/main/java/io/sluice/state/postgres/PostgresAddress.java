package io.sluice.state.postgres;

import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where a PostgreSQL is and how one gets in.
 *
 * @param url as the JDBC driver takes it: {@code jdbc:postgresql://host:port/database?...}; may
 *     have user and password in it
 * @param user null to take it from the URL
 * @param password null to take it from the URL, or where none is asked for
 */
public record PostgresAddress(String url, @Nullable String user, @Nullable String password) {
  private static final String BEGINS = "jdbc:postgresql:";

  /**
   * Refuses what the driver cannot read, and user and password in front of the host, as other
   * clients take them: the driver would take them for a part of the host's name.
   *
   * @throws StateException of kind IO; does not quote the URL, which may have a password in it
   */
  public PostgresAddress {
    Properties parts = isPostgres(url) ? Driver.parseURL(url, null) : null;
    if (parts == null) {
      throw new StateException(
          Kind.IO,
          "The address of the state's database is no URL of PostgreSQL: expected"
              + " jdbc:postgresql://HOST:PORT/DATABASE");
    }
    if (String.valueOf(PGProperty.PG_HOST.getOrDefault(parts)).indexOf('@') >= 0) {
      throw new StateException(
          Kind.IO,
          "The address of the state's database has something before an @ in the place of its host."
              + " User and password belong behind the database:"
              + " jdbc:postgresql://HOST:PORT/DATABASE?user=USER&password=PASSWORD");
    }
  }

  /** Whether it asks for a PostgreSQL at all. */
  public static boolean isPostgres(String url) {
    return url.startsWith(BEGINS);
  }

  /** Host, port and database: what may be shown. */
  @Override
  public String toString() {
    Properties parts = Driver.parseURL(url, null);
    if (parts == null) {
      return "PostgreSQL";
    }
    return "PostgreSQL at "
        + PGProperty.PG_HOST.getOrDefault(parts)
        + ":"
        + PGProperty.PG_PORT.getOrDefault(parts)
        + "/"
        + PGProperty.PG_DBNAME.getOrDefault(parts);
  }
}
