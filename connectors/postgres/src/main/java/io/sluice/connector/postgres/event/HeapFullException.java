package io.sluice.connector.postgres.event;

import org.apache.kafka.connect.errors.DataException;

/**
 * The heap has no room for what comes next; says where that is and what to set. A {@link
 * DataException}, because whoever begins again meets the same row: values are held whole, and
 * PostgreSQL has some of almost a gigabyte.
 */
public final class HeapFullException extends DataException {

  private static final long serialVersionUID = 1L;

  /**
   * @param place what did not fit, for example {@code "row 7 of public.t in its snapshot"}
   */
  public HeapFullException(String place, OutOfMemoryError cause) {
    super(
        "The heap of "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MB has no room for "
            + place
            + ". A value is held as it came and as it is handed on, and once more by each sink that"
            + " writes it: set -Xmx to five times the largest row and more (SLUICE_OPTS=-Xmx6g for"
            + " values of a gigabyte), or leave its column out with column.exclude.list",
        cause);
  }
}
