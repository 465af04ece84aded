package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.target.Fault;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

/**
 * What SQL states mean whatever the database: the classes are the SQL standard's, the states with a
 * letter X/Open's, which many drivers use; those of class 90 are H2's own.
 */
final class JdbcTrouble {
  private static final int LENGTH = 5;

  private JdbcTrouble() {}

  static Fault of(SQLException e) {
    String state = state(e);
    return switch (state) {
      case "42S02", "42S03", "42S04", "42P01" -> Fault.TABLE_GONE;
      // The last says of a prepared statement that its table is no longer what it was.
      case "42S22", "42703", "07502" -> Fault.TABLE_CHANGED;
      case "42501", "90040", "90096" -> Fault.PRIVILEGE;
      case "25006", "90097" -> Fault.READ_ONLY;
      case "53100" -> Fault.DISK_FULL;
      case "HYT00", "90020" -> Fault.LOCK_TIMEOUT;
      case "3D000" -> Fault.LOGIN;
      default -> ofClass(state.length() == LENGTH ? state.substring(0, 2) : "");
    };
  }

  private static Fault ofClass(String type) {
    return switch (type) {
      case "08" -> Fault.CONNECTION;
      case "40" -> Fault.CONFLICT;
      case "28" -> Fault.LOGIN;
      case "22", "23", "44" -> Fault.ROW;
      default -> Fault.OTHER;
    };
  }

  private static String state(SQLException e) {
    String state = e.getSQLState();
    if (state == null && e instanceof BatchUpdateException && e.getNextException() != null) {
      state = e.getNextException().getSQLState();
    }
    return String.valueOf(state);
  }

  /** The same without the driver's words, in which a database nobody tried may repeat a value. */
  static SQLException withoutWords(SQLException e) {
    return new SQLException(
        "the database refused with vendor code " + e.getErrorCode(),
        e.getSQLState(),
        e.getErrorCode());
  }
}
