package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.catalog.ServerVersion;
import io.sluice.connector.postgres.position.Lineage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/**
 * Who the server is and where it stands, as it was when it was asked.
 *
 * @param version its version
 * @param system identifier of the database cluster
 * @param timeline branch of the log that it writes or follows
 * @param database number of the database
 * @param standby whether it follows another server
 * @param logEnd end of its log, so far as it can be decoded
 * @param now its clock
 */
public record ServerState(
    ServerVersion version,
    String system,
    int timeline,
    long database,
    boolean standby,
    long logEnd,
    Instant now) {

  private static final String STATE =
      """
      SELECT pg_is_in_recovery(), (SELECT oid::int8 FROM pg_database WHERE datname = current_database()),
        (CASE WHEN pg_is_in_recovery() THEN greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
          ELSE pg_current_wal_flush_lsn() END - '0/0')::int8,
        (extract(epoch FROM clock_timestamp()) * 1000)::int8\
      """;

  /**
   * Asks the server.
   *
   * @param sql an ordinary connection
   * @param replicating a replication connection to the same server
   */
  public static ServerState of(Connection sql, Connection replicating) throws SQLException {
    ServerVersion version = ServerVersion.of(sql);
    String system;
    int timeline;
    try (Statement statement = replicating.createStatement();
        ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
      row.next();
      system = row.getString("systemid");
      timeline = row.getInt("timeline");
    }
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery(STATE)) {
      row.next();
      return new ServerState(
          version,
          system,
          timeline,
          row.getLong(2),
          row.getBoolean(1),
          row.getLong(3),
          Instant.ofEpochMilli(row.getLong(4)));
    }
  }

  /** The log that positions on this server count in. */
  public Lineage lineage() {
    // A standby changes its timeline when it is promoted, without cutting our stream.
    return Lineage.of(system, standby ? 0 : timeline, database);
  }
}
