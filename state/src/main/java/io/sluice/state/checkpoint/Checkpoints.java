package io.sluice.state.checkpoint;

import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditAction;
import io.sluice.state.lease.PipelineLock;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Sql;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import io.sluice.state.storage.Storage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far each pipeline came. An epoch is first prepared (the positions are known and durable),
 * then committed (every sink has the records up to them). All methods may be called from any
 * thread.
 *
 * <p>Kept are: the last committed epoch, the one before it, and every epoch prepared since. So
 * whatever epoch a sink finds in its own target after a crash, its source offsets are still here.
 *
 * <p>Every method throws {@link StateException} when the database cannot be read or written; what
 * it was to change is then unchanged.
 */
public final class Checkpoints {
  private static final String COLUMNS =
      "pipeline, epoch, layout, records, prepared_at, committed_at, is_reset";

  private final Storage storage;
  private final Clock clock;

  public Checkpoints(Storage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * Writes the epoch as prepared. Durable on return: one fsync.
   *
   * @throws StateException of kind MISUSE if an epoch with this or a higher number was prepared
   *     before
   */
  public void prepare(String pipeline, EpochRecord epoch) {
    // Invariant 3: on the disk before any sink is asked to commit.
    storage.write(
        Durability.NOW,
        connection -> {
          long newest = newestEpoch(connection, pipeline);
          if (epoch.epoch() <= newest) {
            throw misuse( // Invariant 2: epochs only rise.
                pipeline, "epoch " + epoch.epoch() + " was to be prepared after epoch " + newest);
          }
          EpochRows.insert(connection, pipeline, epoch, clock.instant(), null, false);
          return epoch;
        });
  }

  /**
   * Marks a prepared epoch, and with it every prepared one before it, as committed, and forgets
   * what that supersedes. Committing the last committed epoch again changes nothing. Durable on
   * return, because the source forgets on the strength of this: one fsync.
   *
   * @throws StateException of kind MISUSE if the epoch was not prepared, or lies before the last
   *     committed one
   */
  public void commit(String pipeline, long epoch) {
    storage.write(
        Durability.NOW,
        connection -> {
          Checkpoint before = lastCommitted(connection, pipeline);
          if (before != null && before.epoch() == epoch) {
            return epoch;
          }
          if (before != null && before.epoch() > epoch) {
            throw misuse( // Invariant 2: a checkpoint never moves back.
                pipeline, "epoch " + epoch + " was to be committed after epoch " + before.epoch());
          }
          requireKnown(connection, pipeline, epoch);
          Sql.update(
              connection,
              "update epoch set committed_at = ? where pipeline = ? and epoch <= ?"
                  + " and committed_at is null",
              clock.millis(),
              pipeline,
              epoch);
          if (before != null) {
            EpochRows.forgetBefore(connection, pipeline, before.epoch());
          }
          return epoch;
        });
  }

  /** The newest committed epoch; empty if there never was one. */
  public Optional<Checkpoint> lastCommitted(String pipeline) {
    return storage.read(connection -> Optional.ofNullable(lastCommitted(connection, pipeline)));
  }

  /** Every epoch still known, committed and prepared, oldest first. */
  public List<Checkpoint> epochs(String pipeline) {
    return storage.read(connection -> epochs(connection, pipeline, "true order by epoch"));
  }

  /** The epochs prepared after the last committed one, oldest first. */
  public List<Checkpoint> preparedSinceCommit(String pipeline) {
    return storage.read(
        connection -> epochs(connection, pipeline, "committed_at is null order by epoch"));
  }

  /**
   * Source partition to source offset as of the end of the epoch, both canonical JSON.
   *
   * @throws StateException of kind MISUSE if the epoch is not known (any more)
   */
  public Map<String, String> sourceOffsetsAt(String pipeline, long epoch) {
    return storage.read(
        connection -> {
          requireKnown(connection, pipeline, epoch);
          return EpochRows.sourceOffsets(connection, pipeline, epoch);
        });
  }

  /**
   * The next offset of each lane as of the end of the epoch.
   *
   * @throws StateException of kind MISUSE if the epoch is not known (any more)
   */
  public Map<LaneName, Long> laneEndsAt(String pipeline, long epoch) {
    return storage.read(
        connection -> {
          requireKnown(connection, pipeline, epoch);
          return EpochRows.laneEnds(connection, pipeline, epoch);
        });
  }

  /**
   * Forgets prepared epochs above the given one: a run that resumes at an epoch calls this, because
   * what it hands out next under the same lane offsets may be cut into epochs differently. Never
   * touches a committed epoch.
   *
   * @throws StateException of kind MISUSE if an epoch above the given one is committed
   */
  public void discardPreparedAfter(String pipeline, long epoch) {
    storage.write(
        Durability.NOW,
        connection -> {
          Checkpoint committed = lastCommitted(connection, pipeline);
          if (committed != null && committed.epoch() > epoch) {
            throw misuse( // Invariant 2
                pipeline,
                "epochs after "
                    + epoch
                    + " were to be discarded, but "
                    + committed.epoch()
                    + " is committed");
          }
          EpochRows.forgetAfter(connection, pipeline, epoch);
          return epoch;
        });
  }

  /** What a reset would change, without changing it. */
  public ResetOutcome preview(String pipeline, Reset reset) {
    return storage.read(connection -> outcomeOf(connection, pipeline, reset));
  }

  /**
   * Sets the position of a pipeline by an operator's word, the only way in which it may move back
   * (Invariant 2). Makes a new committed epoch with the wanted source offsets and the newest lane
   * ends, forgets all epochs before it, and writes who, why, before and after to the audit in the
   * same transaction.
   *
   * <p>"Before" is the last committed position: what was only prepared was never promised.
   *
   * @param held proof that no run of the pipeline is under way
   * @throws StateException of kind LOCKED if it is not held any more
   */
  public ResetOutcome reset(PipelineLock held, Reset reset, String who, String reason) {
    String pipeline = held.pipeline();
    return storage.write(
        Durability.NOW,
        connection -> {
          held.check(connection);
          ResetOutcome outcome = outcomeOf(connection, pipeline, reset);
          // The newest lane ends, prepared ones included: whatever a sink has in its target lies at
          // or before them, so it takes everything that comes after the reset for new.
          EpochRecord position =
              new EpochRecord(
                  outcome.epoch(),
                  new HashMap<>(outcome.after()),
                  EpochRows.laneEnds(connection, pipeline, outcome.epoch()),
                  0,
                  newestLayout(connection, pipeline));
          EpochRows.forgetAll(connection, pipeline);
          Instant now = clock.instant();
          EpochRows.insert(connection, pipeline, position, now, now, true);
          Audit.insert(
              connection,
              now,
              who,
              AuditAction.OFFSETS_RESET,
              pipeline,
              CanonicalJson.write(outcome.before()),
              CanonicalJson.write(outcome.after()),
              reason);
          return outcome;
        });
  }

  /** Names of all pipelines with a known epoch, sorted. */
  public List<String> pipelines() {
    return storage.read(
        connection -> {
          List<String> names = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement("select distinct pipeline from epoch order by 1");
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              names.add(rows.getString(1));
            }
          }
          return names;
        });
  }

  private static ResetOutcome outcomeOf(Connection connection, String pipeline, Reset reset)
      throws SQLException {
    Checkpoint committed = lastCommitted(connection, pipeline);
    Map<String, String> before =
        committed == null
            ? Map.of()
            : EpochRows.sourceOffsets(connection, pipeline, committed.epoch());
    Map<String, String> after = reset.forgetOthers() ? new TreeMap<>() : new TreeMap<>(before);
    reset
        .sourceOffsets()
        .forEach(
            (partition, offset) -> {
              if (offset == null) {
                after.remove(partition);
              } else {
                after.put(partition, offset);
              }
            });
    return new ResetOutcome(newestEpoch(connection, pipeline) + 1, before, after);
  }

  private static @Nullable Checkpoint lastCommitted(Connection connection, String pipeline)
      throws SQLException {
    List<Checkpoint> found =
        epochs(connection, pipeline, "committed_at is not null order by epoch desc limit 1");
    return found.isEmpty() ? null : found.get(0);
  }

  private static List<Checkpoint> epochs(Connection connection, String pipeline, String which)
      throws SQLException {
    List<Checkpoint> epochs = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select " + COLUMNS + " from epoch where pipeline = ? and " + which)) {
      select.setString(1, pipeline);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          epochs.add(
              new Checkpoint(
                  row.getString(1),
                  row.getLong(2),
                  row.getString(3),
                  row.getLong(4),
                  Instant.ofEpochMilli(row.getLong(5)),
                  Sql.instantOrNull(row, 6),
                  row.getBoolean(7)));
        }
      }
    }
    return epochs;
  }

  private static void requireKnown(Connection connection, String pipeline, long epoch)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select 1 from epoch where pipeline = ? and epoch = ?")) {
      select.setString(1, pipeline);
      select.setLong(2, epoch);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw misuse(
              pipeline, "epoch " + epoch + " is not known: never prepared, or superseded since");
        }
      }
    }
  }

  private static long newestEpoch(Connection connection, String pipeline) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select max(epoch) from epoch where pipeline = ?")) {
      select.setString(1, pipeline);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static String newestLayout(Connection connection, String pipeline) throws SQLException {
    List<Checkpoint> epochs = epochs(connection, pipeline, "true order by epoch");
    return epochs.isEmpty() ? "" : epochs.get(epochs.size() - 1).layout();
  }

  private static StateException misuse(String pipeline, String what) {
    return new StateException(Kind.MISUSE, "checkpoints of pipeline '" + pipeline + "': " + what);
  }
}
