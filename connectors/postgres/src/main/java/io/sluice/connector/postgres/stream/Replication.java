package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.catalog.ServerVersion;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.MessageSettings;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Settings;
import io.sluice.connector.postgres.config.StreamSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's side of the stream: its slot, its publication, its identity. */
public final class Replication {

  private static final Logger LOG = LoggerFactory.getLogger(Replication.class);

  /** How often a publication is altered that others alter at the same moment. */
  private static final int ATTEMPTS = 10;

  /** It exists by now, or has the table; its entry was made, or altered, by somebody else. */
  private static final Set<String> ALTERED_MEANWHILE = Set.of("42710", "23505", "XX000");

  private final PostgresConfig config;
  private final Connection sql;
  private final ServerVersion version;

  /**
   * A slot as it is.
   *
   * @param plugin its decoding plugin
   * @param database the database it belongs to
   * @param walStatus {@code lost} when the server removed log that it needs
   * @param invalidation why the server gave it up, null when it did not
   * @param failover whether it follows a failover to a standby
   * @param confirmed position that was confirmed last
   */
  public record Slot(
      @Nullable String plugin,
      @Nullable String database,
      @Nullable String walStatus,
      @Nullable String invalidation,
      boolean failover,
      long confirmed) {}

  /**
   * @param sql an ordinary connection
   * @param version of the server
   */
  public Replication(PostgresConfig config, Connection sql, ServerVersion version) {
    this.config = config;
    this.sql = sql;
    this.version = version;
  }

  /** The slot, empty when there is none. */
  public Optional<Slot> slot() throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement(
            "SELECT plugin, database, (confirmed_flush_lsn - '0/0')::int8 AS confirmed, "
                + version.slotColumns()
                + " FROM pg_replication_slots WHERE slot_name = ?")) {
      query.setString(1, config.slot());
      try (ResultSet rows = query.executeQuery()) {
        return rows.next()
            ? Optional.of(
                new Slot(
                    rows.getString("plugin"),
                    rows.getString("database"),
                    rows.getString("wal_status"),
                    rows.getString("invalidation"),
                    rows.getBoolean("failover"),
                    rows.getLong("confirmed")))
            : Optional.empty();
      }
    }
  }

  /**
   * Makes the slot; waits for transactions that are under way.
   *
   * @param standby whether the server follows another one
   * @throws ConfigException when the slot shall follow a failover and cannot
   */
  public void createSlot(boolean standby) throws SQLException {
    boolean failover = config.stream().failover();
    if (failover && (standby || !version.hasFailoverSlots())) {
      throw new ConfigException(
          StreamSettings.FAILOVER
              + " needs a slot on a primary of PostgreSQL 17 or newer, but the server is "
              + (standby ? "a standby" : "PostgreSQL " + version.major())
              + ". Set it to false");
    }
    if (standby) {
      LOG.info(
          "Making replication slot {} on a standby, which waits for a word of the primary. If that"
              + " takes long, run on the primary: SELECT pg_log_standby_snapshot()",
          config.slot());
    } else {
      sayWhoHoldsUp();
    }
    try (PreparedStatement create =
        sql.prepareStatement(
            "SELECT pg_create_logical_replication_slot(?, 'pgoutput'"
                + (failover ? ", failover => true)" : ")"))) {
      create.setString(1, config.slot());
      create.execute();
    }
    LOG.info("Created replication slot {}", config.slot());
  }

  /** The server answers when all have ended that it has given a number: silence needs a reason. */
  private void sayWhoHoldsUp() throws SQLException {
    try (Statement query = sql.createStatement();
        ResultSet rows =
            query.executeQuery(
                "SELECT string_agg(pid::text, ', '), extract(epoch FROM max(clock_timestamp() -"
                    + " xact_start))::int8 FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND"
                    + " clock_timestamp() - xact_start > interval '1 s'")) {
      if (rows.next() && rows.getString(1) != null) {
        LOG.warn(
            "Replication slot {} can be made, and the first rows come, when the transactions have"
                + " ended that are open in any database of this server: those of the processes {},"
                + " for up to {} s now. See pg_stat_activity",
            config.slot(),
            rows.getString(1),
            rows.getLong(2));
      }
    }
  }

  /**
   * Makes a slot that is there follow a failover, if that is wanted.
   *
   * @param replicating a replication connection
   */
  public void ensureFailover(Slot slot, Connection replicating) throws SQLException {
    if (!config.stream().failover() || slot.failover() || !version.hasFailoverSlots()) {
      return;
    }
    try (Statement alter = replicating.createStatement()) {
      alter.execute("ALTER_REPLICATION_SLOT " + TableId.quote(config.slot()) + " (FAILOVER true)");
    }
    LOG.info("Replication slot {} follows failovers from now on", config.slot());
  }

  /** Drops the slot. */
  public void dropSlot() throws SQLException {
    try (PreparedStatement drop =
        sql.prepareStatement(
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name ="
                + " ?")) {
      drop.setString(1, config.slot());
      drop.execute();
    }
  }

  /**
   * Makes the publication when it is missing and that is wanted; adds to one that is there the
   * captured tables that it lacks. What others put into it stays as it is.
   *
   * @param captured the captured tables
   */
  public void ensurePublication(Collection<TableId> captured) throws SQLException {
    int attempts = 1;
    while (!publish(captured, attempts++)) {
      LOG.debug("Somebody else altered the publication at the same moment");
    }
  }

  /**
   * False when somebody else was at it at the same moment, so that it has to be looked at again.
   */
  private boolean publish(Collection<TableId> captured, int attempt) throws SQLException {
    String name = config.publication();
    boolean exists = publicationExists();
    String mode = config.publicationMode();
    String tables = list(captured);
    String ddl;
    if (exists) {
      List<TableId> missing = "filtered".equals(mode) ? unpublished(captured) : List.of();
      if (missing.isEmpty()) {
        return true;
      }
      ddl = "ALTER PUBLICATION " + TableId.quote(name) + " ADD TABLE " + list(missing);
    } else {
      ddl =
          switch (mode) {
            case "all_tables" -> "CREATE PUBLICATION " + TableId.quote(name) + " FOR ALL TABLES";
            case "no_tables" -> "CREATE PUBLICATION " + TableId.quote(name);
            case "filtered" -> {
              if (captured.isEmpty()) {
                throw new ConfigException(
                    Settings.TABLE_INCLUDE
                        + ": no table of database '"
                        + config.database()
                        + "' matches, so there is"
                        + " nothing to publish");
              }
              yield "CREATE PUBLICATION " + TableId.quote(name) + " FOR TABLE " + tables;
            }
            default ->
                throw new ConfigException(
                    Settings.PUBLICATION_NAME
                        + ": publication '"
                        + name
                        + "' does not exist in database '"
                        + config.database()
                        + "' and "
                        + Settings.PUBLICATION_MODE
                        + " is 'disabled'. Run: CREATE"
                        + " PUBLICATION "
                        + TableId.quote(name)
                        + " FOR TABLE ...");
          };
    }
    if (!exists && config.viaRoot()) {
      ddl += " WITH (publish_via_partition_root = true)";
    }
    try (Statement statement = sql.createStatement()) {
      statement.execute(ddl);
      LOG.info("{}", ddl);
      return true;
    } catch (SQLException e) {
      if (attempt < ATTEMPTS && ALTERED_MEANWHILE.contains(String.valueOf(e.getSQLState()))) {
        return false;
      }
      if ("25006".equals(e.getSQLState())) {
        throw refused(
            Settings.PUBLICATION_NAME
                + ": publication '"
                + name
                + "' has to be made or altered, but the server is a standby. On the primary run: "
                + ddl
                + ";",
            e);
      }
      if ("42501".equals(e.getSQLState())) {
        throw refused(
            Settings.PUBLICATION_MODE
                + ": the role '"
                + config.getString(Settings.USER)
                + "' may not make the"
                + " publication. As a superuser run: "
                + ddl
                + ";"
                + ("filtered".equals(mode)
                    ? " or give the role CREATE on the database and make it a member of the role"
                        + " that owns the tables"
                    : " or set "
                        + Settings.PUBLICATION_MODE
                        + " to 'filtered' and give the role ownership of the tables"),
            e);
      }
      throw e;
    }
  }

  /** A constructor that takes two arguments would take the second for the value of a setting. */
  private static ConfigException refused(String message, SQLException cause) {
    ConfigException refused = new ConfigException(message);
    refused.initCause(cause);
    return refused;
  }

  private static String list(Collection<TableId> tables) {
    return tables.stream().map(TableId::sql).collect(Collectors.joining(", "));
  }

  /** Whether there is a publication of the configured name. */
  public boolean publicationExists() throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement("SELECT 1 FROM pg_publication WHERE pubname = ?")) {
      query.setString(1, config.publication());
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** Whether the publication has every table, from its beginning on. */
  public boolean publishesAllTables() throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement("SELECT puballtables FROM pg_publication WHERE pubname = ?")) {
      query.setString(1, config.publication());
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /** The captured tables that the publication does not contain. */
  public List<TableId> unpublished(Collection<TableId> captured) throws SQLException {
    List<TableId> missing = new ArrayList<>(captured);
    try (PreparedStatement query =
        sql.prepareStatement(
            "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?")) {
      query.setString(1, config.publication());
      try (ResultSet rows = query.executeQuery()) {
        Set<TableId> published = new HashSet<>();
        while (rows.next()) {
          published.add(new TableId(rows.getString(1), rows.getString(2)));
        }
        missing.removeAll(published);
      }
    }
    return missing;
  }

  /** The end of the server's log. */
  public long logEnd() throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery("SELECT (pg_current_wal_lsn() - '0/0')::int8")) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * Writes an empty transactional message, so that the log surely goes on behind an earlier {@link
   * #logEnd} and is flushed there: the stream then reports a position at or behind it even on a
   * quiet server.
   */
  public void pushLog() throws SQLException {
    try (Statement statement = sql.createStatement()) {
      statement.execute(
          "SELECT pg_logical_emit_message(true, '" + MessageSettings.OWN_PREFIX + "', '')");
    }
  }
}
