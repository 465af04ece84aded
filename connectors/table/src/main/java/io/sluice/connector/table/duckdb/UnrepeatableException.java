package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.target.Table;
import java.sql.SQLException;

/**
 * A row was refused, and with it went a transaction that is too large to be done again without that
 * row. Never to be taken for the refusal of one row: all rows of the transaction are gone.
 */
final class UnrepeatableException extends SQLException {
  private static final long serialVersionUID = 1L;

  /** Takes the SQL state of the refusal only: its message holds values of the row. */
  UnrepeatableException(Table.Name table, SQLException refusal) {
    super(
        "table "
            + table
            + " refused a row in a transaction too large to be repeated without it. Restart with"
            + " a smaller "
            + TableSinkConfig.TRANSACTION_MAX_ROWS
            + " or a larger "
            + TableSinkConfig.BATCH_MAX_BYTES
            + ", or take the constraint off the table.",
        refusal.getSQLState());
  }
}
