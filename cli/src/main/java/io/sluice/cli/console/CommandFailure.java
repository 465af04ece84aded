package io.sluice.cli.console;

import org.jspecify.annotations.Nullable;

/**
 * A command cannot go on, and the user can do something about it. Shown as message and hint, never
 * as a stack trace (unless {@code --debug}).
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final @Nullable String hint;

  /**
   * @param code what the process returns
   * @param message where, expected, found; never a row's value
   * @param hint what to do, or null if the message says it
   */
  public CommandFailure(ExitCode code, String message, @Nullable String hint) {
    this(code, message, hint, null);
  }

  /** As above, with the failure beneath, which {@code --debug} prints. */
  public CommandFailure(
      ExitCode code, String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hint = hint;
  }

  /** What the process returns. */
  public ExitCode code() {
    return code;
  }

  /** What to do about it, or null. */
  public @Nullable String hint() {
    return hint;
  }
}
