package io.sluice.project.inspect;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold so that a PostgreSQL database can be captured by logical decoding: version, WAL
 * level, privileges, room for a slot, and tables whose rows can be told apart. Every finding that
 * stands in the way carries the SQL that fixes it. Reads catalogues in read-only transactions.
 *
 * <p>One connection, so one thread; close it.
 */
public final class PostgresInspection implements AutoCloseable {
  /** The first release that the source is tested with. */
  private static final int OLDEST = 12;

  /** The first release whose standbys decode their log. */
  private static final int OLDEST_STANDBY = 16;

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

  /** All tables but those of the system, readable or not, by name. */
  public List<SourceTable> tables() throws SQLException {
    String sql =
        """
        SELECT n.nspname, c.relname, c.reltuples::bigint, pg_total_relation_size(c.oid),
               EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary),
               c.relreplident::text,
               has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'),
               c.relpersistence = 'u'
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
          AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
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
   * Tables whose rows have no key in records: no primary key, nor a unique index over plain NOT
   * NULL columns. By name, as {@link SourceTable#qualified()} has it.
   */
  public List<String> withoutKey() throws SQLException {
    String sql =
        """
        SELECT n.nspname || '.' || c.relname
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT EXISTS (
          SELECT 1 FROM pg_index i
          WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid
            AND i.indpred IS NULL AND i.indexprs IS NULL
            AND NOT EXISTS (
              SELECT 1 FROM pg_attribute a
              WHERE a.attrelid = c.oid AND NOT a.attnotnull
                AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])))
        """;
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        tables.add(row.getString(1));
      }
    }
    return tables;
  }

  /** Tables of a publication, by name; none if there is no such publication. */
  public Set<String> published(String publication) throws SQLException {
    String sql =
        "SELECT schemaname || '.' || tablename FROM pg_publication_tables WHERE pubname = ?";
    Set<String> tables = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, publication);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
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
    SlotChecks slots = new SlotChecks(connection, address);
    findings.add(slots.slot(slot));
    findings.add(senders());
    // Before the publication, whose SQL works only when that of the tables was run.
    findings.addAll(TableChecks.of(tables, address.user()));
    findings.add(publication(publication, tables));
    findings.addAll(slots.neighbours(slot));
    return findings;
  }

  private Finding version() throws SQLException {
    int number = Integer.parseInt(text("SHOW server_version_num"));
    String version = text("SHOW server_version");
    if (number / 10_000 < OLDEST_STANDBY
        && text("SELECT pg_is_in_recovery()::text").equals("true")) {
      return Finding.problem(
          "version",
          "this server is a standby (PostgreSQL "
              + version
              + "); standbys are captured from "
              + OLDEST_STANDBY
              + " on",
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
      // By name, not by regclass: that would fail on a schema that the user may not enter.
      if (first(
              "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"
                  + " format('%s.%s', n.nspname, c.relname) = ?"
                  + " AND pg_has_role(current_user, c.relowner, 'USAGE')",
              table.qualified())
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
