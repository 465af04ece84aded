package io.sluice.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.http.ErrorForm;
import io.sluice.server.http.problem.Problem;
import io.sluice.server.http.problem.ProblemKind;
import java.util.HashMap;
import java.util.Map;

/**
 * Refusals before any route, as problems. They have no {@code instance}, since nothing of the
 * request is in them.
 */
final class BareProblems implements ErrorForm {
  private static final int VERSION_NOT_SUPPORTED = 505;
  private static final Map<String, String> HEADERS = headersOfAll();

  private static Map<String, String> headersOfAll() {
    Map<String, String> headers = new HashMap<>(SecurityHeaders.of(false));
    headers.put("Content-Type", Problem.TYPE);
    return Map.copyOf(headers);
  }

  @Override
  public Map<String, String> headers() {
    return HEADERS;
  }

  @Override
  public byte[] refusal(int status, String text) {
    return document(kind(status), status, detail(status, text));
  }

  @Override
  public byte[] failure() {
    return document(ProblemKind.INTERNAL, 500, "The server failed; the log has more");
  }

  /** What HTTP has a status for and we have no kind is a request that is not as expected. */
  private static ProblemKind kind(int status) {
    return switch (status) {
      case 404 -> ProblemKind.NOT_FOUND;
      case 405 -> ProblemKind.METHOD_NOT_ALLOWED;
      case 408 -> ProblemKind.TIMEOUT;
      case 413 -> ProblemKind.TOO_LARGE;
      case 429 -> ProblemKind.TOO_MANY;
      case 503 -> ProblemKind.BUSY;
      default ->
          status >= 500 && status != VERSION_NOT_SUPPORTED
              ? ProblemKind.INTERNAL
              : ProblemKind.BAD_REQUEST;
    };
  }

  private static String detail(int status, String text) {
    return switch (status) {
      case 400 ->
          text
              + ": expected a request of HTTP, with a path that means one thing alone: without"
              + " empty parts, dots, slashes or control characters that are written as %";
      case 405 -> text + ": no path is asked by this method; Allow names those that may be";
      case 414, 431 -> text + ": expected a shorter path, query or header";
      default -> text;
    };
  }

  private static byte[] document(ProblemKind kind, int status, String detail) {
    return ("{\"type\":\""
            + kind.type()
            + "\",\"title\":\""
            + kind.title()
            + "\",\"status\":"
            + status
            + ",\"detail\":\""
            + detail
            + "\"}")
        .getBytes(US_ASCII);
  }
}
