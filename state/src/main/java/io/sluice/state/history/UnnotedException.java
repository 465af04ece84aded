package io.sluice.state.history;

import io.sluice.state.storage.StateException;

/** What cannot be noted in the audit log is not done: nothing was changed. */
public final class UnnotedException extends StateException {
  private static final long serialVersionUID = 1L;

  private UnnotedException(Kind kind, String message, Throwable cause) {
    super(kind, message, cause);
  }

  static RuntimeException of(RuntimeException unwritten) {
    return unwritten instanceof StateException failed
        ? new UnnotedException(
            failed.kind(),
            "It was not done, since it cannot be noted in the audit log: " + failed.getMessage(),
            failed)
        : unwritten;
  }
}
