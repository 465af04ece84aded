package io.sluice.server.access.store;

import io.sluice.server.access.Account;
import io.sluice.server.access.Holder;
import io.sluice.state.storage.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Users whom a provider knows. */
public final class AccountRows {
  private static final String ALL =
      "select id, issuer, subject, name, first_at, seen_at, blocked_at, blocked_by"
          + " from server_user";

  private final Connection connection;
  private final GrantRows grants;

  public AccountRows(Connection connection) {
    this.connection = connection;
    this.grants = new GrantRows(connection);
  }

  public Optional<Account> find(String id) throws SQLException {
    return Rows.first(connection, ALL + " where id = ?", this::account, id);
  }

  /** By what the provider calls them. */
  public Optional<Account> find(String issuer, String subject) throws SQLException {
    return Rows.first(
        connection, ALL + " where issuer = ? and subject = ?", this::account, issuer, subject);
  }

  /** Sorted by name. */
  public List<Account> list() throws SQLException {
    return Rows.all(connection, ALL + " order by name", this::account);
  }

  /** Whether somebody else has that name. */
  public boolean isTaken(String name, String issuer, String subject) throws SQLException {
    return Rows.first(
            connection,
            "select 1 from server_user where name = ? and not (issuer = ? and subject = ?)",
            row -> true,
            name,
            issuer,
            subject)
        .isPresent();
  }

  /** Adds somebody, or notes that they were here again, and under which name. */
  public void seen(String id, String issuer, String subject, String name, Instant at)
      throws SQLException {
    Rows.change(
        connection,
        "insert into server_user (id, issuer, subject, name, first_at, seen_at)"
            + " values (?, ?, ?, ?, ?, ?) on conflict (issuer, subject)"
            + " do update set name = excluded.name, seen_at = excluded.seen_at",
        id,
        issuer,
        subject,
        name,
        at.toEpochMilli(),
        at.toEpochMilli());
  }

  public void block(String id, String who, Instant at) throws SQLException {
    Rows.change(
        connection,
        "update server_user set blocked_at = ?, blocked_by = ? where id = ?",
        at.toEpochMilli(),
        who,
        id);
  }

  public void unblock(String id) throws SQLException {
    Rows.change(
        connection, "update server_user set blocked_at = null, blocked_by = null where id = ?", id);
  }

  /** Forgets those who may do nothing, but for so many who were here last. */
  public void forgetIdle(int kept) throws SQLException {
    Rows.change(
        connection,
        "delete from server_user where blocked_at is null and id in (select id from server_user u"
            + " where blocked_at is null and not exists (select 1 from server_grant"
            + " where holder_kind = 'USER' and holder = u.id)"
            + " order by seen_at desc, id limit 1000000 offset ?)",
        kept);
  }

  private Account account(ResultSet row) throws SQLException {
    String id = row.getString(1);
    Holder holder = Holder.user(id);
    return new Account(
        id,
        row.getString(2),
        row.getString(3),
        row.getString(4),
        grants.of(holder),
        grants.of(holder, GrantRows.Source.HAND),
        Instant.ofEpochMilli(row.getLong(5)),
        Instant.ofEpochMilli(row.getLong(6)),
        Sql.instantOrNull(row, 7),
        row.getString(8));
  }
}
