package io.sluice.connector.table.postgres;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.KeyBuilder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Keys of PostgreSQL's tables that were created without. Nobody reads or writes a table meanwhile:
 * {@code ALTER TABLE} locks it until the commit.
 */
final class PostgresKeys implements KeyBuilder {
  private final Connection connection;
  private final PostgresCatalog catalog;

  PostgresKeys(Connection connection, PostgresCatalog catalog) {
    this.connection = connection;
    this.catalog = catalog;
  }

  @Override
  public Optional<Table> describe(Table.Name name) throws SQLException {
    lock(name);
    return catalog.describe(name);
  }

  @Override
  public Table build(Table table) throws SQLException {
    lock(table.name());
    if (!catalog.unique(table)) {
      new PostgresKeyBuild(connection, table).build();
    }
    return catalog.now(table).withKeyPending(false);
  }

  /**
   * Two that build the key of one table would wait for each other's rows. A build takes long, so
   * that it has a lock of its own: other tables are created and changed meanwhile.
   */
  private void lock(Table.Name name) throws SQLException {
    String sql =
        "SELECT pg_advisory_xact_lock(hashtext('io.sluice.connector.table key'),"
            + " hashtext(to_regclass(?)::oid::text))";
    try (PreparedStatement locking = connection.prepareStatement(sql)) {
      locking.setString(1, Sql.quote(name));
      locking.execute();
    }
  }
}
