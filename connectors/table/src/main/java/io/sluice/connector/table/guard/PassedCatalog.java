package io.sluice.connector.table.guard;

import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.SchemaVersion;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.KeyBuilder;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Limits;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A catalog whose calls are made by way of something: on another thread, or watched. */
class PassedCatalog implements Catalog {
  /** How a call is made. */
  interface Way {
    /**
     * Makes it.
     *
     * @param doing what it does, for people
     */
    <T> T make(String doing, Call<T> call) throws SQLException;
  }

  /** A call. */
  interface Call<T> {
    T make() throws SQLException;
  }

  private final Catalog catalog;
  private final Way way;

  PassedCatalog(Catalog catalog, Way way) {
    this.catalog = catalog;
    this.way = way;
  }

  @Override
  public Optional<Table> describe(Table.Name name) throws SQLException {
    return way.make("reading the columns of table " + name, () -> catalog.describe(name));
  }

  @Override
  public Optional<Table> describeToChange(Table.Name name) throws SQLException {
    return way.make("reading the columns of table " + name, () -> catalog.describeToChange(name));
  }

  @Override
  public List<Table.Name> references(Table.Name table) throws SQLException {
    return way.make("reading the references of table " + table, () -> catalog.references(table));
  }

  @Override
  public Table create(Table wanted) throws SQLException {
    return way.make(
        "creating table " + wanted.name() + " (CREATE TABLE)", () -> catalog.create(wanted));
  }

  @Override
  public Optional<KeyBuilder> keys() {
    return catalog.keys().map(PassedKeys::new);
  }

  /** A table is about to be changed by a call of {@link #keys}. */
  void beforeKey(Table table) throws SQLException {}

  /** Keys that are built by way of the same. */
  private final class PassedKeys implements KeyBuilder {
    private final KeyBuilder keys;

    PassedKeys(KeyBuilder keys) {
      this.keys = keys;
    }

    @Override
    public Optional<Table> describe(Table.Name name) throws SQLException {
      return way.make("reading the columns of table " + name, () -> keys.describe(name));
    }

    @Override
    public Table build(Table table) throws SQLException {
      beforeKey(table);
      return way.make("building the key of table " + table.name(), () -> keys.build(table));
    }
  }

  @Override
  public List<Table.Name> keysPending(String pipeline) throws SQLException {
    return way.make("reading which tables have no key yet", () -> catalog.keysPending(pipeline));
  }

  @Override
  public Table addColumns(Table table, List<Table.Column> added) throws SQLException {
    return way.make(
        "adding columns to table " + table.name() + " (ALTER TABLE)",
        () -> catalog.addColumns(table, added));
  }

  @Override
  public Table alter(Table table, Table.Column changed) throws SQLException {
    return way.make(
        "changing column '" + changed.name() + "' of table " + table.name() + " (ALTER TABLE)",
        () -> catalog.alter(table, changed));
  }

  @Override
  public Table dropColumns(Table table, Collection<String> columns) throws SQLException {
    return way.make(
        "dropping columns of table " + table.name() + " (ALTER TABLE)",
        () -> catalog.dropColumns(table, columns));
  }

  @Override
  public Table emptyColumns(Table table, Collection<String> columns) throws SQLException {
    return way.make(
        "emptying columns of table " + table.name() + " (UPDATE)",
        () -> catalog.emptyColumns(table, columns));
  }

  @Override
  public void comment(Table table, @Nullable String ofTable, Map<String, String> ofColumns)
      throws SQLException {
    way.make(
        "commenting on table " + table.name(),
        () -> {
          catalog.comment(table, ofTable, ofColumns);
          return true;
        });
  }

  @Override
  public Map<String, SchemaVersion> schemaVersions(Table.Name table) throws SQLException {
    return way.make(
        "reading the stored columns of table " + table, () -> catalog.schemaVersions(table));
  }

  @Override
  public void remember(String pipeline, Table.Name table, SchemaVersion version)
      throws SQLException {
    way.make(
        "storing the columns of table " + table,
        () -> {
          catalog.remember(pipeline, table, version);
          return true;
        });
  }

  @Override
  public ColumnType closest(ColumnType wanted) {
    return catalog.closest(wanted);
  }

  @Override
  public Limits limits() {
    return catalog.limits();
  }
}
