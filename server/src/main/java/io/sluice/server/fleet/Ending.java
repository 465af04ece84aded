package io.sluice.server.fleet;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunStatus;
import io.sluice.state.storage.StateException;
import java.util.Optional;

/**
 * How a run, or an attempt to start one, ended.
 *
 * @param why a sentence, free of secrets; empty where there is nothing to explain
 * @param error the same by its parts; empty where nothing failed, or a run tells it itself
 */
record Ending(Kind kind, String why, Optional<RunError> error) {
  /** One without a failure that has to be told by its parts. */
  Ending(Kind kind, String why) {
    this(kind, why, Optional.empty());
  }

  /** What follows from it. */
  enum Kind {
    /** In order, on request. */
    STOPPED,
    /** The source was read to its end. */
    COMPLETED,
    /** A failure that may pass. */
    MAY_PASS,
    /** A failure that somebody has to do something about. */
    FOR_GOOD,
    /** Another process runs the pipeline. */
    ELSEWHERE
  }

  /** Of a run that has ended. */
  static Ending of(RunStatus status, boolean mayPass) {
    RunError error = status.lastError();
    return switch (status.state()) {
      case COMPLETED -> new Ending(Kind.COMPLETED, "");
      case STOPPED -> new Ending(Kind.STOPPED, "");
      default ->
          new Ending(
              mayPass ? Kind.MAY_PASS : Kind.FOR_GOOD,
              error == null ? "it failed, and nothing is known of why" : error.message());
    };
  }

  /**
   * Of an attempt that was refused before there was a run.
   *
   * @param message of the exception, free of secrets
   * @param error the same by its parts
   */
  static Ending of(Throwable refused, String message, Optional<RunError> error) {
    if (refused instanceof StateException state && state.kind() == StateException.Kind.LOCKED) {
      return new Ending(Kind.ELSEWHERE, message, error);
    }
    return new Ending(Fault.of(refused).mayPass() ? Kind.MAY_PASS : Kind.FOR_GOOD, message, error);
  }
}
