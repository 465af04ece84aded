package io.sluice.state.postgres;

import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Turns what PostgreSQL reports into what a person can act on. The one place that knows its codes
 * (PostgreSQL's documentation, appendix "PostgreSQL Error Codes").
 */
final class PostgresFault {
  private PostgresFault() {}

  /** Something went wrong with a database that was open. */
  static StateException of(PostgresAddress address, String what, SQLException cause) {
    String state = stateOf(cause);
    Kind kind = kindOf(cause, state);
    return of(address, what, kind, state, advice(kind, state == null ? "" : state), cause);
  }

  /** It could not be opened: nothing was written yet, so nothing is in doubt. */
  static StateException atOpening(PostgresAddress address, SQLException cause) {
    String state = stateOf(cause);
    Kind kind = kindOf(cause, state);
    String advice =
        kind == Kind.UNREACHABLE
            ? "the server does not answer or takes no more connections; is it running, and is the"
                + " address right?"
            : advice(kind, state == null ? "" : state);
    return of(address, "cannot be opened", kind, state, advice, cause);
  }

  private static StateException of(
      PostgresAddress address,
      String what,
      Kind kind,
      @Nullable String state,
      String advice,
      SQLException cause) {
    return new StateException(
        kind,
        address
            + ": the state database "
            + what
            + (state == null ? "" : " (SQLSTATE " + state + ")")
            + ": "
            + (tellsNoValues(kind, state) ? said(cause) : advice),
        cause);
  }

  /** Errors of statements (class 42) name tables; those of data (22, 23) quote what is stored. */
  private static boolean tellsNoValues(Kind kind, @Nullable String state) {
    return kind == Kind.IO || kind == Kind.MISUSE && state != null && state.startsWith("42");
  }

  /** The server's own words. */
  private static String said(SQLException cause) {
    ServerErrorMessage told =
        cause instanceof PSQLException refused ? refused.getServerErrorMessage() : null;
    String words = told == null ? null : told.getMessage();
    String taken =
        "42P07".equals(cause.getSQLState())
            ? "; it is not Sluice's: give the state a database or a schema of its own"
            : "";
    return words == null ? String.valueOf(cause.getMessage()) : words + taken;
  }

  private static @Nullable String stateOf(SQLException cause) {
    if (cause.getSQLState() != null) {
      return cause.getSQLState();
    }
    // The pool tells of its own waiting, and has the server's last word as the cause.
    return cause.getCause() instanceof SQLException inner ? inner.getSQLState() : null;
  }

  private static Kind kindOf(SQLException cause, @Nullable String state) {
    if (state == null) {
      return cause instanceof SQLTransientConnectionException ? Kind.BUSY : Kind.IO;
    }
    return switch (state) {
      // Lock and statement timeouts, a deadlock, a transaction that another one stood in the way
      // of.
      case "55P03", "57014", "40001", "40P01" -> Kind.BUSY;
      case "53100", "53200" -> Kind.DISK_FULL;
      case "25006" -> Kind.REFUSED;
      case "42501" -> Kind.READ_ONLY;
      case "53300", "57P01", "57P02", "57P03", "57P05", "25P03" -> Kind.UNREACHABLE;
      default -> kindOfClass(state.length() < 2 ? "" : state.substring(0, 2));
    };
  }

  private static Kind kindOfClass(String group) {
    return switch (group) {
      case "08" -> Kind.UNREACHABLE;
      case "28" -> Kind.REFUSED;
      case "3D", "3F" -> Kind.READ_ONLY;
      case "22", "23", "42" -> Kind.MISUSE;
      case "XX" -> Kind.CORRUPT;
      default -> Kind.IO;
    };
  }

  private static String advice(Kind kind, String state) {
    return switch (kind) {
      case UNREACHABLE ->
          "the server does not answer or takes no more connections; whether the last write came"
              + " through is unknown, everything before it is kept";
      case BUSY -> "others keep it busy; try again, or look into pg_stat_activity who does";
      case DISK_FULL -> "give the server disk or memory; nothing that was stored before is lost";
      case REFUSED ->
          state.startsWith("28")
              ? "user or password is refused; look at both, and at the server's pg_hba.conf"
              : "it may not be written now: the server is a standby, or was made read-only; nothing"
                  + " that was stored before is lost";
      case READ_ONLY ->
          state.startsWith("3")
              ? "there is no such database or schema; create it, or name another"
              : "it may not be written: the user lacks the right (GRANT CREATE ON SCHEMA, or"
                  + " ownership of the tables)";
      case CORRUPT -> "the server reports damage; see its log";
      case NEWER, LOCKED, MISUSE, IO -> "its log says more";
    };
  }
}
