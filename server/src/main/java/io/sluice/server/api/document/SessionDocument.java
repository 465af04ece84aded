package io.sluice.server.api.document;

import io.sluice.server.access.Session;
import java.time.Instant;

/** A session. */
@Meaning("Somebody who is signed in")
public record SessionDocument(
    String id,
    String who,
    Instant beganAt,
    @Meaning("The last request, to the minute") Instant seenAt,
    @Meaning("At the latest") Instant endsAt,
    @Meaning("Where they signed in from") String address,
    @Meaning("With which browser") String agent) {

  public static SessionDocument of(Session session) {
    return new SessionDocument(
        session.id(),
        session.identity().name(),
        session.beganAt(),
        session.seenAt(),
        session.endsAt(),
        session.address(),
        session.agent());
  }
}
