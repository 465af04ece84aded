package io.sluice.kafka.worker;

import org.jspecify.annotations.Nullable;

/** A worker that cannot start or go on; the message says what to do. */
public final class WorkerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WorkerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
