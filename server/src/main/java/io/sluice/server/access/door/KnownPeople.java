package io.sluice.server.access.door;

import io.sluice.server.access.AccessToken;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Session;
import io.sluice.server.access.session.Sessions;
import io.sluice.server.access.token.FolderToken;
import io.sluice.server.access.token.Tokens;
import io.sluice.server.http.door.Doorman;
import io.sluice.server.http.door.Visitor;
import java.util.Optional;

/** Knows people by tokens and sessions. Has no state of its own. */
final class KnownPeople implements Doorman {
  private final Tokens tokens;
  private final Sessions sessions;
  private final FolderToken folder;

  KnownPeople(Tokens tokens, Sessions sessions, FolderToken folder) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.folder = folder;
  }

  @Override
  public Optional<Visitor> byToken(String token) {
    Optional<Identity> identity =
        folder.recognise(token).or(() -> tokens.recognise(token).map(AccessToken::identity));
    return identity.map(known -> new Visitor(known, Optional.empty()));
  }

  @Override
  public Optional<Visitor> bySession(String session) {
    return sessions.recognise(session).map(open -> visitor(open, session));
  }

  @Override
  public Optional<Visitor> bySessionStill(String session) {
    return sessions.recogniseStill(session).map(open -> visitor(open, session));
  }

  private static Visitor visitor(Session open, String cookie) {
    return new Visitor(open.identity(), Optional.of(Sessions.formToken(cookie)));
  }
}
