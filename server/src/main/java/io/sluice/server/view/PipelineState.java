package io.sluice.server.view;

import io.sluice.engine.run.RunState;

/** What a pipeline is doing. Derived from progress, not from intentions (invariant 8). */
public enum PipelineState {
  /** Its file has problems, and no version of it ever ran here. */
  INVALID,
  /** Waits for its turn to start, or for this server to have it. */
  WAITING,
  /** See {@link RunState} for these. */
  STARTING,
  RUNNING,
  STALLED,
  PAUSED,
  RETRYING,
  STOPPING,
  COMPLETED,
  STOPPED,
  FAILED;

  /** What a run is doing, its pipeline is doing. */
  public static PipelineState of(RunState run) {
    return switch (run) {
      case STARTING -> STARTING;
      case RUNNING -> RUNNING;
      case STALLED -> STALLED;
      case PAUSED -> PAUSED;
      case RETRYING -> RETRYING;
      case STOPPING -> STOPPING;
      case COMPLETED -> COMPLETED;
      case STOPPED -> STOPPED;
      case FAILED -> FAILED;
    };
  }
}
