package io.sluice.server.operate;

import java.time.Instant;
import java.util.Optional;

/**
 * A replay or a purge of dead letters, and how far it is.
 *
 * @param id by which it is asked for, as long as this process knows of it
 * @param meant how many letters there were when it began
 * @param done how many of them arrived, or were purged
 * @param failedAgain how many failed once more; they stay open
 * @param endedAt empty while it is under way
 * @param problem why it broke off, free of secrets; empty if it did not
 */
public record LetterJob(
    String id,
    String pipeline,
    Kind kind,
    String who,
    String reason,
    State state,
    long meant,
    long done,
    long failedAgain,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<String> problem) {

  /** What is done with the letters. */
  public enum Kind {
    REPLAY,
    PURGE
  }

  /** How it stands. */
  public enum State {
    RUNNING,
    /** Every letter that was meant has been looked at. */
    DONE,
    /** Somebody stopped it; what was done until then stays done. */
    STOPPED,
    /** It broke off; what was done until then stays done. */
    FAILED;

    /** Whether nothing more comes. */
    public boolean ended() {
      return this != RUNNING;
    }
  }

  /** How much of it is done: from 0 to 1. */
  public double part() {
    return state == State.DONE || meant == 0
        ? 1
        : Math.min(1, (done + failedAgain) / (double) meant);
  }
}
