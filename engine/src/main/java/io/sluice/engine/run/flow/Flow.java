package io.sluice.engine.run.flow;

import io.sluice.engine.checkpoint.CheckpointCoordinator;
import io.sluice.engine.checkpoint.Ledger;
import io.sluice.engine.checkpoint.Ledger.Kind;
import io.sluice.engine.fault.Failure;
import io.sluice.engine.lane.Lane;
import io.sluice.engine.sink.SinkWorker;
import io.sluice.engine.source.SourceWorker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.source.SourceConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a pipeline joined together and at work, from one checkpoint until the first failure
 * or the end. A run makes a new flow after a failure; nothing of the old one is used again.
 */
public final class Flow implements SourceWorker.Listener, SinkWorker.Listener {
  private static final Logger log = LoggerFactory.getLogger(Flow.class);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** What a flow reports; called on any thread. */
  public interface Listener {
    /** Something broke; only the first report of a flow counts. */
    void failed(Failure failure);

    /** A connector wants its tasks planned anew, or the lanes may now be laid out as wanted. */
    void reconfigure(String why);

    /** The source connector asked to be asked again for its tasks. */
    void tasksMayDiffer();

    /** An epoch's barriers are in all lanes. */
    void cut(long epoch);

    /** An epoch is committed. */
    void committed(long epoch);
  }

  private final FlowPlan plan;
  private final Listener listener;
  private final FlowParts parts = new FlowParts();
  private volatile boolean ending;
  private volatile boolean broken;

  public Flow(FlowPlan plan, Listener listener) {
    this.plan = plan;
    this.listener = listener;
  }

  /**
   * Starts everything. If it throws, {@link #end} still has to be called.
   *
   * @param paused whether sources wait before their first poll
   * @return false if lanes had to be laid out anew: the position is kept, a new flow has to start
   */
  public boolean start(boolean paused) throws InterruptedException {
    return new Assembly(plan, parts, this, paused).assemble();
  }

  public List<SourceWorker> sources() {
    return parts.startedSources;
  }

  public List<SinkGroup> sinks() {
    return parts.startedSinks;
  }

  /** Whether all that was polled is committed, and sources were told. */
  public boolean isSettled() {
    CheckpointCoordinator checkpoints = parts.coordinator;
    return checkpoints != null
        && parts.startedSources.stream()
            .allMatch(source -> source.side().polledSinceBarrier() == 0 && source.toldAll())
        && checkpoints.isSettled();
  }

  /** Whether a sink has records already that its source has yet to read again. */
  public boolean isCatchingUp() {
    return parts.startedSources.stream().anyMatch(source -> source.side().isBehindItsSinks());
  }

  public void pause() {
    parts.startedSources.forEach(SourceWorker::pause);
  }

  public void resume() {
    parts.startedSources.forEach(SourceWorker::resume);
  }

  /**
   * Brings everything that was polled into the sinks and commits it; polls nothing more.
   *
   * @param until in the ticker's nanoseconds; as long as sinks advance, that far from then on,
   *     unless hurried
   * @param hurried whether somebody waits for the end, so that a call which is being repeated is
   *     not waited for
   * @return whether everything is committed
   */
  public boolean settle(long until, BooleanSupplier hurried) throws InterruptedException {
    Deadline deadline = new Deadline(until, hurried);
    CheckpointCoordinator checkpoints = parts.coordinator;
    if (checkpoints == null) {
      return false;
    }
    for (SourceWorker source : parts.startedSources) {
      while (!source.close(Math.max(0, Math.min(LOOK_NANOS, deadline.left())))) {
        if (deadline.isOver() || broken || inTrouble(hurried)) {
          return false;
        }
      }
    }
    // What a sink paused is not in it; it is to resume first, or nobody waits for that.
    while (holdsPaused() && !deadline.isOver() && !ending && !broken && !hurried.getAsBoolean()) {
      plan.engine().tools().pause().sleep(Duration.ofNanos(LOOK_NANOS));
    }
    CompletableFuture<Boolean> settled = checkpoints.settle();
    while (!settled.isDone() && !deadline.isOver() && !ending && !broken && !inTrouble(hurried)) {
      Waiting.forDone(settled, LOOK_NANOS);
    }
    while (!parts.startedSources.stream().allMatch(SourceWorker::toldAll)
        && !deadline.isOver()
        && !broken) {
      plan.engine().tools().pause().sleep(Duration.ofMillis(2));
    }
    // What a sink does behind its last commit, as giving a table its key, it says by its pauses.
    while (isAnyPaused() && !deadline.isOver() && !ending && !broken && !hurried.getAsBoolean()) {
      plan.engine().tools().pause().sleep(Duration.ofNanos(LOOK_NANOS));
    }
    return settled.getNow(false);
  }

  /** Moves on while sinks advance: what they still have to write may take any time. */
  private final class Deadline {
    private final long patience;
    private final BooleanSupplier fixed;
    private long end;
    private long reached = -1;

    private Deadline(long end, BooleanSupplier fixed) {
      this.end = end;
      this.patience = end - now();
      this.fixed = fixed;
    }

    private long left() {
      Ledger.Counts counts = plan.ledger().counts();
      long advanced = counts.sum(Kind.DELIVERED) + counts.sum(Kind.REFUSED_BY_SINK);
      if (advanced != reached && !fixed.getAsBoolean()) {
        reached = advanced;
        end = Math.max(end, now() + patience);
      }
      return end - now();
    }

    private boolean isOver() {
      return left() <= 0;
    }
  }

  private boolean holdsPaused() {
    return parts.startedSinks.stream()
        .anyMatch(sink -> sink.workers().stream().anyMatch(SinkWorker::holdsPaused));
  }

  private boolean isAnyPaused() {
    return parts.startedSinks.stream()
        .anyMatch(sink -> sink.workers().stream().anyMatch(SinkWorker::hasPauses));
  }

  private boolean inTrouble(BooleanSupplier hurried) {
    return hurried.getAsBoolean() && Watchdog.trouble(this) != null;
  }

  /**
   * Lets go of everything. What does not come back by the deadline is interrupted, and then
   * abandoned (invariant 7).
   *
   * @param deadline in the ticker's nanoseconds
   */
  public void end(long deadline) {
    ending = true;
    CheckpointCoordinator checkpoints = parts.coordinator;
    if (checkpoints != null) {
      checkpoints.stop();
    }
    parts.gate.close();
    parts.lanes.forEach(Lane::close);
    parts.sources.forEach(SourceWorker::stop);
    parts.sinks.forEach(sink -> sink.workers().forEach(SinkWorker::stop));
    Waiting.forThreads(plan.name(), parts.threads, deadline, plan.engine().tools().ticker());
    awaitStopped(deadline);
    Duration rest = Duration.ofNanos(Math.max(TimeUnit.SECONDS.toNanos(1), deadline - now()));
    parts.sources.forEach(source -> source.release(rest));
    ConnectorHandle<SourceConnector> source = parts.sourceConnector;
    if (source != null) {
      source.stop(rest);
    }
    parts.sinks.forEach(sink -> sink.connector().stop(rest));
    if (parts.trace != null) {
      parts.trace.close();
    }
  }

  /**
   * A task that is letting go of its source is not to be interrupted, nor followed by a new one.
   */
  private void awaitStopped(long deadline) {
    try {
      for (SourceWorker source : parts.sources) {
        source.awaitStopped(Math.max(0, deadline - now()));
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  private long now() {
    return plan.engine().tools().ticker().nanos();
  }

  void reconfigure(String why) {
    if (!parts.startedSources.isEmpty() && !ending) {
      listener.reconfigure(why);
    }
  }

  void tasksMayDiffer() {
    if (!parts.startedSources.isEmpty() && !ending) {
      listener.tasksMayDiffer();
    }
  }

  /** Whether the source connector plans other tasks now than those that run. */
  public boolean tasksDiffer() throws InterruptedException {
    ConnectorHandle<SourceConnector> source = parts.sourceConnector;
    return source != null && !source.taskConfigs(parts.tasksMax).equals(parts.tasks);
  }

  void failed(String where, Exception error) {
    broken = true;
    if (!ending) {
      listener.failed(Failure.of(where, "running", error));
    }
  }

  @Override
  public void sourceEnded(int task) {
    log.debug("Pipeline {}: source task {} is at its end", plan.name(), task);
  }

  @Override
  public void sourceFailed(int task, Failure failure) {
    broken = true;
    if (!ending) {
      listener.failed(failure);
    }
  }

  @Override
  public void sinkFailed(int worker, Failure failure) {
    broken = true;
    if (!ending) {
      listener.failed(failure);
    }
  }

  CheckpointCoordinator.Listener checkpointListener() {
    return new CheckpointListener();
  }

  /** What the coordinator tells this flow. */
  private final class CheckpointListener implements CheckpointCoordinator.Listener {
    @Override
    public void beforePrepare(long epoch) {
      listener.cut(epoch);
      plan.desk().write(); // Invariant 5: refused by a transform, and not polled again.
    }

    @Override
    public void committed(long epoch) {
      plan.ledger().committed(epoch);
      listener.committed(epoch);
      if (parts.misaligned
          && parts.sources.stream().noneMatch(worker -> worker.side().isBehindItsSinks())) {
        parts.misaligned = false;
        reconfigure("all sinks are at one checkpoint again");
      }
    }

    @Override
    public void coordinatorFailed(Throwable cause) {
      broken = true;
      if (!ending && !(cause instanceof CancellationException)) {
        listener.failed(Failure.of("checkpoint", "writing the state", cause));
      }
    }
  }
}
