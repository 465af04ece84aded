package io.sluice.connector.table;

import io.sluice.connector.table.guard.TargetThread;
import io.sluice.connector.table.stored.OffsetsTakenException;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.target.UnrepeatableException;
import io.sluice.connector.table.transaction.OpenTransaction;
import java.sql.SQLException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong in the target, as people and engines are told of it.
 *
 * @param fault its kind
 * @param doing what the sink was doing, with the table
 */
record Failure(Fault fault, String doing, SQLException cause) {

  private static final String OPENING = "opening the target database";

  static Failure of(String url, TargetThread target, SQLException e) {
    Fault fault = e instanceof OffsetsTakenException ? Fault.OTHER : target.fault(e);
    String doing = target.failedAt();
    return new Failure(fault, doing.isEmpty() ? "using the target database" : doing, told(url, e));
  }

  /** The driver's words, where it is known that they repeat no value. */
  private static SQLException told(String url, SQLException e) {
    boolean ours = e instanceof OffsetsTakenException || e instanceof UnrepeatableException;
    return ours ? e : Targets.of(url).told(e);
  }

  /** There was no connection yet. */
  static Failure ofConnection(String url, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    boolean hopeless = state.startsWith("28") || state.equals("3D000");
    Fault fault = hopeless ? Fault.LOGIN : Targets.of(url).fault(e);
    return new Failure(fault, OPENING, told(url, e));
  }

  /** Whether the same may go well the next time. */
  boolean mayPass() {
    return fault.trouble() == Target.Trouble.TRANSIENT;
  }

  /**
   * For the engine: one that has the call repeated only where it may go well then, whatever could
   * be repeated.
   */
  ConnectException thrown(OpenTransaction.Then then) {
    if (then == OpenTransaction.Then.AGAIN && mayPass()) {
      return new RetriableException(said() + ". It will be tried again.", told());
    }
    if (doing.equals(OPENING)) {
      return new ConnectException(said() + ". A task that is started anew tries again.", told());
    }
    return new ConnectException(
        said()
            + ". The transaction was undone. A task that is started anew continues at the offsets"
            + " that are stored in the target.",
        told());
  }

  private String said() {
    if (cause instanceof OffsetsTakenException) {
      return doing + " failed: " + withoutStop(String.valueOf(cause.getMessage()));
    }
    String state = cause.getSQLState() == null ? "" : " (SQL state " + cause.getSQLState() + ")";
    return doing + " failed" + state + ": " + fault.text();
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** The driver's message may hold values of a row where a row is the reason. */
  private @Nullable SQLException told() {
    return fault == Fault.ROW ? null : cause;
  }
}
