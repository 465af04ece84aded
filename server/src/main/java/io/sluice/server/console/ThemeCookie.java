package io.sluice.server.console;

import io.sluice.server.http.route.Request;
import java.util.Optional;

/** What browsers keep of how somebody likes pages. */
final class ThemeCookie {
  private static final String THEME = "Sluice-Theme";

  private ThemeCookie() {}

  /** {@code light} or {@code dark}, if somebody chose. */
  static Optional<String> of(Request request) {
    return request.cookie(THEME).filter(theme -> theme.equals("light") || theme.equals("dark"));
  }
}
