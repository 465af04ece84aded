package io.sluice.connector.table;

import java.time.Duration;

/**
 * How long an engine is asked to wait until it makes a call again: doubles from one failure to the
 * next, up to a longest. Connect by itself waits until its next commit, which may be a minute away.
 * Used by one thread.
 */
final class RetryPause {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Duration next = FIRST;

  /** The pause after one more failure. */
  Duration afterFailure() {
    Duration pause = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return pause;
  }

  /** It went well: the next pause is the first again. */
  void wentWell() {
    next = FIRST;
  }
}
