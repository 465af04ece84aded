package io.sluice.server.access.store;

import io.sluice.server.access.AccessToken;
import io.sluice.server.access.Account;
import io.sluice.server.access.Holder;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Session;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is signed in. */
public final class SessionRows {
  private static final String ALL =
      "select id, holder_kind, holder, began_at, seen_at, ends_at, address, agent"
          + " from server_session";

  private final Connection connection;

  public SessionRows(Connection connection) {
    this.connection = connection;
  }

  /** The one of that hash, if it is open still and its holder may come. */
  public Optional<Session> find(String hash, Duration idle, Instant now) throws SQLException {
    return open(ALL + " where hash = ? and", idle, now, hash).stream().findFirst();
  }

  /** The open ones of a holder, newest first. */
  public List<Session> of(Holder holder, Duration idle, Instant now) throws SQLException {
    return open(
        ALL + " where holder_kind = ? and holder = ? and",
        idle,
        now,
        holder.kind().name(),
        holder.id());
  }

  /** All that are open, newest first. */
  public List<Session> all(Duration idle, Instant now) throws SQLException {
    return open(ALL + " where", idle, now);
  }

  public void insert(Session session, String hash) throws SQLException {
    Rows.change(
        connection,
        "insert into server_session"
            + " (hash, id, holder_kind, holder, began_at, seen_at, ends_at, address, agent)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        hash,
        session.id(),
        session.holder().kind().name(),
        session.holder().id(),
        session.beganAt().toEpochMilli(),
        session.seenAt().toEpochMilli(),
        session.endsAt().toEpochMilli(),
        session.address(),
        session.agent());
  }

  public void seen(String hash, Instant at) throws SQLException {
    Rows.change(
        connection,
        "update server_session set seen_at = ? where hash = ? and seen_at < ?",
        at.toEpochMilli(),
        hash,
        at.toEpochMilli());
  }

  /** Ends the one of that hash, if there is one. */
  public void end(String hash) throws SQLException {
    Rows.change(connection, "delete from server_session where hash = ?", hash);
  }

  /** Whether the holder had one of that id, which is ended then. */
  public boolean end(Holder holder, String id) throws SQLException {
    return Rows.change(
            connection,
            "delete from server_session where holder_kind = ? and holder = ? and id = ?",
            holder.kind().name(),
            holder.id(),
            id)
        > 0;
  }

  /** Ends all of a holder. */
  public void endAll(Holder holder) throws SQLException {
    Rows.change(
        connection,
        "delete from server_session where holder_kind = ? and holder = ?",
        holder.kind().name(),
        holder.id());
  }

  /** Forgets what is over, and of a holder all but so many that began last. */
  public void tidy(Holder holder, int kept, Duration idle, Instant now) throws SQLException {
    Rows.change(
        connection,
        "delete from server_session where ends_at <= ? or seen_at <= ?",
        now.toEpochMilli(),
        now.minus(idle).toEpochMilli());
    Rows.change(
        connection,
        "delete from server_session where hash in (select hash from server_session"
            + " where holder_kind = ? and holder = ? order by began_at desc, id"
            + " limit 1000000 offset ?)",
        holder.kind().name(),
        holder.id(),
        kept);
  }

  private List<Session> open(String sql, Duration idle, Instant now, String... parameters)
      throws SQLException {
    @Nullable Object[] all = new Object[parameters.length + 2];
    System.arraycopy(parameters, 0, all, 0, parameters.length);
    all[parameters.length] = now.toEpochMilli();
    all[parameters.length + 1] = now.minus(idle).toEpochMilli();
    return Rows.all(
            connection,
            sql + " ends_at > ? and seen_at > ? order by began_at desc, id",
            row -> session(row, now),
            all)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Session> session(ResultSet row, Instant now) throws SQLException {
    Holder holder = new Holder(Holder.Kind.valueOf(row.getString(2)), row.getString(3));
    Optional<Identity> identity = identity(holder, now);
    if (identity.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Session(
            row.getString(1),
            holder,
            identity.get(),
            Instant.ofEpochMilli(row.getLong(4)),
            Instant.ofEpochMilli(row.getLong(5)),
            Instant.ofEpochMilli(row.getLong(6)),
            row.getString(7),
            row.getString(8)));
  }

  /** Who a holder is; empty if they may not come any more. */
  public Optional<Identity> identity(Holder holder, Instant now) throws SQLException {
    return switch (holder.kind()) {
      case TOKEN ->
          new TokenRows(connection)
              .find(holder.id())
              .map(TokenRows.Stored::token)
              .filter(token -> token.state(now) == AccessToken.State.GOOD)
              .map(AccessToken::identity);
      case USER ->
          new AccountRows(connection)
              .find(holder.id())
              .filter(account -> !account.isBlocked())
              .map(Account::identity);
    };
  }
}
