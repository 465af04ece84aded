package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.target.Fault;
import java.sql.SQLException;
import java.util.Locale;

/**
 * What DuckDB's exceptions mean. Its SQL states come from guesses over the message's text, so the
 * text is asked here too, but only the type that it begins with and the fixed words behind it: what
 * follows holds names and values, which may say anything.
 */
final class DuckDbTrouble {
  private static final String NO_SPACE = "no space left on device";

  private DuckDbTrouble() {}

  static Fault of(SQLException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    int colon = message.indexOf(':');
    String type = colon < 0 ? "" : message.substring(0, colon);
    String reason = message.substring(colon + 1).strip();
    return switch (type) {
      case "constraint error", "conversion error", "failed to append" -> Fault.ROW;
      case "transactioncontext error" -> ofTransaction(reason);
      case "io error", "connection error" -> ofFile(reason);
      case "catalog error" ->
          reason.startsWith("table with name") || reason.startsWith("schema with name")
              ? Fault.TABLE_GONE
              : Fault.OTHER;
      case "binder error" ->
          reason.startsWith("table ") && reason.contains("does not have a column")
              ? Fault.TABLE_CHANGED
              : Fault.OTHER;
      case "appender error, catalog" -> ofAppender(reason);
      case "out of memory error" -> Fault.MEMORY;
      case "permission error" -> Fault.PRIVILEGE;
      case "invalid input error" ->
          reason.startsWith("cannot execute statement of type") ? Fault.READ_ONLY : Fault.OTHER;
      default -> Fault.OTHER;
    };
  }

  private static Fault ofTransaction(String reason) {
    if (reason.startsWith("failed to commit: primary key or unique constraint")) {
      return Fault.ROW;
    }
    if (reason.endsWith(NO_SPACE)) {
      return Fault.DISK_FULL;
    }
    // What aborted it was told before; else it is a conflict with another transaction.
    return reason.startsWith("current transaction is aborted") ? Fault.OTHER : Fault.CONFLICT;
  }

  /** The driver's own words, behind the last "message": the table's name may say anything. */
  private static Fault ofAppender(String reason) {
    String words = reason.substring(Math.max(0, reason.lastIndexOf("message: ")));
    return words.startsWith("message: current column not found")
            || words.startsWith("message: invalid column type")
        ? Fault.TABLE_CHANGED
        : Fault.OTHER;
  }

  private static Fault ofFile(String reason) {
    if (reason.startsWith("could not set lock")
        || reason.startsWith("can't open a connection to same database file")) {
      return Fault.LOCK_TIMEOUT;
    }
    return reason.endsWith(NO_SPACE) ? Fault.DISK_FULL : Fault.OTHER;
  }
}
