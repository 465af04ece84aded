package io.sluice.server.http.door;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the cookie is called that names a session. Cookies know no ports (RFC 6265, section 8.5), so
 * that the port is in its name: two servers of one machine would sign one another out else.
 */
public final class SessionCookie {
  private static final String NAME = "Sluice-Session";
  private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})$");

  private SessionCookie() {}

  /**
   * Its name.
   *
   * @param host the request's header of that name, which is what the browser calls the server
   */
  public static String name(Optional<String> host) {
    Matcher port = PORT.matcher(host.orElse(""));
    return port.find() ? NAME + "-" + port.group(1) : NAME;
  }
}
