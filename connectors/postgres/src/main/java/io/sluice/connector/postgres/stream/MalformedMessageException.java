package io.sluice.connector.postgres.stream;

import org.apache.kafka.connect.errors.DataException;

/** A message of the stream is not as the server's manual has it; says which one. */
final class MalformedMessageException extends DataException {

  private static final long serialVersionUID = 1L;

  MalformedMessageException(String message) {
    super(message);
  }
}
