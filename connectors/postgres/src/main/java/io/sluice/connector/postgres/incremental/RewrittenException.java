package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.catalog.TableId;

/**
 * A table is in another file than it was when its pages were chosen: they mean nothing any more.
 */
final class RewrittenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean keyed;

  /**
   * @param keyed whether the table can be read along its key
   */
  RewrittenException(TableId table, boolean keyed) {
    super("Table " + table + " was rewritten");
    this.keyed = keyed;
  }

  boolean isKeyed() {
    return keyed;
  }
}
