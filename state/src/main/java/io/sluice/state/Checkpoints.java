package io.sluice.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private final StateDatabase database;

  Checkpoints(StateDatabase database) {
    this.database = database;
  }

  /**
   * Writes the epoch as prepared. Durable on return.
   *
   * @throws StateException of kind MISUSE if an epoch with this or a higher number was prepared
   *     before
   */
  public void prepare(String pipeline, EpochRecord epoch) {
    throw new UnsupportedOperationException();
  }

  /**
   * Marks a prepared epoch, and with it every prepared one before it, as committed, and forgets
   * what that supersedes. Committing the last committed epoch again changes nothing.
   *
   * @param durability {@link Durability#WITH_NEXT} is enough when every sink keeps its own offsets,
   *     because they then tell after a power cut what was reached; otherwise {@link
   *     Durability#NOW}, because the source forgets on the strength of this
   * @throws StateException of kind MISUSE if the epoch was not prepared, or lies before the last
   *     committed one
   */
  public void commit(String pipeline, long epoch, Durability durability) {
    throw new UnsupportedOperationException();
  }

  /** The newest committed epoch; empty if there never was one. */
  public Optional<Checkpoint> lastCommitted(String pipeline) {
    throw new UnsupportedOperationException();
  }

  /** Every epoch still known, committed and prepared, oldest first. */
  public List<Checkpoint> epochs(String pipeline) {
    throw new UnsupportedOperationException();
  }

  /** The epochs prepared after the last committed one, oldest first. */
  public List<Checkpoint> preparedSinceCommit(String pipeline) {
    throw new UnsupportedOperationException();
  }

  /**
   * Source partition to source offset as of the end of the epoch, both canonical JSON.
   *
   * @throws StateException of kind MISUSE if the epoch is not known (any more)
   */
  public Map<String, String> sourceOffsetsAt(String pipeline, long epoch) {
    throw new UnsupportedOperationException();
  }

  /**
   * The next offset of each lane as of the end of the epoch.
   *
   * @throws StateException of kind MISUSE if the epoch is not known (any more)
   */
  public Map<LaneName, Long> laneEndsAt(String pipeline, long epoch) {
    throw new UnsupportedOperationException();
  }

  /**
   * Forgets prepared epochs above the given one: a run that resumes at an epoch calls this, because
   * what it hands out next under the same lane offsets may be cut into epochs differently. Never
   * touches a committed epoch.
   *
   * @throws StateException of kind MISUSE if an epoch above the given one is committed
   */
  public void discardPreparedAfter(String pipeline, long epoch) {
    throw new UnsupportedOperationException();
  }

  /** What a reset would change, without changing it. */
  public ResetOutcome preview(String pipeline, Reset reset) {
    throw new UnsupportedOperationException();
  }

  /**
   * Sets the position of a pipeline by an operator's word, the only way in which it may move back.
   * Makes a new committed epoch with the wanted source offsets and the newest lane ends, forgets
   * all epochs before it, and writes who, why, before and after to the audit in the same
   * transaction.
   *
   * @param held proof that no run of the pipeline is under way
   */
  public ResetOutcome reset(PipelineLock held, Reset reset, String who, String reason) {
    throw new UnsupportedOperationException();
  }

  /** Names of all pipelines that ever prepared an epoch, sorted. */
  public List<String> pipelines() {
    throw new UnsupportedOperationException();
  }
}
