package io.sluice.cli.kafka;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.live.LiveControl;
import io.sluice.cli.live.LiveServer;
import io.sluice.cli.live.LiveView;
import io.sluice.cli.project.Project;
import io.sluice.cli.query.QueryResult;
import io.sluice.cli.query.RowDeletion;
import io.sluice.engine.run.ReplayOutcome;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.run.PipelineOnKafka;
import io.sluice.kafka.run.Supervision;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.state.file.PipelineLock;
import io.sluice.state.history.Runs;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is open while a pipeline runs on the Kafka of this machine: its connectors, who looks
 * after them, and the endpoint by which other commands reach it. Stopping and pausing may be asked
 * from any thread; running it is for one.
 */
final class KafkaRunSession implements AutoCloseable, LiveControl {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaRunSession.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration END_WITHIN = Duration.ofSeconds(30);

  private static final int GONE_AFTER = 2;

  private final Project project;
  private final KafkaPipeline pipeline;
  private final MachineKafka kafka;
  private final PipelineOnKafka connectors;
  private final Supervision supervision;
  private final KafkaStatus picture;
  private final UnaryOperator<String> redaction;
  private final PipelineLock lock;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile RunStatus status;
  private volatile boolean paused;
  private @Nullable LiveServer server;

  /** How the connectors were when Connect said so last. */
  private List<RunningConnector> seen = List.of();

  /** How often in a row the Connect of another process did not answer. */
  private int unanswered;

  /** Takes the pipeline, so that nobody else runs it; nothing of it runs yet, or is recorded. */
  KafkaRunSession(
      Project project,
      KafkaPipeline pipeline,
      MachineKafka kafka,
      PipelineOnKafka connectors,
      KafkaStatus picture,
      UnaryOperator<String> redaction) {
    this.project = project;
    this.kafka = kafka;
    this.connectors = connectors;
    this.picture = picture;
    this.redaction = redaction;
    supervision = new Supervision(pipeline.retry(), System::nanoTime);
    this.pipeline = pipeline;
    lock = project.state().lock(pipeline.name());
    status = picture.of(RunState.STARTING, List.of(), 0, null);
  }

  /**
   * Runs it until it is stopped or cannot go on, and shows how it stands. Whatever ends it, its
   * connectors are stopped: they run only while somebody looks after them.
   */
  RunStatus run(LiveView view) throws InterruptedException {
    long run =
        project
            .state()
            .runs()
            .start(pipeline.name(), pipeline.version(), ProcessHandle.current().pid());
    Optional<String> end;
    try {
      serve();
      connectors.begin();
      do {
        end = look();
        view.show(status);
      } while (end.isEmpty() && !stop.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (RuntimeException | Error | InterruptedException e) {
      breakOff(run, e);
      throw e;
    }
    finish(run, end.orElse(null));
    view.show(status);
    return status;
  }

  private void serve() {
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
  }

  /** Ends what has begun; what broke it off is the failure that is told, whatever comes now. */
  private void breakOff(long run, Throwable reason) {
    try {
      finish(run, String.valueOf(reason.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  /** Looks once and does what has to be done; gives the reason to end the run, if there is one. */
  private Optional<String> look() throws InterruptedException {
    Optional<String> broken = kafka.failure();
    if (broken.isPresent()) {
      return broken;
    }
    try {
      List<RunningConnector> now = connectors.look();
      Supervision.Verdict verdict = supervision.judge(now, kafka.calls());
      verdict.restart().forEach(this::restart);
      String error = verdict.end().or(verdict::waits).map(redaction).orElse(null);
      tell(picture.of(state(now, verdict), now, supervision.restarts(), error));
      seen = now;
      unanswered = 0;
      return verdict.end();
    } catch (ConnectClusterException e) {
      return kafka.failure().or(() -> gone(e));
    }
  }

  /**
   * What it means that Connect does not say how the connectors are: a worker that is busy or
   * refuses one question may answer the next one, and until then nobody knows that they run. Only a
   * Kafka of another process that nobody answers for has ended.
   */
  private Optional<String> gone(ConnectClusterException trouble) {
    unanswered =
        !kafka.isOurs() && trouble.kind() == ConnectClusterException.Kind.UNREACHABLE
            ? unanswered + 1
            : 0;
    if (unanswered >= GONE_AFTER) {
      return Optional.of("the Kafka that it ran on has ended: " + trouble.getMessage());
    }
    String told = "not known how the connectors are: " + trouble.getMessage();
    tell(picture.of(RunState.RETRYING, seen, supervision.restarts(), redaction.apply(told)));
    return Optional.empty();
  }

  /** A stall is said once for each time that it begins; the status says it while it lasts. */
  private void tell(RunStatus now) {
    if (now.state() == RunState.STALLED && status.state() != RunState.STALLED) {
      LOG.warn("Pipeline {} does not advance: it waits for {}", now.pipeline(), now.waitsFor());
    }
    RunStatus.LastError error = now.lastError();
    if (error != null && !error.equals(status.lastError())) {
      LOG.warn("Pipeline {}: {}", now.pipeline(), error.message());
    }
    status = now;
  }

  private void restart(Supervision.Restart what) {
    LOG.warn(
        "Connector {} {} and is started again",
        what.connector(),
        what.task().isPresent() ? "hangs in task " + what.task().getAsInt() : "has failed");
    connectors.restart(what);
  }

  /** Invariant 8: running means that all connectors have tasks, and all of these run. */
  private RunState state(List<RunningConnector> now, Supervision.Verdict verdict) {
    if (verdict.end().isPresent()) {
      return RunState.FAILED;
    }
    if (verdict.waits().isPresent()) {
      return RunState.RETRYING;
    }
    if (paused) {
      return RunState.PAUSED;
    }
    boolean all =
        now.size() == connectors.size() && now.stream().allMatch(RunningConnector::isSettled);
    return all && now.stream().allMatch(each -> each.state().equals("RUNNING"))
        ? RunState.RUNNING
        : RunState.STARTING;
  }

  /** Has the connectors end in order and waits for it, but for a while only. */
  private void finish(long run, @Nullable String reason) throws InterruptedException {
    status = picture.of(RunState.STOPPING, List.of(), supervision.restarts(), reason);
    String failure = reason;
    List<RunningConnector> last = List.of();
    try {
      connectors.end();
      last = ended();
      failure = both(failure, notEnded(last));
    } catch (ConnectClusterException e) {
      LOG.warn("The connectors could not be stopped", e);
      failure = failure == null ? "not known to have stopped: " + e.getMessage() : failure;
    }
    String told = failure == null ? null : redaction.apply(failure);
    RunState end = told == null ? RunState.STOPPED : RunState.FAILED;
    status = picture.of(end, last, supervision.restarts(), told);
    RunStatus.Counts counts = status.counts();
    project
        .state()
        .runs()
        .end(
            run,
            told == null ? Runs.Outcome.STOPPED : Runs.Outcome.FAILED,
            new Runs.Counts(
                counts.polled(),
                counts.delivered(),
                Math.max(0, counts.deadLettered()),
                counts.filtered()),
            told);
  }

  /** How those that began are when their tasks have ended, or when they have had their time. */
  private List<RunningConnector> ended() throws InterruptedException {
    long giveUp = System.nanoTime() + END_WITHIN.toNanos();
    List<RunningConnector> last;
    do {
      last = connectors.look().stream().filter(connectors::began).toList();
      // A worker's counts go with its tasks.
      status = picture.of(RunState.STOPPING, last, supervision.restarts(), null);
    } while (!last.stream().allMatch(each -> each.tasks().isEmpty())
        && System.nanoTime() < giveUp
        && !new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS));
    return last;
  }

  private static @Nullable String both(@Nullable String reason, Optional<String> more) {
    return reason == null
        ? more.orElse(null)
        : more.map(also -> reason + "; " + also).orElse(reason);
  }

  /** Invariant 8: a task that went on is none that ended in order. */
  private static Optional<String> notEnded(List<RunningConnector> last) {
    List<String> tasks = new ArrayList<>();
    for (RunningConnector each : last) {
      each.tasks().forEach(task -> tasks.add(each.name() + "/" + task.id()));
    }
    return tasks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "tasks that were to stop have not ended within "
                + END_WITHIN.toSeconds()
                + " s: "
                + String.join(", ", tasks));
  }

  @Override
  public RunStatus status() {
    return status;
  }

  @Override
  public void pause() {
    paused = true;
    connectors.pause();
  }

  @Override
  public void resume() {
    connectors.resume();
    paused = false;
  }

  @Override
  public void stop() {
    stop.countDown();
  }

  @Override
  public QueryResult query(String sink, String sql, int limit) throws SQLException {
    throw new SQLException("sluice sql asks pipelines that run direct; this one runs on Kafka");
  }

  @Override
  public void signal(String id, String type, String data) {
    throw refused("signals");
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
    lock.close();
  }
}
