package io.sluice.registry.http.access;

import org.jspecify.annotations.Nullable;

/** A file of users that cannot be read. The message names file and line, and no secret. */
public final class UsersException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsersException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
