package io.sluice.connector.table.mysql;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * What one table's indexes allow, as long as nobody can add or drop one: from a look behind which
 * the open transaction has the table, until that ends. Used by one thread.
 */
final class MySqlIndexes {
  private final Connection connection;
  private final MySqlTables tables;
  private final Table table;

  /** Whether what is below holds. */
  private boolean looked;

  private boolean unique;
  private boolean alone;
  private boolean pending;
  private boolean pendingAlone;

  MySqlIndexes(Connection connection, MySqlTables tables, Table table) {
    this.connection = connection;
    this.tables = tables;
    this.table = table;
  }

  /**
   * Looks which indexes there are, once a transaction and after it has the table. With an older
   * answer a row would replace another one that has the same value under a new unique index.
   *
   * <p>To be called outside of any savepoint that may be rolled back to, which gives back what was
   * locked behind it.
   */
  void look() throws SQLException {
    if (looked || table.key().isEmpty()) {
      return;
    }
    Sql.execute(connection, "SELECT 1 FROM " + Sql.quote(table.name()) + " LIMIT 0");
    Set<Set<String>> uniques = tables.uniques(connection, table.name());
    unique = uniques.contains(Set.copyOf(table.key()));
    alone = unique && uniques.size() == 1;
    pending = uniques.contains(Set.of(MySqlKeyBuild.NUMBER));
    pendingAlone = pending && uniques.size() == 1;
    looked = true;
  }

  /** The transaction has ended: the answer is over. */
  void forget() {
    looked = false;
  }

  /** Whether the server keeps the key unique. */
  boolean keepKeyUnique() {
    return unique;
  }

  /** Whether the table is without its key until its rows are there. */
  boolean lackKey() {
    return pending;
  }

  /** Whether it keeps nothing unique meanwhile but the rows' numbers. */
  boolean keepOnlyNumbersUnique() {
    return pendingAlone;
  }

  /** Whether it keeps nothing else unique: a conflict can only be one of the key. */
  boolean keepOnlyKeyUnique() {
    return alone;
  }
}
