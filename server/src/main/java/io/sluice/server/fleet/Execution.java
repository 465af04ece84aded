package io.sluice.server.fleet;

import io.sluice.engine.run.RestartScope;
import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunStatus;
import io.sluice.engine.run.RunTask;
import java.time.Duration;
import java.util.Optional;

/** A run, under way or ended. May be used from any thread. */
interface Execution {
  /** How it stands. Cheap. */
  RunStatus status();

  /** What was measured on its way; empty if nobody measures there. */
  Optional<RunFigures> figures();

  /** Moves nothing from now on. Returns at once. */
  void pause();

  /** Ends a pause. Returns at once. */
  void resume();

  /** What begins anew where one task is to. */
  RestartScope restartScope();

  /**
   * Has a task begin anew, and what else {@link #restartScope} says. Returns before it does.
   *
   * @throws io.sluice.project.ProjectException when who runs the task does not do it
   */
  void restart(RunTask task);

  /**
   * Ends it in order, within {@link #endsWithin}. Returns when it has ended, or was abandoned since
   * it did not; or it goes on trying to, and says so in its status, until it has.
   */
  void stop();

  /** How long {@link #stop} takes at most. */
  Duration endsWithin();

  /** Whether what failed may pass with nobody changing anything; only of one that failed. */
  boolean mayPass();
}
