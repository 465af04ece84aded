package io.sluice.engine.run;

import java.time.Duration;

/**
 * One run of a pipeline, under way or ended. Got from {@link DirectEngine#start}. All methods may
 * be called from any thread.
 */
public final class PipelineRun {
  PipelineRun() {}

  /** How it stands now. Cheap; meant to be read a few times a second. */
  public RunStatus status() {
    throw new UnsupportedOperationException();
  }

  /** Stops polling and delivering until {@link #resume()}. What was polled is still delivered. */
  public void pause() {
    throw new UnsupportedOperationException();
  }

  /** Ends a pause; does nothing if there is none. */
  public void resume() {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends the run in order: last barrier, flush, commit, close. Blocks until that is done or the
   * deadline has passed; then whatever still hangs is abandoned, and the next run resumes from the
   * last checkpoint. May be called again, also with a shorter deadline.
   *
   * @return how it ended
   */
  public RunStatus stop(Duration deadline) {
    throw new UnsupportedOperationException();
  }

  /** Blocks until the run has ended by itself or was stopped. */
  public RunStatus awaitEnd() throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Blocks until the run has ended, at most this long. Look at the state to know which. */
  public RunStatus awaitEnd(Duration atMost) throws InterruptedException {
    throw new UnsupportedOperationException();
  }
}
