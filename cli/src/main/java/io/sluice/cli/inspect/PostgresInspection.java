package io.sluice.cli.inspect;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What must hold so that a PostgreSQL database can be captured by logical decoding: version, WAL
 * level, privileges, room for a slot, and tables whose rows can be told apart. Every finding that
 * stands in the way carries the SQL that fixes it. Reads catalogues in read-only transactions.
 *
 * <p>One connection, so one thread; close it.
 */
public final class PostgresInspection implements AutoCloseable {
  /** Publications for all that we need exist since 10; below 12 nothing is tested. */
  private static final int OLDEST = 12;

  private static final long ALARMING_SLOT_LAG = 1L << 30;

  private final PostgresAddress address;
  private final Connection connection;

  private PostgresInspection(PostgresAddress address, Connection connection) {
    this.address = address;
    this.connection = connection;
  }

  /**
   * Logs in.
   *
   * @throws SQLException when the server does not answer or refuses
   */
  public static PostgresInspection open(PostgresAddress address) throws SQLException {
    return new PostgresInspection(
        address, DriverManager.getConnection(address.url(), address.properties()));
  }

  /** The tables that the user can see, without those of the system, by name. */
  public List<SourceTable> tables() throws SQLException {
    String sql =
        """
        SELECT n.nspname, c.relname, c.reltuples::bigint, pg_total_relation_size(c.oid),
               EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary),
               c.relreplident::text, has_table_privilege(c.oid, 'SELECT'), c.relpersistence = 'u'
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
          AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
          AND has_schema_privilege(n.oid, 'USAGE')
        ORDER BY 1, 2
        """;
    List<SourceTable> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        tables.add(
            new SourceTable(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                row.getBoolean(5),
                row.getString(6).charAt(0),
                row.getBoolean(7),
                row.getBoolean(8)));
      }
    }
    return tables;
  }

  /**
   * All checks, in the order in which what they find is to be fixed.
   *
   * @param tables those that are to be captured
   * @param slot the replication slot that will be used
   * @param publication the publication that will be used
   */
  public List<Finding> findings(List<SourceTable> tables, String slot, String publication)
      throws SQLException {
    List<Finding> findings = new ArrayList<>();
    findings.add(version());
    findings.add(walLevel());
    findings.add(replicationPrivilege());
    findings.add(slot(slot));
    findings.add(senders());
    // Before the publication, whose SQL works only when that of the tables was run.
    findings.addAll(tables(tables));
    findings.add(publication(publication, tables));
    findings.addAll(neighbours(slot));
    return findings;
  }

  private Finding version() throws SQLException {
    int number = Integer.parseInt(text("SHOW server_version_num"));
    String version = text("SHOW server_version");
    if (text("SELECT pg_is_in_recovery()::text").equals("true") && number / 10_000 < 16) {
      return Finding.problem(
          "version",
          "this server is a standby with PostgreSQL "
              + version
              + ": logical decoding on standbys came with 16",
          "point database.hostname at the primary");
    }
    if (number / 10_000 >= OLDEST) {
      return Finding.ok("version", "PostgreSQL " + version);
    }
    return Finding.problem(
        "version",
        "expected PostgreSQL " + OLDEST + " or later but found " + version,
        "upgrade the server");
  }

  private Finding walLevel() throws SQLException {
    String level = text("SHOW wal_level");
    if (level.equals("logical")) {
      return Finding.ok("wal_level", "logical");
    }
    return Finding.problem(
        "wal_level",
        "expected logical but found " + level,
        "ALTER SYSTEM SET wal_level = logical;  -- then restart the server",
        "on managed services: the parameter is called rds.logical_replication (AWS),"
            + " cloudsql.logical_decoding (Google) or wal_level (Azure)");
  }

  private Finding replicationPrivilege() throws SQLException {
    String sql =
        """
        SELECT (rolsuper OR rolreplication)::text
            || CASE WHEN EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = 'rds_replication'
                 AND pg_has_role(current_user, r.oid, 'MEMBER')) THEN ' rds' ELSE '' END
        FROM pg_roles WHERE rolname = current_user
        """;
    String held = text(sql);
    if (held.startsWith("true") || held.endsWith("rds")) {
      return Finding.ok("replication", "user " + address.user() + " may replicate");
    }
    return Finding.problem(
        "replication",
        "user " + address.user() + " lacks REPLICATION",
        "ALTER ROLE " + SourceTable.quote(address.user()) + " REPLICATION;",
        "on AWS RDS: GRANT rds_replication TO " + SourceTable.quote(address.user()) + ";");
  }

  private Finding slot(String name) throws SQLException {
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
    long most = Long.parseLong(text("SHOW max_replication_slots"));
    long used = Long.parseLong(text("SELECT count(*) FROM pg_replication_slots"));
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
    String behind = "holds " + io.sluice.cli.console.Figures.bytes(lag) + " of WAL";
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

  private Finding senders() throws SQLException {
    long most = Long.parseLong(text("SHOW max_wal_senders"));
    long used =
        Long.parseLong(
            text("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'walsender'"));
    if (used < most) {
      return Finding.ok("wal senders", (most - used) + " of " + most + " are free");
    }
    return Finding.problem(
        "wal senders",
        "no free WAL sender: all " + most + " of max_wal_senders are taken",
        "ALTER SYSTEM SET max_wal_senders = " + (most + 10) + ";  -- then restart the server");
  }

  private Finding publication(String name, List<SourceTable> tables) throws SQLException {
    if (!first("SELECT 1 FROM pg_publication WHERE pubname = ?", name).isEmpty()) {
      return Finding.ok("publication", "'" + name + "' exists");
    }
    String statement =
        "CREATE PUBLICATION "
            + SourceTable.quote(name)
            + (tables.isEmpty()
                ? " FOR ALL TABLES;"
                : " FOR TABLE "
                    + String.join(", ", tables.stream().map(SourceTable::quoted).toList())
                    + ";");
    boolean mayCreate =
        text("SELECT has_database_privilege(current_database(), 'CREATE')::text").equals("true");
    List<String> foreign = new ArrayList<>();
    for (SourceTable table : tables) {
      if (first(
              "SELECT 1 FROM pg_class WHERE oid = ?::regclass AND pg_has_role(current_user,"
                  + " relowner, 'USAGE')",
              table.quoted())
          .isEmpty()) {
        foreign.add(table.qualified());
      }
    }
    if (mayCreate && foreign.isEmpty()) {
      return Finding.ok("publication", "'" + name + "' will be made");
    }
    return Finding.problem(
        "publication",
        "publication '"
            + name
            + "' does not exist and user "
            + address.user()
            + (mayCreate
                ? " does not own " + String.join(", ", foreign)
                : " lacks CREATE on database " + address.database()),
        statement + "  -- as owner of the tables or superuser");
  }

  private List<Finding> tables(List<SourceTable> tables) {
    List<Finding> findings = new ArrayList<>();
    if (tables.isEmpty()) {
      return List.of(
          Finding.problem(
              "tables",
              "no table is selected",
              "check table.include.list and schema.include.list"));
    }
    for (SourceTable table : tables) {
      if (!table.readable()) {
        findings.add(
            Finding.problem(
                "table " + table.qualified(),
                "user " + address.user() + " may not read it",
                "GRANT USAGE ON SCHEMA "
                    + SourceTable.quote(table.schema())
                    + " TO "
                    + SourceTable.quote(address.user())
                    + "; GRANT SELECT ON "
                    + table.quoted()
                    + " TO "
                    + SourceTable.quote(address.user())
                    + ";"));
      }
      if (table.unlogged()) {
        findings.add(
            Finding.problem(
                "table " + table.qualified(),
                "is UNLOGGED: its changes cannot be captured",
                "ALTER TABLE " + table.quoted() + " SET LOGGED;"));
      }
      if (!table.identifiesRows()) {
        findings.add(
            Finding.warning(
                "table " + table.qualified(),
                "has no "
                    + (table.hasPrimaryKey() ? "replica identity" : "primary key")
                    + ": once published, the server refuses UPDATE and DELETE on it",
                "ALTER TABLE "
                    + table.quoted()
                    + " REPLICA IDENTITY "
                    + (table.hasPrimaryKey() ? "DEFAULT;" : "FULL;  -- or add a primary key")));
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok("tables", tables.size() + " selected, all readable and with a key"));
    }
    return findings;
  }

  /** Slots of others that keep WAL from being removed: the classic way to fill a server's disk. */
  private List<Finding> neighbours(String ours) throws SQLException {
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
                      io.sluice.cli.console.Figures.bytes(row.getLong(2))),
                  "if nobody needs it: SELECT pg_drop_replication_slot('"
                      + row.getString(1)
                      + "');"));
        }
      }
    }
    return findings;
  }

  private String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next() || row.getString(1) == null) {
        throw new SQLException("expected a row with a value from: " + sql);
      }
      return row.getString(1);
    }
  }

  private Optional<String> first(String sql, String argument) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, argument);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
