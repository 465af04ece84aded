package io.sluice.server.access.store;

import io.sluice.server.access.Grant;
import io.sluice.server.access.Holder;
import io.sluice.server.access.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What tokens and users may do. */
public final class GrantRows {
  private final Connection connection;

  public GrantRows(Connection connection) {
    this.connection = connection;
  }

  /** Where a grant comes from. */
  public enum Source {
    /** Somebody gave it. */
    HAND,
    /** A claim of the provider's at the last sign-in. */
    CLAIM
  }

  /** A role for each namespace, whatever it comes from. */
  public Map<String, Role> of(Holder holder) throws SQLException {
    return Grant.together(
        Rows.all(
            connection,
            "select role, namespace from server_grant where holder_kind = ? and holder = ?",
            row -> new Grant(Role.valueOf(row.getString(1)), row.getString(2)),
            holder.kind().name(),
            holder.id()));
  }

  /** What comes from one source alone. */
  public Map<String, Role> of(Holder holder, Source source) throws SQLException {
    return Grant.together(
        Rows.all(
            connection,
            "select role, namespace from server_grant"
                + " where holder_kind = ? and holder = ? and source = ?",
            row -> new Grant(Role.valueOf(row.getString(1)), row.getString(2)),
            holder.kind().name(),
            holder.id(),
            source.name()));
  }

  /** In place of what came from that source before. */
  public void replace(Holder holder, Source source, Map<String, Role> grants) throws SQLException {
    Rows.change(
        connection,
        "delete from server_grant where holder_kind = ? and holder = ? and source = ?",
        holder.kind().name(),
        holder.id(),
        source.name());
    for (Grant grant : Grant.of(grants)) {
      Rows.change(
          connection,
          "insert into server_grant (holder_kind, holder, namespace, source, role)"
              + " values (?, ?, ?, ?, ?)",
          holder.kind().name(),
          holder.id(),
          grant.namespace(),
          source.name(),
          grant.role().name());
    }
  }

  /** Nothing is left of them. */
  public void remove(List<Holder> holders) throws SQLException {
    for (Holder holder : holders) {
      Rows.change(
          connection,
          "delete from server_grant where holder_kind = ? and holder = ?",
          holder.kind().name(),
          holder.id());
    }
  }
}
