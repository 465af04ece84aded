package io.sluice.connector.table.target;

import io.sluice.connector.table.sql.Table;
import java.sql.SQLException;
import java.util.Optional;

/**
 * How a database gives tables the keys that they were created without. What is done belongs to the
 * target's open transaction where the database can do that. Used by one thread.
 */
public interface KeyBuilder {

  /**
   * The table as {@link Catalog#describe} has it, which nobody else of this sink gives its key
   * until this transaction ends.
   */
  Optional<Table> describe(Table.Name name) throws SQLException;

  /**
   * Gives a table its key, unless it has it. Of rows with one key the one stays that came last.
   *
   * @param table whose key is pending, keyed by the columns that its key is to have
   * @return the table with its key
   */
  Table build(Table table) throws SQLException;
}
