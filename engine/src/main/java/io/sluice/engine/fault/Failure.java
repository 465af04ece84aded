package io.sluice.engine.fault;

import static java.util.Objects.requireNonNull;

/**
 * Something that failed, and where.
 *
 * @param where for example {@code source task 0} or {@code sink warehouse, task 1}
 * @param doing the call that failed, for example {@code put}
 */
public record Failure(String where, String doing, Fault fault, Throwable cause) {
  public Failure {
    requireNonNull(where);
    requireNonNull(doing);
    requireNonNull(fault);
    requireNonNull(cause);
  }

  public static Failure of(String where, String doing, Throwable cause) {
    return new Failure(where, doing, Fault.of(cause), cause);
  }

  /** One line for people: where, what, and the innermost reasons. Not yet free of secrets. */
  public String message() {
    StringBuilder text = new StringBuilder(where).append(", ").append(doing).append(": ");
    text.append(describe(cause));
    Throwable inner = cause.getCause();
    for (int depth = 0; inner != null && depth < 4; depth++, inner = inner.getCause()) {
      String message = inner.getMessage();
      if (message != null && text.indexOf(message) < 0) {
        text.append("; ").append(describe(inner));
      }
    }
    return text.toString();
  }

  private static String describe(Throwable thrown) {
    String message = thrown.getMessage();
    if (thrown instanceof FaultException) {
      return message == null ? "" : message;
    }
    String name = thrown.getClass().getSimpleName();
    return message == null ? name : name + ": " + message;
  }
}
