package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredSchemas;
import io.sluice.connector.table.target.Journal;
import io.sluice.connector.table.target.SqlCatalog;
import io.sluice.connector.table.target.TypeRules;
import io.sluice.connector.table.value.ColumnType.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Tables of a DuckDB file. All changes are part of the open transaction, which nobody else can
 * change tables beside: the file has one writer.
 */
final class DuckDbCatalog extends SqlCatalog {
  private final DuckDbFile file;
  private final Journal journal;
  private final DuckDbLoads loads;

  /**
   * The tables of a file.
   *
   * @param journal of the open transaction
   * @param loads of the same tables
   */
  DuckDbCatalog(DuckDbFile file, StoredSchemas schemas, Journal journal, DuckDbLoads loads) {
    super(schemas, new TypeRules(DuckDbTypes::closest, DuckDbTypes.LIMITS));
    this.file = file;
    this.journal = journal;
    this.loads = loads;
  }

  @Override
  protected Connection connection() throws SQLException {
    return file.connection();
  }

  @Override
  protected void make(Journal.Deed deed) throws SQLException {
    deed.make();
    journal.add(List.of(), deed);
  }

  /** Changes a table, once its rows are out of the appender. */
  private void change(Table.Name name, Journal.Deed change) throws SQLException {
    make(
        () -> {
          loads.settle(name);
          change.make();
        });
  }

  @Override
  public Optional<Table> describe(Table.Name name) throws SQLException {
    List<Table.Column> columns = DuckDbTables.columns(connection(), name);
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    if (DuckDbTables.constrained(connection(), name)
        || columns.stream().anyMatch(c -> c.type().kind() == Kind.OTHER)) {
      loads.guard(name);
      journal.guard();
    }
    return Optional.of(new Table(name, columns, List.of()));
  }

  @Override
  public Table create(Table wanted) throws SQLException {
    make(() -> DuckDbTables.create(connection(), wanted));
    return now(wanted);
  }

  @Override
  public Table addColumns(Table table, List<Table.Column> added) throws SQLException {
    change(table.name(), () -> DuckDbTables.addColumns(connection(), table.name(), added));
    return now(table);
  }

  @Override
  public Table alter(Table table, Table.Column changed) throws SQLException {
    Table.Column current = table.columns().get(table.indexOf(changed.name()));
    boolean keysChange =
        !current.type().equals(changed.type()) && table.key().contains(changed.name());
    change(
        table.name(),
        () -> {
          if (keysChange) {
            loads.forgetKeys(table.name()); // Keys of another type have other hashes.
          }
          DuckDbTables.alter(connection(), table.name(), current, changed);
        });
    return now(table);
  }

  @Override
  public Table dropColumns(Table table, Collection<String> columns) throws SQLException {
    change(table.name(), () -> DuckDbTables.dropColumns(connection(), table.name(), columns));
    return now(table);
  }

  @Override
  public Table emptyColumns(Table table, Collection<String> columns) throws SQLException {
    change(table.name(), () -> DuckDbTables.emptyColumns(connection(), table, columns));
    return table;
  }

  @Override
  public List<Table.Name> references(Table.Name table) throws SQLException {
    return DuckDbTables.references(connection(), table);
  }
}
