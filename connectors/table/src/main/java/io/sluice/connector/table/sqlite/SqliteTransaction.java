package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The file's open transaction and the loads of its tables. It is begun as one that writes, at the
 * first change: one that turned from reading to writing half-way could be refused because another
 * process wrote in between. Used by one thread.
 */
final class SqliteTransaction {
  private final Connection connection;
  private final Map<Table.Name, SqliteLoad> loads = new HashMap<>();
  private boolean open;

  /** Of the file, when a transaction was begun last: another one says that a table has changed. */
  private int schemaVersion;

  /** None yet. */
  SqliteTransaction(Connection connection) {
    this.connection = connection;
  }

  boolean isOpen() {
    return open;
  }

  /** Begins it unless it is. Whoever has the lock of the one writer is waited for. */
  void begin() throws SQLException {
    if (!open) {
      Sql.execute(connection, "BEGIN IMMEDIATE");
      open = true;
      int version = SqliteTables.version(connection);
      if (version != schemaVersion) {
        schemaVersion = version;
        forgetAll(); // Somebody has changed a table, maybe one of these.
      }
    }
  }

  void commit() throws SQLException {
    Sql.execute(connection, "COMMIT");
    open = false;
  }

  void rollback() throws SQLException {
    forgetAll();
    if (open) {
      open = false;
      try {
        Sql.execute(connection, "ROLLBACK");
      } catch (SQLException e) {
        // A full disk, and errors of the kind, have ended the transaction already.
        if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
          throw e;
        }
      }
    }
  }

  /** The load of a table, in the open transaction. */
  SqliteLoad load(Table table) throws SQLException {
    SqliteLoad load = loads.get(table.name());
    if (load == null || !load.isFor(table)) {
      forget(table.name());
      requireUnchanged(table);
      SqliteTables.requireExactKey(connection, table);
      load = new SqliteLoad(connection, table, SqliteTables.unique(connection, table));
      loads.put(table.name(), load);
    }
    return load;
  }

  /**
   * Rows were made for columns that another pipeline, or a person, may have changed since. So may
   * they have given a table its key, or another index, that was being filled without: rows that
   * come again would be refused, which nobody else counts on.
   */
  private void requireUnchanged(Table table) throws SQLException {
    List<Table.Column> now = SqliteTables.columns(connection, table.name());
    boolean columns = now.isEmpty() || table.isStill(new Table(table.name(), now, List.of()));
    boolean keyed = table.keyPending() && SqliteTables.hasUniqueIndex(connection, table.name());
    if (!columns || keyed) {
      throw new SQLException(
          "table " + table.name() + " was changed while rows for it were made",
          SqliteTrouble.TABLE_CHANGED);
    }
  }

  /** The table is about to change. */
  void forget(Table.Name name) throws SQLException {
    SqliteLoad load = loads.remove(name);
    if (load != null) {
      load.close();
    }
  }

  void forgetAll() throws SQLException {
    for (SqliteLoad load : loads.values()) {
      load.close();
    }
    loads.clear();
  }
}
