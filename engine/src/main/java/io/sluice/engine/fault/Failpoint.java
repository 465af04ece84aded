package io.sluice.engine.fault;

/** Named moments at which a test may let the process die. In the order of an epoch's life. */
public enum Failpoint {
  /** A source task handed out records; none of them is in a lane yet. Detail: how many so far. */
  POLLED,
  /** Every lane has the barrier; nothing is written. Detail: the epoch. */
  BEFORE_PREPARE,
  /** The epoch is prepared; no sink was let commit. Detail: the epoch. */
  AFTER_PREPARE,
  /** A sink task is about to flush and commit. Detail: the epoch. */
  BEFORE_SINK_COMMIT,
  /** A sink task has committed; the engine does not know yet. Detail: the epoch. */
  AFTER_SINK_COMMIT,
  /** All sinks have answered; the epoch is not committed here. Detail: the epoch. */
  BEFORE_COMMIT,
  /** The epoch is committed; the source has not been told. Detail: the epoch. */
  BEFORE_SOURCE_COMMIT,
  /** The source has been told. Detail: the epoch. */
  AFTER_SOURCE_COMMIT
}
