package io.sluice.engine.checkpoint;

/** What the coordinator wants of a source task's worker. Never blocks it. */
public interface SourceSide {
  /**
   * A barrier is due: the worker sends it when it is next between two hand-overs, and reports it to
   * {@link CheckpointCoordinator#barrierSent}.
   */
  void barrierDue(long epoch);

  /**
   * Sends the barrier that is due on the caller's thread if the worker is not just handing over: so
   * a barrier never waits for a task that blocks in {@code poll}.
   */
  void helpWithBarrier();

  /** Records taken from the task since its last barrier. */
  long polledSinceBarrier();

  /** How many of those are not dispatched, because they wait for room in a lane. */
  long waitingForRoom();

  /** Whether a sink has records already that this source has yet to read again. */
  boolean isBehindItsSinks();

  /** Everything up to this epoch is durable in every sink: the task may be told. */
  void committed(long epoch);
}
