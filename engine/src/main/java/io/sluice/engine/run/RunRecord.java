package io.sluice.engine.run;

import io.sluice.state.history.Runs;

/** The row of a run in the state database: what is known of it when its process is gone. */
record RunRecord(Runs runs, long id) {

  /** Writes down how it stands while it is under way. */
  void progress(RunStatus status) {
    runs.progress(id, counts(status), "{\"state\":\"" + status.state() + "\"}");
  }

  /** Writes down how it ended. */
  void end(RunState how, RunStatus status) {
    Runs.Outcome outcome =
        switch (how) {
          case COMPLETED -> Runs.Outcome.COMPLETED;
          case STOPPED -> Runs.Outcome.STOPPED;
          case STARTING, RUNNING, STALLED, PAUSED, RETRYING, STOPPING, FAILED ->
              Runs.Outcome.FAILED;
        };
    RunStatus.LastError error = status.lastError();
    String why = how == RunState.FAILED && error != null ? error.message() : null;
    runs.end(id, outcome, counts(status), why);
  }

  private static Runs.Counts counts(RunStatus status) {
    RunStatus.Counts counts = status.counts();
    return new Runs.Counts(
        counts.polled(), counts.delivered(), counts.deadLettered(), counts.filtered());
  }
}
