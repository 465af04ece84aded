package io.sluice.server.fleet;

import io.sluice.engine.run.RunOptions;
import io.sluice.server.folder.Definition;

/** Runs pipelines of one kind. May be used from any thread. */
interface Runner {
  /**
   * Starts a run from the pipeline's last checkpoint. Returns before it moves anything.
   *
   * @throws RuntimeException why it cannot be started; {@link Ending#of} knows what that means
   */
  Execution start(Definition definition, RunOptions options) throws InterruptedException;
}
