package io.sluice.connector.postgres;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Settings;
import io.sluice.connector.postgres.config.SnapshotSettings;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.Reads;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.stream.Continuity;
import io.sluice.connector.postgres.stream.Replication;
import io.sluice.connector.postgres.stream.Replication.Slot;
import io.sluice.connector.postgres.stream.ServerState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes slot and position agree before anything is read, and decides whether there is a snapshot to
 * take. What would lose or repeat changes unseen ends here with a word to the user.
 */
final class StartingPoint {

  private static final Logger LOG = LoggerFactory.getLogger(StartingPoint.class);

  private final PostgresConfig config;
  private final Replication replication;
  private final ServerState server;

  /**
   * Where to begin.
   *
   * @param position the first change that is wanted comes behind it
   * @param slotIsNew whether the slot was made just now, so that no row was delivered before
   * @param anew whether changes were lost, so that whatever was planned before is void
   */
  record Start(Position position, boolean slotIsNew, boolean anew) {}

  StartingPoint(PostgresConfig config, Replication replication, ServerState server) {
    this.config = config;
    this.replication = replication;
    this.server = server;
  }

  /**
   * Makes them agree.
   *
   * @param stored the position to go on behind, null for none
   * @param captured the captured tables
   * @param replicating a replication connection
   * @param lostLog decides where to go on when changes are lost
   * @throws ConfigException when going on would lose or repeat changes
   */
  Start agree(
      @Nullable Position stored,
      Map<TableId, Integer> captured,
      Connection replicating,
      LostLog lostLog)
      throws SQLException {
    Optional<Slot> slot = replication.slot();
    String problem = problem(slot, stored, captured, replicating);
    if (problem == null || stored == null) {
      return begin(slot, stored, replicating);
    }
    Position anew = lostLog.beginAnew(problem, stored, server.lineage(), captured);
    // Not before: an old position and a new slot would look as if nothing were missing.
    replication.dropSlot();
    Start start = begin(Optional.empty(), anew, replicating);
    return new Start(start.position(), start.slotIsNew(), true);
  }

  /**
   * As {@link #agree}, for a connector that plans tasks.
   *
   * @return nothing when changes are lost: where to go on then is for the task that streams
   * @throws ConfigException when going on would lose or repeat changes
   */
  Optional<Start> agreeUnlessLost(
      @Nullable Position stored, Map<TableId, Integer> captured, Connection replicating)
      throws SQLException {
    Optional<Slot> slot = replication.slot();
    return problem(slot, stored, captured, replicating) == null
        ? Optional.of(begin(slot, stored, replicating))
        : Optional.empty();
  }

  /**
   * What became of the changes behind a position, where it can be gone on all the same; null where
   * they are there.
   */
  private @Nullable String problem(
      Optional<Slot> slot,
      @Nullable Position position,
      Map<TableId, Integer> captured,
      Connection replicating)
      throws SQLException {
    requireSameLog(config, position, server, replicating);
    @Nullable String foreign = slot.isPresent() ? foreign(config, slot.get()) : null;
    if (foreign != null) {
      throw new ConfigException(Settings.SLOT_NAME + ": " + foreign);
    }
    @Nullable String broken =
        slot.isPresent()
            ? defect(config, slot.get())
            : position == null ? null : "slot '" + config.slot() + "' is gone";
    if (broken == null) {
      return null;
    }
    String lost =
        position == null
            ? ""
            : ". " + Continuity.lost(position.lineage(), server, captured.keySet());
    String problem = Settings.SLOT_NAME + ": " + broken + lost;
    if (position == null || !(config.rereads() || config.readsTablesAgain())) {
      throw new ConfigException(problem + ". " + advice(position));
    }
    return problem;
  }

  /**
   * Has a slot to begin with.
   *
   * @param slot the one that is there
   * @param behind the position to go on behind, null for none
   */
  private Start begin(Optional<Slot> slot, @Nullable Position behind, Connection replicating)
      throws SQLException {
    Position position = behind;
    boolean slotIsNew = slot.isEmpty();
    if (slotIsNew) {
      replication.createSlot(server.standby());
    } else {
      replication.ensureFailover(slot.get(), replicating);
    }
    slot.ifPresent(found -> tellWhereItStands(found, behind));
    boolean interrupted = position != null && position.snapshotting();
    boolean wanted =
        config.readsTables(position == null, interrupted)
            || (interrupted && config.readsTablesAgain());
    if (position == null) {
      position =
          new Position(wanted, 0, 0, 0, 0, 0, SnapshotLedger.EMPTY, server.lineage(), Reads.NONE);
    } else if (wanted != interrupted) {
      position = position.withSnapshotting(wanted);
    }
    if (wanted && !interrupted) {
      position = position.withoutLedger(); // what an earlier snapshot read is read again
    }
    return new Start(position, slotIsNew, false);
  }

  /**
   * While captured tables are quiet we confirm the slot beyond the position, so a slot that stands
   * there is as it should be, unless somebody else moved it: nothing tells these two apart.
   */
  private void tellWhereItStands(Slot slot, @Nullable Position stored) {
    if (stored != null && !stored.snapshotting() && slot.confirmed() > stored.lastCommitLsn()) {
      LOG.info(
          "Slot {} goes on at {}, the position is {}: no captured table changed in between, unless"
              + " somebody else read the slot, advanced it or made it anew. Then read the tables"
              + " again",
          config.slot(),
          LogSequenceNumber.valueOf(slot.confirmed()).asString(),
          LogSequenceNumber.valueOf(stored.lastCommitLsn()).asString());
    }
  }

  private String advice(@Nullable Position position) {
    return position == null
        ? "Run: SELECT pg_drop_replication_slot('" + config.slot() + "')"
        : "Set "
            + SnapshotSettings.LOST_LOG
            + " to reread to have the slot made anew and these tables read again beside their"
            + " changes (or "
            + SnapshotSettings.MODE
            + " to when_needed, to have them read before)";
  }

  /**
   * Refuses a server that is not the one that the position is of. To be asked before anything is
   * written there, such as a publication.
   *
   * @param stored the position to go on behind, null for none
   */
  static void requireSameLog(
      PostgresConfig config, @Nullable Position stored, ServerState server, Connection replicating)
      throws SQLException {
    if (stored != null) {
      String where = config.getString(Settings.HOSTNAME) + ":" + config.getInt(Settings.PORT);
      Continuity.requireSameLog(stored.lineage(), server, replicating, where);
    }
  }

  /** Why a slot of that name is not ours, null when it is. */
  static @Nullable String foreign(PostgresConfig config, Slot slot) {
    if (!"pgoutput".equals(slot.plugin()) || !config.database().equals(slot.database())) {
      return "slot '"
          + config.slot()
          + "' belongs to plugin "
          + slot.plugin()
          + " and database "
          + slot.database()
          + ", expected pgoutput and "
          + config.database()
          + ". Choose another slot name";
    }
    return null;
  }

  /** What makes our slot unusable, null when nothing does. */
  static @Nullable String defect(PostgresConfig config, Slot slot) {
    if (slot.invalidation() != null) {
      return "the server gave up slot '" + config.slot() + "' (" + slot.invalidation() + ")";
    }
    if ("lost".equals(slot.walStatus())) {
      return "the server removed log that slot '"
          + config.slot()
          + "' still needed (max_slot_wal_keep_size)";
    }
    return null;
  }
}
