package io.sluice.server.http.door;

import java.util.Optional;

/**
 * Knows people by what they bring. Asked for each request and, of those who listen to events, again
 * and again: quick, and from any thread. Who is unknown, expired, revoked or blocked is nobody.
 */
public interface Doorman {
  /**
   * Who has this token.
   *
   * @param token what stands behind {@code Bearer}, whatever anybody may have sent there
   */
  Optional<Visitor> byToken(String token);

  /**
   * Whose session it is.
   *
   * @param session the cookie's value, whatever anybody may have sent there
   */
  Optional<Visitor> bySession(String session);

  /**
   * Whose session it is, of somebody who has listened to events since. It is no use of the session:
   * a page that nobody looks at would keep it open for ever.
   */
  default Optional<Visitor> bySessionStill(String session) {
    return bySession(session);
  }
}
