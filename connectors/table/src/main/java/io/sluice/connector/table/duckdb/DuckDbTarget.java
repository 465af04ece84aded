package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.row.KeyHashes;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.SchemaVersion;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.stored.StoredSchemas;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.Journal;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.ColumnType.Kind;
import io.sluice.connector.table.value.Limits;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB, in this process. Tables are made without a primary key: keeping DuckDB's index costs far
 * more than looking keys up when merging (measured: docs/reference/table-sink.md), and that each
 * key is there once is guaranteed by the merge.
 */
public final class DuckDbTarget implements Target, Catalog {
  /** Rows that the appender gives to DuckDB at once: its standard vector size. */
  private static final int CHUNK = 2048;

  private final DuckDbFile file;
  private final StoredOffsets offsets;
  private final StoredSchemas schemas;
  private final long firstRowIdOfTransaction;
  private final Map<Table.Name, DuckDbLoad> loads = new HashMap<>();
  private final Map<Table.Name, KeyHashes> keysOfTransaction = new HashMap<>();
  private final Set<Table.Name> refusing = new HashSet<>();
  private final Journal journal;
  private volatile boolean nearlyFull;

  public DuckDbTarget(TableSinkConfig config) throws SQLException {
    file = new DuckDbFile(config);
    journal = new Journal(config.batchMaxBytes(), DuckDbTrouble::of);
    offsets = new StoredOffsets(config.offsetsTable());
    schemas = new StoredSchemas(config.offsetsTable());
    try {
      firstRowIdOfTransaction = file.firstRowIdOfTransaction();
      DuckDbTables.create(connection(), offsets.table());
      DuckDbTables.create(connection(), schemas.table());
      if (DuckDbTables.anyConstrained(connection())) {
        // From the first row on: a table with constraints may come late in a transaction.
        journal.guard();
      }
      connection().commit();
    } catch (SQLException e) {
      file.close();
      throw e;
    }
  }

  private DuckDBConnection connection() throws SQLException {
    return file.connection();
  }

  @Override
  public Catalog catalog() {
    return this;
  }

  @Override
  public Optional<Table> describe(Table.Name name) throws SQLException {
    List<Table.Column> columns = DuckDbTables.columns(connection(), name);
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    if (DuckDbTables.constrained(connection(), name)
        || columns.stream().anyMatch(c -> c.type().kind() == Kind.OTHER)) {
      refusing.add(name);
      journal.guard();
    }
    return Optional.of(new Table(name, columns, List.of()));
  }

  /** No other transaction can change a table that this one uses: the file has one writer. */
  @Override
  public Optional<Table> describeToChange(Table.Name name) throws SQLException {
    return describe(name);
  }

  /** Whether the table is written so that every refusal shows at once. */
  boolean guards(Table.Name name) {
    return refusing.contains(name);
  }

  @Override
  public Table create(Table wanted) throws SQLException {
    DuckDbTables.create(connection(), wanted);
    journal.add(List.of(), () -> create(wanted));
    return describe(wanted.name()).orElseThrow().withKey(wanted.key());
  }

  @Override
  public Table addColumns(Table table, List<Table.Column> added) throws SQLException {
    settle(table.name());
    DuckDbTables.addColumns(connection(), table.name(), added);
    journal.add(List.of(), () -> addColumns(table, added));
    return describe(table.name()).orElseThrow().withKey(table.key());
  }

  @Override
  public Table alter(Table table, Table.Column changed) throws SQLException {
    settle(table.name());
    Table.Column current = table.columns().get(table.indexOf(changed.name()));
    if (!current.type().equals(changed.type()) && table.key().contains(changed.name())) {
      // Keys of another type have other hashes.
      keysOfTransaction.computeIfAbsent(table.name(), any -> new KeyHashes()).forgetAll();
    }
    DuckDbTables.alter(connection(), table.name(), current, changed);
    journal.add(List.of(), () -> alter(table, changed));
    return describe(table.name()).orElseThrow().withKey(table.key());
  }

  @Override
  public Table dropColumns(Table table, Collection<String> columns) throws SQLException {
    settle(table.name());
    DuckDbTables.dropColumns(connection(), table.name(), columns);
    journal.add(List.of(), () -> dropColumns(table, columns));
    return describe(table.name()).orElseThrow().withKey(table.key());
  }

  @Override
  public Table emptyColumns(Table table, Collection<String> columns) throws SQLException {
    settle(table.name());
    DuckDbTables.emptyColumns(connection(), table, columns);
    journal.add(List.of(), () -> emptyColumns(table, columns));
    return table;
  }

  @Override
  public void comment(Table table, @Nullable String ofTable, Map<String, String> ofColumns)
      throws SQLException {
    for (String statement : Sql.comments(table.name(), ofTable, ofColumns)) {
      Sql.execute(connection(), statement);
    }
    journal.add(List.of(), () -> comment(table, ofTable, ofColumns));
  }

  @Override
  public Map<String, SchemaVersion> schemaVersions(Table.Name table) throws SQLException {
    return schemas.read(connection(), table);
  }

  @Override
  public void remember(String pipeline, Table.Name table, SchemaVersion version)
      throws SQLException {
    schemas.write(connection(), pipeline, table, version);
    journal.add(List.of(), () -> remember(pipeline, table, version));
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
  public Limits limits() {
    return DuckDbTypes.LIMITS;
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
      if (fault(e) == Fault.ROW) {
        journal.repeatWithout(table.name(), e, this::rollback);
      }
      throw e;
    }
    journal.add(rows, () -> apply(table, rows));
    nearlyFull = journal.isNearlyFull();
  }

  @Override
  public void clear(Table table, @Nullable Row mark) throws SQLException {
    settle(table.name());
    if (mark == null) {
      Sql.execute(connection(), "DELETE FROM " + Sql.quote(table.name()));
    } else {
      new DuckDbPartialRows(connection(), table).markAll(mark);
      // DuckDB may turn an update into another row, that looks as if it came in this transaction.
      keysOfTransaction.computeIfAbsent(table.name(), any -> new KeyHashes()).forgetAll();
    }
    journal.add(List.of(), () -> clear(table, mark));
  }

  @Override
  public List<List<Version>> versions(Table table, VersionColumns columns, List<Probe> probes)
      throws SQLException {
    settle(table.name());
    try {
      return new DuckDbVersions(connection(), table).find(columns, probes);
    } catch (SQLException e) {
      if (fault(e).trouble() == Trouble.ROW) {
        journal.repeatWithout(table.name(), e, this::rollback);
      }
      throw e;
    }
  }

  @Override
  public int worthApplying(Table table) {
    return guards(table.name()) || DuckDbLoad.staged(table) ? Integer.MAX_VALUE : CHUNK;
  }

  private DuckDbLoad load(Table table) throws SQLException {
    DuckDbLoad load = loads.get(table.name());
    if (load == null) {
      DuckDbTables.requireExactKey(connection(), table);
      boolean guarded = guards(table.name());
      // A table that changes in mid-transaction gets another load, but its keys stay known.
      KeyHashes keys = keysOfTransaction.computeIfAbsent(table.name(), any -> new KeyHashes());
      load = new DuckDbLoad(connection(), table, firstRowIdOfTransaction, keys, guarded);
      loads.put(table.name(), load);
    }
    return load;
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
    file.commit();
  }

  @Override
  public void rollback() throws SQLException {
    for (DuckDbLoad load : loads.values()) {
      load.abandon();
    }
    endOfTransaction();
    file.rollback();
  }

  private void endOfTransaction() {
    loads.clear();
    keysOfTransaction.clear();
    journal.clear();
    nearlyFull = false;
  }

  @Override
  public Fault fault(SQLException e) {
    return DuckDbTrouble.of(e);
  }

  @Override
  public void close() throws SQLException {
    for (DuckDbLoad load : loads.values()) {
      load.abandon();
    }
    endOfTransaction();
    file.close();
  }
}
