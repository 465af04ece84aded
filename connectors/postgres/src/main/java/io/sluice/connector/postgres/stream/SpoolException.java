package io.sluice.connector.postgres.stream;

import org.apache.kafka.connect.errors.ConnectException;

/** An open transaction cannot be kept here; the server can keep it instead. */
public final class SpoolException extends ConnectException {

  private static final long serialVersionUID = 1L;

  SpoolException(String message, Throwable cause) {
    super(message, cause);
  }
}
