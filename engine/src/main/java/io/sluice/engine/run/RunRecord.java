package io.sluice.engine.run;

import io.sluice.state.history.Runs;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The row of a run in the state database: what is known of it when its process is gone. Used by the
 * run's thread.
 */
final class RunRecord {
  /** A process may have hundreds of runs that have nothing new to tell. */
  private static final Duration WITHOUT_NEWS = Duration.ofSeconds(10);

  private final Runs runs;
  private final long id;
  private @Nullable RunStatus told;

  RunRecord(Runs runs, long id) {
    this.runs = runs;
    this.id = id;
  }

  /** Writes down how it stands while it is under way; seldom while that is nothing new. */
  void progress(RunStatus status) {
    RunStatus before = told;
    if (before != null
        && before.state() == status.state()
        && before.counts().equals(status.counts())
        && Duration.between(before.at(), status.at()).compareTo(WITHOUT_NEWS) < 0) {
      return;
    }
    runs.progress(id, counts(status), "{\"state\":\"" + status.state() + "\"}");
    told = status;
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
    RunError error = status.lastError();
    String why = how == RunState.FAILED && error != null ? error.message() : null;
    runs.end(id, outcome, counts(status), why);
  }

  private static Runs.Counts counts(RunStatus status) {
    RunStatus.Counts counts = status.counts();
    return new Runs.Counts(
        counts.polled(), counts.delivered(), counts.deadLettered(), counts.filtered());
  }
}
