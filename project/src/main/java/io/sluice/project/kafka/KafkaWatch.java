package io.sluice.project.kafka;

import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.run.PipelineOnKafka;
import io.sluice.kafka.run.Supervision;
import io.sluice.pipeline.kafka.KafkaPipeline;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the connectors of a run, says how it stands, and does what may help what failed or
 * hangs. For one thread.
 */
final class KafkaWatch {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
  private static final int GONE_AFTER = 2;

  private final FolderKafka kafka;
  private final PipelineOnKafka connectors;
  private final Supervision supervision;
  private final KafkaStatus picture;
  private final KafkaPipeline pipeline;
  private final UnaryOperator<String> redaction;
  private boolean paused;

  /** How the connectors were when Connect said so last. */
  private List<RunningConnector> seen = List.of();

  /** How often in a row the Connect of another process did not answer. */
  private int unanswered;

  /**
   * @param redaction takes secrets out of what is told
   */
  KafkaWatch(
      KafkaPipeline pipeline,
      FolderKafka kafka,
      PipelineOnKafka connectors,
      KafkaStatus picture,
      UnaryOperator<String> redaction) {
    this.kafka = kafka;
    this.connectors = connectors;
    this.pipeline = pipeline;
    this.supervision = new Supervision(pipeline.retry(), System::nanoTime);
    this.picture = picture;
    this.redaction = redaction;
  }

  /**
   * What a look found.
   *
   * @param end why the run has to end, without secrets; empty when it has not
   * @param mayPass whether another run may do better than one that has to end
   */
  record Look(RunStatus status, Optional<KafkaTrouble> end, boolean mayPass) {}

  /**
   * Has the connectors run, or wait.
   *
   * @param claimed told that nobody else has connectors of these names, before one of them begins
   */
  void begin(boolean waiting, Runnable claimed) {
    paused = waiting;
    connectors.claim();
    claimed.run();
    connectors.begin(waiting);
  }

  /** How the run stands that nobody looks after now, since it may be another's. */
  RunStatus standing(KafkaTrouble why) {
    return picture.of(RunState.RETRYING, seen, restarts(), why);
  }

  /** How often something was started again. */
  int restarts() {
    return supervision.restarts();
  }

  /**
   * Looks once and does what has to be done.
   *
   * @param wait whether the connectors are to wait
   */
  Look look(boolean wait) {
    try {
      if (wait != paused) {
        follow(wait);
      }
      List<RunningConnector> now = connectors.look();
      Supervision.Verdict verdict = supervision.judge(now, kafka.calls());
      verdict.restart().forEach(this::restart);
      Optional<KafkaTrouble> end = verdict.end().map(reason -> trouble(verdict, reason));
      Optional<KafkaTrouble> waits =
          verdict.waits().map(reason -> trouble(verdict, reason)).or(() -> triesAgain(now));
      KafkaTrouble error = end.or(() -> waits).orElse(null);
      RunState state = state(now, end.isPresent(), waits.isPresent());
      seen = now;
      unanswered = 0;
      return new Look(picture.of(state, now, restarts(), error), end, verdict.mayPass());
    } catch (ConnectClusterException e) {
      return unanswered(e);
    }
  }

  private KafkaTrouble trouble(Supervision.Verdict verdict, String reason) {
    String cause = redaction.apply(reason);
    return verdict
        .origin()
        .map(origin -> KafkaTrouble.of(pipeline, origin, cause))
        .orElseGet(() -> KafkaTrouble.ofConnect(cause));
  }

  private void follow(boolean wait) {
    if (wait) {
      connectors.pause();
    } else {
      connectors.resume();
    }
    paused = wait;
  }

  /**
   * What it means that Connect does not say how the connectors are: a worker that is busy or
   * refuses one question may answer the next one, and until then nobody knows that they run. Only a
   * Kafka of another process that nobody answers for has ended.
   */
  private Look unanswered(ConnectClusterException trouble) {
    boolean away = !kafka.isOurs() && trouble.kind() == ConnectClusterException.Kind.UNREACHABLE;
    unanswered = away ? unanswered + 1 : 0;
    if (unanswered >= GONE_AFTER) {
      kafka.lost("the Kafka that it ran on has ended: " + trouble.getMessage());
    }
    String told = redaction.apply("not known how the connectors are: " + trouble.getMessage());
    RunStatus status =
        picture.of(RunState.RETRYING, seen, restarts(), KafkaTrouble.ofConnect(told));
    return new Look(status, kafka.failure().map(redaction).map(KafkaTrouble::ofConnect), true);
  }

  /** What a task waits for while Connect calls it running. */
  private Optional<KafkaTrouble> triesAgain(List<RunningConnector> now) {
    Set<String> running =
        now.stream().map(RunningConnector::name).collect(Collectors.toUnmodifiableSet());
    return kafka.waits().stream()
        .filter(wait -> running.contains(wait.connector()))
        .findFirst()
        .map(
            wait ->
                KafkaTrouble.waiting(
                    pipeline,
                    wait.connector(),
                    redaction.apply(
                        "connector " + wait.connector() + " tries again: " + wait.why())));
  }

  private void restart(Supervision.Restart what) {
    LOG.warn(
        "Connector {} {} and is started again",
        what.connector(),
        what.task().isPresent() ? "hangs in task " + what.task().getAsInt() : "has failed");
    connectors.restart(what);
  }

  /** Invariant 8: running means that all connectors have tasks, and all of these run. */
  private RunState state(List<RunningConnector> now, boolean ends, boolean waits) {
    if (ends) {
      return RunState.STOPPING; // It has ended when its connectors have.
    }
    if (waits) {
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
}
