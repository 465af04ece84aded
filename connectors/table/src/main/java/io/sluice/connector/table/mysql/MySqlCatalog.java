package io.sluice.connector.table.mysql;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.SchemaVersion;
import io.sluice.connector.table.stored.StoredSchemas;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.Journal;
import io.sluice.connector.table.target.KeyBuilder;
import io.sluice.connector.table.target.SqlCatalog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tables of MariaDB or MySQL. A change of a table commits there, so it runs on a connection of its
 * own; it is read from the catalog what is there, so that it is not done twice. Where the open
 * transaction has the table, it is undone for the change and done again behind it.
 */
final class MySqlCatalog extends SqlCatalog {
  private static final int LOCK_SECONDS = 50;

  /** How long a change waits for a table that the open transaction itself may have. */
  private static final int OWN_LOCK_SECONDS = 2;

  /** A change of a table, on a connection of its own. */
  @FunctionalInterface
  private interface Alteration {
    /**
     * Makes it.
     *
     * @param seconds to wait for whoever has the table
     */
    void make(int seconds) throws SQLException;
  }

  private final Connection connection;
  private final MySqlTables tables;
  private final MySqlChanges changes;
  private final Journal journal;
  private final MySqlLoads loads;

  /** Databases in which nobody else of this sink changes tables. */
  private final MySqlNamedLocks locks;

  private final MySqlAside aside;
  private final boolean buildsKeys;

  /** Tables that the open transaction has made without their keys. */
  private final Set<Table.Name> begun = new HashSet<>();

  /** What the open transaction has written of tables' schemas, by table and pipeline. */
  private final Map<Table.Name, Map<String, SchemaVersion>> remembered = new HashMap<>();

  /** Whether the open transaction was undone for a change of a table. */
  private volatile boolean stoodAside;

  /**
   * The tables that one connection sees.
   *
   * @param config opens the connection on which tables change
   * @param journal of the connection's open transaction
   * @param loads of the same tables
   */
  MySqlCatalog(
      TableSinkConfig config,
      MySqlSession session,
      StoredSchemas schemas,
      Journal journal,
      MySqlLoads loads) {
    super(schemas, new MySqlTypes(session.server()).rules());
    this.journal = journal;
    this.loads = loads;
    connection = session.connection();
    tables = new MySqlTables(session.server());
    changes = new MySqlChanges(session.server());
    locks = new MySqlNamedLocks(connection);
    aside = new MySqlAside(config);
    buildsKeys = session.server().invisible();
  }

  @Override
  protected Connection connection() {
    return connection;
  }

  @Override
  protected void make(Journal.Deed deed) throws SQLException {
    if (!journal.isOwing()) { // Else it is done behind what is owed.
      deed.make();
    }
    journal.add(List.of(), deed);
  }

  @Override
  public Map<String, SchemaVersion> schemaVersions(Table.Name table) throws SQLException {
    Map<String, SchemaVersion> versions = new LinkedHashMap<>(super.schemaVersions(table));
    // Those of the open transaction may be undone for now.
    versions.putAll(remembered.getOrDefault(table, Map.of()));
    return versions;
  }

  @Override
  public void remember(String pipeline, Table.Name table, SchemaVersion version)
      throws SQLException {
    super.remember(pipeline, table, version);
    remembered.computeIfAbsent(table, any -> new HashMap<>()).put(pipeline, version);
  }

  /** Makes a table of the sink's own, unless it is there; before there is a transaction. */
  void createOwn(Table own) throws SQLException {
    for (String statement : changes.creation(own)) {
      Sql.execute(connection, statement);
    }
  }

  /** A table's columns as the server describes them. */
  List<MySqlTables.Described> columns(Table table) throws SQLException {
    return tables.columns(connection, table.name());
  }

  @Override
  public Optional<Table> describe(Table.Name name) throws SQLException {
    List<MySqlTables.Described> columns = tables.columns(connection, name);
    if (!columns.isEmpty()) {
      tables.requireTransactions(connection, name);
    }
    List<String> rest = changes.rest(connection, name, columns);
    if (!rest.isEmpty()) {
      change(name, rest);
      columns = tables.columns(connection, name);
    }
    endBeginning(name);
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(new Table(name, tables.known(columns), List.of()));
  }

  /**
   * Gives a table its key that was made without, by a transaction that ended before it stored so:
   * there is no row in it yet.
   */
  private void endBeginning(Table.Name name) throws SQLException {
    if (begun.contains(name) || !isAbandoned(name)) {
      return;
    }
    lock(name); // Who has just begun to fill it has the lock, until that is stored.
    Optional<MySqlKeyBuild> key = tables.keyPending(connection, name);
    if (key.isPresent() && isAbandoned(name)) {
      change(name, seconds -> key.get().build(aside, seconds));
    }
  }

  private boolean isAbandoned(Table.Name name) throws SQLException {
    return buildsKeys
        && tables.keyPending(connection, name).isPresent()
        && schemaVersions(name).values().stream().noneMatch(SchemaVersion::keyPending);
  }

  /**
   * Whoever waits for the lock must hold no table meanwhile: who has the lock may be waiting to
   * change it, on a connection of which the server cannot know that it belongs to the same.
   */
  @Override
  public Optional<Table> describeToChange(Table.Name name) throws SQLException {
    lock(name);
    return describe(name);
  }

  private void lock(Table.Name name) throws SQLException {
    if (!locks.holds(name) && !locks.take(name, 0)) {
      standAside(
          name,
          () -> {
            if (!locks.take(name, LOCK_SECONDS)) {
              throw new SQLTransientException("somebody else changes tables for long", "40000");
            }
          });
    }
  }

  /** The transaction has ended, one way or the other: others may change tables. */
  void endOfTransaction() throws SQLException {
    remembered.clear();
    begun.clear();
    stoodAside = false;
    try {
      aside.close();
    } finally {
      locks.release();
    }
  }

  /** See {@link MySqlAside#cancel}. */
  boolean cancel() throws SQLException {
    return aside.cancel();
  }

  /** Lets go of the connection on which tables change. */
  void close() throws SQLException {
    aside.close();
  }

  @Override
  public Table create(Table wanted) throws SQLException {
    boolean first = wanted.keyPending() && describeToChange(wanted.name()).isEmpty();
    change(wanted.name(), changes.creation(wanted));
    return now(wanted.withKeyPending(first && postponeKey(wanted)));
  }

  /**
   * Takes the key away from a table that was just made; not where the server refuses that, or
   * somebody reads the table already.
   */
  private boolean postponeKey(Table made) throws SQLException {
    MySqlKeyBuild key = new MySqlKeyBuild(made);
    if (!key.isPossible()) {
      return false;
    }
    change(made.name(), seconds -> key.postpone(aside, OWN_LOCK_SECONDS));
    boolean postponed = tables.keyPending(connection, made.name()).isPresent();
    if (postponed) {
      begun.add(made.name());
    }
    return postponed;
  }

  @Override
  public Optional<KeyBuilder> keys() {
    return buildsKeys ? Optional.of(new Keys()) : Optional.empty();
  }

  /** Others read a table meanwhile, but for a moment at the end of its build. */
  private final class Keys implements KeyBuilder {
    @Override
    public Optional<Table> describe(Table.Name name) throws SQLException {
      return describeToChange(name);
    }

    @Override
    public Table build(Table table) throws SQLException {
      if (tables.keyPending(connection, table.name()).isPresent()) {
        MySqlKeyBuild key = new MySqlKeyBuild(table);
        change(table.name(), seconds -> key.build(aside, seconds));
      }
      return now(table).withKeyPending(false);
    }
  }

  @Override
  public Table addColumns(Table table, List<Table.Column> added) throws SQLException {
    change(table.name(), changes.addition(table, added, columns(table)));
    return now(table);
  }

  @Override
  public Table alter(Table table, Table.Column changed) throws SQLException {
    change(table.name(), changes.change(connection, table, changed, columns(table)));
    return now(table);
  }

  @Override
  public Table dropColumns(Table table, Collection<String> columns) throws SQLException {
    change(table.name(), changes.removal(table, columns, columns(table)));
    // Batches that are done again behind the columns' return find them as empty as they are now.
    journal.add(List.of(), () -> emptyColumns(table, columns));
    return now(table);
  }

  /** Those that are there: one may have been dropped and come back in the same transaction. */
  @Override
  public Table emptyColumns(Table table, Collection<String> columns) throws SQLException {
    journal.settle(table.name());
    make(
        () -> {
          Set<String> there =
              columns(table).stream().map(MySqlTables.Described::name).collect(Collectors.toSet());
          List<String> emptied = columns.stream().filter(there::contains).toList();
          if (!emptied.isEmpty()) {
            journal.touch(table.name());
            Sql.execute(connection, Sql.emptying(table.name(), emptied));
          }
        });
    return table;
  }

  @Override
  public void comment(Table table, @Nullable String ofTable, Map<String, String> ofColumns)
      throws SQLException {
    change(table.name(), changes.comments(connection, table, ofTable, ofColumns, columns(table)));
  }

  /**
   * Runs statements that change a table, on a connection of their own: here they would commit. They
   * would wait for our own transaction if that has the table, or one that refers to it or that a
   * trigger writes: the last two only the server knows, and it cannot know that both are ours.
   */
  private void change(Table.Name table, List<String> statements) throws SQLException {
    if (!statements.isEmpty()) {
      change(table, seconds -> aside.execute(statements, seconds));
    }
  }

  private void change(Table.Name table, Alteration alteration) throws SQLException {
    if (journal.holds(table)) {
      standAside(table, () -> alteration.make(LOCK_SECONDS));
    } else if (!journal.holdsAny()) {
      alteration.make(LOCK_SECONDS);
    } else {
      try {
        alteration.make(OWN_LOCK_SECONDS);
      } catch (SQLException e) {
        if (MySqlTrouble.of(e) != Fault.LOCK_TIMEOUT) {
          throw e;
        }
        standAside(table, () -> alteration.make(LOCK_SECONDS));
      }
    }
    loads.forget(table);
  }

  /**
   * Lets something be done that the open transaction stands in the way of, by undoing that; it is
   * repeated before the next rows.
   */
  private void standAside(Table.Name table, Journal.Deed change) throws SQLException {
    journal.undoFor(table, this::undo, change);
    stoodAside = true;
  }

  /** Whether the open transaction was undone for a change of a table. Any thread. */
  boolean stoodAside() {
    return stoodAside;
  }

  /** Undoes the open transaction. */
  void undo() throws SQLException {
    loads.forgetAll();
    journal.clear();
    connection.rollback();
  }

  @Override
  public List<Table.Name> references(Table.Name table) throws SQLException {
    return tables.references(connection(), table);
  }
}
