package io.sluice.connector.table;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When a commit is asked for ahead of the engine's own time, so that rows can be read soon: a while
 * after the first row of a transaction, but commits never take more than a tenth of the time. Used
 * by one thread.
 */
final class CommitPace {
  /** How many times as long as the last commit took has to pass until the next is asked for. */
  private static final int REST = 9;

  /** When to look again at a commit that is due: an engine that is busy with one makes no other. */
  private static final long OVERDUE_MILLIS = 25;

  private final long afterNanos;
  private final LongSupplier nanos;
  private boolean open;
  private boolean asked;
  private long openSince;
  private long restUntil;

  /**
   * No transaction yet.
   *
   * @param afterNanos how long after the first row of a transaction its commit is asked for
   * @param nanos the time, as {@link System#nanoTime} has it
   */
  CommitPace(long afterNanos, LongSupplier nanos) {
    this.afterNanos = afterNanos;
    this.nanos = nanos;
    restUntil = nanos.getAsLong();
  }

  /** The open transaction has rows; answers whether it is time to ask for its commit. */
  boolean isDue() {
    long now = nanos.getAsLong();
    if (!open) {
      open = true;
      openSince = now;
    }
    return now - openSince >= afterNanos && now - restUntil >= 0;
  }

  /**
   * Whether the commit of the open transaction, which has rows, is to be asked for now: once.
   *
   * @param large whether it is to be asked for whatever the time
   */
  boolean asks(boolean large) {
    boolean now = (isDue() || large) && !asked;
    asked |= now;
    return now;
  }

  /** The engine has come for a commit, whether or not it could be made. */
  void heard() {
    asked = false;
  }

  /**
   * How long from now until the commit of the open transaction, which has rows, is to be asked for,
   * or looked at again: at least a millisecond.
   */
  Duration remaining() {
    if (isDue()) {
      return Duration.ofMillis(OVERDUE_MILLIS);
    }
    long now = nanos.getAsLong();
    long left = Math.max(openSince + afterNanos - now, restUntil - now);
    return Duration.ofMillis(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left + 999_999)));
  }

  /** A commit begins; answers when, for {@link #committed}. */
  long commits() {
    return nanos.getAsLong();
  }

  /**
   * What was open is committed.
   *
   * @param began as {@link #commits} said
   */
  void committed(long began) {
    long now = nanos.getAsLong();
    restUntil = now + REST * (now - began);
  }

  /** Another transaction begins, or the same again. */
  void begins() {
    open = false;
    asked = false;
  }
}
