package io.sluice.server.access.door;

import io.sluice.server.access.oidc.OidcSettings;
import io.sluice.server.access.oidc.OidcSignIn;
import io.sluice.server.http.door.SessionCookie;
import io.sluice.server.http.route.Request;
import java.util.Optional;

/**
 * What browsers keep of who is signed in, as headers have it. No script reads any of it (RFC 6265,
 * {@code HttpOnly}).
 */
public final class Cookies {
  private Cookies() {}

  /** The session that a browser has, good or not. */
  public static Optional<String> session(Request request) {
    return request.cookie(name(request));
  }

  /** A session that begins: no page of another site sends it. */
  public static String opened(String session, Request request) {
    return name(request)
        + "="
        + session
        + "; Path=/; HttpOnly; SameSite=Strict"
        + of(request.secure());
  }

  /** Takes a session away. */
  public static String closed(Request request) {
    return name(request) + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict" + of(request.secure());
  }

  /** What {@link OidcSignIn#begin} gave along. */
  static Optional<String> flow(Request request) {
    return request.cookie(OidcSignIn.COOKIE);
  }

  /** It comes back by a link of the provider's: {@code Strict} would keep it away. */
  static String begun(String flow, boolean secure) {
    return OidcSignIn.COOKIE
        + "="
        + flow
        + "; Path="
        + OidcSettings.CALLBACK
        + "; Max-Age=900; HttpOnly; SameSite=Lax"
        + of(secure);
  }

  static String finished(boolean secure) {
    return OidcSignIn.COOKIE
        + "=; Path="
        + OidcSettings.CALLBACK
        + "; Max-Age=0; HttpOnly; SameSite=Lax"
        + of(secure);
  }

  private static String name(Request request) {
    return SessionCookie.name(request.header("Host"));
  }

  private static String of(boolean secure) {
    return secure ? "; Secure" : "";
  }
}
