package io.sluice.connector.table.guard;

import io.sluice.connector.table.sql.Table;

/**
 * A table's key takes longer to build than a call should last. It goes on being built: whoever made
 * the call makes it again. Nothing was undone.
 */
public final class KeyBeingBuiltException extends RuntimeException {
  private static final long serialVersionUID = 1;

  KeyBeingBuiltException(Table.Name table) {
    super(
        "the key of table "
            + table
            + " is being built, now that its rows are there, or waits for whoever has the table"
            + " open. The call is made again until it is there");
  }
}
