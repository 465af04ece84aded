package io.sluice.bench.work;

import io.sluice.bench.engine.EngineBed.Running;
import io.sluice.engine.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Waits for what a run's status says of its sinks. */
final class Delivered {

  static final Duration LIMIT = Duration.ofMinutes(15);

  private Delivered() {}

  /** Waits for the first row, which proves that both ends work; answers when it was seen. */
  static Instant first(Running running) throws Exception {
    await(running, status -> status.counts().delivered() > 0);
    return Instant.now();
  }

  /**
   * Waits until so many records are committed; answers when that was.
   *
   * <p>No lag once all is delivered: that is said only when all is committed as well. It is said a
   * moment later, since a source that has nothing more must first be seen to give nothing.
   */
  static Instant committed(Running running, long records) throws Exception {
    RunStatus end =
        await(
            running,
            status -> status.counts().delivered() >= records && Duration.ZERO.equals(status.lag()));
    RunStatus.LastCheckpoint last = end.checkpoint();
    if (last == null) {
      throw new IllegalStateException("Expected a checkpoint of all records but found none");
    }
    return last.at();
  }

  private static RunStatus await(Running running, Predicate<RunStatus> reached) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    RunStatus status = running.status();
    while (!reached.test(status)) {
      running.check();
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(
            "Expected all records in the target within "
                + LIMIT
                + " but found "
                + running.status().counts());
      }
      Thread.sleep(5);
      status = running.status();
    }
    return status;
  }
}
