package io.sluice.connector.table.mysql;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * Locks of the server by which tasks exclude each other from changing tables: one for each database
 * that has tables, whichever database a task is connected to. Used by one thread.
 */
final class MySqlNamedLocks {
  /** Names of databases differ in case on some machines; here they never do. */
  private static final String NAME =
      "CONCAT('io.sluice ', LEFT(SHA2(LOWER(coalesce(nullif(?, ''), DATABASE())), 256), 32))";

  private final Connection connection;
  private final Set<String> held = new HashSet<>();

  MySqlNamedLocks(Connection connection) {
    this.connection = connection;
  }

  /** Whether the lock for that table's database is held. */
  boolean holds(Table.Name table) {
    return held.contains(table.schema());
  }

  /**
   * Takes the lock for a table's database.
   *
   * @return whether it is held now; if not, somebody else had it for that long
   */
  boolean take(Table.Name table, int seconds) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT GET_LOCK(" + NAME + ", " + seconds + ")")) {
      query.setString(1, table.schema());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        boolean taken = row.getInt(1) == 1;
        if (taken) {
          held.add(table.schema());
        }
        return taken;
      }
    }
  }

  /** Lets go of all. */
  void release() throws SQLException {
    if (held.isEmpty()) {
      return;
    }
    String names =
        Sql.list(
            held,
            schema -> "RELEASE_LOCK(" + NAME.replace("?", MySqlChanges.literal(schema)) + ")");
    held.clear();
    Sql.execute(connection, "DO " + names);
  }
}
