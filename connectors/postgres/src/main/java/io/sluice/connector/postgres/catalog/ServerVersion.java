package io.sluice.connector.postgres.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a server can do by its version: the one place that knows which release brought what.
 *
 * @param number as {@code server_version_num} has it, such as 180006
 */
public record ServerVersion(int number) {

  /** Asks the server behind a connection. */
  public static ServerVersion of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT current_setting('server_version_num')::int")) {
      row.next();
      return new ServerVersion(row.getInt(1));
    }
  }

  /** The release that users name, such as 18. */
  public int major() {
    return number / 10_000;
  }

  /** Whether pgoutput sends values in binary form when asked to. */
  public boolean sendsBinary() {
    return major() >= 14;
  }

  /** Whether pgoutput sends logical decoding messages. */
  public boolean sendsMessages() {
    return major() >= 14;
  }

  /** Whether pgoutput sends transactions while they are open. */
  public boolean sendsOpenTransactions() {
    return major() >= 14;
  }

  /**
   * Whether {@code pg_replication_slot_advance} keeps what the slot needs of the catalog: its
   * releases before May 2025 let vacuum remove too much (PostgreSQL's release notes, "Fix xmin
   * advancement during fast_forward decoding").
   */
  public boolean advancesSlots() {
    int fixed =
        switch (major()) {
          case 13 -> 21;
          case 14 -> 18;
          case 15 -> 13;
          case 16 -> 9;
          case 17 -> 5;
          default -> 0;
        };
    return major() >= 13 && number % 10_000 >= fixed;
  }

  /** Whether a publication can have whole schemas. */
  public boolean publishesSchemas() {
    return major() >= 15;
  }

  /** Whether a publication can have some columns or rows of a table. */
  public boolean publishesParts() {
    return major() >= 15;
  }

  /** Whether a standby decodes its log. */
  public boolean decodesOnStandby() {
    return major() >= 16;
  }

  /** Whether slots can follow a failover to a standby. */
  public boolean hasFailoverSlots() {
    return major() >= 17;
  }

  /**
   * Columns of pg_replication_slots that say how a slot is: its log ({@code wal_status}), how many
   * bytes may be written before it loses some ({@code safe_wal_size}), why it was given up ({@code
   * invalidation}), whether it follows a failover ({@code failover}), whether it sends prepared
   * transactions ({@code two_phase}). Those that the server does not have are null.
   */
  public String slotColumns() {
    return (major() >= 13
            ? "wal_status, safe_wal_size"
            : "NULL::text AS wal_status, NULL::int8 AS safe_wal_size")
        + ", "
        + (major() >= 17
            ? "invalidation_reason"
            : major() >= 16
                ? "CASE WHEN conflicting THEN 'conflict with recovery' END"
                : "NULL::text")
        + " AS invalidation, "
        + (major() >= 17 ? "failover" : "false AS failover")
        + ", "
        + (major() >= 14 ? "two_phase" : "false AS two_phase");
  }
}
