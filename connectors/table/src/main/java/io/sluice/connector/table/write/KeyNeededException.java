package io.sluice.connector.table.write;

import io.sluice.connector.table.sql.Table;

/**
 * A change needs its table's key, which the table was created without, and nothing of it was taken:
 * it is to come again when the key is there. Stays within {@link TableWriters}.
 */
final class KeyNeededException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Table.Name table;

  KeyNeededException(Table.Name table) {
    super("the key of table " + table + " is to be built first", null, false, false);
    this.table = table;
  }

  Table.Name table() {
    return table;
  }
}
