package io.sluice.cli.reconcile;

import io.sluice.cli.compare.Position;
import io.sluice.cli.compare.dialect.Dialect;
import io.sluice.cli.compare.dialect.Side;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.project.inspect.PostgresAddress;
import io.sluice.project.inspect.SourceTable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL database that a pipeline reads, asked by a connection that cannot write. How far
 * the sinks have followed it is what its replication slot was told to forget: invariant 1 makes
 * that what is durable in all of them. Used by one thread.
 */
final class SourceServer implements Side, Position, AutoCloseable {
  private final PostgresAddress address;
  private final JdbcSide side;
  private final String slot;
  private final boolean running;

  private SourceServer(PostgresAddress address, JdbcSide side, String slot, boolean running) {
    this.address = address;
    this.side = side;
    this.slot = slot;
    this.running = running;
  }

  /**
   * Logs in as the source does.
   *
   * @param config the source's settings, secrets in place
   * @param running whether the pipeline runs, so that the slot moves
   */
  static SourceServer open(Map<String, String> config, boolean running) throws SQLException {
    if (!PostgresAddress.isIn(config)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "the source of this pipeline is not a PostgreSQL database",
          "Reconcile compares copies of PostgreSQL.");
    }
    PostgresAddress address = PostgresAddress.of(config);
    Properties properties = address.properties();
    properties.setProperty("ApplicationName", "sluice reconcile");
    properties.setProperty("readOnly", "true");
    properties.setProperty("readOnlyMode", "always");
    properties.setProperty("socketTimeout", "0"); // a large range takes its time
    properties.setProperty("tcpKeepAlive", "true");
    Connection connection = DriverManager.getConnection(address.url(), properties);
    return new SourceServer(
        address,
        JdbcSide.postgres(connection),
        config.getOrDefault("slot.name", "debezium"),
        running);
  }

  /** Where it is. */
  PostgresAddress address() {
    return address;
  }

  @Override
  public Dialect dialect() {
    return side.dialect();
  }

  @Override
  public List<List<@Nullable String>> rows(String sql) throws SQLException {
    return side.rows(sql);
  }

  /** The columns that identify a row in records, in their order; empty if there are none. */
  List<String> key(String table) throws SQLException {
    String sql =
        "SELECT a.attname FROM (SELECT * FROM pg_index i WHERE i.indrelid = to_regclass("
            + dialect().literal(table)
            + ") AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL"
            + " AND NOT EXISTS (SELECT 1 FROM pg_attribute n WHERE n.attrelid = i.indrelid AND NOT"
            + " n.attnotnull AND n.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1]))"
            + " ORDER BY i.indisprimary DESC, i.indexrelid LIMIT 1) AS i,"
            + " unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)"
            + " JOIN pg_attribute a ON a.attnum = k.attnum"
            + " WHERE a.attrelid = i.indrelid AND k.place <= i.indnkeyatts ORDER BY k.place";
    return names(sql);
  }

  /** What records name a table: itself, or one of its partitions. */
  List<String> names(SourceTable table) throws SQLException {
    List<String> names = new ArrayList<>();
    names.add(table.qualified());
    names.addAll(
        names(
            "WITH RECURSIVE part AS (SELECT to_regclass("
                + dialect().literal(table.quoted())
                + ")::oid AS oid UNION SELECT i.inhrelid FROM part JOIN pg_inherits i ON"
                + " i.inhparent = part.oid) SELECT n.nspname || '.' || c.relname FROM part JOIN"
                + " pg_class c USING (oid) JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"
                + " c.relispartition"));
    return names;
  }

  /** The columns that the server computes, which its stream does not tell. */
  List<String> generated(String table) throws SQLException {
    return names(
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass("
            + dialect().literal(table)
            + ") AND attgenerated <> ''");
  }

  private List<String> names(String sql) throws SQLException {
    List<String> names = new ArrayList<>();
    for (List<@Nullable String> row : rows(sql)) {
      names.add(Objects.requireNonNull(row.get(0)));
    }
    return names;
  }

  @Override
  public String now() throws SQLException {
    return one(
        "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()"
            + " ELSE pg_current_wal_insert_lsn() END::text");
  }

  @Override
  public boolean reached(String position) throws SQLException {
    List<List<@Nullable String>> rows =
        rows(
            "SELECT (confirmed_flush_lsn >= "
                + dialect().literal(position)
                + "::pg_lsn)::text FROM pg_replication_slots WHERE slot_name = "
                + dialect().literal(slot));
    return !rows.isEmpty() && "true".equals(rows.get(0).get(0));
  }

  @Override
  public boolean moves() {
    return running;
  }

  private String one(String sql) throws SQLException {
    return Objects.requireNonNullElse(rows(sql).get(0).get(0), "");
  }

  @Override
  public void close() throws SQLException {
    side.close();
  }
}
