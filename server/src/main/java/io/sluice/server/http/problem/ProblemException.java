package io.sluice.server.http.problem;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that cannot be answered as it is. The message is meant for who asked. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemKind kind;
  private final @Nullable String hint;
  private final transient List<Fault> errors;
  private final transient Map<String, String> headers;

  /** Without more to say. */
  public ProblemException(ProblemKind kind, String detail) {
    this(kind, detail, null, List.of(), Map.of());
  }

  /**
   * With all there is to say.
   *
   * @param hint what to do; null if there is nothing to say
   * @param errors which parts of the request are not right
   * @param headers of the answer
   */
  public ProblemException(
      ProblemKind kind,
      String detail,
      @Nullable String hint,
      List<Fault> errors,
      Map<String, String> headers) {
    super(detail);
    this.kind = kind;
    this.hint = hint;
    this.errors = List.copyOf(errors);
    this.headers = Map.copyOf(headers);
  }

  /** A request of which these parts are not as expected. */
  public static ProblemException badRequest(List<Fault> errors) {
    String detail =
        errors.size() == 1
            ? errors.get(0).pointer() + ": " + errors.get(0).detail()
            : errors.size() + " parts of the request are not as expected";
    return new ProblemException(ProblemKind.BAD_REQUEST, detail, null, errors, Map.of());
  }

  /** What can be wrong. */
  public ProblemKind kind() {
    return kind;
  }

  /** Of the answer, beside those that all have. */
  public Map<String, String> headers() {
    return headers;
  }

  /** As it is told. */
  public Problem problem(String instance) {
    return new Problem(kind, String.valueOf(getMessage()), instance, hint, errors);
  }
}
