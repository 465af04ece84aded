package io.sluice.connector.postgres;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.Connections;
import io.sluice.connector.postgres.catalog.ServerVersion;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.FailureSettings;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Selection;
import io.sluice.connector.postgres.config.Settings;
import io.sluice.connector.postgres.stream.Replication;
import io.sluice.connector.postgres.stream.Replication.Slot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks at a server, changing nothing, and says what keeps it from being captured: each finding
 * with the setting that it belongs to and, where there is one, the SQL that repairs it.
 */
public final class SourcePreflight {

  /** Nobody chooses among more. */
  private static final int MOST = 1_000;

  /** The oldest release that is tested. */
  private static final int OLDEST = 120_000;

  private static final String SERVER =
      """
      SELECT current_setting('server_version_num')::int, current_setting('wal_level'), pg_is_in_recovery(),
        current_setting('max_replication_slots')::int - (SELECT count(*) FROM pg_replication_slots)::int,
        (SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user)
          OR EXISTS (SELECT 1 FROM pg_roles g WHERE g.rolname = 'rds_replication' AND pg_has_role(g.oid, 'MEMBER')),
        (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
        has_database_privilege(current_database(), 'CREATE'),
        quote_ident(current_user), quote_ident(current_database())\
      """;

  private static final String READABLE =
      """
      SELECT has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ?::oid\
      """;

  private final PostgresConfig config;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * Something that keeps the source from being captured.
   *
   * @param setting name of the setting that it belongs to
   * @param message what is expected, what was found, what to do
   */
  public record Finding(String setting, String message) {}

  /**
   * All columns of a table, and those that the log has of an old row: all where nothing is sent of
   * it, since then there are no deletes either.
   */
  private static final String IDENTITY =
      """
      SELECT array_agg(a.attname::text), coalesce(array_agg(a.attname::text) FILTER (WHERE
          c.relreplident IN ('f', 'n') OR EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid
            AND a.attnum = ANY (i.indkey)
            AND CASE c.relreplident WHEN 'd' THEN i.indisprimary ELSE i.indisreplident END)), '{}'),
        c.relreplident = 'i'
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
          AND NOT a.attisdropped
       WHERE c.oid = ? GROUP BY c.oid, c.relreplident\
      """;

  /** What was found out of the server and the role. */
  record Server(
      boolean mayReplicate,
      boolean superuser,
      boolean mayCreate,
      boolean standby,
      int freeSlots,
      String role,
      String database) {}

  /**
   * What was seen.
   *
   * @param findings empty when the source can be captured
   * @param tables all that there are to choose from, as expressions of a list of tables
   * @param schemas that they are in, in the same way
   */
  public record Seen(List<Finding> findings, List<String> tables, List<String> schemas) {
    public Seen {
      findings = List.copyOf(findings);
      tables = List.copyOf(tables);
      schemas = List.copyOf(schemas);
    }
  }

  private SourcePreflight(PostgresConfig config) {
    this.config = config;
  }

  /** Connects and looks. */
  public static Seen look(PostgresConfig config) {
    SourcePreflight preflight = new SourcePreflight(config);
    Set<TableId> all = Set.of();
    try (Connection connection = new Connections(config).sql()) {
      all = new Catalog(connection, Selection.all()).tables().keySet();
      preflight.look(connection);
    } catch (SQLException e) {
      preflight.findings.add(UnreachableServer.finding(config, e));
    }
    return new Seen(
        preflight.findings,
        all.stream().map(table -> Selection.expression(table.toString())).limit(MOST).toList(),
        all.stream().map(table -> Selection.expression(table.schema())).distinct().toList());
  }

  private void look(Connection connection) throws SQLException {
    Server server = server(connection);
    Replication replication = new Replication(config, connection, ServerVersion.of(connection));
    slot(server, replication.slot());
    Catalog catalog = new Catalog(connection, config.selection());
    Map<TableId, Integer> tables = catalog.tables();
    if (tables.isEmpty() && config.getString(Settings.TABLE_INCLUDE) != null) {
      add(
          Settings.TABLE_INCLUDE,
          "no table of database "
              + server.database()
              + " matches '"
              + config.getString(Settings.TABLE_INCLUDE)
              + "'. Names are matched as schema.table");
    }
    readable(connection, server, tables);
    keys(connection, catalog, tables);
    findings.addAll(
        new PublicationPreflight(config, connection, server, tables)
            .findings(replication, catalog));
  }

  private Server server(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SERVER)) {
      row.next();
      if (row.getInt(1) < OLDEST) {
        add(
            Settings.HOSTNAME,
            "the server is PostgreSQL " + row.getInt(1) / 10_000 + ", expected 12 or newer");
      }
      if (!"logical".equals(row.getString(2))) {
        add(
            Settings.HOSTNAME,
            "the server's wal_level is '"
                + row.getString(2)
                + "', expected 'logical'. Run: ALTER SYSTEM SET wal_level = logical; and restart"
                + " the server");
      }
      if (row.getBoolean(3)) {
        standby(new ServerVersion(row.getInt(1)));
      }
      return new Server(
          row.getBoolean(5),
          row.getBoolean(6),
          row.getBoolean(7),
          row.getBoolean(3),
          row.getInt(4),
          row.getString(8),
          row.getString(9));
    }
  }

  private void standby(ServerVersion version) {
    if (!version.decodesOnStandby()) {
      add(
          Settings.HOSTNAME,
          "the server is a standby of PostgreSQL "
              + version.major()
              + ", expected 16 or newer there; connect to the primary");
    }
  }

  private void slot(Server server, Optional<Slot> slot) {
    if (!server.mayReplicate()) {
      add(
          Settings.USER,
          "role "
              + server.role()
              + " may not replicate. Run: ALTER ROLE "
              + server.role()
              + " REPLICATION;");
    }
    if (slot.isEmpty()) {
      if (server.freeSlots() <= 0) {
        add(
            Settings.SLOT_NAME,
            "the server has no free replication slot. Run: SELECT slot_name, active FROM"
                + " pg_replication_slots; and drop what nobody uses, or: ALTER SYSTEM SET"
                + " max_replication_slots = ...; and restart the server");
      }
      return;
    }
    String foreign = StartingPoint.foreign(config, slot.get());
    String defect = StartingPoint.defect(config, slot.get());
    if (foreign != null) {
      add(Settings.SLOT_NAME, foreign);
    } else if (defect != null) {
      add(
          Settings.SLOT_NAME,
          defect
              + ". Run: SELECT pg_drop_replication_slot('"
              + config.slot()
              + "'); or choose another slot name");
    }
  }

  private void readable(Connection connection, Server server, Map<TableId, Integer> tables)
      throws SQLException {
    List<TableId> hidden = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(READABLE)) {
      for (Map.Entry<TableId, Integer> table : tables.entrySet()) {
        query.setLong(1, table.getValue() & 0xFFFF_FFFFL);
        try (ResultSet row = query.executeQuery()) {
          if (row.next() && !row.getBoolean(1)) {
            hidden.add(table.getKey());
          }
        }
      }
    }
    if (!hidden.isEmpty()) {
      String schemas =
          hidden.stream()
              .map(TableId::schema)
              .distinct()
              .map(TableId::quote)
              .collect(Collectors.joining(", "));
      add(
          Settings.USER,
          "role "
              + server.role()
              + " may not read "
              + names(hidden)
              + ". Run: GRANT USAGE ON SCHEMA "
              + schemas
              + " TO "
              + server.role()
              + "; GRANT SELECT ON "
              + sql(hidden)
              + " TO "
              + server.role()
              + ";");
    }
  }

  /** A key must be in the replica identity: without it a delete does not say which row it was. */
  private void keys(Connection connection, Catalog catalog, Map<TableId, Integer> tables)
      throws SQLException {
    boolean deletesFail =
        !config.skipped().contains("d")
            && config.failures().events() == FailureSettings.Reaction.FAIL;
    List<TableId> lacking = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(IDENTITY)) {
      for (Map.Entry<TableId, Integer> table : tables.entrySet()) {
        query.setLong(1, table.getValue() & 0xFFFF_FFFFL);
        try (ResultSet row = query.executeQuery()) {
          if (row.next()) {
            List<String> all = List.of((String[]) row.getArray(1).getArray());
            List<String> sent = List.of((String[]) row.getArray(2).getArray());
            TableId id = table.getKey();
            if (!sent.containsAll(config.selection().key(id.schema(), id.table(), all))) {
              lacking.add(id);
            } else if (deletesFail && row.getBoolean(3)) {
              byIndex(catalog.table(id, table.getValue()), sent);
            }
          }
        }
      }
    }
    for (TableId table : lacking) {
      add(
          "message.key.columns",
          "the key of "
              + table
              + " has columns that are not in its replica identity, so that a delete would not say"
              + " which row it was. Run: ALTER TABLE "
              + table.sql()
              + " REPLICA IDENTITY FULL;");
    }
  }

  /** The replica identity is an index, which need not be that of the key. */
  private void byIndex(Table table, List<String> sent) {
    List<String> unsent = table.key().stream().filter(column -> !sent.contains(column)).toList();
    if (!unsent.isEmpty() && !sent.isEmpty()) {
      add(
          Settings.TABLE_INCLUDE,
          table.id()
              + " has an index as replica identity that does not have "
              + String.join(", ", unsent)
              + " of its key, so that a delete would not say which row it was and would end the"
              + " task. Run: ALTER TABLE "
              + table.id().sql()
              + " REPLICA IDENTITY DEFAULT; (or FULL). Or leave such deletes out with"
              + " event.processing.failure.handling.mode = warn");
    }
  }

  private void add(String setting, String message) {
    findings.add(new Finding(setting, message));
  }

  private static String names(List<TableId> tables) {
    return tables.stream().map(TableId::toString).collect(Collectors.joining(", "));
  }

  private static String sql(List<TableId> tables) {
    return tables.isEmpty()
        ? "..."
        : tables.stream().map(TableId::sql).collect(Collectors.joining(", "));
  }
}
