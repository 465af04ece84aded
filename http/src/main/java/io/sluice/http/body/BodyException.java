package io.sluice.http.body;

import org.jspecify.annotations.Nullable;

/**
 * A body that is not read, or not to its end. The message is meant for who sent it. The connection
 * is of no use afterwards: what is left of the body would be taken for the next request.
 */
public final class BodyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  BodyException(int status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** Of HTTP: 408, 413 or 415. */
  public int status() {
    return status;
  }
}
