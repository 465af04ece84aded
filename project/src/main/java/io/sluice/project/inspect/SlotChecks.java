package io.sluice.project.inspect;

import io.sluice.project.text.Figures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The replication slots of a server: ours, and those that fill its disk. */
final class SlotChecks {
  private static final long ALARMING_SLOT_LAG = 1L << 30;

  private final Connection connection;
  private final PostgresAddress address;

  SlotChecks(Connection connection, PostgresAddress address) {
    this.connection = connection;
    this.address = address;
  }

  /** Whether this slot can be used, or made. */
  Finding slot(String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT database, plugin, active_pid, coalesce(to_jsonb(s) ->> 'wal_status', ''),
                   pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn()
                       ELSE pg_current_wal_lsn() END, s.restart_lsn)
            FROM pg_replication_slots s WHERE slot_name = ?
            """)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          return existingSlot(
              name,
              row.getString(1),
              row.getString(2),
              row.getString(3),
              row.getString(4),
              row.getLong(5));
        }
      }
    }
    long most = number("SELECT setting FROM pg_settings WHERE name = 'max_replication_slots'");
    long used = number("SELECT count(*) FROM pg_replication_slots");
    if (used < most) {
      return Finding.ok(
          "slot",
          "'" + name + "' will be made; " + (most - used) + " of " + most + " slots are free");
    }
    return Finding.problem(
        "slot",
        "no free replication slot: all " + most + " of max_replication_slots are taken",
        "ALTER SYSTEM SET max_replication_slots = " + (most + 10) + ";  -- then restart the server",
        "or drop one that nobody needs: SELECT slot_name, active FROM pg_replication_slots;"
            + "  SELECT pg_drop_replication_slot('...');");
  }

  private Finding existingSlot(
      String name,
      @Nullable String database,
      @Nullable String plugin,
      @Nullable String pid,
      String status,
      long lag)
      throws SQLException {
    if (!address.database().equals(database) || !"pgoutput".equals(plugin)) {
      return Finding.problem(
          "slot",
          "slot '"
              + name
              + "' exists for database "
              + database
              + " and plugin "
              + plugin
              + "; expected database "
              + address.database()
              + " and plugin pgoutput",
          "choose another slot.name");
    }
    if (status.equals("lost")) {
      return Finding.problem(
          "slot",
          "slot '"
              + name
              + "' is lost: the server has removed WAL that it needed (max_slot_wal_keep_size)",
          "SELECT pg_drop_replication_slot('"
              + name
              + "');  -- then reset the offsets: a new snapshot is needed");
    }
    String behind = "holds " + Figures.bytes(lag) + " of WAL";
    if (pid != null) {
      return Finding.ok(
          "slot", "'" + name + "' exists, is in use by server process " + pid + ", " + behind);
    }
    if (lag > ALARMING_SLOT_LAG) {
      return Finding.warning(
          "slot",
          "'" + name + "' exists, nobody reads it, and it " + behind,
          "start the pipeline, or, if it will not run again: SELECT pg_drop_replication_slot('"
              + name
              + "');");
    }
    return Finding.ok("slot", "'" + name + "' exists and is free, " + behind);
  }

  /** Slots of others that keep WAL from being removed: the classic way to fill a server's disk. */
  List<Finding> neighbours(String ours) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT slot_name, held FROM (
              SELECT slot_name, CASE WHEN pg_is_in_recovery() THEN 0
                  ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) END AS held
              FROM pg_replication_slots WHERE NOT active AND slot_name <> ?) s
            WHERE held > ?
            """)) {
      statement.setString(1, ours);
      statement.setLong(2, ALARMING_SLOT_LAG);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          findings.add(
              Finding.warning(
                  "stale slot",
                  String.format(
                      Locale.ROOT,
                      "slot '%s' is read by nobody and holds %s of WAL",
                      row.getString(1),
                      Figures.bytes(row.getLong(2))),
                  "if nobody needs it: SELECT pg_drop_replication_slot('"
                      + row.getString(1)
                      + "');"));
        }
      }
    }
    return findings;
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
