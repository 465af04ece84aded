package io.sluice.cli.kafka;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.live.Audited;
import io.sluice.cli.live.LiveControl;
import io.sluice.cli.live.LiveServer;
import io.sluice.cli.live.LiveView;
import io.sluice.cli.live.NamedTask;
import io.sluice.engine.run.ReplayOutcome;
import io.sluice.engine.run.RestartScope;
import io.sluice.engine.run.RunStatus;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.kafka.KafkaRun;
import io.sluice.project.query.QueryResult;
import io.sluice.project.query.RowDeletion;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A run on the Kafka of this machine, and the endpoint by which other commands reach it. Stopping
 * and pausing may be asked from any thread; running it is for one.
 */
final class KafkaRunSession implements AutoCloseable, LiveControl {
  private final ProjectPipeline project;
  private final KafkaRun run;
  private final UnaryOperator<String> redaction;
  private @Nullable LiveServer server;

  /**
   * @param run closed with this
   */
  KafkaRunSession(ProjectPipeline project, KafkaRun run, UnaryOperator<String> redaction) {
    this.project = project;
    this.run = run;
    this.redaction = redaction;
  }

  /** Runs it until it is stopped or cannot go on, and shows how it stands. */
  RunStatus run(LiveView view) throws InterruptedException {
    try {
      server =
          LiveServer.start(this, project.stateFolder(), project.name(), project.file(), redaction);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.STATE,
          "cannot write into " + project.stateFolder() + ": " + e.getMessage(),
          "Check its permissions and the disk's free space.",
          e);
    }
    return run.run(view::show);
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
  public void stop() {
    run.stop();
  }

  @Override
  public String restart(String task) {
    if (task.isEmpty()) {
      run.restarts().restartAll();
      return "All tasks of its connectors start again, each where it was";
    }
    run.restarts().restart(NamedTask.of(run.status(), task));
    return RestartScope.TASK.sentence();
  }

  @Override
  public QueryResult query(String sink, String sql, int limit) throws SQLException {
    throw new SQLException("sluice sql asks pipelines that run direct; this one runs on Kafka");
  }

  @Override
  public void signal(String id, String type, String data) {
    Audited.byUser(project.state().audit(), project.name()).signal(id, type, data);
  }

  @Override
  public long delete(String sink, RowDeletion rows) throws SQLException {
    throw new SQLException(
        "rows are deleted for pipelines that run direct; this one runs on Kafka");
  }

  @Override
  public ReplayOutcome replay(List<Long> deadLetters) {
    throw refused("the replay of dead letters by their number");
  }

  private static CommandFailure refused(String what) {
    return new CommandFailure(
        ExitCode.USAGE, what + ": for pipelines that run direct; this one runs on Kafka", null);
  }

  @Override
  public void close() {
    LiveServer open = server;
    if (open != null) {
      open.close();
    }
    run.close();
  }
}
