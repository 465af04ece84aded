package io.sluice.state.lease;

import io.sluice.state.storage.Sql;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows that leases are, on PostgreSQL. Ends are by the database's clock, as it runs and not as
 * it was at the begin of a transaction, which may have waited.
 *
 * <p>{@code token} is part of a key, so a row in which it changes is locked against {@code for key
 * share}; a renewal, which changes no key, is not. So a writer keeps others from taking its
 * pipeline without keeping itself from renewing.
 */
final class LeaseRows {
  private final String holder;
  private final Holder self;
  private final Duration length;

  /**
   * @param holder tells this holder from all others, also of the same process
   */
  LeaseRows(String holder, Holder self, Duration length) {
    this.holder = holder;
    this.self = self;
    this.length = length;
  }

  /** Takes the pipeline; returns the token, or null if somebody else has it. */
  @Nullable Long take(Connection connection, String pipeline) throws SQLException {
    // Not in one statement: it would compute the new end before it waits for the row.
    Sql.update(
        connection,
        "insert into lease (pipeline, token, holder, pid, host, ends_at)"
            + " values (?, 0, '', 0, '', '-infinity') on conflict do nothing",
        pipeline);
    if (!isFree(connection, pipeline)) {
      return null;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update lease set token = token + 1, holder = ?, pid = ?, host = ?,
              ends_at = clock_timestamp() + ? * interval '1 millisecond'
            where pipeline = ? returning token
            """)) {
      update.setString(1, holder);
      update.setLong(2, self.pid());
      update.setString(3, self.host());
      update.setLong(4, length.toMillis());
      update.setString(5, pipeline);
      try (ResultSet row = update.executeQuery()) {
        return row.next() ? row.getLong(1) : null;
      }
    }
  }

  /**
   * Whether the lease has ended; if so, nobody else takes it before this transaction ends, which
   * the server sees to as {@link #isNewest} says.
   */
  private boolean isFree(Connection connection, String pipeline) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select set_config('idle_in_transaction_session_timeout', ?, true) from lease"
                + " where pipeline = ? and ends_at <= clock_timestamp() for update")) {
      select.setString(1, Long.toString(length.toMillis()));
      select.setString(2, pipeline);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Renews what is still ours, also when it has ended but nobody took it; tells their tokens. */
  Map<String, Long> renew(Connection connection, Collection<String> pipelines) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update lease set ends_at = clock_timestamp() + ? * interval '1 millisecond'"
                + " where holder = ? and pipeline = any(?) returning pipeline, token")) {
      update.setLong(1, length.toMillis());
      update.setString(2, holder);
      update.setArray(3, connection.createArrayOf("text", pipelines.toArray()));
      Map<String, Long> ours = new HashMap<>();
      try (ResultSet row = update.executeQuery()) {
        while (row.next()) {
          ours.put(row.getString(1), row.getLong(2));
        }
      }
      return ours;
    }
  }

  /**
   * Whether this token is the newest; if so, nobody takes the pipeline before this transaction
   * ends. That nobody waits for a process which stands still in it, the server ends it when it has
   * stood still for as long as a lease is.
   */
  boolean isNewest(Connection connection, String pipeline, long token) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select set_config('idle_in_transaction_session_timeout', ?, true) from lease"
                + " where pipeline = ? and holder = ? and token = ? for key share")) {
      select.setString(1, Long.toString(length.toMillis()));
      select.setString(2, pipeline);
      select.setString(3, holder);
      select.setLong(4, token);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Lets go, if it is still ours. The row stays, for the next token. */
  void release(Connection connection, String pipeline, long token) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update lease set holder = '', ends_at = clock_timestamp()"
                + " where pipeline = ? and holder = ? and token = ?")) {
      update.setString(1, pipeline);
      update.setString(2, holder);
      update.setLong(3, token);
      update.executeUpdate();
    }
  }

  /** Who has the pipeline now. */
  Optional<Holder> holderOf(Connection connection, String pipeline) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select pid, host from lease where pipeline = ? and holder <> ''"
                + " and ends_at > clock_timestamp()")) {
      select.setString(1, pipeline);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        String host = row.getString(2);
        return Optional.of(new Holder(row.getLong(1), host.equals(self.host()) ? null : host));
      }
    }
  }

  /** For who was refused: who has it, and when that ends by itself. */
  StateException taken(Connection connection, String pipeline) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select pid, host, ceil(extract(epoch from ends_at - clock_timestamp()))"
                + " from lease where pipeline = ?")) {
      select.setString(1, pipeline);
      try (ResultSet row = select.executeQuery()) {
        String by =
            row.next()
                ? new Holder(row.getLong(1), row.getString(2))
                    + ", whose lease ends in "
                    + Math.max(0, row.getLong(3))
                    + " s unless it renews it"
                : "another process";
        return new StateException(Kind.LOCKED, Claims.taken(pipeline, by));
      }
    }
  }
}
