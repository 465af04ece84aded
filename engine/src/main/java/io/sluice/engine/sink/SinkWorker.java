package io.sluice.engine.sink;

import io.sluice.engine.checkpoint.CheckpointCoordinator;
import io.sluice.engine.checkpoint.Ledger;
import io.sluice.engine.checkpoint.PreparedGate;
import io.sluice.engine.conversion.Conversion;
import io.sluice.engine.deadletter.DeadLetterDesk;
import io.sluice.engine.fault.Backoff;
import io.sluice.engine.fault.CallWatch;
import io.sluice.engine.fault.Failpoint;
import io.sluice.engine.fault.Failure;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.PluginThread;
import io.sluice.engine.fault.Site;
import io.sluice.engine.fault.Tools;
import io.sluice.engine.figures.SinkMeter;
import io.sluice.engine.lane.Bell;
import io.sluice.engine.lane.Lane;
import io.sluice.engine.lane.LaneItem;
import io.sluice.engine.lane.LaneItem.Barrier;
import io.sluice.engine.lane.LaneItem.Batch;
import io.sluice.engine.lane.LaneItem.Opening;
import io.sluice.engine.tap.Tap;
import io.sluice.engine.trace.FlowTrace;
import io.sluice.plugin.Isolated;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one sink task: takes batches out of its lanes, one from each source task, and puts
 * them into the task; at a barrier waits until every lane has reached it, then has the task commit.
 *
 * <p>Records of a partition that the task paused stay in their lane, up to what that may hold; all
 * others and barriers pass them. The epochs that they belong to are durable once they are. When
 * they fill the lane its source waits, and so do the other partitions in it; barriers still come,
 * so that a task which resumes when it is asked to commit is asked.
 */
public final class SinkWorker implements Runnable {
  private static final long NOTHING_TO_DO = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long WHILE_PAUSED = TimeUnit.MILLISECONDS.toNanos(50);

  /** Called on the worker's thread. */
  public interface Listener {
    /** The worker is over. */
    void sinkFailed(int worker, Failure failure);
  }

  /**
   * The task, and what it is told at its start.
   *
   * @param worker number of this worker over all sinks of the pipeline
   * @param sink name of the sink in the pipeline file
   * @param number of the task among those of its sink
   * @param conversion what the task sees records through; null if it sees them as they are
   * @param opens partitions that are known already
   */
  public record Job(
      int worker,
      String sink,
      int number,
      Isolated<SinkTask> task,
      @Nullable Conversion conversion,
      Map<String, String> config,
      Set<TopicPartition> opens) {}

  /**
   * Who hears of it.
   *
   * @param tap where somebody may look into the stream
   * @param backoff between attempts at a call that may succeed later
   * @param retryForNanos how long a call is attempted before the worker gives up
   * @param meter of the sink
   * @param trace follows batches; null if nobody does
   */
  public record Reports(
      Listener listener,
      DeadLetterDesk desk,
      Tap tap,
      Ledger ledger,
      Backoff backoff,
      long retryForNanos,
      SinkMeter meter,
      @Nullable FlowTrace trace) {}

  /**
   * Where records come from, once it is known where the pipeline resumes.
   *
   * @param lanes one from each source task
   * @param epoch newest epoch that is durable everywhere
   * @param next next offset of each partition
   * @param prepared offsets up to which epochs are on disk as prepared, beyond {@code next}
   * @param has offsets below which this task has the records already
   */
  public record Feed(
      List<Lane> lanes,
      CheckpointCoordinator coordinator,
      PreparedGate gate,
      long epoch,
      Map<TopicPartition, Long> next,
      Map<TopicPartition, Long> prepared,
      Map<TopicPartition, Long> has) {}

  private final Job job;
  private final Reports reports;
  private final Tools tools;
  private final CallWatch watch;
  private final Bell bell = new Bell();
  private final DirectSinkTaskContext context;
  private final Delivery delivery;
  private final FollowedDelivery followed;
  private final Reporter reporter;
  private final DeliveryMeter meter;
  private final CompletableFuture<Map<TopicPartition, Long>> opened = new CompletableFuture<>();
  private final CompletableFuture<Feed> feed = new CompletableFuture<>();
  private volatile boolean stopping;
  private volatile String failedIn = "start";
  private volatile long durableEpoch;
  private volatile boolean commitAsked;
  private boolean tookSinceCommit; // on the worker's thread only

  public SinkWorker(Job job, Reports reports, Tools tools) {
    this.job = job;
    this.reports = reports;
    this.tools = tools;
    this.watch = new CallWatch(tools.ticker());
    this.reporter =
        new Reporter(
            job.sink(),
            reports.desk(),
            reports.tap(),
            reports.ledger().open(Ledger.Kind.DELIVERED, job.worker()),
            reports.ledger().open(Ledger.Kind.REFUSED_BY_SINK, job.worker()));
    this.meter = new DeliveryMeter(reports.meter(), tools);
    this.context =
        new DirectSinkTaskContext(job.config(), reporter, tools.metrics(), this::commitWanted);
    this.delivery =
        new Delivery(
            job.task().instance(),
            job.conversion(),
            context,
            reporter,
            watch,
            new Delivery.Patience(reports.backoff(), reports.retryForNanos(), () -> stopping),
            tools);
    this.followed =
        new FollowedDelivery(
            delivery, reports.trace(), new FlowTrace.SinkPlace(job.sink(), job.number()));
  }

  /**
   * The thread of this worker, not started.
   *
   * @param connector as the pipeline file names it
   */
  public Thread thread(String pipeline, String connector) {
    return PluginThread.ofTask(
        "sluice " + pipeline + " " + name(), job.task().loader(), connector, name(), this);
  }

  /** For messages. */
  public String name() {
    return "sink " + job.sink() + ", task " + job.number();
  }

  /** What the task opens at its start. */
  public Set<TopicPartition> opens() {
    return job.opens();
  }

  /**
   * Waits until the task has started and opened its partitions; returns the offsets that it asked
   * for.
   *
   * @throws FaultException if it failed, or hangs
   */
  public Map<TopicPartition, Long> awaitOpened(Duration deadline) throws InterruptedException {
    try {
      return opened.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw FaultException.at(
          new Site(name(), watch.doing()), Fault.CALL_HANGS, FaultException.late(deadline), late);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      throw FaultException.at(
          new Site(name(), failedIn), Fault.of(cause), "it did not start", cause);
    }
  }

  /** Rung when a lane to this worker has something. */
  public Bell bell() {
    return bell;
  }

  /** Connects the lanes; once. */
  public void attach(Feed lanes) {
    feed.complete(lanes);
  }

  @Override
  public void run() {
    try {
      delivery.start(job.config());
      opened.complete(job.opens().isEmpty() ? Map.of() : delivery.open(job.opens()));
      Feed from = feed.get();
      durableEpoch = from.epoch();
      delivery.resumeAt(from.epoch(), from.next(), from.prepared(), from.has());
      drain(from);
    } catch (InterruptedException | CancellationException | ExecutionException asked) {
      fail(asked);
    } catch (Throwable failed) {
      fail(failed);
    } finally {
      delivery.stop();
    }
  }

  private void fail(Throwable cause) {
    failedIn = watch.doingOr("put");
    if (!opened.completeExceptionally(cause) && !stopping) {
      reports.listener().sinkFailed(job.worker(), Failure.of(name(), failedIn, cause));
    }
  }

  private void drain(Feed from) throws InterruptedException {
    Intake intake = new Intake(from.lanes(), context);
    long idleAt = tools.ticker().nanos();
    while (!stopping) {
      boolean moved = false;
      for (int i = 0; i < intake.lanes() && !stopping; i++) {
        LaneItem item = intake.next(i);
        if (item instanceof Batch batch) {
          deliver(batch);
          commitWhileCatchingUp(from);
          moved = true;
        } else if (item instanceof Opening opening) {
          open(opening);
          moved = true;
        } else if (item instanceof Barrier barrier) {
          moved = true;
          if (intake.reached(i)) {
            commit(barrier.epoch(), from);
            intake.pass();
          }
        }
      }
      idleAt = moved ? tools.ticker().nanos() : idle(idleAt);
    }
  }

  /**
   * Nothing to take: waits a moment. Now and then the task is put nothing, so that it can act by
   * time; sooner if it asked for that.
   *
   * @param since when the task last had something, or was last put nothing
   * @return the same, as of now
   */
  private long idle(long since) throws InterruptedException {
    long usual = context.hasPauses() ? WHILE_PAUSED : NOTHING_TO_DO;
    long asked = context.takeTimeout();
    if (asked >= 0) {
      bell.await(Math.min(usual, TimeUnit.MILLISECONDS.toNanos(asked)));
    } else if (tools.ticker().nanos() - since < usual) {
      bell.await(usual);
      return since;
    }
    if (tookSinceCommit && context.hasPauses()) {
      // It took something and paused: what it waits for may be to be asked to commit that.
      tookSinceCommit = false;
      commitWanted();
      delivery.commitWithinPrepared();
    }
    delivery.putNothing();
    reporter.settle();
    return tools.ticker().nanos();
  }

  private void deliver(Batch batch) throws InterruptedException {
    long since = tools.ticker().nanos();
    followed.put(batch);
    tookSinceCommit = true;
    meter.put(batch, tools.ticker().nanos() - since);
  }

  private void open(Opening opening) {
    try {
      opening.named().complete(delivery.open(new HashSet<>(opening.partitions())));
    } catch (RuntimeException | Error failed) {
      opening.named().completeExceptionally(failed);
      throw failed;
    }
  }

  /**
   * While the source reads again what another sink has, no epoch ends; a task that would rather not
   * keep its transaction open so long commits within epochs that are on disk.
   */
  private void commitWhileCatchingUp(Feed from) throws InterruptedException {
    if (commitAsked && from.coordinator().isCatchingUp()) {
      commitAsked = false; // Before the call, in which the task may ask once more.
      if (!delivery.commitWithinPrepared()) {
        commitAsked = true; // The task does not ask again before it was heard.
      }
    }
  }

  private void commit(long epoch, Feed from) throws InterruptedException {
    // Invariant 3: the offsets of the epoch are on disk before this task commits it.
    from.gate().await(epoch);
    tools.failpoints().reach(Failpoint.BEFORE_SINK_COMMIT, epoch);
    reporter.mark(epoch);
    meter.ends(epoch);
    commitAsked = false;
    long since = tools.ticker().nanos();
    long durable = followed.commit(epoch, Intake.passedBy(from.lanes()));
    tookSinceCommit = false;
    long took = tools.ticker().nanos() - since;
    reporter.mark(epoch);
    tools.failpoints().reach(Failpoint.AFTER_SINK_COMMIT, epoch);
    durableEpoch = durable;
    meter.committed(durable, took);
    from.coordinator().answered(job.worker(), epoch, durable, took);
  }

  /** Whether records wait in lanes because the task paused their partitions. */
  public boolean holdsPaused() {
    Feed from = feed.isDone() && !feed.isCompletedExceptionally() ? feed.getNow(null) : null;
    return from != null && !Intake.passedBy(from.lanes()).isEmpty();
  }

  /** Whether the task has paused partitions, whether or not records of them wait. */
  public boolean hasPauses() {
    return context.hasPauses();
  }

  private void commitWanted() {
    commitAsked = true;
    Feed from = feed.isCompletedExceptionally() ? null : feed.getNow(null);
    if (from != null) {
      from.coordinator().requestCheckpoint();
    }
  }

  /** Ends the worker after the call under way; the task is closed and stopped. Returns at once. */
  public void stop() {
    stopping = true;
    feed.cancel(false);
    bell.ring();
  }

  /** What the task's thread is calling. */
  public CallWatch watch() {
    return watch;
  }

  /** Whether the task has started and opened what was known at the start. */
  public boolean started() {
    return opened.isDone();
  }

  /** Records in the lanes before this task. */
  public int waiting() {
    Feed from = feed.isDone() && !feed.isCompletedExceptionally() ? feed.getNow(null) : null;
    return from == null ? 0 : from.lanes().stream().mapToInt(Lane::waiting).sum();
  }

  /** Newest epoch that is durable in this task's target. */
  public long durableEpoch() {
    return durableEpoch;
  }

  /** When the newest delivered record was made at its source; {@link Long#MIN_VALUE} if none. */
  public long newestSourceMillis() {
    return meter.newestSourceMillis();
  }
}
