package io.sluice.http;

import org.jspecify.annotations.Nullable;

/** A server that cannot listen where it should. The message names the address and what to do. */
public final class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ServerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
