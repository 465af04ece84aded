package io.sluice.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.http.ErrorForm;
import io.sluice.server.http.problem.Problem;
import java.util.HashMap;
import java.util.Map;

/** Refusals before any route, as problems. */
final class BareProblems implements ErrorForm {
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
    return document(status, text);
  }

  @Override
  public byte[] failure() {
    return document(500, "Internal error");
  }

  /** Without a type of ours: it is about HTTP, and its status says all ({@code about:blank}). */
  private static byte[] document(int status, String title) {
    return ("{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + "}")
        .getBytes(US_ASCII);
  }
}
