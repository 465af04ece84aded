package io.sluice.engine.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run has done so far and how it stands, at one moment. All texts are free of secrets.
 *
 * @param at when this was read, by the engine's clock
 * @param lag time between the newest delivered record's making at the source and its delivery;
 *     grows while records wait; zero when the source had nothing to give and all is committed; null
 *     before the first record
 * @param freshness how far the sinks' picture may be behind the source's: time since the moment up
 *     to which everything that the source gave is committed; null before the first checkpoint
 * @param checkpoint the newest that this run committed or resumed from; null if there is none
 * @param restarts how often this run went back to its last checkpoint after a failure
 * @param lastError newest failure of this run, passed or not; null if there was none
 * @param waitsFor while it is stalled: which task everybody waits for, what that is in and since
 *     when; null otherwise, or when it is none
 */
public record RunStatus(
    String pipeline,
    RunState state,
    Instant startedAt,
    Instant at,
    Counts counts,
    @Nullable Duration lag,
    @Nullable Duration freshness,
    @Nullable LastCheckpoint checkpoint,
    List<SourceTaskStatus> sourceTasks,
    List<SinkStatus> sinks,
    int restarts,
    @Nullable RunError lastError,
    @Nullable String waitsFor) {

  /** A count that nobody can tell at this moment. */
  public static final long UNKNOWN = -1;

  public RunStatus {
    sourceTasks = List.copyOf(sourceTasks);
    sinks = List.copyOf(sinks);
  }

  /** The same of a run that is over: how far behind its sinks are now nobody knows any more. */
  public RunStatus atRest() {
    return new RunStatus(
        pipeline,
        state,
        startedAt,
        at,
        counts,
        null,
        null,
        checkpoint,
        sourceTasks,
        sinks,
        restarts,
        lastError,
        waitsFor);
  }

  /**
   * Records of this run. {@code polled = delivered + deadLettered + filtered + inFlight}, always
   * (invariant 5). What was polled again after a failure counts once. With several sinks, these are
   * the figures of the one that is furthest behind.
   *
   * @param delivered put into the sink; durable there as of the last checkpoint
   * @param deadLettered set aside; may be {@link #UNKNOWN} on Kafka, and nobody counts it then
   * @param filtered dropped by a transform; {@link #UNKNOWN} on Kafka, where nobody counts it
   * @param inFlight polled and not in the sink yet; may be {@link #UNKNOWN} on Kafka, where the
   *     others do not count it then
   */
  public record Counts(
      long polled, long delivered, long deadLettered, long filtered, long inFlight) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);
  }

  /**
   * @param epoch its number, rising over all runs of the pipeline
   * @param at when it was committed
   * @param records polled in it
   */
  public record LastCheckpoint(long epoch, Instant at, long records) {}

  /**
   * @param doing what the task's thread is in, for example {@code poll}
   * @param busyFor how long it has been in it
   */
  public record SourceTaskStatus(
      int task, RunState state, long polled, String doing, Duration busyFor) {}

  /**
   * @param name name of the sink in the pipeline file
   * @param deadLettered set aside; may be {@link #UNKNOWN} on Kafka
   * @param inFlight what waits for it; may be {@link #UNKNOWN} on Kafka
   * @param epoch newest epoch that all its tasks made durable; zero if none yet in this run
   */
  public record SinkStatus(
      String name,
      RunState state,
      long delivered,
      long deadLettered,
      long inFlight,
      long epoch,
      List<SinkTaskStatus> tasks) {
    public SinkStatus {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * @param waiting records in the lanes before it
   * @param doing what the task's thread is in, for example {@code put}
   * @param busyFor how long it has been in it
   */
  public record SinkTaskStatus(
      int task,
      RunState state,
      long delivered,
      long deadLettered,
      int waiting,
      String doing,
      Duration busyFor) {}
}
