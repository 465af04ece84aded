package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The statements by which tables are written, one set a table. Used by one thread. */
final class JdbcLoads {
  private final Connection connection;
  private final JdbcTables tables;
  private final Map<Table.Name, RowStatements> loads = new HashMap<>();

  /** None yet. */
  JdbcLoads(Connection connection, JdbcTables tables) {
    this.connection = connection;
    this.tables = tables;
  }

  /** Those of a table as it is known now. */
  RowStatements of(Table table) throws SQLException {
    RowStatements statements = loads.get(table.name());
    if (statements == null || !statements.isFor(table)) {
      if (statements != null) {
        statements.close();
      }
      tables.requireExactKey(table);
      statements = make(table);
      loads.put(table.name(), statements);
    }
    return statements;
  }

  /** Some that are for nobody else. */
  RowStatements make(Table table) {
    return new RowStatements(connection, table, Sql::quote, JdbcValues::bind, 1, "");
  }

  /** These are of the tables as they were, and some keep them from changing. */
  void forgetAll() throws SQLException {
    for (RowStatements statements : loads.values()) {
      statements.close();
    }
    loads.clear();
  }
}
