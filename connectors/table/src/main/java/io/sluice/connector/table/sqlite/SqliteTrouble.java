package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.target.Fault;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** What SQLite's result codes mean (its documentation: "Result and Error Codes"). */
final class SqliteTrouble {
  /** The low byte is the kind, what is above tells more exactly. */
  private static final int KIND = 0xFF;

  /** SQL state, of our own exceptions, of a table that is no longer as it was. */
  static final String TABLE_CHANGED = "40001";

  private SqliteTrouble() {}

  static Fault of(SQLException e) {
    if (SqliteValues.OUT_OF_RANGE.equals(e.getSQLState())) {
      return Fault.ROW;
    }
    if (TABLE_CHANGED.equals(e.getSQLState())) {
      return Fault.TABLE_CHANGED;
    }
    int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
    return switch (code & KIND) {
      case 1 -> ofStatement(String.valueOf(e.getMessage()));
      case 5, 6 -> Fault.LOCK_TIMEOUT; // BUSY, LOCKED
      case 17 -> Fault.TABLE_CHANGED; // SCHEMA
      case 18, 19, 20 -> Fault.ROW; // TOOBIG, CONSTRAINT, MISMATCH
      case 7 -> Fault.MEMORY; // NOMEM
      case 8 -> Fault.READ_ONLY; // READONLY
      case 13 -> Fault.DISK_FULL; // FULL
      case 3, 23 -> Fault.PRIVILEGE; // PERM, AUTH
      case 14, 26 -> Fault.LOGIN; // CANTOPEN, NOTADB
      default -> Fault.OTHER;
    };
  }

  /** No code of its own tells what a statement names that is not there; no value is in the text. */
  private static Fault ofStatement(String message) {
    if (message.contains("no such table: ")) {
      return Fault.TABLE_GONE;
    }
    return message.contains("has no column named ") || message.contains("no such column: ")
        ? Fault.TABLE_CHANGED
        : Fault.OTHER;
  }
}
