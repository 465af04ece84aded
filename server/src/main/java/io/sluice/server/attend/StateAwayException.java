package io.sluice.server.attend;

import io.sluice.state.storage.StateException;
import java.time.Instant;

/** The database that has the server's state does not answer. The message has no address. */
public final class StateAwayException extends StateException {
  private static final long serialVersionUID = 1L;

  private final Instant since;

  StateAwayException(Instant since, Throwable cause) {
    super(
        Kind.UNREACHABLE,
        "The database that has the server's state does not answer since " + since,
        cause);
    this.since = since;
  }

  /** Since when, as far as anybody knows. */
  public Instant since() {
    return since;
  }
}
