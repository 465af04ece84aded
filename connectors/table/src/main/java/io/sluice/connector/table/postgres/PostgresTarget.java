package io.sluice.connector.table.postgres;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Attempt;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.SqlTarget;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/**
 * PostgreSQL over one connection. Rows travel by {@code COPY} in binary form: straight into the
 * table where they are likely new, else into a temporary table and from there by one statement.
 */
public final class PostgresTarget extends SqlTarget {
  private static final String SERIALIZATION_FAILURE = "40001";

  /** Syntax errors, columns and tables that are not there. */
  private static final String UNDEFINED = "42";

  private final Connection connection;
  private final PostgresCatalog catalog;
  private final PostgresCopy copy;
  private final Attempt attempt;
  private final Map<Table.Name, PostgresLoad> loads = new HashMap<>();

  /** Tables whose columns are known to be those of the rows, until the transaction ends. */
  private final Set<Table.Name> unchanged = new HashSet<>();

  public PostgresTarget(TableSinkConfig config) throws SQLException {
    super(config, PostgresFaults::of);
    Connection opened = connect(config);
    connection = opened;
    catalog = new PostgresCatalog(opened, schemas());
    copy = new PostgresCopy(opened);
    attempt = new Attempt(opened, "batch", PostgresTarget::canGoOn);
    try {
      opened.setAutoCommit(false);
      for (Table own : ownTables()) {
        if (catalog.describe(own.name()).isEmpty()) { // Else nothing is to be waited for.
          catalog.create(own);
        }
      }
      opened.commit();
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
  }

  /** A plain connection as the settings say. */
  public static Connection connect(TableSinkConfig config) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "sluice " + config.name());
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("cancelSignalTimeout", "2");
    properties.putAll(config.driverProperties());
    if (!config.user().isEmpty()) {
      properties.setProperty("user", config.user());
    }
    if (!config.password().value().isEmpty()) {
      properties.setProperty("password", config.password().value());
    }
    // The server's detail repeats the row.
    properties.setProperty("logServerErrorDetail", "false");
    Connection opened = new Driver().connect(config.url(), properties);
    if (opened == null) {
      throw new SQLException("not a PostgreSQL URL", "08001");
    }
    return opened;
  }

  @Override
  protected Connection connection() {
    return connection;
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public void begin() throws SQLException {
    Sql.execute(connection, "SELECT 1");
  }

  @Override
  public void apply(Table table, List<Row> rows) throws SQLException {
    PostgresLoad load = load(table);
    tried(
        table,
        () -> {
          load.apply(rows);
          return true;
        });
    requireUnchangedOnce(table);
  }

  private <T> T tried(Table table, Attempt.Work<T> work) throws SQLException {
    try {
      return attempt.find(work);
    } catch (SQLException e) {
      if (canGoOn(e)) {
        requireUnchanged(table); // Else that is the reason, and not a row.
      }
      throw e;
    }
  }

  private static boolean canGoOn(SQLException e) {
    return PostgresFaults.of(e) == Fault.ROW
        || String.valueOf(e.getSQLState()).startsWith(UNDEFINED);
  }

  private void requireUnchangedOnce(Table table) throws SQLException {
    if (!unchanged.contains(table.name())) {
      requireUnchanged(table);
      unchanged.add(table.name()); // The lock that writing took keeps it so.
    }
  }

  /**
   * Rows were made for columns that another task, or a person, may have changed since. The server
   * would take four bytes of a number for a text of four letters; and where it no longer keeps a
   * key unique, rows that go straight in would stand there twice. Looked at when a lock is held, so
   * once a transaction for each table.
   */
  private void requireUnchanged(Table table) throws SQLException {
    Optional<Table> now = catalog.describe(table.name());
    PostgresLoad load = loads.get(table.name());
    boolean keyStill = load == null || load.isKeyStill(catalog);
    if (now.isPresent() && !(table.isStill(now.get()) && keyStill)) {
      throw new SQLException(
          "table "
              + table.name()
              + " was changed by another task or somebody else while rows for it were made",
          SERIALIZATION_FAILURE);
    }
  }

  private PostgresLoad load(Table table) throws SQLException {
    PostgresLoad load = loads.get(table.name());
    if (load == null || !load.isFor(table)) { // Another task may have changed it meanwhile.
      catalog.requireExactKey(table);
      load = new PostgresLoad(connection, copy, table, catalog.unique(table));
      loads.put(table.name(), load);
    }
    return load;
  }

  /** By DELETE: after a TRUNCATE, readers with an older snapshot would see an empty table. */
  @Override
  public void clear(Table table, @Nullable Row mark) throws SQLException {
    if (mark == null) {
      Sql.execute(connection, "DELETE FROM " + Sql.quote(table.name()));
    } else {
      PostgresStaging staging = new PostgresStaging(connection, copy, table);
      new PostgresMerge(connection, staging, table, false).markAll(mark);
      requireUnchangedOnce(table);
    }
  }

  @Override
  public List<List<Version>> versions(Table table, VersionColumns columns, List<Probe> probes)
      throws SQLException {
    PostgresLoad load = load(table);
    return tried(table, () -> load.versions(columns, probes));
  }

  @Override
  public int worthApplying(Table table) {
    return Integer.MAX_VALUE; // A COPY costs two round trips.
  }

  /** In the order of keys more of the rows share a page. */
  @Override
  public boolean gainsByLargeBatches() {
    return true;
  }

  @Override
  protected void end() throws SQLException {
    super.end();
    unchanged.clear();
    loads.values().forEach(PostgresLoad::committed);
  }

  @Override
  public void rollback() throws SQLException {
    loads.clear();
    unchanged.clear();
    connection.rollback();
  }

  @Override
  public void cancel() throws SQLException {
    connection.unwrap(PGConnection.class).cancelQuery();
  }

  @Override
  public void close() throws SQLException {
    loads.clear();
    connection.close();
  }
}
