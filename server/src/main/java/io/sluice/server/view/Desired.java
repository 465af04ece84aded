package io.sluice.server.view;

/** How somebody wants a pipeline to be; kept over restarts. */
public enum Desired {
  /** Runs, and is started again after a failure that passes. */
  RUNNING,
  /** Is connected and moves nothing. */
  PAUSED,
  /** Does not run. */
  STOPPED
}
