package io.sluice.server.fleet;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.run.LogOwner;
import io.sluice.engine.run.RestartScope;
import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.engine.run.RunTask;
import io.sluice.project.kafka.KafkaRun;
import io.sluice.project.kafka.SharedKafka;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run on Kafka, on a thread of its own that looks after its connectors. */
final class KafkaExecution implements Execution {
  private static final Logger log = LoggerFactory.getLogger(KafkaExecution.class);

  /** A run gives its connectors half a minute to end, and asks Connect with deadlines. */
  private static final Duration END_WITHIN = Duration.ofSeconds(90);

  private final KafkaRun run;
  private final SharedKafka.Lease lease;
  private final Thread thread;
  private volatile boolean overdue;

  private KafkaExecution(KafkaRun run, SharedKafka.Lease lease) {
    this.run = run;
    this.lease = lease;
    this.thread =
        new Thread(LogOwner.of(run.pipeline(), this::lookAfter), "sluice " + run.pipeline());
    thread.setDaemon(true);
  }

  /**
   * Begins it; run and lease are let go of when it ends.
   *
   * @param paused whether it waits until it is told to go on
   */
  static KafkaExecution begin(KafkaRun run, SharedKafka.Lease lease, boolean paused) {
    KafkaExecution execution = new KafkaExecution(run, lease);
    run.answerForEnd();
    if (paused) {
      run.pause();
    }
    execution.thread.start();
    return execution;
  }

  private void lookAfter() {
    try (lease;
        run) {
      run.run(status -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error broken) {
      // Its status tells it to people, without secrets.
      log.debug("Pipeline {} was broken off", run.pipeline(), broken);
    }
  }

  @Override
  public RunStatus status() {
    RunStatus status = run.status();
    return overdue && !status.state().ended() && status.lastError() == null
        ? overdue(status)
        : status;
  }

  @Override
  public Optional<RunFigures> figures() {
    return run.figures();
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
  public RestartScope restartScope() {
    return RestartScope.TASK;
  }

  @Override
  public void restart(RunTask task) {
    run.restarts().restart(task);
  }

  @Override
  public void stop() {
    run.stop();
    try {
      thread.join(END_WITHIN.toMillis());
      if (thread.isAlive()) {
        overdue = true;
        log.warn("Pipeline {} has not ended within {}", run.pipeline(), END_WITHIN);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Duration endsWithin() {
    return END_WITHIN;
  }

  /** With what is the matter. It keeps the pipeline's lease, so that no other runs beside it. */
  private static RunStatus overdue(RunStatus status) {
    return new RunStatus(
        status.pipeline(),
        RunState.STOPPING,
        status.startedAt(),
        status.at(),
        status.counts(),
        status.lag(),
        status.freshness(),
        status.checkpoint(),
        status.sourceTasks(),
        status.sinks(),
        status.restarts(),
        new RunError(
            status.at(),
            Fault.CALL_HANGS,
            "pipeline",
            "stop",
            "it has not ended within "
                + END_WITHIN.toSeconds()
                + " s of being stopped, and may still write; it has the pipeline until it has"
                + " ended. Start the server anew if it does not",
            Optional.empty()),
        null);
  }

  @Override
  public boolean mayPass() {
    return run.mayPass();
  }
}
