package io.sluice.connector.table.value;

import org.apache.kafka.connect.errors.DataException;

/** A value that its column cannot hold exactly, though text could. */
public final class ValueDoesNotFitException extends DataException {
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
  public ValueDoesNotFitException in(int columnPosition) {
    return new ValueDoesNotFitException(String.valueOf(getMessage()), columnPosition);
  }

  /** The column's position in the table. */
  public int position() {
    return position;
  }
}
