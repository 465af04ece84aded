package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.Target;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** What SQLite's result codes mean (its documentation: "Result and Error Codes"). */
final class SqliteTrouble {
  /** The low byte is the kind, what is above tells more exactly. */
  private static final int KIND = 0xFF;

  private SqliteTrouble() {}

  static Target.Trouble of(SQLException e) {
    return fault(e).trouble();
  }

  static Fault fault(SQLException e) {
    if (SqliteValues.OUT_OF_RANGE.equals(e.getSQLState())) {
      return Fault.ROW;
    }
    int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
    return switch (code & KIND) {
      case 5, 6 -> Fault.LOCK_TIMEOUT; // BUSY, LOCKED
      case 17 -> Fault.TABLE_CHANGED; // SCHEMA
      case 18, 19, 20 -> Fault.ROW; // TOOBIG, CONSTRAINT, MISMATCH
      case 7 -> Fault.MEMORY; // NOMEM
      case 8 -> Fault.READ_ONLY; // READONLY
      case 13 -> Fault.DISK_FULL; // FULL
      case 3, 23 -> Fault.PRIVILEGE; // PERM, AUTH
      default -> Fault.OTHER;
    };
  }
}
