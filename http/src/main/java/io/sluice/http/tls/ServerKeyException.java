package io.sluice.http.tls;

import org.jspecify.annotations.Nullable;

/** A key that cannot be used. The message names the file and what to do, and nothing of the key. */
public final class ServerKeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ServerKeyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
