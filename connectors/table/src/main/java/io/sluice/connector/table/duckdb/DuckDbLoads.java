package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.row.KeyHashes;
import io.sluice.connector.table.sql.Table;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The loads of the open transaction, one a table that is written. Used by one thread. */
final class DuckDbLoads {
  private final DuckDbFile file;
  private final long firstRowIdOfTransaction;
  private final Map<Table.Name, DuckDbLoad> loads = new HashMap<>();
  private final Map<Table.Name, KeyHashes> keysOfTransaction = new HashMap<>();
  private final Set<Table.Name> guarded = new HashSet<>();

  /**
   * None yet.
   *
   * @param firstRowIdOfTransaction by which rows of this transaction are told from earlier ones
   */
  DuckDbLoads(DuckDbFile file, long firstRowIdOfTransaction) {
    this.file = file;
    this.firstRowIdOfTransaction = firstRowIdOfTransaction;
  }

  /** From its next load on, a table is written so that every refusal shows at once. */
  void guard(Table.Name name) {
    guarded.add(name);
  }

  /** Whether a table is written in that way. */
  boolean guards(Table.Name name) {
    return guarded.contains(name);
  }

  /** That of a table, which is begun if there is none. */
  DuckDbLoad of(Table table) throws SQLException {
    DuckDbLoad load = loads.get(table.name());
    if (load != null && !load.isFor(table)) {
      settle(table.name()); // Other columns are written from now on.
      load = null;
    }
    if (load == null) {
      DuckDbTables.requireExactKey(file.connection(), table);
      // A table that changes in mid-transaction gets another load, but its keys stay known.
      KeyHashes keys = keysOfTransaction.computeIfAbsent(table.name(), any -> new KeyHashes());
      load =
          new DuckDbLoad(
              file.connection(), table, firstRowIdOfTransaction, keys, guards(table.name()));
      loads.put(table.name(), load);
    }
    return load;
  }

  /** Brings a table's rows out of the appender, so that statements see them and may change it. */
  void settle(Table.Name name) throws SQLException {
    DuckDbLoad load = loads.remove(name);
    if (load != null) {
      load.finish();
    }
  }

  /** Rows of this transaction are no longer found by what is known of their keys. */
  void forgetKeys(Table.Name name) {
    keysOfTransaction.computeIfAbsent(name, any -> new KeyHashes()).forgetAll();
  }

  /** Brings all rows out of the appenders, to be committed. */
  void finish() throws SQLException {
    for (DuckDbLoad load : loads.values()) {
      load.finish();
    }
    end();
  }

  /** Drops all rows. */
  void abandon() {
    for (DuckDbLoad load : loads.values()) {
      load.abandon();
    }
    end();
  }

  private void end() {
    loads.clear();
    keysOfTransaction.clear();
  }
}
