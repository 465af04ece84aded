package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.row.Batch;
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
import io.sluice.connector.table.value.DecimalText;
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
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database that has no dialect, by what its JDBC driver says of it and standard SQL. What it has
 * to do in one transaction it does by keeping the rows of the open one: a change of a table may end
 * a transaction, and may not take rows along whose offsets are not stored.
 */
public final class JdbcTarget implements Target, Catalog {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcTarget.class);

  private final Connection connection;
  private final StoredOffsets offsets;
  private final StoredSchemas schemas;
  private final JdbcDatabase database;
  private final JdbcTypes types;
  private final JdbcTables tables;
  private final Journal journal;
  private final Map<Table.Name, RowStatements> loads = new HashMap<>();
  private volatile boolean nearlyFull;

  public JdbcTarget(TableSinkConfig config) throws SQLException {
    offsets = new StoredOffsets(config.offsetsTable());
    schemas = new StoredSchemas(config.offsetsTable());
    journal = new Journal(config.batchMaxBytes(), JdbcTrouble::of);
    journal.guard(); // A refused row takes the whole transaction with it.
    connection = JdbcDatabase.connect(config);
    try {
      connection.setAutoCommit(false);
      database = JdbcDatabase.of(connection);
      types = new JdbcTypes(database);
      tables = new JdbcTables(connection, types);
      createUnlessThere(offsets.table());
      createUnlessThere(schemas.table());
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
    LOG.warn("{}", database.shortcomings());
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

  /** Looked for first: not every database can be told so in the statement that creates. */
  private void createUnlessThere(Table own) throws SQLException {
    if (tables.columns(own.name()).isEmpty()) {
      try {
        tables.create(own);
      } catch (SQLException e) {
        connection.rollback();
        if (tables.columns(own.name()).isEmpty()) { // Another pipeline was not faster.
          throw e;
        }
      }
    }
  }

  @Override
  public Catalog catalog() {
    return this;
  }

  @Override
  public Optional<Table> describe(Table.Name name) throws SQLException {
    List<Table.Column> columns = tables.columns(name);
    return columns.isEmpty() ? Optional.empty() : Optional.of(new Table(name, columns, List.of()));
  }

  /** Nobody else of this sink: it has one task. Standard SQL has no lock against others. */
  @Override
  public Optional<Table> describeToChange(Table.Name name) throws SQLException {
    return describe(name);
  }

  @Override
  public Table create(Table wanted) throws SQLException {
    change(wanted.name(), () -> tables.create(wanted));
    return describe(wanted.name()).orElseThrow().withKey(wanted.key());
  }

  @Override
  public Table addColumns(Table table, List<Table.Column> added) throws SQLException {
    Table there = describe(table.name()).orElseThrow();
    for (Table.Column column : added) {
      if (there.indexOf(column.name()) < 0) {
        change(table.name(), () -> tables.addColumn(table.name(), column));
      }
    }
    return changed(table);
  }

  @Override
  public Table alter(Table table, Table.Column changed) throws SQLException {
    Table.Column current = table.columns().get(table.indexOf(changed.name()));
    if (!current.type().equals(changed.type())) {
      if (database.ddlCommits()
          && table.key().contains(changed.name())
          && DecimalText.becomes(current.type(), changed.type())) {
        throw new DataException(
            "column '"
                + changed.name()
                + "' of table "
                + table.name()
                + " is part of the key and is to become text. Its decimals would have to become the"
                + " texts of later rows at once, and this database changes tables outside of"
                + " transactions. Convert the column or the records.");
      }
      change(table.name(), () -> tables.retype(table, current.type(), changed));
    }
    if (changed.nullable() && !current.nullable()) {
      change(table.name(), () -> tables.dropNotNull(table.name(), changed));
    }
    return changed(table);
  }

  @Override
  public Table dropColumns(Table table, Collection<String> columns) throws SQLException {
    if (database.ddlCommits()) {
      throw new ConnectException(
          "table "
              + table.name()
              + ": columns are not dropped in a database that changes tables outside of"
              + " transactions, since rows that are not committed may still have them. Leave"
              + " columns of dropped fields, or drop them by hand.");
    }
    Table there = describe(table.name()).orElseThrow();
    for (String column : columns) {
      if (there.indexOf(column) >= 0) {
        change(table.name(), () -> tables.dropColumn(table.name(), column));
      }
    }
    return changed(table);
  }

  private Table changed(Table table) throws SQLException {
    return describe(table.name()).orElseThrow().withKey(table.key());
  }

  @Override
  public Table emptyColumns(Table table, Collection<String> columns) throws SQLException {
    String sql =
        "UPDATE "
            + Sql.quote(table.name())
            + " SET "
            + Sql.list(columns, column -> Sql.quote(column) + " = NULL");
    Sql.execute(connection, sql);
    journal.add(List.of(), () -> Sql.execute(connection, sql));
    return table;
  }

  /**
   * Changes a table. Where that ends the transaction, it is undone before and done again after it:
   * rows are never there without their offsets, and a table may be there without its rows.
   */
  private void change(Table.Name table, Journal.Deed altering) throws SQLException {
    Journal.Deed change =
        () -> {
          forgetStatements(); // These are of the table as it was, and some keep it from changing.
          altering.make();
        };
    if (database.ddlCommits()) {
      journal.repeatAfter(
          table,
          connection::rollback,
          () -> {
            change.make();
            connection.commit();
          });
    } else {
      change.make();
      journal.add(List.of(), change);
    }
  }

  /** Standard SQL has no such words. */
  @Override
  public void comment(Table table, @Nullable String ofTable, Map<String, String> ofColumns) {}

  @Override
  public Map<String, SchemaVersion> schemaVersions(Table.Name table) throws SQLException {
    return schemas.read(connection, table);
  }

  @Override
  public void remember(String pipeline, Table.Name table, SchemaVersion version)
      throws SQLException {
    schemas.write(connection, pipeline, table, version);
    journal.add(List.of(), () -> schemas.write(connection, pipeline, table, version));
  }

  @Override
  public ColumnType closest(ColumnType wanted) {
    return types.closest(wanted);
  }

  @Override
  public Limits limits() {
    return JdbcTypes.LIMITS;
  }

  @Override
  public void apply(Table table, List<Row> rows) throws SQLException {
    try {
      write(table, rows);
    } catch (SQLException e) {
      if (fault(e) == Fault.ROW) {
        forgetStatements();
        journal.repeatWithout(table.name(), e, connection::rollback);
      }
      throw e;
    }
    journal.add(rows, () -> write(table, rows));
    nearlyFull = journal.isNearlyFull();
  }

  private void write(Table table, List<Row> rows) throws SQLException {
    RowStatements statements = loads.get(table.name());
    if (statements == null || !statements.isFor(table)) {
      forget(statements);
      tables.requireExactKey(table);
      statements = new RowStatements(connection, table, Sql::quote, JdbcValues::bind, 1, "");
      loads.put(table.name(), statements);
    }
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
    try (RowStatements statements =
        new RowStatements(connection, table, Sql::quote, JdbcValues::bind, 1, "")) {
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
        forgetStatements();
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
  public boolean wantsCommit() {
    return nearlyFull;
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
    endOfTransaction();
  }

  @Override
  public void rollback() throws SQLException {
    endOfTransaction();
    forgetStatements();
    connection.rollback();
  }

  private void endOfTransaction() {
    journal.clear();
    nearlyFull = false;
  }

  private void forgetStatements() throws SQLException {
    for (RowStatements statements : loads.values()) {
      forget(statements);
    }
    loads.clear();
  }

  private static void forget(@Nullable RowStatements statements) throws SQLException {
    if (statements != null) {
      statements.close();
    }
  }

  @Override
  public Fault fault(SQLException e) {
    return JdbcTrouble.of(e);
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
