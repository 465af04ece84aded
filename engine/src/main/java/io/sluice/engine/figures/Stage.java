package io.sluice.engine.figures;

/** Where the time of a batch goes. */
public enum Stage {
  /** The source task gives records; polls that brought none are not counted. */
  POLL,
  /** Transforms and the gate behind them. */
  TRANSFORM,
  /** A full lane: the source waits for the slowest sink. */
  WAIT,
  /** The sink task takes records. */
  PUT,
  /** The sink task flushes and commits at the end of an epoch. */
  COMMIT
}
