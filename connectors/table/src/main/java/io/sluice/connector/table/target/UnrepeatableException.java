package io.sluice.connector.table.target;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.sql.Table;
import java.sql.SQLException;

/**
 * The open transaction is undone and could not be done again. Never to be taken for the refusal of
 * one row: all rows of the transaction are gone.
 */
public final class UnrepeatableException extends SQLException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;

  private UnrepeatableException(String message, String state, Fault fault) {
    super(message, state);
    this.fault = fault;
  }

  /** Takes the SQL state of the refusal only: its message holds values of the row. */
  static UnrepeatableException withoutRow(Table.Name table, SQLException refusal) {
    return new UnrepeatableException(
        "table "
            + table
            + " refused a row in a transaction too large to be repeated without it. Restart with"
            + " a smaller "
            + TableSinkConfig.TRANSACTION_MAX_ROWS
            + " or a larger "
            + TableSinkConfig.BATCH_MAX_BYTES
            + ", or take the constraint off the table.",
        String.valueOf(refusal.getSQLState()),
        Fault.OTHER);
  }

  static UnrepeatableException behindChange(Table.Name table) {
    return new UnrepeatableException(
        "table " + table + " was changed in a transaction too large to be repeated behind it",
        "40000",
        Fault.TABLE_CHANGED);
  }

  static UnrepeatableException refused(Table.Name table, SQLException refusal) {
    return new UnrepeatableException(
        "rows beside table " + table + " that had gone in were refused when they were done again",
        String.valueOf(refusal.getSQLState()),
        Fault.CONFLICT);
  }

  /** What it means, whatever the database. */
  public Fault fault() {
    return fault;
  }
}
