package io.sluice.cli.server;

import io.sluice.cli.live.Audited;
import io.sluice.cli.live.LiveControl;
import io.sluice.engine.run.ReplayOutcome;
import io.sluice.engine.run.RunStatus;
import io.sluice.project.Project;
import io.sluice.project.ProjectException;
import io.sluice.project.ProjectException.Kind;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.SinkDatabases;
import io.sluice.project.query.QueryResult;
import io.sluice.project.query.ReadOnlyTarget;
import io.sluice.project.query.RowDeletion;
import io.sluice.project.query.SinkDatabase;
import io.sluice.server.access.Identity;
import io.sluice.server.fleet.Fleet;
import io.sluice.server.folder.Definition;
import io.sluice.server.operate.LetterChoice;
import io.sluice.server.operate.LetterJob;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.PipelineView;
import io.sluice.state.deadletter.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One pipeline that a server runs, as commands know it that {@code sluice run} runs. What they
 * change is wanted from then on, and in the audit, as if it had been asked of the API.
 */
final class FleetControl implements LiveControl {
  private static final String REASON = "";

  /** A command gives up after five minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Fleet fleet;
  private final Project project;
  private final Identity who;
  private final String pipeline;

  /**
   * @param who the user whose process asks
   */
  FleetControl(Fleet fleet, Project project, Identity who, String pipeline) {
    this.fleet = fleet;
    this.project = project;
    this.who = who;
    this.pipeline = pipeline;
  }

  @Override
  public RunStatus status() {
    return fleet.named(pipeline).flatMap(PipelineView::status).orElseThrow(this::doesNotRun);
  }

  @Override
  public void pause() {
    asked(() -> fleet.pause(who, pipeline, REASON));
  }

  @Override
  public void resume() {
    asked(() -> fleet.resume(who, pipeline, REASON));
  }

  @Override
  public void stop() {
    asked(() -> fleet.stop(who, pipeline, REASON));
  }

  @Override
  public String restart(String task) {
    if (!task.isEmpty()) {
      return answered(() -> fleet.restartTask(who, pipeline, task, REASON)).sentence();
    }
    asked(() -> fleet.restart(who, pipeline, REASON));
    return "It runs again from where it came to, or is about to: see sluice status";
  }

  @Override
  public QueryResult query(String sink, String sql, int limit) throws SQLException {
    try (ReadOnlyTarget target = SinkDatabases.find(version(), sink).openBesideTheSink()) {
      return target.query(sql, limit);
    }
  }

  @Override
  public long delete(String sink, RowDeletion rows) throws SQLException {
    SinkDatabase database =
        SinkDatabases.any(version(), sink)
            .orElseThrow(() -> new SQLException("there is no sink " + sink + " with a database"));
    return audited().delete(sink, database, rows);
  }

  @Override
  public void signal(String id, String type, String data) {
    audited().signal(id, type, data);
  }

  private Audited audited() {
    return new Audited(project.state().audit(), who.name(), pipeline);
  }

  /** As a job, which the console shows and can stop, and which goes on if nobody waits for it. */
  @Override
  public ReplayOutcome replay(List<Long> deadLetters) {
    return answered(() -> replayed(deadLetters));
  }

  private ReplayOutcome replayed(List<Long> deadLetters) {
    if (deadLetters.isEmpty()) {
      return new ReplayOutcome(List.of(), List.of());
    }
    DeadLetters letters = project.state().deadLetters();
    DeadLetters.Filter asked = DeadLetters.Filter.open(pipeline).ofIds(deadLetters);
    Set<Long> open = Set.copyOf(ids(letters, asked, deadLetters.size()));
    LetterChoice choice = LetterChoice.ofNumbers(deadLetters);
    LetterJob begun = fleet.letters().begin(who, pipeline, LetterJob.Kind.REPLAY, choice, REASON);
    LetterJob job = ended(begun);
    if (job.state() != LetterJob.State.DONE) {
      throw new Refusal(
          Refusal.Kind.FAILED,
          job.problem().orElse("the replay was stopped"),
          "Mend what failed, and replay those still open.");
    }
    DeadLetters.Filter closed =
        new DeadLetters.Filter(
            pipeline, DeadLetters.Status.REPLAYED, null, null, Set.copyOf(deadLetters));
    List<Long> replayed =
        ids(letters, closed, deadLetters.size()).stream().filter(open::contains).toList();
    return new ReplayOutcome(replayed, ids(letters, asked, deadLetters.size()));
  }

  private LetterJob ended(LetterJob begun) {
    LetterJob job;
    try {
      job = fleet.letters().await(begun, PATIENCE);
    } catch (InterruptedException called) {
      Thread.currentThread().interrupt();
      job = begun;
    }
    if (!job.state().ended()) {
      throw new Refusal(
          Refusal.Kind.FAILED,
          "the replay takes long, and goes on as job " + job.id(),
          "See how far it is in the console, at the pipeline's dead letters");
    }
    return job;
  }

  private static List<Long> ids(DeadLetters letters, DeadLetters.Filter filter, int limit) {
    return letters.listBare(filter, 0, limit).stream().map(DeadLetters.Stored::id).toList();
  }

  /** The version that runs, whatever its file says by now. */
  private ProjectPipeline version() {
    Definition version = fleet.version(pipeline).orElseThrow(this::doesNotRun);
    return project.pipeline(
        project.folder().resolve(version.file()), version.text().getBytes(StandardCharsets.UTF_8));
  }

  private ProjectException doesNotRun() {
    return new ProjectException(Kind.NOT_FOUND, "pipeline " + pipeline + " does not run", null);
  }

  private static void asked(Runnable what) {
    answered(
        () -> {
          what.run();
          return what;
        });
  }

  private static <T> T answered(Supplier<T> what) {
    try {
      return what.get();
    } catch (Refusal refusal) {
      Kind kind =
          switch (refusal.kind()) {
            case NOT_FOUND -> Kind.NOT_FOUND;
            case CONFLICT, STANDBY -> Kind.CONFLICT;
            case INVALID -> Kind.USAGE;
            case FAILED -> Kind.FAILED;
          };
      throw new ProjectException(
          kind, String.valueOf(refusal.getMessage()), refusal.hint(), refusal);
    }
  }
}
