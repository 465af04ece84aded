package io.sluice.connector.table.mysql;

import io.sluice.connector.table.config.TableSinkConfig;
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
import io.sluice.connector.table.value.Limits;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Savepoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MariaDB or MySQL over one connection. Rows travel by {@code LOAD DATA LOCAL INFILE} from memory,
 * few of them by {@code INSERT}.
 *
 * <p>A change of a table commits in these databases, so it runs on a connection of its own and
 * stays also where the rows that needed it are undone; it is read from the catalog what is there,
 * so that it is not done twice. Rows and offsets are in one transaction that has no such statement
 * in it.
 */
public final class MySqlTarget implements Target, Catalog {
  private static final int LOCK_SECONDS = 50;

  /** How long a change waits for a table that the open transaction itself may have. */
  private static final int OWN_LOCK_SECONDS = 2;

  private static final Logger LOG = LoggerFactory.getLogger(MySqlTarget.class);

  private final StoredOffsets offsets;
  private final StoredSchemas schemas;
  private final Connection connection;
  private final MySqlSession.Server server;
  private final MySqlTables tables;
  private final MySqlTypes types;
  private final MySqlRows out;
  private final Journal journal;
  private final Map<Table.Name, MySqlLoad> loads = new HashMap<>();

  /** Databases in which nobody else of this sink changes tables. */
  private final MySqlNamedLocks locks;

  private final MySqlAside aside;

  public MySqlTarget(TableSinkConfig config) throws SQLException {
    offsets = new StoredOffsets(config.offsetsTable());
    schemas = new StoredSchemas(config.offsetsTable());
    journal = new Journal(config.batchMaxBytes(), MySqlTrouble::of);
    journal.guard();
    MySqlSession session = MySqlSession.open(config);
    connection = session.connection();
    server = session.server();
    locks = new MySqlNamedLocks(connection);
    aside = new MySqlAside(config);
    tables = new MySqlTables(server);
    types = new MySqlTypes(server);
    out = new MySqlRows(connection, server);
    try {
      createOwnTables();
      // Each statement sees what others committed; a repeatable read would meet changed tables.
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    if (!server.localInfile()) {
      LOG.info(
          "The server does not take LOAD DATA LOCAL INFILE (local_infile is off): rows travel by"
              + " INSERT, which is slower");
    }
  }

  private void createOwnTables() throws SQLException {
    for (Table own : List.of(offsets.table(), schemas.table())) {
      for (String statement : tables.creation(own)) {
        Sql.execute(connection, statement);
      }
    }
  }

  @Override
  public Catalog catalog() {
    return this;
  }

  @Override
  public Optional<Table> describe(Table.Name name) throws SQLException {
    List<MySqlTables.Described> columns = tables.columns(connection, name);
    if (!columns.isEmpty()) {
      tables.requireTransactions(connection, name);
    }
    List<String> rest = tables.rest(connection, name, columns);
    if (!rest.isEmpty()) {
      change(name, rest);
      columns = tables.columns(connection, name);
    }
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(new Table(name, tables.known(columns), List.of()));
  }

  private Table described(Table table) throws SQLException {
    return describe(table.name()).orElseThrow().withKey(table.key());
  }

  /**
   * Whoever waits for the lock must hold no table meanwhile: who has the lock may be waiting to
   * change it, on a connection of which the server cannot know that it belongs to the same.
   */
  @Override
  public Optional<Table> describeToChange(Table.Name name) throws SQLException {
    if (!locks.holds(name) && !locks.take(name, 0)) {
      journal.repeatAfter(
          name,
          this::undo,
          () -> {
            if (!locks.take(name, LOCK_SECONDS)) {
              throw new SQLTransientException("somebody else changes tables for long", "40000");
            }
          });
    }
    return describe(name);
  }

  private void unlock() throws SQLException {
    try {
      aside.close();
    } finally {
      locks.release();
    }
  }

  @Override
  public Table create(Table wanted) throws SQLException {
    change(wanted.name(), tables.creation(wanted));
    return described(wanted);
  }

  @Override
  public Table addColumns(Table table, List<Table.Column> added) throws SQLException {
    change(table.name(), tables.addition(table, added, catalog(table)));
    return described(table);
  }

  @Override
  public Table alter(Table table, Table.Column changed) throws SQLException {
    change(table.name(), tables.change(connection, table, changed, catalog(table)));
    return described(table);
  }

  @Override
  public Table dropColumns(Table table, Collection<String> columns) throws SQLException {
    change(table.name(), tables.removal(table, columns, catalog(table)));
    // Batches that are done again behind the columns' return find them as empty as they are now.
    journal.add(List.of(), () -> emptyColumns(table, columns));
    return described(table);
  }

  @Override
  public Table emptyColumns(Table table, Collection<String> columns) throws SQLException {
    Set<String> there =
        catalog(table).stream().map(MySqlTables.Described::name).collect(Collectors.toSet());
    List<String> emptied = columns.stream().filter(there::contains).toList();
    if (!emptied.isEmpty()) {
      journal.touch(table.name());
      Sql.execute(
          connection,
          "UPDATE "
              + Sql.quote(table.name())
              + " SET "
              + Sql.list(emptied, column -> Sql.quote(column) + " = NULL"));
    }
    journal.add(List.of(), () -> emptyColumns(table, columns));
    return table;
  }

  @Override
  public void comment(Table table, @Nullable String ofTable, Map<String, String> ofColumns)
      throws SQLException {
    change(table.name(), tables.comments(connection, table, ofTable, ofColumns, catalog(table)));
  }

  private List<MySqlTables.Described> catalog(Table table) throws SQLException {
    return tables.columns(connection, table.name());
  }

  @Override
  public Map<String, SchemaVersion> schemaVersions(Table.Name table) throws SQLException {
    return schemas.read(connection, table);
  }

  @Override
  public void remember(String pipeline, Table.Name table, SchemaVersion version)
      throws SQLException {
    schemas.write(connection, pipeline, table, version);
    journal.add(List.of(), () -> remember(pipeline, table, version));
  }

  /**
   * Runs statements that change a table, on a connection of their own: here they would commit. They
   * would wait for our own transaction if that has the table, or one that refers to it or that a
   * trigger writes: the last two only the server knows, and it cannot know that both are ours.
   */
  private void change(Table.Name table, List<String> statements) throws SQLException {
    if (statements.isEmpty()) {
      return;
    }
    if (journal.holds(table)) {
      journal.repeatAfter(table, this::undo, () -> aside.execute(statements, LOCK_SECONDS));
    } else if (!journal.holdsAny()) {
      aside.execute(statements, LOCK_SECONDS);
    } else {
      try {
        aside.execute(statements, OWN_LOCK_SECONDS);
      } catch (SQLException e) {
        if (fault(e) != Fault.LOCK_TIMEOUT) {
          throw e;
        }
        journal.repeatAfter(table, this::undo, () -> aside.execute(statements, LOCK_SECONDS));
      }
    }
    loads.remove(table);
  }

  @Override
  public ColumnType closest(ColumnType wanted) {
    return types.closest(wanted);
  }

  @Override
  public Limits limits() {
    return MySqlTypes.LIMITS;
  }

  @Override
  public void begin() throws SQLException {
    Sql.execute(connection, "SELECT 1");
  }

  @Override
  public void apply(Table table, List<Row> rows) throws SQLException {
    journal.touch(table.name());
    MySqlLoad load = load(table);
    Savepoint before = connection.setSavepoint();
    try {
      load.apply(rows);
    } catch (SQLException e) {
      if (fault(e) == Fault.ROW) {
        connection.rollback(before);
      }
      throw e;
    }
    connection.releaseSavepoint(before);
    journal.add(rows, () -> apply(table, rows));
  }

  @Override
  public void clear(Table table, @Nullable Row mark) throws SQLException {
    journal.touch(table.name());
    if (mark == null) {
      // Not TRUNCATE, which commits.
      Sql.execute(connection, "DELETE FROM " + Sql.quote(table.name()));
    } else {
      load(table).markAll(mark);
    }
    journal.add(List.of(), () -> clear(table, mark));
  }

  private MySqlLoad load(Table table) throws SQLException {
    MySqlLoad known = loads.get(table.name());
    if (known != null && known.table().equals(table)) {
      return known;
    }
    MySqlLoad made =
        new MySqlLoad(
            connection,
            out,
            table,
            catalog(table),
            () -> tables.uniques(connection, table.name()),
            server.collation());
    loads.put(table.name(), made);
    return made;
  }

  @Override
  public List<List<Version>> versions(Table table, VersionColumns columns, List<Probe> probes)
      throws SQLException {
    journal.touch(table.name()); // Who reads a table keeps it from being changed.
    Savepoint before = connection.setSavepoint();
    List<List<Version>> found;
    try {
      found = new MySqlVersions(connection, out, table, catalog(table)).find(columns, probes);
    } catch (SQLException e) {
      if (fault(e).trouble() == Trouble.ROW) {
        connection.rollback(before);
      }
      throw e;
    }
    connection.releaseSavepoint(before);
    return found;
  }

  @Override
  public int worthApplying(Table table) {
    return Integer.MAX_VALUE; // A load costs several round trips.
  }

  @Override
  public StoredOffsets.Position position(String name, Set<String> topics) throws SQLException {
    return offsets.read(connection, name, topics);
  }

  @Override
  public void commit(String name, Map<TopicPartition, Long> from, StoredOffsets.Position to)
      throws SQLException {
    offsets.write(connection, name, from, to);
    connection.commit();
    unlock();
    journal.clear();
    loads.values().forEach(MySqlLoad::committed);
  }

  @Override
  public void rollback() throws SQLException {
    undo();
    unlock();
  }

  private void undo() throws SQLException {
    loads.clear();
    journal.clear();
    connection.rollback();
  }

  @Override
  public Fault fault(SQLException e) {
    return MySqlTrouble.of(e);
  }

  @Override
  public void close() throws SQLException {
    loads.clear();
    journal.clear();
    try {
      aside.close();
    } finally {
      connection.close();
    }
  }
}
