package io.sluice.connector.table.postgres;

import io.sluice.connector.table.target.Fault;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What SQL states of PostgreSQL mean: its documentation, "PostgreSQL Error Codes". Also those that
 * only its driver gives, which are of class 08.
 */
final class PostgresFaults {
  private static final int LENGTH = 5;

  private static final String NOT_SUPPORTED = "0A000";

  /** Where in the server a prepared statement is planned again. */
  private static final String REPLAN = "RevalidateCachedQuery";

  /** Where in the server PL/pgSQL's RAISE is carried out. */
  private static final String RAISE = "exec_stmt_raise";

  private PostgresFaults() {}

  /** The fault behind an exception. */
  static Fault of(SQLException e) {
    if (NOT_SUPPORTED.equals(e.getSQLState())) {
      // A prepared statement whose table changed is made anew; all else will never be supported.
      return REPLAN.equals(routine(e)) ? Fault.TABLE_CHANGED : Fault.UNSUPPORTED;
    }
    return of(e.getSQLState());
  }

  /** The fault of a state; null for an exception that has none. */
  private static Fault of(@Nullable String state) {
    if (state == null || state.length() != LENGTH) {
      return Fault.OTHER;
    }
    return switch (state) {
      case "40001" -> Fault.CONFLICT;
      case "40P01" -> Fault.DEADLOCK;
      case "55P03" -> Fault.LOCK_TIMEOUT;
      case "57014" -> Fault.CANCELLED;
      case "53100" -> Fault.DISK_FULL;
      case "42501" -> Fault.PRIVILEGE;
      case "25006" -> Fault.READ_ONLY;
      // A row larger than a page, or a key larger than an index takes.
      case "54000" -> Fault.ROW;
      case "42P01", "3F000" -> Fault.TABLE_GONE;
      // Unknown column, another type (of the binary COPY too), no such unique key.
      case "42703", "42804", "42846", "22P03", "22P04", "42P10" -> Fault.TABLE_CHANGED;
      default -> ofClass(state.substring(0, 2));
    };
  }

  /**
   * The exception without the words of whoever wrote a trigger or a function, which may repeat a
   * value. The server's own words do not: what repeats a row is its detail, which the driver keeps
   * to itself.
   */
  static SQLException told(SQLException e) {
    if (!RAISE.equals(routine(e))) {
      return e;
    }
    return new SQLException("a function or trigger of the database raised it", e.getSQLState());
  }

  /** The server's function that found the error; empty if it does not say. */
  private static String routine(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException sent ? sent.getServerErrorMessage() : null;
    return server == null ? "" : Objects.requireNonNullElse(server.getRoutine(), "");
  }

  private static Fault ofClass(String type) {
    return switch (type) {
      case "08", "57" -> Fault.CONNECTION;
      case "40" -> Fault.CONFLICT;
      case "53" -> Fault.SERVER_BUSY;
      // Data exception, integrity constraint, failed check option; what a trigger of the owner's
      // has against a row (RAISE EXCEPTION, unless it says another state).
      case "22", "23", "44", "P0" -> Fault.ROW;
      default -> Fault.OTHER;
    };
  }
}
