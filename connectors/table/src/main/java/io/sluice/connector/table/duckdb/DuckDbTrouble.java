package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.target.Target;
import java.sql.SQLException;
import java.util.Locale;

/**
 * What DuckDB's exceptions mean. Its SQL states come from guesses over the message's text, so the
 * text is asked here too, but only the type that it begins with: what follows holds names and
 * values, which may say anything.
 */
final class DuckDbTrouble {
  private DuckDbTrouble() {}

  static Target.Trouble of(SQLException e) {
    if (e instanceof UnrepeatableException) {
      return Target.Trouble.FATAL;
    }
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    int colon = message.indexOf(':');
    String type = colon < 0 ? "" : message.substring(0, colon);
    String reason = message.substring(colon + 1).strip();
    return switch (type) {
      case "constraint error", "conversion error", "failed to append" -> Target.Trouble.ROW;
      case "transactioncontext error" -> ofTransaction(reason);
      case "io error", "connection error" ->
          heldByOthers(reason) ? Target.Trouble.TRANSIENT : Target.Trouble.FATAL;
      default -> Target.Trouble.FATAL;
    };
  }

  private static Target.Trouble ofTransaction(String reason) {
    if (reason.startsWith("failed to commit: primary key or unique constraint")) {
      return Target.Trouble.ROW;
    }
    // What aborted it was told before; else it is a conflict with another transaction.
    return reason.startsWith("current transaction is aborted")
        ? Target.Trouble.FATAL
        : Target.Trouble.TRANSIENT;
  }

  private static boolean heldByOthers(String reason) {
    return reason.startsWith("could not set lock")
        || reason.startsWith("can't open a connection to same database file");
  }
}
