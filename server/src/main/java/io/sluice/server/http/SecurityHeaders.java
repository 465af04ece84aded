package io.sluice.server.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every answer tells browsers not to do. Pages have no script and no style but those of this
 * server's own files.
 */
final class SecurityHeaders {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /** A year, as browsers' lists of such sites ask for. */
  private static final String ONLY_TLS = "max-age=31536000";

  private static final Map<String, String> ALWAYS = always();

  private SecurityHeaders() {}

  /** Of all answers. */
  static Map<String, String> of(boolean secure) {
    if (!secure) {
      return ALWAYS;
    }
    Map<String, String> headers = new LinkedHashMap<>(ALWAYS);
    headers.put("Strict-Transport-Security", ONLY_TLS);
    return headers;
  }

  private static Map<String, String> always() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Security-Policy", POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "same-origin");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
    headers.put("Cache-Control", "no-store");
    return Map.copyOf(headers);
  }
}
