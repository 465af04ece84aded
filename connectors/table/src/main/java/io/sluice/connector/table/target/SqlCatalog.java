package io.sluice.connector.table.target;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.SchemaVersion;
import io.sluice.connector.table.stored.StoredSchemas;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogs of all dialects do alike. A dialect says which connection has the open
 * transaction, and what else belongs to a change that is part of it. Used by one thread.
 */
public abstract class SqlCatalog implements Catalog {
  private final StoredSchemas schemas;
  private final TypeRules types;

  /**
   * A catalog.
   *
   * @param schemas what each pipeline has brought into a table
   * @param types what the database's types hold
   */
  protected SqlCatalog(StoredSchemas schemas, TypeRules types) {
    this.schemas = schemas;
    this.types = types;
  }

  /** That of the open transaction. */
  protected abstract Connection connection() throws SQLException;

  /**
   * Does something that belongs to the open transaction.
   *
   * @param deed is done here; may be done again, where the transaction has to be
   */
  protected void make(Journal.Deed deed) throws SQLException {
    deed.make();
  }

  /** A table that is there, as it is now, with the key that it has for the sink. */
  public final Table now(Table table) throws SQLException {
    return describe(table.name()).orElseThrow().keyedAs(table);
  }

  /** Where nobody else can change a table meanwhile, nothing more is to be done. */
  @Override
  public Optional<Table> describeToChange(Table.Name name) throws SQLException {
    return describe(name);
  }

  @Override
  public List<Table.Name> keysPending(String pipeline) throws SQLException {
    return keys().isPresent() ? schemas.keysPending(connection(), pipeline) : List.of();
  }

  @Override
  public Table emptyColumns(Table table, Collection<String> columns) throws SQLException {
    make(() -> Sql.execute(connection(), Sql.emptying(table.name(), columns)));
    return table;
  }

  @Override
  public void comment(Table table, @Nullable String ofTable, Map<String, String> ofColumns)
      throws SQLException {
    for (String statement : Sql.comments(table.name(), ofTable, ofColumns)) {
      make(() -> Sql.execute(connection(), statement));
    }
  }

  @Override
  public Map<String, SchemaVersion> schemaVersions(Table.Name table) throws SQLException {
    return schemas.read(connection(), table);
  }

  @Override
  public void remember(String pipeline, Table.Name table, SchemaVersion version)
      throws SQLException {
    make(() -> schemas.write(connection(), pipeline, table, version));
  }

  @Override
  public final ColumnType closest(ColumnType wanted) {
    return types.closest().apply(wanted);
  }

  @Override
  public final Limits limits() {
    return types.limits();
  }
}
