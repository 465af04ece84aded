package io.sluice.connector.table.mysql;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Attempt;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.Journal;
import io.sluice.connector.table.target.SqlTarget;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MariaDB or MySQL over one connection. Rows travel by {@code LOAD DATA LOCAL INFILE} from memory,
 * few of them by {@code INSERT}.
 *
 * <p>A change of a table commits in these databases: it stays also where the rows that needed it
 * are undone. Rows and offsets are in one transaction that has no such statement in it.
 */
public final class MySqlTarget extends SqlTarget {
  private static final Logger LOG = LoggerFactory.getLogger(MySqlTarget.class);

  private final Connection connection;
  private final MySqlCatalog catalog;
  private final MySqlLoads loads;
  private final Journal journal;
  private final Attempt attempt;

  public MySqlTarget(TableSinkConfig config) throws SQLException {
    super(config, MySqlTrouble::of);
    journal = new Journal(config.batchMaxBytes(), MySqlTrouble::of);
    journal.guard();
    MySqlSession session = MySqlSession.open(config);
    MySqlSession.Server server = session.server();
    connection = session.connection();
    attempt = new Attempt(connection, "batch", e -> MySqlTrouble.of(e) == Fault.ROW);
    MySqlRows out = new MySqlRows(connection, server);
    loads = new MySqlLoads(connection, out, new MySqlTables(server), server.collation());
    catalog = new MySqlCatalog(config, session, schemas(), journal, loads);
    try {
      for (Table own : ownTables()) {
        catalog.createOwn(own);
      }
      // Each statement sees what others committed; a repeatable read would meet changed tables.
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    if (!server.localInfile()) {
      LOG.info(
          "The server does not take LOAD DATA LOCAL INFILE (local_infile is off), or commits in the"
              + " middle of it (wsrep_load_data_splitting is on): rows travel by INSERT, which is"
              + " slower");
    }
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
    journal.settle(table.name());
    journal.touch(table.name());
    MySqlLoad load = loads.of(table);
    // Not part of the attempt: a server that undoes it may let go of the table with it.
    load.look();
    attempt.make(() -> load.apply(rows));
    journal.add(rows, () -> apply(table, rows));
  }

  @Override
  public void clear(Table table, @Nullable Row mark) throws SQLException {
    journal.settle(table.name());
    journal.touch(table.name());
    if (mark == null) {
      // Not TRUNCATE, which commits.
      Sql.execute(connection, "DELETE FROM " + Sql.quote(table.name()));
    } else {
      loads.of(table).markAll(mark);
    }
    journal.add(List.of(), () -> clear(table, mark));
  }

  @Override
  public List<List<Version>> versions(Table table, VersionColumns columns, List<Probe> probes)
      throws SQLException {
    journal.settle(table.name());
    journal.touch(table.name()); // Who reads a table keeps it from being changed.
    MySqlLoad load = loads.of(table);
    return attempt.find(() -> load.versions(columns, probes));
  }

  /** The less there is to repeat behind the next change of a table, the better. */
  @Override
  public boolean wantsCommit() {
    return catalog.stoodAside();
  }

  @Override
  public int worthApplying(Table table) {
    return Integer.MAX_VALUE; // A load costs several round trips.
  }

  @Override
  protected void beforeOffsets(Table.Name table) throws SQLException {
    journal.settle(table);
  }

  @Override
  protected void end() throws SQLException {
    super.end();
    journal.clear();
    catalog.endOfTransaction();
    loads.committed();
  }

  @Override
  public void rollback() throws SQLException {
    catalog.undo();
    catalog.endOfTransaction();
  }

  @Override
  public void cancel() throws SQLException {
    if (!catalog.cancel()) {
      MySqlSession.cancel(connection);
    }
  }

  @Override
  public void close() throws SQLException {
    loads.forgetAll();
    journal.clear();
    try {
      catalog.close();
    } finally {
      connection.close();
    }
  }
}
