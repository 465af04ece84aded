package io.sluice.server.access.user;

import io.sluice.server.access.AccessRefusal;
import io.sluice.server.access.Account;
import io.sluice.server.access.Holder;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.access.Role;
import io.sluice.server.access.store.AccessTables;
import io.sluice.server.access.store.AccountRows;
import io.sluice.server.access.store.AuditNote;
import io.sluice.server.access.store.GrantRows;
import io.sluice.server.access.store.SessionRows;
import io.sluice.state.history.AuditAction;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Storage;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whom a provider has sent, and what they may do. May be used from any thread. */
public final class Users {
  /** Who may do nothing is remembered for who might give them something; not all the world. */
  private static final int STRANGERS = 1_000;

  private static final int ID_BYTES = 8;

  private final Storage storage;
  private final Clock clock;
  private final SecureRandom random;
  private final int strangers;

  /** In this database, whose tables are made if they are missing. */
  public Users(Storage storage, Clock clock, SecureRandom random) {
    this(storage, clock, random, STRANGERS);
  }

  /**
   * @param strangers so many who may do nothing are remembered
   */
  Users(Storage storage, Clock clock, SecureRandom random, int strangers) {
    this.strangers = strangers;
    this.storage = storage;
    this.clock = clock;
    this.random = random;
    storage.install(AccessTables.in(storage.dialect()));
  }

  /**
   * Notes that somebody came from their provider. If what they may do has changed since, the
   * sessions that they have are ended.
   *
   * @param name what the provider says that they are called
   * @param claimed what its claims give now, in place of what they gave before
   */
  public Account arrived(String issuer, String subject, String name, Map<String, Role> claimed) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return storage.write(
        Durability.NOW,
        connection -> {
          AccountRows rows = new AccountRows(connection);
          Optional<Account> before = rows.find(issuer, subject);
          String id = before.map(Account::id).orElseGet(this::newId);
          String called = AccountName.of(name, subject, id);
          if (rows.isTaken(called, issuer, subject)) {
            called = AccountName.distinct(called, id);
          }
          rows.seen(id, issuer, subject, called, now);
          GrantRows grants = new GrantRows(connection);
          grants.replace(Holder.user(id), GrantRows.Source.CLAIM, claimed);
          Account after = rows.find(issuer, subject).orElseThrow();
          if (before.isEmpty() || !before.get().grants().equals(after.grants())) {
            new SessionRows(connection).endAll(Holder.user(id));
            AuditNote.add(
                connection,
                now,
                after.name(),
                before.isEmpty() ? AuditAction.USER_FIRST : AuditAction.USER_CLAIMS,
                before.map(AuditNote::of).orElse(Map.of()),
                AuditNote.of(after),
                "");
          }
          rows.forgetIdle(strangers);
          return after;
        });
  }

  /** Everybody who is remembered, sorted by name. */
  public List<Account> list() {
    return storage.read(connection -> new AccountRows(connection).list());
  }

  /**
   * Keeps somebody out, at once.
   *
   * @throws AccessRefusal if there is nobody of that id, or who asks does not administer everything
   */
  public Account block(Identity who, String id, String reason) {
    return change(
        who,
        id,
        AuditAction.USER_BLOCK,
        reason,
        (connection, account, now) -> {
          if (account.identity().name().equals(who.name())) {
            throw new AccessRefusal(AccessRefusal.Kind.CONFLICT, "Nobody blocks themselves", null);
          }
          new AccountRows(connection).block(id, who.name(), now);
        });
  }

  /**
   * Lets them in again.
   *
   * @throws AccessRefusal as {@link #block}
   */
  public Account unblock(Identity who, String id, String reason) {
    return change(
        who,
        id,
        AuditAction.USER_UNBLOCK,
        reason,
        (connection, account, now) -> new AccountRows(connection).unblock(id));
  }

  /**
   * Gives somebody roles beside those that their provider's claims give, in place of what was given
   * so before. Their sessions end.
   *
   * @throws AccessRefusal as {@link #block}
   */
  public Account give(Identity who, String id, Map<String, Role> grants, String reason) {
    return change(
        who,
        id,
        AuditAction.USER_GIVE,
        reason,
        (connection, account, now) ->
            new GrantRows(connection).replace(Holder.user(id), GrantRows.Source.HAND, grants));
  }

  @FunctionalInterface
  private interface Change {
    void of(Connection connection, Account account, Instant now) throws SQLException;
  }

  private Account change(
      Identity who, String id, AuditAction action, String reason, Change change) {
    if (!who.mayEverywhere(Permission.ADMINISTER)) {
      throw new AccessRefusal(
          AccessRefusal.Kind.FORBIDDEN, who.name() + " does not administer users", null);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return storage.write(
        Durability.NOW,
        connection -> {
          AccountRows rows = new AccountRows(connection);
          Account before =
              rows.find(id)
                  .orElseThrow(
                      () ->
                          new AccessRefusal(
                              AccessRefusal.Kind.NOT_FOUND, "There is no such user", null));
          change.of(connection, before, now);
          new SessionRows(connection).endAll(Holder.user(id));
          Account after = rows.find(id).orElseThrow();
          AuditNote.add(
              connection,
              now,
              who.name(),
              action,
              AuditNote.of(before),
              AuditNote.of(after),
              reason);
          return after;
        });
  }

  private String newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
