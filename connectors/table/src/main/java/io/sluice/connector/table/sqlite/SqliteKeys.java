package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.KeyBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Keys of SQLite's tables that were created without. Nobody else writes meanwhile: the transaction
 * has the lock of the one writer.
 */
final class SqliteKeys implements KeyBuilder {
  private final Connection connection;
  private final SqliteTransaction transaction;
  private final SqliteCatalog catalog;

  SqliteKeys(Connection connection, SqliteTransaction transaction, SqliteCatalog catalog) {
    this.connection = connection;
    this.transaction = transaction;
    this.catalog = catalog;
  }

  @Override
  public Optional<Table> describe(Table.Name name) throws SQLException {
    return catalog.describeToChange(name);
  }

  @Override
  public Table build(Table table) throws SQLException {
    transaction.begin();
    if (!SqliteTables.unique(connection, table)) {
      transaction.forget(table.name()); // Prepared statements know how its rows are found.
      new SqliteKeyBuild(connection, table).build();
    }
    return catalog.now(table).withKeyPending(false);
  }
}
