package io.sluice.plugin.guard;

/**
 * Thrown where a plugin would have ended the process; the message says which code did. An {@code
 * Error}, since whoever ends a process expects that nothing behind that runs, a {@code catch
 * (Exception e)} included.
 */
public final class PluginExitError extends Error {
  private static final long serialVersionUID = 1L;

  PluginExitError(String message) {
    super(message);
  }
}
