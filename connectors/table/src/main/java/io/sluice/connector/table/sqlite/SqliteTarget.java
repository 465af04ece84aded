package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.jdbc.VersionStatements;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.SchemaVersion;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.stored.StoredSchemas;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Limits;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * SQLite, a file, in this process. Rows travel by prepared statements of several rows each. The
 * transaction is begun as one that writes, at the first change: one that turned from reading to
 * writing half-way could be refused because another process wrote in between.
 */
public final class SqliteTarget implements Target, Catalog {
  /** Rows worth a hand-over between two threads. */
  private static final int WORTH_APPLYING = 2000;

  private final Connection connection;
  private final StoredOffsets offsets;
  private final StoredSchemas schemas;
  private final Map<Table.Name, SqliteLoad> loads = new HashMap<>();
  private boolean open;

  /** Of the file, when a transaction was begun last: another one says that a table has changed. */
  private int schemaVersion;

  public SqliteTarget(TableSinkConfig config) throws SQLException {
    offsets = new StoredOffsets(config.offsetsTable());
    schemas = new StoredSchemas(config.offsetsTable());
    connection = SqliteFile.connect(config.url());
    try {
      SqliteTables.create(connection, offsets.table());
      SqliteTables.create(connection, schemas.table());
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The lock of the one writer: whoever has it is waited for, and nothing is lost yet. */
  @Override
  public void begin() throws SQLException {
    if (!open) {
      Sql.execute(connection, "BEGIN IMMEDIATE");
      open = true;
      int version = SqliteTables.version(connection);
      if (version != schemaVersion) {
        schemaVersion = version;
        forgetAll(); // Somebody has changed a table, maybe one of these.
      }
    }
  }

  /** Rows were made for columns that another pipeline, or a person, may have changed since. */
  private void requireUnchanged(Table table) throws SQLException {
    List<Table.Column> now = SqliteTables.columns(connection, table.name());
    if (!now.isEmpty() && !now.equals(table.columns())) {
      throw new SQLException(
          "table " + table.name() + " was changed while rows for it were made",
          SqliteTrouble.TABLE_CHANGED);
    }
  }

  @Override
  public Catalog catalog() {
    return this;
  }

  @Override
  public Optional<Table> describe(Table.Name name) throws SQLException {
    requireNoSchema(name);
    List<Table.Column> columns = SqliteTables.columns(connection, name);
    return columns.isEmpty() ? Optional.empty() : Optional.of(new Table(name, columns, List.of()));
  }

  /** Looked at with the lock of the one writer, which another pipeline may have had just now. */
  @Override
  public Optional<Table> describeToChange(Table.Name name) throws SQLException {
    begin();
    return describe(name);
  }

  private static void requireNoSchema(Table.Name name) {
    if (!name.schema().isEmpty()) {
      throw new ConnectException(
          "table "
              + name
              + ": a SQLite file has no schemas. Set "
              + TableSinkConfig.TABLE_NAME_FORMAT
              + " to a name without a dot, such as ${schema}_${table}.");
    }
  }

  @Override
  public Table create(Table wanted) throws SQLException {
    begin();
    SqliteTables.create(connection, wanted);
    return describe(wanted.name()).orElseThrow().withKey(wanted.key());
  }

  @Override
  public Table addColumns(Table table, List<Table.Column> added) throws SQLException {
    forget(table.name());
    begin();
    SqliteTables.addColumns(connection, table.name(), added);
    return describe(table.name()).orElseThrow().withKey(table.key());
  }

  @Override
  public Table alter(Table table, Table.Column changed) throws SQLException {
    forget(table.name());
    begin();
    Table.Column current = table.columns().get(table.indexOf(changed.name()));
    if (!current.type().equals(changed.type())) {
      SqliteTables.retype(connection, table.name(), changed);
    }
    if (changed.nullable() && !current.nullable()) {
      SqliteTables.dropNotNull(connection, table.name(), changed.name());
    }
    return describe(table.name()).orElseThrow().withKey(table.key());
  }

  @Override
  public Table dropColumns(Table table, Collection<String> columns) throws SQLException {
    forget(table.name());
    begin();
    SqliteTables.dropColumns(connection, table.name(), columns);
    return describe(table.name()).orElseThrow().withKey(table.key());
  }

  @Override
  public Table emptyColumns(Table table, Collection<String> columns) throws SQLException {
    begin();
    Sql.execute(
        connection,
        "UPDATE "
            + Sql.quote(table.name())
            + " SET "
            + Sql.list(columns, column -> Sql.quote(column) + " = NULL"));
    return table;
  }

  /** SQLite keeps no such words. */
  @Override
  public void comment(Table table, @Nullable String ofTable, Map<String, String> ofColumns) {}

  @Override
  public Map<String, SchemaVersion> schemaVersions(Table.Name table) throws SQLException {
    return schemas.read(connection, table);
  }

  @Override
  public void remember(String pipeline, Table.Name table, SchemaVersion version)
      throws SQLException {
    begin();
    schemas.write(connection, pipeline, table, version);
  }

  @Override
  public ColumnType closest(ColumnType wanted) {
    return SqliteTypes.closest(wanted);
  }

  @Override
  public Limits limits() {
    return SqliteTypes.LIMITS;
  }

  @Override
  public void apply(Table table, List<Row> rows) throws SQLException {
    begin();
    SqliteLoad load = loads.get(table.name());
    if (load == null || !load.isFor(table)) {
      forget(table.name());
      requireUnchanged(table);
      SqliteTables.requireExactKey(connection, table);
      load = new SqliteLoad(connection, table, SqliteTables.unique(connection, table));
      loads.put(table.name(), load);
    }
    Sql.execute(connection, "SAVEPOINT sluice_batch");
    try {
      load.apply(rows);
    } catch (SQLException e) {
      if (fault(e) == Fault.ROW) {
        Sql.execute(connection, "ROLLBACK TO sluice_batch");
        Sql.execute(connection, "RELEASE sluice_batch");
      }
      throw e;
    }
    Sql.execute(connection, "RELEASE sluice_batch");
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
  public StoredOffsets.Position position(String name, Set<String> topics) throws SQLException {
    return offsets.read(connection, name, topics);
  }

  @Override
  public void commit(String name, Map<TopicPartition, Long> from, StoredOffsets.Position to)
      throws SQLException {
    if (!open && to.next().equals(from)) {
      return; // Nothing to write, and so no reason to wait for others who do.
    }
    begin();
    offsets.write(connection, name, from, to);
    Sql.execute(connection, "COMMIT");
    open = false;
  }

  @Override
  public void rollback() throws SQLException {
    forgetAll();
    if (open) {
      open = false;
      try {
        Sql.execute(connection, "ROLLBACK");
      } catch (SQLException e) {
        // A full disk, and errors of the kind, have ended the transaction already.
        if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
          throw e;
        }
      }
    }
  }

  private void forget(Table.Name name) throws SQLException {
    SqliteLoad load = loads.remove(name);
    if (load != null) {
      load.close();
    }
  }

  private void forgetAll() throws SQLException {
    for (SqliteLoad load : loads.values()) {
      load.close();
    }
    loads.clear();
  }

  @Override
  public Fault fault(SQLException e) {
    return SqliteTrouble.of(e);
  }

  @Override
  public void close() throws SQLException {
    forgetAll();
    connection.close(); // Undoes what is open.
  }
}
