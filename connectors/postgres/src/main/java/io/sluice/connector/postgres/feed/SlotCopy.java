package io.sluice.connector.postgres.feed;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.event.Setup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.replication.LogSequenceNumber;

/**
 * A temporary copy of the slot, which is moved on with every gulp, while the slot itself is only
 * moved to what is durable (invariant 1). The server drops it when its connection ends, however
 * that comes. One thread at a time.
 */
final class SlotCopy {

  private final Connection connection;
  private final String name;
  private final String options;
  private long restart;
  private long confirmed;

  private SlotCopy(Connection connection, String name, String options) {
    this.connection = connection;
    this.name = name;
    this.options = options;
  }

  /**
   * Copies the slot.
   *
   * @param connection an ordinary connection in auto-commit mode
   * @param from position in the log; what was committed before it is not given
   */
  static SlotCopy of(Setup setup, Connection connection, long from) throws SQLException {
    String name;
    try (PreparedStatement copy =
        connection.prepareStatement(
            "SELECT slot_name FROM pg_catalog.pg_copy_logical_replication_slot(?,"
                + " 'sluice_catch_up_' || pg_catalog.pg_backend_pid(), true)")) {
      copy.setString(1, setup.config().slot());
      try (ResultSet row = copy.executeQuery()) {
        row.next();
        name = row.getString(1);
      }
    }
    String options =
        StreamOptions.ofQuery(setup).entrySet().stream()
            .map(e -> TableId.literal(e.getKey()) + ", " + TableId.literal(e.getValue()))
            .collect(Collectors.joining(", "));
    SlotCopy made = new SlotCopy(connection, name, options);
    made.look();
    if (from > made.confirmed) {
      try (Statement advance = connection.createStatement()) {
        advance.execute(
            "SELECT pg_catalog.pg_replication_slot_advance("
                + TableId.literal(name)
                + ", "
                + literal(from)
                + ")");
      }
      made.look();
    }
    return made;
  }

  /**
   * Asks for what was committed between what was given and a position, in the binary form of COPY:
   * position, message. The server decodes all of it before the first row comes.
   *
   * @param upTo at or before the end of the log that can be decoded
   */
  CopyOut gulp(long upTo) throws SQLException {
    return connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut(
            "COPY (SELECT lsn, data FROM pg_catalog.pg_logical_slot_get_binary_changes("
                + TableId.literal(name)
                + ", "
                + literal(upTo)
                + ", NULL, "
                + options
                + ")) TO STDOUT (FORMAT binary)");
  }

  /** Learns where it stands. */
  void look() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT (restart_lsn - '0/0')::int8, (confirmed_flush_lsn - '0/0')::int8 FROM"
                    + " pg_catalog.pg_replication_slots WHERE slot_name = "
                    + TableId.literal(name))) {
      if (!row.next()) {
        throw new SQLException("The temporary slot " + name + " is gone", "42704");
      }
      restart = row.getLong(1);
      confirmed = row.getLong(2);
    }
  }

  /** What was committed before this position has been given. */
  long confirmed() {
    return confirmed;
  }

  /** Bytes of log that the next gulp decodes a second time. */
  long repeated() {
    return Math.max(0, confirmed - restart);
  }

  Connection connection() {
    return connection;
  }

  private static String literal(long position) {
    return "'" + LogSequenceNumber.valueOf(position).asString() + "'::pg_catalog.pg_lsn";
  }
}
