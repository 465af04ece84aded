package io.sluice.engine.source;

import io.sluice.engine.fault.Backoff;
import io.sluice.engine.fault.Tools;
import java.util.function.BooleanSupplier;

/**
 * How a source task's thread repeats calls that may succeed later: polls and transforms. Used by
 * that thread.
 */
final class Retries {
  private final Backoff backoff;
  private final long forNanos;
  private final Tools tools;
  private final BooleanSupplier stopping;

  /**
   * @param backoff between two attempts
   * @param forNanos how long one call is attempted
   * @param stopping whether further attempts would be in vain
   */
  Retries(Backoff backoff, long forNanos, Tools tools, BooleanSupplier stopping) {
    this.backoff = backoff;
    this.forNanos = forNanos;
    this.tools = tools;
    this.stopping = stopping;
  }

  /** Whether the worker is to end: a failure may come from that, and nothing is repeated. */
  boolean stopping() {
    return stopping.getAsBoolean();
  }

  /** The time, to ask {@link #isOver} with. */
  long now() {
    return tools.ticker().nanos();
  }

  /** Whether a call that is attempted since then is given up. */
  boolean isOver(long since) {
    return now() - since > forNanos;
  }

  /** Waits before the next attempt, but not much longer once the worker is to end. */
  void pause() throws InterruptedException {
    tools.pause().sleepUnless(stopping, backoff.next());
  }

  /** A call succeeded: the next pause is the shortest again. */
  void succeeded() {
    backoff.reset();
  }
}
