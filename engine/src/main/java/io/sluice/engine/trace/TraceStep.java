package io.sluice.engine.trace;

/** A call that is followed; ended on the thread that began it. Never throws and never waits. */
public interface TraceStep {
  /** It came back. */
  void ended();

  /** It failed. */
  void failed(Throwable failure);
}
