package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.target.Target;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** What SQLite's result codes mean (its documentation: "Result and Error Codes"). */
final class SqliteTrouble {
  /** The low byte is the kind, what is above tells more exactly. */
  private static final int KIND = 0xFF;

  private SqliteTrouble() {}

  static Target.Trouble of(SQLException e) {
    if (SqliteValues.OUT_OF_RANGE.equals(e.getSQLState())) {
      return Target.Trouble.ROW;
    }
    int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
    return switch (code & KIND) {
      case 5, 6, 17 -> Target.Trouble.TRANSIENT; // BUSY, LOCKED, SCHEMA
      case 18, 19, 20 -> Target.Trouble.ROW; // TOOBIG, CONSTRAINT, MISMATCH
      default -> Target.Trouble.FATAL;
    };
  }
}
