package io.sluice.state.lease;

import io.sluice.state.storage.StateException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Held by the one run of a pipeline that there may be. Close it to let go. May be used from any
 * thread.
 */
public interface PipelineLock extends AutoCloseable {
  String pipeline();

  /**
   * Whether the pipeline is still ours, as far as that can be known without asking anybody: false
   * from a moment on that lies before anybody else could take it.
   */
  boolean held();

  /**
   * The same for a while longer than {@link #held}, in which what runs is to be brought to a stand:
   * false from a moment on that lies before anybody else could take it as well.
   */
  default boolean mayEnd() {
    return held();
  }

  /**
   * Asks whether nobody has had the pipeline since it was taken, and makes {@link #held} true again
   * if that is so. Waits for the database.
   *
   * @throws StateException of kind LOCKED if somebody else has or had it, or it was let go; a
   *     transient one if the database does not answer
   */
  void confirm();

  /**
   * To be called first in the transaction of a write that only the holder may make. Until that
   * transaction ends, nobody else can take the pipeline.
   *
   * @throws StateException of kind LOCKED if somebody else has or had it, or it was let go
   */
  void check(Connection connection) throws SQLException;

  @Override
  void close();
}
