package io.sluice.server.access.token;

import io.sluice.http.access.SecretHash;
import io.sluice.server.access.AccessRefusal;
import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.AccessToken;
import io.sluice.server.access.Holder;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.access.Role;
import io.sluice.server.access.store.AccessTables;
import io.sluice.server.access.store.AuditNote;
import io.sluice.server.access.store.SessionRows;
import io.sluice.server.access.store.TokenRows;
import io.sluice.state.history.AuditAction;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
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
 * The tokens that were made. Nothing of them is held in memory: one that is revoked here is refused
 * by the next request, also at another server on the same state. May be used from any thread.
 */
public final class Tokens {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  /** So long one that is over is listed still. */
  private static final Duration LISTED = Duration.ofDays(90);

  private static final String FIRST = "admin";

  private final Storage storage;
  private final Clock clock;
  private final SecureRandom random;
  private final AccessSettings settings;
  private final WholeState whole;

  /** In this database, whose tables are made if they are missing. */
  public Tokens(Storage storage, Clock clock, SecureRandom random, AccessSettings settings) {
    this.storage = storage;
    this.clock = clock;
    this.random = random;
    this.settings = settings;
    this.whole = new WholeState(storage, clock);
    storage.install(AccessTables.in(storage.dialect()));
  }

  /**
   * A token and the only sight of its secret.
   *
   * @param secret never to be logged or stored
   */
  public record Made(AccessToken token, String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
      return token.toString();
    }
  }

  /**
   * Makes one.
   *
   * @param who is beside it in the audit log; gives nothing that they do not administer
   * @param name what it is for
   * @param lifetime null for the usual one
   * @throws AccessRefusal if the name is taken or none, the lifetime too long, or they may not
   */
  public Made make(
      Identity who,
      String name,
      Map<String, Role> grants,
      @Nullable Duration lifetime,
      String reason) {
    check(who, name, grants, lifetime);
    return insert(who, name, grants, lifetime, reason)
        .orElseThrow(
            () ->
                new AccessRefusal(
                    AccessRefusal.Kind.CONFLICT,
                    "There is a token called " + name + " that is good",
                    "Revoke it first, or take another name: by its name the audit log tells who"
                        + " did what"));
  }

  /**
   * The first one, which may do everything; empty where somebody has such a token. Of servers that
   * start on one state at a time, one makes it.
   */
  public Optional<Made> first() {
    Instant now = clock.instant();
    boolean isThere =
        list().stream()
            .anyMatch(
                token ->
                    token.state(now) == AccessToken.State.GOOD
                        && token.identity().mayEverywhere(Permission.ADMINISTER));
    return isThere
        ? Optional.empty()
        : insert(
            FolderToken.COMMAND_LINE,
            FIRST,
            Map.of(Identity.EVERYWHERE, Role.ADMIN),
            null,
            "the first of this state");
  }

  /**
   * The token that was sent, if it is good. Notes that it was used.
   *
   * @throws StateException if it cannot be looked up: nobody is to be told then that theirs is not
   *     known
   */
  public Optional<AccessToken> recognise(String text) {
    Optional<TokenText> sent = TokenText.parse(text);
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    String id = sent.get().id();
    Instant now = clock.instant();
    Optional<AccessToken> token =
        storage
            .<Optional<TokenRows.Stored>>read(connection -> new TokenRows(connection).find(id))
            .filter(stored -> SecretHash.parse(stored.hash()).matches(text))
            .map(TokenRows.Stored::token)
            .filter(stored -> stored.state(now) == AccessToken.State.GOOD);
    if (token.isEmpty()) {
      whole.require(); // A state that is damaged, or not the one at its place, may have lost it.
    }
    token.ifPresent(good -> used(good, now.truncatedTo(ChronoUnit.MINUTES)));
    return token;
  }

  /** The one of this name that is good. */
  public Optional<AccessToken> good(String name) {
    Instant now = clock.instant();
    return list().stream()
        .filter(token -> token.name().equals(name))
        .filter(token -> token.state(now) == AccessToken.State.GOOD)
        .findFirst();
  }

  /** All that were made, newest first; of those that are over the ones of the last 90 days. */
  public List<AccessToken> list() {
    return storage.read(connection -> new TokenRows(connection).list());
  }

  /**
   * Ends a token and every session that came from it.
   *
   * @param idOrName its public part, or the name of one that is good
   * @throws AccessRefusal if there is none, or who asks does not administer what it may do
   */
  public AccessToken revoke(Identity who, String idOrName, String reason) {
    Instant now = clock.instant();
    return storage.write(
        Durability.NOW,
        connection -> {
          TokenRows rows = new TokenRows(connection);
          AccessToken token = found(rows, idOrName, now);
          if (!who.mayGive(token.grants())) {
            throw new AccessRefusal(
                AccessRefusal.Kind.FORBIDDEN,
                "The token " + token.name() + " may do what " + who.name() + " does not administer",
                null);
          }
          if (token.state(now) != AccessToken.State.REVOKED) {
            rows.revoke(token.id(), who.name(), now);
            new SessionRows(connection).endAll(Holder.token(token.id()));
            AuditNote.add(
                connection,
                now,
                who.name(),
                AuditAction.TOKEN_REVOKE,
                AuditNote.of(token),
                Map.of(),
                reason);
          }
          return rows.find(token.id()).orElseThrow().token();
        });
  }

  private Optional<Made> insert(
      Identity who,
      String name,
      Map<String, Role> grants,
      @Nullable Duration lifetime,
      String reason) {
    TokenText text = TokenText.make(random);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    AccessToken token =
        new AccessToken(
            text.id(),
            name,
            grants,
            now,
            who.name(),
            now.plus(lifetime == null ? settings.lifetime() : lifetime),
            null,
            null,
            null);
    boolean added =
        storage.write(
            Durability.NOW,
            connection -> {
              TokenRows rows = new TokenRows(connection);
              rows.tidy(now, now.minus(LISTED));
              if (!rows.insert(token, text.hash().toString())) {
                return false;
              }
              AuditNote.add(
                  connection,
                  now,
                  who.name(),
                  AuditAction.TOKEN_MAKE,
                  Map.of(),
                  AuditNote.of(token),
                  reason);
              return true;
            });
    return added ? Optional.of(new Made(token, text.secret())) : Optional.empty();
  }

  private void check(
      Identity who, String name, Map<String, Role> grants, @Nullable Duration lifetime) {
    if (!NAME.matcher(name).matches()) {
      throw invalid(
          "A token's name has at most 100 small letters, digits, '-', '_' and '.', the first a"
              + " letter or digit",
          "Call it after what it is for: ci, grafana, night-shift");
    }
    if (grants.isEmpty()) {
      throw invalid("A token without a role may do nothing", "Give it a role, such as viewer");
    }
    if (lifetime != null
        && (lifetime.compareTo(Duration.ofSeconds(1)) < 0
            || lifetime.compareTo(settings.longestToken()) > 0)) {
      throw invalid(
          "A token is good for a second to "
              + settings.longestToken().toHours()
              + " hours: it can be made anew before it ends",
          "The longest is server.tokens.longest of sluice.yaml");
    }
    if (!who.mayGive(grants)) {
      throw new AccessRefusal(
          AccessRefusal.Kind.FORBIDDEN,
          who.name() + " cannot give what they do not administer",
          null);
    }
  }

  private static AccessRefusal invalid(String message, String hint) {
    return new AccessRefusal(AccessRefusal.Kind.INVALID, message, hint);
  }

  private static AccessToken found(TokenRows rows, String idOrName, Instant now)
      throws SQLException {
    Optional<TokenRows.Stored> named =
        rows.named(idOrName).filter(stored -> stored.token().state(now) == AccessToken.State.GOOD);
    return (named.isPresent() ? named : rows.find(idOrName))
        .map(TokenRows.Stored::token)
        .orElseThrow(
            () ->
                new AccessRefusal(
                    AccessRefusal.Kind.NOT_FOUND,
                    "There is no such token",
                    "sluice token ls lists ids and names"));
  }

  private void used(AccessToken token, Instant now) {
    // The minute that it was made in began before it was made.
    Instant minute = now.isBefore(token.madeAt()) ? token.madeAt() : now;
    Instant before = token.usedAt();
    if (before != null && !before.isBefore(minute)) {
      return;
    }
    try {
      storage.write(
          Durability.WITH_NEXT,
          connection -> {
            new TokenRows(connection).used(token.id(), minute);
            return minute;
          });
    } catch (StateException e) {
      // That it was used is for people to look at: nobody is kept out for it.
      LOG.debug("When token {} was used cannot be noted", token.id(), e);
    }
  }
}
