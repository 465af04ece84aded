package io.sluice.connector.postgres;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.Connections;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.notification.Notifications;
import io.sluice.connector.postgres.position.KnownTables;
import io.sluice.connector.postgres.position.Lineage;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.Reads;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.position.TableRead;
import io.sluice.connector.postgres.position.TableRead.Kind;
import io.sluice.connector.postgres.stream.Continuity;
import io.sluice.connector.postgres.stream.Replication;
import io.sluice.connector.postgres.stream.ServerState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a position behind which the server no longer has the changes: where to go on, if
 * that is wanted, and what is to be said. What was decided is made durable before the slot is made
 * anew; a crash at any moment before finds the slot broken and decides again, one after it finds
 * the decision.
 */
final class LostLog {

  private static final Logger LOG = LoggerFactory.getLogger(LostLog.class);

  private final PostgresConfig config;
  private final Catalog catalog;
  private final Notifications notifications;
  private final Consumer<Position> makeDurable;

  /**
   * @param makeDurable comes back when every sink has everything up to a position
   */
  LostLog(
      PostgresConfig config,
      Catalog catalog,
      Notifications notifications,
      Consumer<Position> makeDurable) {
    this.config = config;
    this.catalog = catalog;
    this.notifications = notifications;
    this.makeDurable = makeDurable;
  }

  /**
   * Where to go on with a new slot.
   *
   * @param problem what happened, and which changes are lost
   * @param lost the position behind which they are
   * @return a position at the beginning of the stream that tells what to read, durable
   */
  Position beginAnew(String problem, Position lost, Lineage lineage, Map<TableId, Integer> captured)
      throws SQLException {
    LOG.warn(
        "{}. The slot is made anew and the tables are read again {}. What cannot be known: rows of"
            + " these tables that were deleted in that range stay in the targets, and sinks that"
            + " append do not have the states in between",
        problem,
        config.rereads() ? "beside their changes" : "before their changes");
    notifications.lostLog(problem, captured.keySet());
    Position anew = config.rereads() ? beside(lost, lineage, captured) : before(lineage);
    makeDurable.accept(anew);
    return anew;
  }

  private static Position before(Lineage lineage) {
    return new Position(true, 0, 0, 0, 0, 0, SnapshotLedger.EMPTY, lineage, Reads.NONE);
  }

  private Position beside(Position lost, Lineage lineage, Map<TableId, Integer> captured)
      throws SQLException {
    List<TableRead> plan = new ArrayList<>();
    for (Map.Entry<TableId, Integer> entry : captured.entrySet()) {
      TableId id = entry.getKey();
      if (config.snapshot().wanted().test(id.toString())) {
        boolean keyed = NewTables.isKeyed(catalog.table(id, entry.getValue()));
        plan.add(TableRead.of(id, keyed ? Kind.INCREMENTAL : Kind.BLOCKING));
      }
    }
    lost.reads().plan().reads().stream().filter(read -> read.id() != null).forEach(plan::add);
    Reads reads =
        new Reads(
            KnownTables.of(captured.values()),
            lost.reads().plan().without(table -> true).with(plan),
            lost.reads().changes() + 1);
    return new Position(false, 0, 0, 0, 0, 0, SnapshotLedger.EMPTY, lineage, reads);
  }

  /**
   * What a task ends with that the server told of files of its log that are gone. If the tables are
   * to be read again, the slot is dropped, so that the next attempt finds that it is.
   *
   * @param durable what every sink has, null when that is not known
   * @return the same, unless it is about a removed log
   */
  static Exception explained(SQLException e, PostgresConfig config, @Nullable Position durable) {
    if (Failure.of(e) != Failure.LOG_REMOVED || durable == null) {
      return e;
    }
    Connections connections = new Connections(config);
    try (Connection sql = connections.sql();
        Connection replicating = connections.replication()) {
      ServerState server = ServerState.of(sql, replicating);
      if (config.rereads() || config.readsTablesAgain()) {
        new Replication(config, sql, server.version()).dropSlot();
        // Passes like a lost connection: another attempt decides where to go on.
        return new SQLException("The log that the slot needs was removed", "08006", e);
      }
      return new ConfigException(
          Failure.LOG_REMOVED.describe(config)
              + ". "
              + Continuity.lost(
                  durable.lineage(),
                  server,
                  new Catalog(sql, config.selection()).tables().keySet()));
    } catch (SQLException unreachable) {
      e.addSuppressed(unreachable);
      return e;
    }
  }
}
