package io.sluice.connector.table;

import org.apache.kafka.connect.errors.DataException;

/** A value that its column cannot hold exactly, though text could. */
final class ValueDoesNotFitException extends DataException {
  private static final long serialVersionUID = 1L;

  private final int position;

  ValueDoesNotFitException(String message) {
    this(message, -1);
  }

  private ValueDoesNotFitException(String message, int position) {
    super(message);
    this.position = position;
  }

  /** The same, once it is known which column of the table it is about. */
  ValueDoesNotFitException in(int columnPosition) {
    return new ValueDoesNotFitException(String.valueOf(getMessage()), columnPosition);
  }

  /** The column's position in the table. */
  int position() {
    return position;
  }
}
