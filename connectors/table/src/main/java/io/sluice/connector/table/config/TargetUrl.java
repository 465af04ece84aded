package io.sluice.connector.table.config;

/** Which database a JDBC URL means: what it begins with decides. */
public final class TargetUrl {
  public static final String DUCKDB = "jdbc:duckdb:";
  public static final String POSTGRES = "jdbc:postgresql:";
  public static final String MARIADB = "jdbc:mariadb:";
  public static final String MYSQL = "jdbc:mysql:";

  public static final String SQLITE = "jdbc:sqlite:";

  private static final String ANY = "jdbc:";

  private TargetUrl() {}

  /** Whether the sink may know what to do with it. */
  public static boolean known(String url) {
    return url.startsWith(ANY);
  }

  /** Whether it has no dialect, and is taken as its driver says. */
  public static boolean isGeneric(String url) {
    return known(url) && !isDuckDb(url) && !isPostgres(url) && !isSqlite(url) && !isMySql(url);
  }

  /** Whether it is a DuckDB file. */
  public static boolean isDuckDb(String url) {
    return url.startsWith(DUCKDB);
  }

  /** Whether it is a SQLite file. */
  public static boolean isSqlite(String url) {
    return url.startsWith(SQLITE);
  }

  /** Whether it is a file of a database that lets one transaction at a time change anything. */
  public static boolean isFile(String url) {
    return isDuckDb(url) || isSqlite(url);
  }

  /** Whether it is a PostgreSQL server. */
  public static boolean isPostgres(String url) {
    return url.startsWith(POSTGRES);
  }

  /** Whether it is a MariaDB or a MySQL server. */
  public static boolean isMySql(String url) {
    return url.startsWith(MARIADB) || url.startsWith(MYSQL);
  }
}
