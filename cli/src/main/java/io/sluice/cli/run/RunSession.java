package io.sluice.cli.run;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.live.Audited;
import io.sluice.cli.live.LiveControl;
import io.sluice.cli.live.LiveServer;
import io.sluice.cli.live.LiveView;
import io.sluice.cli.live.NamedTask;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.ReplayOutcome;
import io.sluice.engine.run.RestartScope;
import io.sluice.engine.run.RunOptions;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Problem;
import io.sluice.project.InvalidPipelineException;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.SinkDatabases;
import io.sluice.project.query.QueryResult;
import io.sluice.project.query.ReadOnlyTarget;
import io.sluice.project.query.RowDeletion;
import io.sluice.project.query.SinkDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that is open while a pipeline runs in this process: the run and the endpoint by which other
 * commands reach it. Stopping may be asked from any thread; watching is for one.
 */
public final class RunSession implements AutoCloseable, LiveControl {
  private final ProjectPipeline project;
  private final Pipeline pipeline;
  private final PipelineRun run;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private @Nullable LiveServer server;

  private RunSession(ProjectPipeline project, Pipeline pipeline, PipelineRun run) {
    this.project = project;
    this.pipeline = pipeline;
    this.run = run;
  }

  /**
   * Checks the pipeline with its plugins and starts it. Source and target are asked beforehand when
   * it never ran.
   *
   * @param redaction takes secrets out of what the endpoint answers
   * @throws InvalidPipelineException with all problems, when one of them is an error
   * @throws io.sluice.state.storage.StateException when the pipeline runs already, or the state
   *     cannot be used
   */
  public static RunSession start(
      ProjectPipeline project,
      RunOptions options,
      java.util.function.UnaryOperator<String> redaction) {
    // What ran before can run: a source or target that is down now is waited for, as in mid-run.
    boolean ranBefore =
        project.hasState()
            && project.state().checkpoints().lastCommitted(project.pipeline().name()).isPresent();
    List<Problem> problems = ranBefore ? project.settingProblems() : project.problems();
    if (problems.stream().anyMatch(Problem::isError)) {
      throw project.invalid(problems);
    }
    Pipeline pipeline = project.pipeline();
    RunSession session =
        new RunSession(project, pipeline, project.engine().start(pipeline, options));
    try {
      session.server =
          LiveServer.start(
              session, project.stateFolder(), pipeline.name(), project.file(), redaction);
      return session;
    } catch (IOException e) {
      session.close();
      throw new CommandFailure(
          ExitCode.STATE,
          "cannot write into " + project.stateFolder() + ": " + e.getMessage(),
          "Check its permissions and the disk's free space.",
          e);
    }
  }

  /**
   * Shows the run until it has ended, or until what it shows is enough. Returns the newest status.
   */
  public RunStatus watch(LiveView view, Predicate<RunStatus> enough) throws InterruptedException {
    while (true) {
      RunStatus status = run.awaitEnd(view.pace());
      view.show(status);
      if (status.state().ended() || enough.test(status)) {
        return status;
      }
    }
  }

  /** Asks the run to end in order and returns at once; {@link #watch} sees it end. */
  @Override
  public void stop() {
    if (stopping.compareAndSet(false, true)) {
      Thread thread = new Thread(this::stopAndWait, "stop-" + pipeline.name());
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Ends the run in order, within the pipeline's stop timeout. */
  public RunStatus stopAndWait() {
    return run.stop(pipeline.retry().stopTimeout());
  }

  @Override
  public RunStatus status() {
    return run.status();
  }

  @Override
  public void pause() {
    run.pause();
  }

  @Override
  public void resume() {
    run.resume();
  }

  @Override
  public String restart(String task) {
    if (!task.isEmpty()) {
      NamedTask.of(run.status(), task);
    }
    run.restartTasks();
    return RestartScope.ALL_TASKS.sentence();
  }

  @Override
  public synchronized QueryResult query(String sink, String sql, int limit) throws SQLException {
    try (ReadOnlyTarget target = SinkDatabases.find(project, sink).openBesideTheSink()) {
      return target.query(sql, limit);
    }
  }

  @Override
  public long delete(String sink, RowDeletion rows) throws SQLException {
    SinkDatabase database =
        SinkDatabases.any(project, sink)
            .orElseThrow(() -> new SQLException("there is no sink " + sink + " with a database"));
    return audited().delete(sink, database, rows);
  }

  @Override
  public void signal(String id, String type, String data) {
    audited().signal(id, type, data);
  }

  @Override
  public ReplayOutcome replay(List<Long> deadLetters) {
    Iterator<List<Long>> parts = List.of(deadLetters, List.<Long>of()).iterator();
    try {
      return audited().replay(project.engine(), pipeline, parts::next, deadLetters.size(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted", null, e);
    }
  }

  private Audited audited() {
    return Audited.byUser(project.state().audit(), pipeline.name());
  }

  /** Stops what still runs, and then the endpoint. */
  @Override
  public void close() {
    if (!run.status().state().ended()) {
      stopAndWait();
    }
    LiveServer open = server;
    if (open != null) {
      open.close();
    }
  }
}
