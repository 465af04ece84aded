package io.sluice.server.history;

import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.Problem;
import io.sluice.server.view.PipelineView;

/** Why a pipeline is in the state in which it is, in one line, as far as it is known. */
final class Reasons {
  private static final int LONGEST = 500;

  private Reasons() {}

  /** Empty if there is nothing to say. */
  static String of(PipelineView view) {
    String reason = view.why().orElseGet(() -> ofRun(view));
    return reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST - 3) + "...";
  }

  private static String ofRun(PipelineView view) {
    return switch (view.state()) {
      case FAILED, RETRYING -> view.error().map(RunError::message).orElse("");
      case STALLED -> view.status().map(RunStatus::waitsFor).orElse("");
      case INVALID -> view.problems().stream().findFirst().map(Problem::toString).orElse("");
      case PAUSED, STOPPED, STOPPING, WAITING, STARTING, RUNNING, COMPLETED -> "";
    };
  }
}
