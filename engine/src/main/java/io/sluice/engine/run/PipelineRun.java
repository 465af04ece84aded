package io.sluice.engine.run;

import io.sluice.engine.fault.Backoff;
import io.sluice.engine.fault.Failure;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.run.RunEvents.Event;
import io.sluice.engine.run.flow.Flow;
import io.sluice.engine.run.flow.FlowPlan;
import io.sluice.engine.run.flow.Watchdog;
import io.sluice.plugin.guard.PluginExits;
import io.sluice.state.lease.PipelineLock;
import io.sluice.state.storage.StateException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a pipeline, under way or ended. Got from {@link DirectEngine#start}. All methods may
 * be called from any thread.
 *
 * <p>Its thread starts a {@link Flow}, watches over it, and after a failure decides by the kind of
 * fault: a new flow from the last checkpoint, or the end.
 */
public final class PipelineRun {
  private static final Logger log = LoggerFactory.getLogger(PipelineRun.class);
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);

  /**
   * While nothing happens: a process may have hundreds of pipelines that wait for their sources.
   */
  private static final long IDLE_TICK = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long PROGRESS_EVERY = TimeUnit.SECONDS.toNanos(1);

  /** How a flow came to its end. */
  private enum FlowEnd {
    STOP_ASKED,
    SOURCE_AT_END,
    RECONFIGURE,
    FAILED
  }

  private final FlowPlan plan;
  private final RunOptions options;
  private final StatusBoard board;
  private final Ticker ticker;
  private final PipelineLock lock;
  private final RunRecord record;
  private final Restarts restarts;
  private final RunEvents events;
  private final CountDownLatch over = new CountDownLatch(1);
  private final RunThreads threads;
  private final Thread thread;
  private final StopRequest stop;
  private volatile boolean pauseAsked;
  private volatile boolean anewAsked;
  private @Nullable Failure failure;

  /**
   * @param lock let go of when the run ends
   */
  PipelineRun(FlowPlan plan, RunOptions options, PipelineLock lock, RunRecord record) {
    this.plan = plan;
    this.options = options;
    this.lock = lock;
    this.record = record;
    this.ticker = plan.engine().tools().ticker();
    this.stop = new StopRequest(ticker);
    this.board = new StatusBoard(plan, options);
    this.events = new RunEvents(board::cut, board::committed);
    this.restarts = new Restarts(plan);
    this.pauseAsked = options.startPaused();
    this.threads = new RunThreads(plan.name(), plan.origin().standsFor().orElse(plan.name()));
    this.thread = new Thread(threads, this::run, "sluice " + plan.name());
    thread.setDaemon(true);
  }

  void begin() {
    thread.start();
  }

  /** How it stands now. Cheap; meant to be read a few times a second. */
  public RunStatus status() {
    return board.status();
  }

  /** What was measured on the way of its records. Cheap; meant to be read once a second. */
  public RunFigures figures() {
    return board.figures();
  }

  /** By what kind of failure the run ended; empty while it is under way, or if it did not fail. */
  public Optional<Fault> failedBy() {
    // Written before the state, so that whoever sees that one sees this.
    return status().state() == RunState.FAILED
        ? Optional.ofNullable(failure).map(Failure::fault)
        : Optional.empty();
  }

  /** Stops polling until {@link #resume()}. What was polled is still delivered and committed. */
  public void pause() {
    pauseAsked = true;
    events.wake();
  }

  /** Ends a pause; does nothing if there is none. */
  public void resume() {
    pauseAsked = false;
    events.wake();
  }

  /**
   * Has all tasks begin anew from the last checkpoint. What they have taken is made durable before,
   * if that is done within the time that a stop has for it; a pause before another attempt is over.
   * Returns at once; does nothing to a run that ends.
   */
  public void restartTasks() {
    anewAsked = true;
    events.wake();
  }

  /**
   * Ends the run in order: last barrier, flush, commit, close. Blocks until that is done or the
   * deadline has passed; then whatever still hangs is abandoned, and the next run resumes from the
   * last checkpoint. May be called again, also with a shorter deadline.
   *
   * @return how it ended
   */
  public RunStatus stop(Duration deadline) {
    stop.ask(deadline, thread);
    events.wake();
    boolean interrupted = false;
    while (true) {
      try {
        over.await();
        break;
      } catch (InterruptedException asked) {
        // Whoever interrupts wants it over now; the last checkpoint holds in any case.
        interrupted = true;
        stop.abandon();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return status();
  }

  /** Blocks until the run has ended by itself or was stopped. */
  public RunStatus awaitEnd() throws InterruptedException {
    over.await();
    return status();
  }

  /** Blocks until the run has ended, at most this long. Look at the state to know which. */
  public RunStatus awaitEnd(Duration atMost) throws InterruptedException {
    boolean ended = over.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    log.trace("Pipeline {} {}", plan.name(), ended ? "has ended" : "goes on");
    return status();
  }

  Duration stopTimeout() {
    return plan.pipeline().retry().stopTimeout();
  }

  private void run() {
    RunState end = RunState.FAILED;
    Runnable unheard = threads.onExit(this::exitRefused);
    try {
      end = runFlows();
    } catch (Throwable broken) {
      // The engine's own fault; nothing of it may leave the pipeline looking alive.
      remember(Failure.of("engine", "running", broken));
    } finally {
      unheard.run();
      finish(end);
    }
  }

  /** A task that called it fails anyway; a thread of the plugin's own would end unseen. */
  private void exitRefused(PluginExits.Refusal refusal) {
    String where = "thread '" + Thread.currentThread().getName() + "'";
    events.failed(Failure.of(where, "running", refusal.error()));
  }

  private RunState runFlows() {
    while (true) {
      board.phase(StatusBoard.Phase.STARTING);
      if (!confirmOurs()) {
        return stop.isAsked() ? RunState.STOPPED : RunState.FAILED;
      }
      Flow flow = new Flow(plan, events);
      events.clear();
      FlowEnd how = runOne(flow);
      if (how == FlowEnd.STOP_ASKED) {
        return RunState.STOPPED;
      }
      if (how == FlowEnd.SOURCE_AT_END) {
        return RunState.COMPLETED;
      }
      if (how == FlowEnd.FAILED && !mayTryAgain()) {
        return RunState.FAILED;
      }
      if (stop.isAsked()) {
        return RunState.STOPPED;
      }
    }
  }

  /**
   * Waits for the state to say that nobody else has had the pipeline; false if somebody has, or a
   * stop was asked for. A state that does not answer is no failure of the pipeline: it is waited
   * for as long as it takes.
   */
  private boolean confirmOurs() {
    Backoff pauses = plan.newBackoff();
    while (!stop.isAsked()) {
      anewAsked = false; // That is what comes now.
      try {
        lock.confirm();
        return true;
      } catch (StateException away) {
        remember(Failure.of("state", "confirm", away));
        if (!away.isTransient()) {
          return false;
        }
        board.phase(StatusBoard.Phase.RETRYING);
        awaitRetry(pauses.next());
      }
    }
    return false;
  }

  /** One flow from start to end; whatever happens, nothing of it is left running. */
  private FlowEnd runOne(Flow flow) {
    FlowEnd how;
    try {
      if (!startFlow(flow)) {
        how = FlowEnd.RECONFIGURE;
      } else {
        how = watch(flow);
        if (how != FlowEnd.FAILED) {
          how = settle(flow, how);
        }
      }
    } catch (InterruptedException asked) {
      how = stop.isAsked() ? FlowEnd.STOP_ASKED : FlowEnd.FAILED;
    } catch (RuntimeException | Error broken) {
      remember(Failure.of("pipeline", "start", broken));
      how = stop.isAsked() ? FlowEnd.STOP_ASKED : FlowEnd.FAILED;
    }
    flow.end(endDeadline());
    board.flowEnded();
    threads.flowEnded();
    return how;
  }

  private boolean startFlow(Flow flow) throws InterruptedException {
    stop.beginStart();
    try {
      boolean started = flow.start(pauseAsked);
      if (started) {
        board.flowStarted(flow);
        plan.engine().checkpoints().lastCommitted(plan.name()).ifPresent(board::resumedFrom);
      }
      return started;
    } finally {
      boolean asked = stop.endStart();
      log.trace("Start of pipeline {} {}", plan.name(), asked ? "broken off" : "over");
    }
  }

  /** Until there is a reason to end the flow. */
  private FlowEnd watch(Flow flow) throws InterruptedException {
    boolean paused = !pauseAsked; // So that the first look sets it.
    long lastProgress = ticker.nanos();
    while (true) {
      if (stop.isAsked()) {
        return FlowEnd.STOP_ASKED;
      }
      if (!lock.held()) {
        remember(leaseEnded());
        return FlowEnd.FAILED;
      }
      if (anewAsked) {
        log.info("Pipeline {} starts anew, as it was asked to", plan.name());
        return FlowEnd.RECONFIGURE;
      }
      if (pauseAsked != paused) {
        paused = pauseAsked;
        if (paused) {
          flow.pause();
        } else {
          flow.resume();
        }
      }
      board.phase(paused ? StatusBoard.Phase.PAUSED : StatusBoard.Phase.RUNNING);
      Event event = events.next(board.isIdle() && !options.once() ? IDLE_TICK : TICK);
      if (event instanceof Event.Failed failed) {
        remember(failed.failure());
        return FlowEnd.FAILED;
      }
      if (event instanceof Event.TasksMayDiffer && flow.tasksDiffer()) {
        log.info("Pipeline {} starts anew: its source plans other tasks", plan.name());
        return FlowEnd.RECONFIGURE;
      }
      if (event instanceof Event.Reconfigure reconfigure) {
        log.info("Pipeline {} starts anew: {}", plan.name(), reconfigure.why());
        return FlowEnd.RECONFIGURE;
      }
      Failure hanging = Watchdog.hanging(flow, plan.pipeline().retry().callTimeout());
      if (hanging != null) {
        remember(hanging);
        return FlowEnd.FAILED;
      }
      Watchdog.releaseStuckCatchUp(flow);
      if (!paused && options.once() && board.sourceAtEnd() && !flow.isCatchingUp()) {
        return FlowEnd.SOURCE_AT_END;
      }
      board.observe();
      if (ticker.nanos() - lastProgress > PROGRESS_EVERY) {
        lastProgress = ticker.nanos();
        writeProgress();
      }
    }
  }

  private static Failure leaseEnded() {
    return new Failure(
        "state",
        "renew",
        Fault.STATE_NOT_NOW,
        new FaultException(
            Fault.STATE_NOT_NOW,
            "the lease of the pipeline could not be renewed for so long that another server may"
                + " take it; this run goes on when the state's database says that none did"));
  }

  /** The orderly end of a flow; a failure on the way makes it one of the other kind. */
  private FlowEnd settle(Flow flow, FlowEnd how) throws InterruptedException {
    board.phase(StatusBoard.Phase.STOPPING);
    boolean all = flow.settle(endDeadline(), () -> stop.isAsked() || anewAsked);
    if (all) {
      return how;
    }
    Optional<Failure> failed = events.nextFailure();
    if (failed.isPresent()) {
      remember(failed.get());
      boolean anyway = how == FlowEnd.STOP_ASKED || how == FlowEnd.RECONFIGURE && anewAsked;
      return anyway ? how : FlowEnd.FAILED;
    }
    if (how == FlowEnd.SOURCE_AT_END) {
      remember(
          new Failure(
              "pipeline",
              "end",
              Fault.TASK_FAILED,
              new FaultException(
                  Fault.TASK_FAILED,
                  "the source is at its end, but a sink does not make everything durable")));
      return FlowEnd.FAILED;
    }
    log.warn(
        "Pipeline {}: not everything was committed; the next run goes on from checkpoint {}",
        plan.name(),
        board.committedEpoch());
    return how;
  }

  private boolean mayTryAgain() {
    Failure last = failure;
    if (last != null && last.fault().reaction() == Fault.Reaction.STOP) {
      return false;
    }
    Failure tooMany = restarts.failed(last, board.takeCommittedSinceFailure());
    if (tooMany != null) {
      remember(tooMany);
      return false;
    }
    board.phase(StatusBoard.Phase.RETRYING);
    board.restarted();
    awaitRetry(restarts.pause());
    return true;
  }

  private void awaitRetry(Duration pause) {
    long until = ticker.nanos() + pause.toNanos();
    try {
      while (!stop.isAsked() && !anewAsked && ticker.nanos() < until) {
        long left = Math.max(1, until - ticker.nanos());
        events.next(Math.min(left, TICK));
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  private void remember(Failure failed) {
    failure = failed;
    log.warn("Pipeline {}: {}", plan.name(), board.error(failed));
    log.debug("Pipeline {}: the failure in full", plan.name(), failed.cause());
  }

  private void finish(RunState end) {
    try {
      board.ended(end);
      record.end(end, status());
    } catch (RuntimeException unwritable) {
      log.warn("Pipeline {}: its end could not be written down", plan.name(), unwritable);
    } finally {
      lock.close();
      over.countDown();
    }
  }

  private void writeProgress() {
    try {
      record.progress(status());
    } catch (RuntimeException unwritable) {
      log.debug("Pipeline {}: progress not written", plan.name(), unwritable);
    }
  }

  /** When what is left of a flow is abandoned, in the ticker's nanoseconds. */
  private long endDeadline() {
    Duration allowed =
        stop.isAsked() || anewAsked
            ? plan.pipeline().retry().stopTimeout()
            : plan.pipeline().retry().callTimeout();
    return stop.deadline(allowed);
  }
}
