package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.row.Batch;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
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
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database that has no dialect, by what its JDBC driver says of it and standard SQL. What it has
 * to do in one transaction it does by keeping the rows of the open one: a change of a table may end
 * a transaction, and may not take rows along whose offsets are not stored.
 */
public final class JdbcTarget extends SqlTarget {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcTarget.class);

  private final Connection connection;
  private final JdbcLoads loads;
  private final JdbcCatalog catalog;
  private final Journal journal;

  public JdbcTarget(TableSinkConfig config) throws SQLException {
    super(config, JdbcTrouble::of);
    journal = new Journal(config.batchMaxBytes(), JdbcTrouble::of);
    journal.guard(); // A refused row takes the whole transaction with it.
    connection = JdbcDatabase.connect(config);
    try {
      connection.setAutoCommit(false);
      JdbcDatabase database = JdbcDatabase.of(connection);
      JdbcTables tables = new JdbcTables(connection, new JdbcTypes(database));
      loads = new JdbcLoads(connection, tables);
      catalog = new JdbcCatalog(connection, database, tables, schemas(), journal, loads);
      for (Table own : ownTables()) {
        catalog.createOwn(own);
      }
      LOG.warn("{}", database.shortcomings());
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * What keeps the sink from such a database, as far as can be told without changing it.
   *
   * @throws ConnectException with the reason
   */
  static void check(TableSinkConfig config) throws SQLException {
    try (Connection connection = JdbcDatabase.connect(config)) {
      LOG.warn("{}", JdbcDatabase.of(connection).shortcomings());
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
  public void apply(Table table, List<Row> rows) throws SQLException {
    try {
      write(table, rows);
    } catch (SQLException e) {
      if (fault(e) == Fault.ROW) {
        loads.forgetAll();
        journal.repeatWithout(table.name(), e, connection::rollback);
      }
      throw e;
    }
    journal.add(rows, () -> write(table, rows));
  }

  private void write(Table table, List<Row> rows) throws SQLException {
    RowStatements statements = loads.of(table);
    if (table.key().isEmpty()) {
      statements.insert(rows, "");
      return;
    }
    Batch batch = Batch.of(rows);
    statements.move(batch.moved(), batch.copied());
    statements.delete(batch.deletes());
    // Not by deleting first: rows of yours that refer to these might go with them.
    statements.insert(statements.update(batch.whole()), "");
    statements.partial(batch.anyPart());
  }

  @Override
  public void clear(Table table, @Nullable Row mark) throws SQLException {
    clearNow(table, mark);
    journal.add(List.of(), () -> clearNow(table, mark));
  }

  private void clearNow(Table table, @Nullable Row mark) throws SQLException {
    // Statements of its own: those that rows go by know the table with its key.
    try (RowStatements statements = loads.make(table)) {
      if (mark == null) {
        statements.deleteAll();
      } else {
        statements.markAll(mark);
      }
    }
  }

  @Override
  public List<List<Version>> versions(Table table, VersionColumns columns, List<Probe> probes)
      throws SQLException {
    try {
      return new VersionStatements(connection, table, JdbcValues::bind, " = ")
          .find(columns, probes);
    } catch (SQLException e) {
      SQLException refusal = JdbcTrouble.withoutWords(e);
      if (fault(e) == Fault.ROW) {
        loads.forgetAll();
        journal.repeatWithout(table.name(), refusal, connection::rollback);
      }
      throw refusal;
    }
  }

  @Override
  public int worthApplying(Table table) {
    return Integer.MAX_VALUE;
  }

  @Override
  public Journal.Room room() {
    return journal.room();
  }

  @Override
  protected void end() throws SQLException {
    super.end();
    journal.clear();
  }

  @Override
  public void rollback() throws SQLException {
    journal.clear();
    loads.forgetAll();
    connection.rollback();
  }

  @Override
  public void close() throws SQLException {
    try {
      connection.rollback(); // Left to the driver, some commit what is open.
    } finally {
      connection.close();
    }
  }
}
