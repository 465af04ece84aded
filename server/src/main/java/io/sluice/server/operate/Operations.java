package io.sluice.server.operate;

import io.sluice.engine.run.RestartScope;
import io.sluice.server.access.Identity;

/**
 * What people may ask of pipelines. Whoever calls has looked whether they may; each is in the audit
 * log when it returns, with what was before and what is now. Thread-safe; one at a time for a
 * pipeline.
 *
 * <p>All throw {@link Refusal}, and have changed nothing then.
 */
public interface Operations {
  /** So many tables are read anew by one request. */
  int MOST_TABLES = 1_000;

  /** Wants it to run, from now on and after restarts; a pause ends. Returns before it does. */
  void start(Identity who, String pipeline, String reason);

  /**
   * Ends its run in order and wants it to stay so. Returns when it has ended, or after 20 s while
   * it still does.
   */
  void stop(Identity who, String pipeline, String reason);

  /** Has it move nothing, from now on and after restarts. */
  void pause(Identity who, String pipeline, String reason);

  /** Ends a pause. */
  void resume(Identity who, String pipeline, String reason);

  /**
   * Ends its run in order and starts it again from its checkpoint. Returns when the run has ended,
   * or after 20 s while it still does.
   */
  void restart(Identity who, String pipeline, String reason);

  /**
   * Has a task of its run begin anew, or all of them where one cannot alone. Returns before they
   * do.
   *
   * @param task its name, as {@link io.sluice.engine.run.RunTask} has it
   */
  RestartScope restartTask(Identity who, String pipeline, String task, String reason);

  /** Runs a stopped one through to its source's end, once. Returns before that is done. */
  void runOnce(Identity who, String pipeline, String reason);

  /** What a reset would do, without doing it. */
  OffsetReset planReset(String pipeline, OffsetRequest request);

  /** Moves a stopped one's position, as {@link #planReset} told. */
  OffsetReset reset(Identity who, String pipeline, OffsetRequest request, String reason);

  /**
   * Has tables, or rows of them, read anew beside the stream.
   *
   * @param what of {@value #MOST_TABLES} tables at most
   */
  void snapshot(Identity who, String pipeline, TableSnapshot what, String reason);

  /** What the files would change of what runs. */
  FolderPlan plan();

  /**
   * Makes it so. Returns when it is written down; pipelines follow, as their states tell.
   *
   * @param expected the plan that was looked at; if the files have changed since, it is refused
   */
  FolderPlan apply(Identity who, FolderPlan expected, String reason);

  /**
   * Gives up what a namespace keeps of a pipeline that is gone: whoever takes its name next has its
   * dead letters, positions and history.
   */
  void releaseName(Identity who, String name, String reason);
}
