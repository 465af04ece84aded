package io.sluice.engine.fault;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  /**
   * What was thrown.
   *
   * @param where where it was caught, and so happened, unless it says otherwise itself
   * @param doing likewise
   */
  public static Failure of(String where, String doing, Throwable cause) {
    Site site = known(cause, FaultException::site).orElseGet(() -> new Site(where, doing));
    return new Failure(
        site.where() == null ? where : site.where(), site.doing(), Fault.of(cause), cause);
  }

  /** The record that it failed on; empty if it is not a record's fault, or nobody knows. */
  public Optional<RecordPlace> record() {
    return known(cause, FaultException::record);
  }

  /** What one of the failures that are behind another knows. */
  private static <T> Optional<T> known(
      Throwable cause, Function<FaultException, @Nullable T> part) {
    for (Throwable thrown = cause; thrown != null; thrown = thrown.getCause()) {
      T known = thrown instanceof FaultException fault ? part.apply(fault) : null;
      if (known != null) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** One line for people: where, what, and the innermost reasons. Not yet free of secrets. */
  public String message() {
    return new Site(where, doing) + ": " + why();
  }

  /** The reasons, the innermost last, without the place. Not yet free of secrets. */
  public String why() {
    StringBuilder text = new StringBuilder(describe(cause));
    Throwable inner = cause.getCause();
    for (int depth = 0; inner != null && depth < 4; depth++, inner = inner.getCause()) {
      String message = inner.getMessage();
      if (message != null && text.indexOf(message) < 0) {
        if (text.length() > 0 && text.charAt(text.length() - 1) == '.') {
          text.setLength(text.length() - 1);
        }
        text.append("; ").append(describe(inner));
      }
    }
    return text.toString();
  }

  /**
   * The words of the innermost cause that has any: what people look for first. Not yet free of
   * secrets.
   */
  public String reason() {
    String reason = describe(cause);
    Throwable inner = cause;
    for (int depth = 0; inner != null && depth < 10; depth++, inner = inner.getCause()) {
      String message = inner instanceof FaultException known ? known.why() : inner.getMessage();
      if (message != null && !message.isBlank()) {
        reason = message;
      }
    }
    return reason;
  }

  private static String describe(Throwable thrown) {
    String message = thrown.getMessage();
    if (thrown instanceof FaultException known) {
      return known.why();
    }
    String name = thrown.getClass().getSimpleName();
    return message == null ? name : name + ": " + message;
  }
}
