package io.sluice.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When pipelines ran, how it ended, and what they moved. May be used from any thread. */
public final class Runs {
  private final StateDatabase database;

  Runs(StateDatabase database) {
    this.database = database;
  }

  /** How a run ended. */
  public enum Outcome {
    /** Not yet, or the process died: see {@link StateDatabase#holderOf}. */
    UNFINISHED,
    /** Reached the end of a bounded source. */
    COMPLETED,
    /** Stopped in order, on request. */
    STOPPED,
    FAILED
  }

  /** Records counted since the start of the run. */
  public record Counts(long polled, long delivered, long deadLettered, long filtered) {
    public static final Counts NONE = new Counts(0, 0, 0, 0);
  }

  /**
   * @param status free text in JSON by whoever runs it: what {@code sluice status} of another
   *     process shows; empty if there is none
   * @param error why it failed; null if it did not
   */
  public record Run(
      long id,
      String pipeline,
      String pipelineVersion,
      long pid,
      Instant startedAt,
      @Nullable Instant endedAt,
      Instant seenAt,
      Outcome outcome,
      Counts counts,
      String status,
      @Nullable String error) {}

  /** Begins a run; returns its id. */
  public long start(String pipeline, String pipelineVersion, long pid) {
    throw new UnsupportedOperationException();
  }

  /** Tells other processes how it goes; meant to be called about once a second. Not fsynced. */
  public void progress(long run, Counts counts, String status) {
    throw new UnsupportedOperationException();
  }

  public void end(long run, Outcome outcome, Counts counts, @Nullable String error) {
    throw new UnsupportedOperationException();
  }

  public Optional<Run> latest(String pipeline) {
    throw new UnsupportedOperationException();
  }

  /** Newest first. */
  public List<Run> list(String pipeline, int limit) {
    throw new UnsupportedOperationException();
  }

  /** Names of all pipelines that ever ran, sorted. */
  public List<String> pipelines() {
    throw new UnsupportedOperationException();
  }
}
