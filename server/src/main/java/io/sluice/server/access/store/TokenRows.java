package io.sluice.server.access.store;

import io.sluice.server.access.AccessToken;
import io.sluice.server.access.Holder;
import io.sluice.state.storage.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tokens. */
public final class TokenRows {
  private static final String ALL =
      "select id, name, made_at, made_by, expires_at, used_at, revoked_at, revoked_by, hash"
          + " from server_token";

  private final Connection connection;
  private final GrantRows grants;

  public TokenRows(Connection connection) {
    this.connection = connection;
    this.grants = new GrantRows(connection);
  }

  /** A token and the hash of its secret. */
  public record Stored(AccessToken token, String hash) {}

  /** The token of that id, however it stands. */
  public Optional<Stored> find(String id) throws SQLException {
    return Rows.first(connection, ALL + " where id = ?", this::stored, id);
  }

  /** The one of that name that nobody revoked; it may be expired. */
  public Optional<Stored> named(String name) throws SQLException {
    return Rows.first(
        connection, ALL + " where name = ? and revoked_at is null", this::stored, name);
  }

  /** Newest first. */
  public List<AccessToken> list() throws SQLException {
    return Rows.all(connection, ALL + " order by made_at desc, id", row -> stored(row).token());
  }

  /** Whether it could be added: the name is free. */
  public boolean insert(AccessToken token, String hash) throws SQLException {
    int added =
        Rows.change(
            connection,
            "insert into server_token (id, hash, name, made_at, made_by, expires_at)"
                + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
            token.id(),
            hash,
            token.name(),
            token.madeAt().toEpochMilli(),
            token.madeBy(),
            token.expiresAt().toEpochMilli());
    if (added > 0) {
      grants.replace(Holder.token(token.id()), GrantRows.Source.HAND, token.grants());
    }
    return added > 0;
  }

  public void revoke(String id, String who, Instant now) throws SQLException {
    Rows.change(
        connection,
        "update server_token set revoked_at = ?, revoked_by = ? where id = ? and revoked_at is"
            + " null",
        now.toEpochMilli(),
        who,
        id);
  }

  /** Has the names of expired ones free, and forgets those that ended before {@code forgotten}. */
  public void tidy(Instant now, Instant forgotten) throws SQLException {
    Rows.change(
        connection,
        "update server_token set revoked_at = expires_at, revoked_by = ''"
            + " where revoked_at is null and expires_at <= ?",
        now.toEpochMilli());
    List<Holder> ended =
        Rows.all(
            connection,
            "select id from server_token where revoked_at <= ?",
            row -> Holder.token(row.getString(1)),
            forgotten.toEpochMilli());
    grants.remove(ended);
    Rows.change(
        connection, "delete from server_token where revoked_at <= ?", forgotten.toEpochMilli());
  }

  public void used(String id, Instant at) throws SQLException {
    Rows.change(
        connection,
        "update server_token set used_at = ? where id = ? and (used_at is null or used_at < ?)",
        at.toEpochMilli(),
        id,
        at.toEpochMilli());
  }

  private Stored stored(ResultSet row) throws SQLException {
    String id = row.getString(1);
    String revokedBy = row.getString(8);
    boolean ranOut = revokedBy != null && revokedBy.isEmpty();
    return new Stored(
        new AccessToken(
            id,
            row.getString(2),
            grants.of(Holder.token(id)),
            Instant.ofEpochMilli(row.getLong(3)),
            row.getString(4),
            Instant.ofEpochMilli(row.getLong(5)),
            Sql.instantOrNull(row, 6),
            ranOut ? null : Sql.instantOrNull(row, 7),
            ranOut ? null : revokedBy),
        row.getString(9));
  }
}
