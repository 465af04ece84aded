package io.sluice.cli.live;

import io.sluice.engine.run.ReplayOutcome;
import io.sluice.engine.run.RunStatus;
import io.sluice.project.query.QueryResult;
import io.sluice.project.query.RowDeletion;
import java.sql.SQLException;
import java.util.List;

/**
 * What other commands may ask of the process that runs a pipeline. Called by the endpoint's
 * threads, several at once.
 */
public interface LiveControl {
  /** How the run stands. */
  RunStatus status();

  /** Stops polling until {@link #resume}. */
  void pause();

  /** Ends a pause. */
  void resume();

  /** Asks the run to end in order; returns at once. */
  void stop();

  /**
   * Has tasks begin anew; returns before they do.
   *
   * @param task the one that is meant, as {@link io.sluice.engine.run.RunTask} names it; empty for
   *     all
   * @return what begins anew, a sentence
   */
  String restart(String task);

  /**
   * Runs one query in a sink's database.
   *
   * @param sink name of the sink; empty for the first that can be asked
   */
  QueryResult query(String sink, String sql, int limit) throws SQLException;

  /**
   * Hands the pipeline's source a signal; returns at once.
   *
   * @param data the details, a JSON object as text
   * @throws io.sluice.cli.console.CommandFailure when the source takes none
   */
  void signal(String id, String type, String data);

  /**
   * Deletes rows in a sink's database, which the source does not have.
   *
   * @param sink name of the sink
   * @return how many rows there were
   */
  long delete(String sink, RowDeletion rows) throws SQLException;

  /** Sends dead letters through the pipeline again; returns when they arrived or failed. */
  ReplayOutcome replay(List<Long> deadLetters);
}
