package io.sluice.project.kafka;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.run.LogOwner;
import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.Connector;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.run.KafkaRunException;
import io.sluice.kafka.run.PipelineOnKafka;
import io.sluice.kafka.wait.Patience;
import io.sluice.state.StateDatabase;
import io.sluice.state.history.Runs;
import io.sluice.state.lease.PipelineLock;
import io.sluice.state.storage.StateException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a pipeline on the Kafka of its folder: its connectors run while it does, looked after
 * by the one thread that runs it. All else may be asked from any thread.
 */
public final class KafkaRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaRun.class);
  private static final Duration END_WITHIN = Duration.ofSeconds(30);

  /** How long after an end that failed it is tried again, if nobody asks for it before. */
  private static final Duration END_AGAIN = Duration.ofSeconds(10);

  /** A Kafka of another process that so often nobody answers for has ended. */
  private static final int GONE_AFTER = 2;

  /**
   * How soon it is seen that the lease is over, where tasks do not see it by themselves: a part of
   * the time before others can have it.
   */
  private static final Duration GLANCE = Duration.ofMillis(100);

  private final StateDatabase state;
  private final String pipeline;
  private final String version;
  private final FolderKafka kafka;
  private final PipelineOnKafka connectors;
  private final List<Connector> made;
  private final KafkaStatus picture;
  private final KafkaWatch watch;
  private final SourceTables tables;
  private final KafkaStart start;
  private final Duration lookEvery;
  private final PipelineLock lock;
  private final KafkaLease lease;
  private final Semaphore news = new Semaphore(0);
  private volatile RunStatus status;
  private volatile boolean stopAsked;
  private volatile boolean pauseAsked;
  private volatile boolean mayPass = true;
  private volatile boolean answersForEnd;
  private int unanswered;
  private Runnable permit = () -> {};

  /**
   * Takes the pipeline, so that nobody else runs it; nothing of it runs yet, or is recorded.
   *
   * @param made what it is on Connect; its topics are there
   * @param lookEvery how often its connectors are looked at
   * @throws StateException of kind LOCKED when somebody else runs it
   */
  public KafkaRun(
      KafkaStart start, List<Connector> made, FolderKafka kafka, Duration lookEvery, Clock clock) {
    this.start = start;
    this.kafka = kafka;
    this.lookEvery = lookEvery;
    this.state = start.project().state();
    this.pipeline = start.pipeline().name();
    this.version = start.pipeline().version();
    this.made = List.copyOf(made);
    this.connectors = new PipelineOnKafka(start.connect(kafka), kafka.look(), pipeline, made);
    this.tables = new SourceTables(pipeline, made, kafka.isOurs(), clock);
    this.lock = state.lock(pipeline);
    this.lease = new KafkaLease(lock, kafka, connectors);
    try {
      this.picture = new KafkaStatus(start.pipeline(), kafka, clock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    this.watch =
        new KafkaWatch(
            start.pipeline(), kafka, connectors, picture, start.project().secrets()::redact);
    this.status = picture.of(RunState.STARTING, List.of(), 0, null);
  }

  /** Whose run it is. */
  public String pipeline() {
    return pipeline;
  }

  /** How it stands. Cheap. */
  public RunStatus status() {
    return status;
  }

  /** What was measured on the way of its records; empty where nothing was. Cheap. */
  public Optional<RunFigures> figures() {
    return tables.figures();
  }

  /** Has its connectors wait; returns before they do. */
  public void pause() {
    pauseAsked = true;
    news.release();
  }

  /** Has them go on; returns before they do. */
  public void resume() {
    pauseAsked = false;
    news.release();
  }

  /** What can be started again while it goes on. */
  public KafkaRestarts restarts() {
    return new KafkaRestarts(pipeline, connectors, lock::held, start.project().secrets()::redact);
  }

  /** Asks it to end in order; returns at once. */
  public void stop() {
    stopAsked = true;
    news.release();
  }

  /**
   * From now on it does not end before its connectors have, or their Kafka: an end that fails is
   * tried again, its status is STOPPING and says why, and the pipeline is not let go of. Whoever
   * runs it by a command ends with it, and is told of it as a failure.
   */
  public void answerForEnd() {
    answersForEnd = true;
  }

  /** Of one that failed: whether another run may do better, with nobody having changed anything. */
  public boolean mayPass() {
    return mayPass;
  }

  /**
   * Runs it until it is stopped or cannot go on. Whatever ends it, its connectors are stopped: they
   * run only while somebody looks after them. When its end is seen in the {@link #status}, the
   * pipeline is let go of.
   *
   * @param shown told how it stands, at each look
   * @throws RuntimeException what broke it off; its status tells it as well
   */
  public RunStatus run(Consumer<RunStatus> shown) throws InterruptedException {
    long run = begun();
    Optional<KafkaTrouble> end;
    try {
      if (!lock.held()) {
        lock.confirm(); // Kafka has taken so long to start.
      }
      watch.begin(pauseAsked, this::claimed);
      do {
        end = look();
        shown.accept(status);
      } while (end.isEmpty() && !isStopped());
    } catch (RuntimeException | Error | InterruptedException e) {
      breakOff(run, e);
      throw e;
    }
    finish(run, end.orElse(null));
    shown.accept(status);
    return status;
  }

  /** The connectors are this run's: their log, and when they may move records. */
  private void claimed() {
    permit = kafka.requirePermit(made.stream().map(Connector::name).toList(), lock::held);
    LogOwner owner = start.project().project().logOwner();
    made.forEach(connector -> owner.hasConnector(pipeline, connector.name()));
  }

  /** A run that the state does not take down is none. */
  private long begun() {
    try {
      return state.runs().start(pipeline, version, ProcessHandle.current().pid());
    } catch (RuntimeException e) {
      RunStatus failed =
          picture.of(
              RunState.FAILED,
              List.of(),
              0,
              new KafkaTrouble(Fault.of(e), "state", redacted(String.valueOf(e.getMessage()))));
      close();
      status = failed;
      throw e;
    }
  }

  /** After a while, or as soon as somebody asks for something, or the lease is over. */
  private boolean isStopped() throws InterruptedException {
    boolean uncertain = lease.isUncertain();
    Duration glance =
        kafka.outlivesThisProcess() && lookEvery.compareTo(GLANCE) > 0 ? GLANCE : lookEvery;
    Patience patience = new Patience(lookEvery, Duration.ZERO);
    do {
      if (news.tryAcquire(glance.toMillis(), TimeUnit.MILLISECONDS)) {
        news.drainPermits();
        return stopAsked;
      }
    } while (lease.isUncertain() == uncertain && patience.again());
    return stopAsked;
  }

  /** Ends what has begun; what broke it off is the failure that is told, whatever comes now. */
  private void breakOff(long run, Throwable reason) {
    mayPass =
        !(reason instanceof KafkaRunException
            || reason instanceof ConnectClusterException refused
                && refused.kind() == ConnectClusterException.Kind.REFUSED);
    try {
      finish(run, KafkaTrouble.ofConnect(redacted(String.valueOf(reason.getMessage()))));
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  /** Looks once and does what has to be done; gives the reason to end the run, if there is one. */
  private Optional<KafkaTrouble> look() {
    Optional<KafkaTrouble> broken =
        kafka.failure().map(this::redacted).map(KafkaTrouble::ofConnect);
    if (broken.isPresent()) {
      return broken;
    }
    if (lease.isUncertain()) {
      Optional<KafkaTrouble> away = uncertain();
      if (away.isPresent()) {
        return away.filter(trouble -> trouble.fault() != Fault.STATE_NOT_NOW);
      }
    }
    KafkaWatch.Look look = watch.look(pauseAsked);
    tell(look.status());
    mayPass = look.mayPass();
    return look.end();
  }

  /** What keeps the run from going on; empty when it goes on. */
  private Optional<KafkaTrouble> uncertain() {
    lease.standStill();
    Optional<KafkaTrouble> away = lease.askAgain();
    if (away.isPresent()) {
      tell(watch.standing(away.get()));
    } else {
      lease.goOn(pauseAsked);
    }
    return away;
  }

  /** A stall is said once for each time that it begins; the status says it while it lasts. */
  private void tell(RunStatus now) {
    if (now.state() == RunState.STALLED && status.state() != RunState.STALLED) {
      LOG.warn("Pipeline {} does not advance: it waits for {}", now.pipeline(), now.waitsFor());
    }
    RunError error = now.lastError();
    if (error != null && !error.equals(status.lastError())) {
      LOG.warn("Pipeline {}: {}", now.pipeline(), error.message());
    }
    status = now;
  }

  /**
   * Has the connectors end in order. Where this run answers for that, it tries until they have, and
   * has the pipeline meanwhile: somebody who took it would run beside what may still write.
   */
  private void finish(long run, @Nullable KafkaTrouble reason) {
    Ended ended = end(reason, reason);
    while (answersForEnd && ended.isDoubtful() && !isLeftToOthers() && isTriedAgain(ended)) {
      ended = end(reason, ended.failure());
    }
    KafkaTrouble failure = ended.failure();
    RunState state = failure == null ? RunState.STOPPED : RunState.FAILED;
    RunStatus last = picture.of(state, ended.connectors(), watch.restarts(), failure);
    try {
      record(run, last.counts(), failure == null ? null : failure.cause());
    } finally {
      close();
      status = last;
    }
  }

  /**
   * What came of one attempt to end.
   *
   * @param failure why the run failed, or its end; null if neither did
   * @param isDoubtful whether something of it may still run
   */
  private record Ended(
      List<RunningConnector> connectors, @Nullable KafkaTrouble failure, boolean isDoubtful) {}

  /**
   * Has the connectors end in order and waits for it, but for a while only.
   *
   * @param reason why the run failed; null if it did not
   * @param told what is said to be the matter meanwhile
   */
  private Ended end(@Nullable KafkaTrouble reason, @Nullable KafkaTrouble told) {
    status = picture.of(RunState.STOPPING, List.of(), watch.restarts(), told);
    List<RunningConnector> last = List.of();
    try {
      if (isLeftToOthers()) {
        if (!lease.isLeftToOthers()) {
          permit.run(); // The Kafka ends them with itself: in order, with what they have committed.
        }
        return new Ended(last, reason, false);
      }
      connectors.endWhile(() -> !isLeftToOthers());
      // A worker's counts go with its tasks.
      last =
          connectors.awaitEnd(
              END_WITHIN,
              now -> status = picture.of(RunState.STOPPING, now, watch.restarts(), told));
      Optional<String> left = PipelineOnKafka.notEnded(last, END_WITHIN).map(this::redacted);
      if (left.isEmpty()) {
        permit.run(); // Who hangs stands still when it comes back, as long as it lives.
      }
      return new Ended(last, both(reason, left), left.isPresent());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      String left = "nobody waited for its connectors to end";
      return new Ended(last, both(reason, Optional.of(left)), true);
    } catch (ConnectClusterException e) {
      LOG.warn("The connectors of pipeline {} could not be stopped", pipeline, e);
      if (!kafka.isOurs()
          && e.kind() == ConnectClusterException.Kind.UNREACHABLE
          && ++unanswered >= GONE_AFTER) {
        kafka.lost("the Kafka that it ran on has ended: " + e.getMessage());
      }
      String left = redacted("not known to have stopped: " + e.getMessage());
      return new Ended(last, both(reason, Optional.of(left)), true);
    }
  }

  /** Says it, and waits a while; not if nobody is to wait. */
  private boolean isTriedAgain(Ended ended) {
    tell(picture.of(RunState.STOPPING, ended.connectors(), watch.restarts(), ended.failure()));
    try {
      if (news.tryAcquire(END_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        news.drainPermits();
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * A Kafka of this process that has failed ends its tasks with it, and would not answer. The
   * connectors on one that outlives it may be run by whoever has the pipeline now.
   */
  private boolean isLeftToOthers() {
    return kafka.failure().isPresent() || lease.isLeftToOthers();
  }

  private void record(long run, RunStatus.Counts counts, @Nullable String error) {
    state
        .runs()
        .end(
            run,
            error == null ? Runs.Outcome.STOPPED : Runs.Outcome.FAILED,
            new Runs.Counts(
                counts.polled(),
                counts.delivered(),
                Math.max(0, counts.deadLettered()),
                Math.max(0, counts.filtered())),
            error);
  }

  private static @Nullable KafkaTrouble both(@Nullable KafkaTrouble reason, Optional<String> more) {
    return reason == null
        ? more.map(KafkaTrouble::ofConnect).orElse(null)
        : more.map(reason::and).orElse(reason);
  }

  private String redacted(String text) {
    return start.project().secrets().redact(text);
  }

  /** Lets go of the pipeline, if it has not ended and done so by itself. */
  @Override
  public void close() {
    picture.close();
    lock.close();
  }
}
