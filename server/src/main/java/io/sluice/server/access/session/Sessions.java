package io.sluice.server.access.session;

import io.sluice.http.access.SecretHash;
import io.sluice.server.access.AccessRefusal;
import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.Holder;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.access.Session;
import io.sluice.server.access.store.AccessTables;
import io.sluice.server.access.store.AuditNote;
import io.sluice.server.access.store.SessionRows;
import io.sluice.state.history.AuditAction;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is signed in. What somebody may do is read from what their session came from with each
 * request: nothing that was taken away is left to a session. May be used from any thread.
 */
public final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  /** What {@link SecretHash#newToken} makes; anything else is nobody's cookie. */
  private static final Pattern COOKIE = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** So many of one holder: the oldest ends where there is one more. */
  private static final int MOST = 50;

  /** Of a hash, what people see: enough to tell one from another. */
  private static final int ID = 16;

  private final Storage storage;
  private final Clock clock;
  private final SecureRandom random;
  private final AccessSettings settings;

  /** In this database, whose tables are made if they are missing. */
  public Sessions(Storage storage, Clock clock, SecureRandom random, AccessSettings settings) {
    this.storage = storage;
    this.clock = clock;
    this.random = random;
    this.settings = settings;
    storage.install(AccessTables.in(storage.dialect()));
  }

  /**
   * A session that begins.
   *
   * @param cookie with which they come from now on; never to be logged or stored
   */
  public record Opened(Session session, String cookie) {
    /** Without the cookie. */
    @Override
    public String toString() {
      return session.toString();
    }
  }

  /**
   * Signs somebody in, with a cookie that nobody has seen before; the session of the cookie that
   * the browser had ends, so that nobody is led into one that somebody else knows.
   *
   * @param before the cookie that the browser sent; null if none
   * @throws AccessRefusal if the holder may not come (any more)
   */
  public Opened open(Holder holder, Caller caller, @Nullable String before) {
    String cookie = SecretHash.newToken(random);
    String hash = hash(cookie);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return storage.write(
        Durability.NOW,
        connection -> {
          SessionRows rows = new SessionRows(connection);
          Identity identity =
              rows.identity(holder, now)
                  .orElseThrow(
                      () ->
                          new AccessRefusal(
                              AccessRefusal.Kind.FORBIDDEN, "They may not come", null));
          if (before != null) {
            rows.end(hash(before));
          }
          rows.tidy(holder, MOST - 1, settings.idle(), now);
          Session session =
              new Session(
                  hash.substring(hash.length() - ID),
                  holder,
                  identity,
                  now,
                  now,
                  now.plus(settings.longestSession()),
                  caller.address(),
                  caller.agent());
          rows.insert(session, hash);
          AuditNote.add(
              connection,
              now,
              identity.name(),
              AuditAction.SESSION_OPEN,
              Map.of(),
              note(session),
              "");
          return new Opened(session, cookie);
        });
  }

  /** Whose cookie it is, if the session is open still. Notes that they were here. */
  public Optional<Session> recognise(String cookie) {
    Optional<Session> session = recogniseStill(cookie);
    session.ifPresent(
        open -> seen(open, hash(cookie), clock.instant().truncatedTo(ChronoUnit.MINUTES)));
    return session;
  }

  /** The same of who came in before, without a note: a page that is open is nobody's request. */
  public Optional<Session> recogniseStill(String cookie) {
    if (!COOKIE.matcher(cookie).matches()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return storage.read(
        connection -> new SessionRows(connection).find(hash(cookie), settings.idle(), now));
  }

  /** What a form or a script of ours brings with the cookie. */
  public static String formToken(String cookie) {
    return FormToken.of(cookie);
  }

  /** Signs out who has this cookie; nothing happens if nobody does. */
  public void close(String cookie) {
    String hash = hash(cookie);
    Instant now = clock.instant();
    storage.write(
        Durability.NOW,
        connection -> {
          SessionRows rows = new SessionRows(connection);
          Optional<Session> session = rows.find(hash, settings.idle(), now);
          rows.end(hash);
          if (session.isPresent()) {
            String who = session.get().identity().name();
            AuditNote.add(
                connection, now, who, AuditAction.SESSION_CLOSE, note(session.get()), Map.of(), "");
          }
          return hash;
        });
  }

  /** The open ones of a holder, newest first. */
  public List<Session> of(Holder holder) {
    return storage.read(
        connection -> new SessionRows(connection).of(holder, settings.idle(), clock.instant()));
  }

  /** All that are open, newest first. */
  public List<Session> all() {
    return storage.read(
        connection -> new SessionRows(connection).all(settings.idle(), clock.instant()));
  }

  /**
   * Ends one of a holder's.
   *
   * @throws AccessRefusal if they have none of that id
   */
  public void end(Identity who, Holder holder, String id, String reason) {
    Instant now = clock.instant();
    storage.write(
        Durability.NOW,
        connection -> {
          if (!new SessionRows(connection).end(holder, id)) {
            throw new AccessRefusal(AccessRefusal.Kind.NOT_FOUND, "There is no such session", null);
          }
          AuditNote.add(
              connection,
              now,
              who.name(),
              AuditAction.SESSION_END,
              Map.of("session", id, "of", holder.id()),
              Map.of(),
              reason);
          return id;
        });
  }

  /**
   * Ends one, whoever's it is.
   *
   * @throws AccessRefusal if none is open of that id, or who asks administers nobody's
   */
  public void end(Identity who, String id, String reason) {
    if (!who.mayEverywhere(Permission.ADMINISTER)) {
      throw new AccessRefusal(
          AccessRefusal.Kind.FORBIDDEN, who.name() + " does not administer sessions", null);
    }
    Session session =
        all().stream()
            .filter(open -> open.id().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    new AccessRefusal(
                        AccessRefusal.Kind.NOT_FOUND, "No open session has that id", null));
    end(who, session.holder(), id, reason);
  }

  private static Map<String, String> note(Session session) {
    return Map.of("session", session.id(), "address", session.address());
  }

  private static String hash(String cookie) {
    return SecretHash.ofToken(cookie).toString();
  }

  private void seen(Session session, String hash, Instant minute) {
    if (!session.seenAt().isBefore(minute)) {
      return;
    }
    try {
      storage.write(
          Durability.WITH_NEXT,
          connection -> {
            new SessionRows(connection).seen(hash, minute);
            return minute;
          });
    } catch (StateException e) {
      // They are signed out earlier at worst.
      LOG.debug("When session {} was seen cannot be noted", session.id(), e);
    }
  }
}
