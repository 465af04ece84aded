package io.sluice.connector.table.guard;

import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Target;
import java.sql.SQLException;

/**
 * A target that rows are handed over to: {@link #apply} may return before they are in. Writers
 * write to this, dialects know nothing of it. Used by one thread.
 */
public interface Handover extends Target {

  /**
   * Returns once it is known which rows of the batches so far the database refused, and throws what
   * else went wrong with them.
   */
  void settle() throws SQLException;

  /**
   * Whether rows of the batches so far were refused and are to be tried again behind others, which
   * is not done for a table that has changed.
   */
  boolean postpones() throws SQLException;

  /**
   * Gives a table its key, if it is pending for any pipeline, in a transaction of its own: there
   * must be none open. So what was built stays, whatever becomes of the rows behind it.
   *
   * @param pipeline this one's name
   * @param nanos how long to wait for it
   * @return whether it is there; else it goes on being built, and this is to be called again, with
   *     the same table, before anything but {@link #rollback} and {@link #close}, which break it
   *     off
   * @throws SQLException if it cannot be built; the transaction is to be rolled back
   */
  boolean completeKey(String pipeline, Table.Name table, long nanos) throws SQLException;

  /**
   * Whether batches take long, and one is being applied: one that is handed over now would wait,
   * and may as well grow. Any thread.
   */
  boolean isBehind();

  /**
   * Whether a batch is being applied, so that one that is handed over now would wait, and changed
   * rows would cost less in a larger one. Any thread.
   */
  boolean isBusyAndGains();
}
