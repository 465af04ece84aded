package io.sluice.engine.run;

import io.sluice.engine.fault.Backoff;
import io.sluice.engine.fault.Failure;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.run.flow.FlowPlan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a pipeline starts anew after failures: as long as it gets further between them. A state
 * that does not answer is no failure of the pipeline, and is waited for as long as it takes. Used
 * by the run's thread.
 */
final class Restarts {
  private final FlowPlan plan;
  private final Backoff backoff;
  private final Backoff ofState;
  private boolean stateFailed;
  private long lettersAtFailure;

  Restarts(FlowPlan plan) {
    this.plan = plan;
    this.backoff = plan.newBackoff();
    this.ofState = plan.newBackoff();
  }

  /**
   * Counts a failure.
   *
   * @param last what failed, for the message
   * @param committed whether a checkpoint was committed since the failure before
   * @return the failure that ends the run, because there were too many in a row; null if it may try
   *     again after a {@link #pause}
   */
  @Nullable Failure failed(@Nullable Failure last, boolean committed) {
    // A record that was set aside is progress as well; how many there may be, on_error says.
    long letters = plan.desk().newLetters();
    if (committed || letters > lettersAtFailure) {
      backoff.reset();
      ofState.reset();
    }
    lettersAtFailure = letters;
    stateFailed = last != null && last.fault() == Fault.STATE_NOT_NOW;
    if (stateFailed) {
      return null;
    }
    int most = plan.pipeline().retry().maxRestarts();
    if (backoff.failures() < most) {
      return null;
    }
    return new Failure(
        last == null ? "pipeline" : last.where(),
        last == null ? "restart" : last.doing(),
        Fault.CIRCUIT_OPEN,
        new FaultException(
            Fault.CIRCUIT_OPEN,
            "gave up after "
                + (most == 1 ? "1 restart" : most + " restarts")
                + " without a checkpoint or a new dead letter between them; the last"
                + " failure was: "
                + (last == null ? "unknown" : last.why()),
            last == null ? null : last.cause()));
  }

  /** How long to wait before the next start. */
  Duration pause() {
    return stateFailed ? ofState.next() : backoff.next();
  }
}
