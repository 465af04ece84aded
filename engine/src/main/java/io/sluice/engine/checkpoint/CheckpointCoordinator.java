package io.sluice.engine.checkpoint;

import io.sluice.engine.checkpoint.CheckpointProtocol.Action;
import io.sluice.engine.checkpoint.CheckpointProtocol.Event;
import io.sluice.engine.fault.Failpoint;
import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.trace.FlowTrace;
import io.sluice.state.checkpoint.Checkpoints;
import io.sluice.state.checkpoint.EpochRecord;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Drives {@link CheckpointProtocol}: one thread that takes events from workers, writes epochs to
 * the state, and tells workers what is next. Everything it asks of workers returns at once; the
 * only thing that it waits for is the disk.
 */
public final class CheckpointCoordinator implements Runnable {
  private static final long HELP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /**
   * When epochs end, and who takes part.
   *
   * @param sources how many source tasks send barriers
   * @param sinkTasks how many sink tasks answer, over all sinks
   * @param lastEpoch newest epoch number ever used by the pipeline
   */
  public record Plan(
      String pipeline,
      String layout,
      int sources,
      int sinkTasks,
      long intervalNanos,
      long maxRecords,
      long lastEpoch) {}

  /** What the coordinator reports to whoever started it; called on its thread. */
  public interface Listener {
    /** All letters of the epoch must be durable before it is prepared. */
    void beforePrepare(long epoch);

    /** An epoch and all before it are committed. */
    void committed(long epoch);

    /** The coordinator's thread ended by this. */
    void coordinatorFailed(Throwable cause);
  }

  private final Plan plan;
  private final Checkpoints checkpoints;
  private final PreparedGate gate;
  private final Listener listener;
  private final Failpoints failpoints;
  private final Ticker ticker;
  private final @Nullable FlowTrace trace;
  private final CheckpointProtocol protocol;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile boolean stopped;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final AtomicBoolean resting = new AtomicBoolean();
  private volatile long turns; // written by the thread alone
  private volatile boolean settled = true;
  private volatile @Nullable CompletableFuture<Boolean> settling;
  private volatile List<? extends SourceSide> sources = List.of();
  private boolean barrierOut;
  private long barrierSince;
  private boolean askedOnceMore;

  /**
   * @param checkpoints where epochs are written
   * @param gate opened for sink tasks when an epoch is prepared
   */
  public CheckpointCoordinator(
      Plan plan, Checkpoints checkpoints, PreparedGate gate, Listener listener, Timing timing) {
    this.plan = plan;
    this.checkpoints = checkpoints;
    this.gate = gate;
    this.listener = listener;
    this.failpoints = timing.failpoints();
    this.ticker = timing.ticker();
    this.trace = timing.trace();
    this.protocol =
        new CheckpointProtocol(
            new CheckpointProtocol.Settings(
                plan.sources(),
                plan.sinkTasks(),
                plan.intervalNanos(),
                plan.maxRecords(),
                Math.max(plan.intervalNanos(), TimeUnit.SECONDS.toNanos(1)),
                plan.layout()),
            plan.lastEpoch(),
            ticker.nanos());
  }

  /** Names the source tasks, in their order; before the thread is started. */
  public void begin(List<? extends SourceSide> tasks) {
    sources = List.copyOf(tasks);
  }

  /**
   * The engine's sense of time, and its points of failure.
   *
   * @param trace follows batches; null if nobody does
   */
  public record Timing(Ticker ticker, Failpoints failpoints, @Nullable FlowTrace trace) {}

  /** A source task has put the barrier into all its lanes. Any thread. */
  public void barrierSent(int source, long epoch, SourceCut cut) {
    events.add(new Event.BarrierSent(source, epoch, cut));
  }

  /**
   * A sink task met the barrier and flushed. Any thread.
   *
   * @param tookNanos how long that took
   */
  public void answered(int sinkTask, long epoch, long durable, long tookNanos) {
    events.add(new Event.Answered(sinkTask, epoch, durable, tookNanos));
  }

  /**
   * A source task has taken records, and {@link SourceSide#polledSinceBarrier} says so to every
   * thread. Any thread; costs nothing unless it was quiet before.
   */
  public void polled() {
    if (resting.get() && resting.compareAndSet(true, false)) {
      wake();
    }
  }

  /** Somebody would like a checkpoint soon. Any thread. */
  public void requestCheckpoint() {
    wanted.set(true);
    wake();
  }

  /**
   * Ends epochs at once until everything that sources dispatched is committed, or held back by a
   * sink; completes then, with whether all is committed. For a pipeline whose sources poll no more.
   */
  public CompletableFuture<Boolean> settle() {
    CompletableFuture<Boolean> future = new CompletableFuture<>();
    settling = future;
    wake();
    return future;
  }

  /** Whether every epoch that was cut is committed, as of a moment ago. Any thread. */
  public boolean isSettled() {
    return settled;
  }

  /** Whether a source task is still to come by what some sink has already. Any thread. */
  public boolean isCatchingUp() {
    return !stopped && sources.stream().anyMatch(SourceSide::isBehindItsSinks);
  }

  /** Ends the thread without another checkpoint. */
  public void stop() {
    stopped = true;
    wake();
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        Event event = next();
        while (event != null) {
          act(event);
          event = events.poll();
        }
        tick();
        settled = protocol.settled();
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error failed) {
      if (!stopped) {
        listener.coordinatorFailed(failed);
      }
    }
  }

  /** The next event, or null when it is time for a look; waits without an end where all rests. */
  private @Nullable Event next() throws InterruptedException {
    if (!rests()) {
      return events.poll(pause(), TimeUnit.NANOSECONDS);
    }
    Event first = events.take();
    resting.set(false);
    // What comes after a rest gathers for as long as it always did before an epoch is made of it.
    act(first);
    return wanted.get() || settling != null
        ? events.poll()
        : events.poll(pause(), TimeUnit.NANOSECONDS);
  }

  /** Whether nothing can be done before somebody tells of something: by an event, or a record. */
  private boolean rests() {
    turns++;
    if (settling != null || !protocol.settled()) {
      return false;
    }
    // First said, then looked: a source task that takes records now sees it, or is seen.
    resting.set(true);
    for (SourceSide source : sources) {
      if (source.polledSinceBarrier() > 0 || source.isBehindItsSinks()) {
        resting.set(false);
        return false;
      }
    }
    return true;
  }

  /** How often the thread has looked around; for tests. */
  long turns() {
    return turns;
  }

  private void tick() {
    CompletableFuture<Boolean> end = settling;
    long polled = 0;
    long waiting = 0;
    boolean hold = false;
    for (SourceSide source : sources) {
      waiting += source.waitingForRoom();
      polled += source.polledSinceBarrier();
      hold |= source.isBehindItsSinks();
      if (barrierOut) {
        source.helpWithBarrier();
      }
    }
    if (end != null && polled == 0 && events.isEmpty() && protocol.answeredAll()) {
      if (protocol.settled() || askedOnceMore) {
        end.complete(protocol.settled());
        return;
      }
      askedOnceMore = true; // What a sink held back may be durable by now.
    }
    if (end != null && hold && protocol.answeredAll()) {
      // An epoch that ended here would end before the one that a sink is at, and belong to neither.
      // What was read again is read once more by the next run.
      end.complete(false);
      return;
    }
    boolean asked = wanted.get() || end != null;
    // What waits for room will not be in this epoch; an epoch without records is a commit for
    // nothing. A sink that holds records back is asked again by time.
    act(new Event.Tick(ticker.nanos(), Math.max(0, polled - waiting), asked, hold));
  }

  private void act(Event event) {
    for (Action action : protocol.on(event)) {
      perform(action);
    }
  }

  private void perform(Action action) {
    if (action instanceof Action.SendBarriers send) {
      barrierOut = true;
      barrierSince = ticker.nanos();
      // Here and nowhere else: whoever asks from now on may have more than this epoch will hold.
      wanted.set(false);
      for (SourceSide source : sources) {
        source.barrierDue(send.epoch());
        source.helpWithBarrier();
      }
    } else if (action instanceof Action.Prepare prepare) {
      prepare(prepare.epoch());
    } else if (action instanceof Action.Release release) {
      gate.open(release.epoch());
    } else if (action instanceof Action.Commit commit) {
      commit(commit.epoch());
    } else if (action instanceof Action.TellSources tell) {
      tellSources(tell.epoch());
    }
  }

  private void prepare(EpochRecord epoch) {
    barrierOut = false;
    long since = ticker.nanos();
    if (trace != null) {
      trace.barrier(epoch.epoch(), barrierSince, since);
    }
    failpoints.reach(Failpoint.BEFORE_PREPARE, epoch.epoch());
    listener.beforePrepare(epoch.epoch());
    checkpoints.prepare(plan.pipeline(), epoch);
    if (trace != null) {
      trace.prepared(epoch.epoch(), since, ticker.nanos());
    }
    failpoints.reach(Failpoint.AFTER_PREPARE, epoch.epoch());
    act(new Event.Prepared(epoch.epoch()));
  }

  private void commit(long epoch) {
    failpoints.reach(Failpoint.BEFORE_COMMIT, epoch);
    long since = ticker.nanos();
    checkpoints.commit(plan.pipeline(), epoch);
    if (trace != null) {
      trace.committed(epoch, since, ticker.nanos());
    }
    listener.committed(epoch);
    failpoints.reach(Failpoint.BEFORE_SOURCE_COMMIT, epoch);
    act(new Event.Committed(epoch));
  }

  private void tellSources(long epoch) {
    // Invariant 1: only reached through Commit, which every sink task has answered for.
    for (SourceSide source : sources) {
      source.committed(epoch);
    }
    failpoints.reach(Failpoint.AFTER_SOURCE_COMMIT, epoch);
  }

  private long pause() {
    if (barrierOut || settling != null) {
      return HELP_NANOS;
    }
    return Math.min(
        Math.max(plan.intervalNanos() / 4, HELP_NANOS), TimeUnit.MILLISECONDS.toNanos(50));
  }

  /** A Tick with nothing in it: makes the thread look at its flags. */
  private void wake() {
    events.add(new Event.Tick(ticker.nanos(), 0, false, true));
  }
}
