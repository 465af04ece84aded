package io.sluice.connector.postgres.feed;

import org.apache.kafka.connect.errors.ConnectException;

/** The backlog could not be read by SQL, in the middle of a transaction: the stream has to. */
public final class CatchUpException extends ConnectException {

  private static final long serialVersionUID = 1L;

  CatchUpException(Exception cause) {
    super("The backlog cannot be read by SQL", cause);
  }
}
