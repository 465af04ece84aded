package io.sluice.cli.console;

import io.sluice.project.ProjectException;

/**
 * How a command ended, for scripts. The numbers are a promise: a released number never changes its
 * meaning. {@code docs/reference/cli.md} lists them from here.
 */
public enum ExitCode {
  OK(0, "Done; for a run: stopped cleanly, everything committed."),
  FAILED(
      1,
      "The work itself failed: the run ended with an error, a check found a problem, a copy"
          + " differs."),
  USAGE(2, "The command line or the pipeline file is not valid; nothing was started."),
  UNREACHABLE(3, "A database or service did not answer or refused the login."),
  CONFLICT(4, "Somebody else holds it: the pipeline is running, or the file exists already."),
  NOT_FOUND(
      5, "What was asked for does not exist: a file, a plugin, a dead letter, a running pipeline."),
  STATE(
      6,
      "The state folder cannot be used: full, read-only, damaged, or written by a newer version."),
  INTERNAL(70, "A bug of Sluice. Run again with --debug and report what it prints."),
  INTERRUPTED(
      130,
      "Ended before it was through: by a second Ctrl-C (or signal), or a run --once or a move of"
          + " offsets that was stopped.");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** How a command ends that a project stops. */
  public static ExitCode of(ProjectException.Kind kind) {
    return switch (kind) {
      case USAGE -> USAGE;
      case CONFLICT -> CONFLICT;
      case NOT_FOUND -> NOT_FOUND;
      case STATE -> STATE;
      case UNREACHABLE -> UNREACHABLE;
      case FAILED -> FAILED;
    };
  }

  /** What the process returns. */
  public int number() {
    return number;
  }

  /** One sentence for the reference. */
  public String meaning() {
    return meaning;
  }
}
