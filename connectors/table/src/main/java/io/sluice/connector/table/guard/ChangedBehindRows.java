package io.sluice.connector.table.guard;

import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Catalog;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** A catalog that changes a table when no row waits that was made for the table as it is. */
final class ChangedBehindRows extends PassedCatalog {
  /** What comes before a change. */
  interface Before {
    /** Has the rows that wait for the table tried again. */
    void change(Table table) throws SQLException;
  }

  private final Before before;

  ChangedBehindRows(Catalog catalog, Way way, Before before) {
    super(catalog, way);
    this.before = before;
  }

  @Override
  public Table create(Table wanted) throws SQLException {
    before.change(wanted);
    return super.create(wanted);
  }

  @Override
  void beforeKey(Table table) throws SQLException {
    before.change(table);
  }

  @Override
  public Table addColumns(Table table, List<Table.Column> added) throws SQLException {
    before.change(table);
    return super.addColumns(table, added);
  }

  @Override
  public Table alter(Table table, Table.Column changed) throws SQLException {
    before.change(table);
    return super.alter(table, changed);
  }

  @Override
  public Table dropColumns(Table table, Collection<String> columns) throws SQLException {
    before.change(table);
    return super.dropColumns(table, columns);
  }

  @Override
  public Table emptyColumns(Table table, Collection<String> columns) throws SQLException {
    before.change(table);
    return super.emptyColumns(table, columns);
  }
}
