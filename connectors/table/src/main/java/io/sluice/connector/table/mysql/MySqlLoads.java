package io.sluice.connector.table.mysql;

import io.sluice.connector.table.sql.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The loads of the tables that were written, one each. Used by one thread. */
final class MySqlLoads {
  private final Connection connection;
  private final MySqlRows out;
  private final MySqlTables tables;
  private final String collation;
  private final Map<Table.Name, MySqlLoad> loads = new HashMap<>();

  /**
   * None yet.
   *
   * @param collation the one that tells all texts apart
   */
  MySqlLoads(Connection connection, MySqlRows out, MySqlTables tables, String collation) {
    this.connection = connection;
    this.out = out;
    this.tables = tables;
    this.collation = collation;
  }

  /** That of a table as it is known now. */
  MySqlLoad of(Table table) throws SQLException {
    MySqlLoad known = loads.get(table.name());
    if (known != null && known.table().equals(table)) {
      return known;
    }
    MySqlLoad made =
        new MySqlLoad(
            connection,
            out,
            table,
            new MySqlStaging(out, table, tables.columns(connection, table.name()), collation),
            new MySqlIndexes(connection, tables, table));
    loads.put(table.name(), made);
    return made;
  }

  /** The table has changed. */
  void forget(Table.Name table) {
    loads.remove(table);
  }

  void forgetAll() {
    loads.clear();
  }

  /** A new transaction begins. */
  void committed() {
    loads.values().forEach(MySqlLoad::committed);
  }
}
