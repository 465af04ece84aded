package io.sluice.engine.run;

/** What a run is doing. Derived from progress, not from intentions (invariant 8). */
public enum RunState {
  /** Connectors are being started and sinks asked for their positions. */
  STARTING,
  /** Records advanced lately, or the source was asked lately and has nothing to give. */
  RUNNING,
  /** There is something to do, and nothing advances. */
  STALLED,
  /** Stopped polling and delivering on request; connectors stay open. */
  PAUSED,
  /** Something failed that may pass; waiting before the next attempt. */
  RETRYING,
  /** Asked to end: the last epoch is being flushed and committed. */
  STOPPING,
  /** Ended: a bounded source was read to its end and all of it is committed. */
  COMPLETED,
  /** Ended in order, on request. */
  STOPPED,
  /** Ended because of an error that does not pass by itself. */
  FAILED;

  /** Whether the run is over. */
  public boolean ended() {
    return switch (this) {
      case COMPLETED, STOPPED, FAILED -> true;
      case STARTING, RUNNING, STALLED, PAUSED, RETRYING, STOPPING -> false;
    };
  }
}
