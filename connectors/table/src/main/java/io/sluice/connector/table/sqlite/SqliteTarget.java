package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.jdbc.VersionStatements;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.target.Attempt;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.SqlTarget;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/** SQLite, a file, in this process. Rows travel by prepared statements of several rows each. */
public final class SqliteTarget extends SqlTarget {
  /** Rows worth a hand-over between two threads. */
  private static final int WORTH_APPLYING = 2000;

  private final Connection connection;
  private final SqliteTransaction transaction;
  private final SqliteCatalog catalog;
  private final Attempt attempt;

  public SqliteTarget(TableSinkConfig config) throws SQLException {
    super(config, SqliteTrouble::of);
    connection = SqliteFile.connect(config.url());
    transaction = new SqliteTransaction(connection);
    catalog = new SqliteCatalog(connection, schemas(), transaction);
    attempt = new Attempt(connection, "batch", e -> SqliteTrouble.of(e) == Fault.ROW);
    try {
      for (Table own : ownTables()) {
        SqliteTables.create(connection, own);
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The lock of the one writer: whoever has it is waited for, and nothing is lost yet. */
  @Override
  public void begin() throws SQLException {
    transaction.begin();
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
    begin();
    SqliteLoad load = transaction.load(table);
    attempt.make(() -> load.apply(rows));
  }

  @Override
  public void clear(Table table, @Nullable Row mark) throws SQLException {
    begin();
    // Statements of its own: those that rows go by know the table with its key.
    try (SqliteLoad load = new SqliteLoad(connection, table, false)) {
      load.clear(mark);
    }
  }

  @Override
  public List<List<Version>> versions(Table table, VersionColumns columns, List<Probe> probes)
      throws SQLException {
    begin();
    return new VersionStatements(connection, table, SqliteValues::bind, " COLLATE BINARY IS ")
        .find(columns, probes);
  }

  @Override
  public int worthApplying(Table table) {
    return WORTH_APPLYING;
  }

  @Override
  public void commit(String name, Map<TopicPartition, Long> from, StoredOffsets.Position to)
      throws SQLException {
    if (transaction.isOpen() || !to.next().equals(from)) {
      super.commit(name, from, to);
    } // Else there is nothing to write, and so no reason to wait for others who do.
  }

  @Override
  protected void beforeOffsets(Table.Name table) throws SQLException {
    begin();
  }

  @Override
  protected void end() throws SQLException {
    transaction.commit();
  }

  @Override
  public void rollback() throws SQLException {
    transaction.rollback();
  }

  @Override
  public void cancel() throws SQLException {
    connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
  }

  @Override
  public void close() throws SQLException {
    transaction.forgetAll();
    connection.close(); // Undoes what is open.
  }
}
