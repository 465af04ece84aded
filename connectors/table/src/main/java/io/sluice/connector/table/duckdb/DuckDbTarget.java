package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.target.KeyHashes;
import io.sluice.connector.table.target.Row;
import io.sluice.connector.table.target.Sql;
import io.sluice.connector.table.target.StoredOffsets;
import io.sluice.connector.table.target.Table;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.ColumnType.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB, in this process. Tables are made without a primary key: keeping DuckDB's index costs far
 * more than looking keys up when merging (measured: docs/reference/table-sink.md), and that each
 * key is there once is guaranteed by the merge.
 */
public final class DuckDbTarget implements Target {
  /** Rows that the appender gives to DuckDB at once: its standard vector size. */
  private static final int CHUNK = 2048;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final TableSinkConfig config;
  private final StoredOffsets offsets;
  private final long firstRowIdOfTransaction;
  private @Nullable DuckDBConnection connection;
  private final Map<Table.Name, DuckDbLoad> loads = new HashMap<>();
  private final Map<Table.Name, KeyHashes> keysOfTransaction = new HashMap<>();
  private final Set<Table.Name> refusing = new HashSet<>();
  private final DuckDbJournal journal;
  private volatile boolean nearlyFull;

  public DuckDbTarget(TableSinkConfig config) throws SQLException {
    this.config = config;
    journal = new DuckDbJournal(config.batchMaxBytes());
    offsets = new StoredOffsets(config.offsetsTable());
    connection = openPatiently();
    firstRowIdOfTransaction = firstRowIdOfTransaction();
    offsets.create(connection(), "");
    if (mayRefuse("true", null)) {
      // From the first row on: a table with constraints may come late in a transaction.
      journal.guard();
    }
    connection().commit();
  }

  /**
   * Rows that are not committed have row ids of their own, beginning far above those of committed
   * ones: asked of DuckDB rather than known, and asked once.
   */
  private long firstRowIdOfTransaction() throws SQLException {
    Sql.execute(connection(), "CREATE TEMP TABLE _sluice_probe AS SELECT 1 AS one");
    try (Statement statement = connection().createStatement();
        ResultSet row = statement.executeQuery("SELECT rowid FROM temp.main._sluice_probe")) {
      row.next();
      return row.getLong(1);
    } finally {
      connection().rollback();
    }
  }

  private DuckDBConnection open() throws SQLException {
    // Settings are set after connecting: two connections of one process to the same file must not
    // differ in those that are given when opening it.
    Connection opened = new DuckDBDriver().connect(config.url(), new Properties());
    if (opened == null) {
      throw new SQLException("not a DuckDB URL", "08001");
    }
    try (Statement statement = opened.createStatement()) {
      // A lookup of an extension in the network could stall for seconds, and nothing here needs
      // one.
      statement.execute("SET autoinstall_known_extensions = false");
      statement.execute("SET autoload_known_extensions = false");
      statement.execute("SET TimeZone = 'UTC'");
      // The default of 16 MB would rewrite the newest stretch of a table several times a second
      // during a load. A larger log costs a second or so at the next start, after a crash only.
      statement.execute("SET checkpoint_threshold = '128MB'");
      // A stretch of rows is compressed and written as soon as it is complete, beside the making of
      // the next rows. The default of 5 leaves nearly all of that to the commit, which all wait
      // for.
      statement.execute("SET write_buffer_row_group_count = 1");
      if (!config.duckdbMemory().isEmpty()) {
        statement.execute("SET memory_limit = '" + config.duckdbMemory().replace("'", "") + "'");
      }
      if (config.duckdbThreads() > 0) {
        statement.execute("SET threads = " + config.duckdbThreads());
      }
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
    opened.setAutoCommit(false);
    return opened.unwrap(DuckDBConnection.class);
  }

  private DuckDBConnection connection() throws SQLException {
    DuckDBConnection open = connection;
    if (open == null) {
      open = openPatiently();
      connection = open;
    }
    return open;
  }

  /** Where the file is let go between batches, somebody else may have it just now. */
  private DuckDBConnection openPatiently() throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        return open();
      } catch (SQLException e) {
        boolean busy = config.releaseFile() && trouble(e) == Trouble.TRANSIENT;
        if (!busy || System.nanoTime() - start > PATIENCE_NANOS) {
          throw e;
        }
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  @Override
  public Optional<Table> describe(Table.Name name) throws SQLException {
    String sql =
        "SELECT column_name, data_type, is_nullable FROM duckdb_columns()"
            + " WHERE database_name = current_database() AND "
            + ofTable(name)
            + " ORDER BY column_index";
    List<Table.Column> columns;
    try (PreparedStatement query = connection().prepareStatement(sql)) {
      setTable(query, name);
      columns = Sql.columns(query, DuckDbTypes::parse);
    }
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    if (mayRefuse(ofTable(name), name)
        || columns.stream().anyMatch(c -> c.type().kind() == Kind.OTHER)) {
      refusing.add(name);
      journal.guard();
    }
    return Optional.of(new Table(name, columns, List.of()));
  }

  /** Whether the table is written so that every refusal shows at once. */
  boolean guards(Table.Name name) {
    return refusing.contains(name);
  }

  /**
   * Whether somebody gave tables constraints that only the database can judge.
   *
   * @param tables a condition of the catalog, with the parameters of {@link #ofTable} if a name is
   *     given
   */
  private boolean mayRefuse(String tables, Table.@Nullable Name name) throws SQLException {
    String sql =
        "SELECT count(*) FROM duckdb_constraints() WHERE database_name = current_database()"
            + " AND constraint_type <> 'NOT NULL' AND "
            + tables;
    try (PreparedStatement query = connection().prepareStatement(sql)) {
      if (name != null) {
        setTable(query, name);
      }
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() && rows.getLong(1) > 0;
      }
    }
  }

  /** The condition of the catalog's functions for one table; its parameters: setTable. */
  private static String ofTable(Table.Name name) {
    return "table_name = ? AND schema_name = "
        + (name.schema().isEmpty() ? "current_schema()" : "?");
  }

  private static void setTable(PreparedStatement query, Table.Name name) throws SQLException {
    query.setString(1, name.table());
    if (!name.schema().isEmpty()) {
      query.setString(2, name.schema());
    }
  }

  @Override
  public Table create(Table wanted) throws SQLException {
    if (!wanted.name().schema().isEmpty()) {
      Sql.execute(connection(), "CREATE SCHEMA IF NOT EXISTS " + Sql.quote(wanted.name().schema()));
    }
    Sql.execute(
        connection(),
        "CREATE TABLE IF NOT EXISTS "
            + Sql.quote(wanted.name())
            + " ("
            + Sql.list(
                wanted.columns(),
                column ->
                    Sql.quote(column.name())
                        + " "
                        + DuckDbTypes.name(column.type())
                        + (column.nullable() ? "" : " NOT NULL"))
            + ")");
    journal.add(List.of(), () -> create(wanted));
    return describe(wanted.name()).orElseThrow().withKey(wanted.key());
  }

  @Override
  public Table addColumns(Table table, List<Table.Column> added) throws SQLException {
    settle(table.name());
    for (Table.Column column : added) {
      Sql.execute(
          connection(),
          "ALTER TABLE "
              + Sql.quote(table.name())
              + " ADD COLUMN IF NOT EXISTS "
              + Sql.quote(column.name())
              + " "
              + DuckDbTypes.name(column.type()));
    }
    journal.add(List.of(), () -> addColumns(table, added));
    return describe(table.name()).orElseThrow().withKey(table.key());
  }

  @Override
  public Table alter(Table table, Table.Column changed) throws SQLException {
    settle(table.name());
    Table.Column current = table.columns().get(table.indexOf(changed.name()));
    String alter =
        "ALTER TABLE " + Sql.quote(table.name()) + " ALTER COLUMN " + Sql.quote(changed.name());
    if (!current.type().equals(changed.type())) {
      if (table.key().contains(changed.name())) {
        // Keys of another type have other hashes.
        keysOfTransaction.computeIfAbsent(table.name(), any -> new KeyHashes()).forgetAll();
      }
      Sql.execute(connection(), alter + " SET DATA TYPE " + DuckDbTypes.name(changed.type()));
    }
    if (changed.nullable() && !current.nullable()) {
      Sql.execute(connection(), alter + " DROP NOT NULL");
    }
    journal.add(List.of(), () -> alter(table, changed));
    return describe(table.name()).orElseThrow().withKey(table.key());
  }

  /** Brings a table's rows out of the appender, so that statements see them and may change it. */
  private void settle(Table.Name name) throws SQLException {
    DuckDbLoad load = loads.remove(name);
    if (load != null) {
      load.finish();
    }
  }

  @Override
  public ColumnType closest(ColumnType wanted) {
    return DuckDbTypes.closest(wanted);
  }

  @Override
  public boolean wantsCommit() {
    return nearlyFull;
  }

  @Override
  public void apply(Table table, List<Row> rows) throws SQLException {
    try {
      load(table).apply(rows);
    } catch (SQLException e) {
      if (trouble(e) == Trouble.ROW) {
        undoOnly(table, e);
      }
      throw e;
    }
    journal.add(rows, () -> apply(table, rows));
    nearlyFull = journal.isNearlyFull();
  }

  @Override
  public int worthApplying(Table table) {
    return guards(table.name()) || DuckDbLoad.staged(table) ? Integer.MAX_VALUE : CHUNK;
  }

  private DuckDbLoad load(Table table) throws SQLException {
    DuckDbLoad load = loads.get(table.name());
    if (load == null) {
      boolean guarded = guards(table.name());
      // A table that changes in mid-transaction gets another load, but its keys stay known.
      KeyHashes keys = keysOfTransaction.computeIfAbsent(table.name(), any -> new KeyHashes());
      load = new DuckDbLoad(connection(), table, firstRowIdOfTransaction, keys, guarded);
      loads.put(table.name(), load);
    }
    return load;
  }

  /** Undoes a failed batch, by undoing everything and doing again what went well before it. */
  private void undoOnly(Table table, SQLException cause) throws SQLException {
    boolean repeatable = journal.complete();
    DuckDbJournal done = journal.copy();
    rollback();
    if (!repeatable) {
      // Without the cause: its message holds values of the row.
      throw new UnrepeatableException(table.name(), cause);
    }
    done.repeat();
  }

  @Override
  public StoredOffsets.Position position(String name, Set<String> topics) throws SQLException {
    return offsets.read(connection(), name, topics);
  }

  @Override
  public void commit(String name, Map<TopicPartition, Long> from, StoredOffsets.Position to)
      throws SQLException {
    for (DuckDbLoad load : loads.values()) {
      load.finish();
    }
    endOfTransaction();
    offsets.write(connection(), name, from, to);
    connection().commit();
    if (config.releaseFile()) {
      close();
    }
  }

  @Override
  public void rollback() throws SQLException {
    for (DuckDbLoad load : loads.values()) {
      load.abandon();
    }
    endOfTransaction();
    DuckDBConnection open = connection;
    if (open != null) {
      open.rollback();
    }
    if (config.releaseFile()) {
      close();
    }
  }

  private void endOfTransaction() {
    loads.clear();
    keysOfTransaction.clear();
    journal.clear();
    nearlyFull = false;
  }

  @Override
  public Trouble trouble(SQLException e) {
    return DuckDbTrouble.of(e);
  }

  @Override
  public void close() throws SQLException {
    for (DuckDbLoad load : loads.values()) {
      load.abandon();
    }
    endOfTransaction();
    DuckDBConnection open = connection;
    connection = null;
    if (open != null) {
      open.close(); // An open transaction is rolled back by DuckDB.
    }
  }
}
