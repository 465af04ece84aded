package io.sluice.engine.source;

import io.sluice.engine.checkpoint.CheckpointCoordinator;
import io.sluice.engine.checkpoint.Ledger;
import io.sluice.engine.checkpoint.SourceSide;
import io.sluice.engine.deadletter.DeadLetterDesk;
import io.sluice.engine.fault.Backoff;
import io.sluice.engine.fault.CallWatch;
import io.sluice.engine.fault.Failpoint;
import io.sluice.engine.fault.Failure;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.PluginThread;
import io.sluice.engine.fault.Tools;
import io.sluice.engine.figures.RunMeters;
import io.sluice.engine.gate.Passages;
import io.sluice.engine.lane.Bell;
import io.sluice.engine.lane.Lane;
import io.sluice.engine.tap.Masking;
import io.sluice.engine.tap.Tap;
import io.sluice.engine.trace.BatchTrace;
import io.sluice.engine.trace.FlowTrace;
import io.sluice.engine.transform.TransformChain;
import io.sluice.plugin.Isolated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one source task: poll, hand to the {@link Dispatcher}, over and over. The thread is
 * the plugin's own (invariant 7); nobody waits for it without a deadline.
 */
public final class SourceWorker implements Runnable {
  private static final long QUICK_EMPTY_POLL = TimeUnit.MICROSECONDS.toNanos(200);

  /** As long as that a poll without an answer says nothing after one that failed. */
  private static final long DOUBT = TimeUnit.SECONDS.toNanos(60);

  /** What happens to the worker; called on its thread. */
  public interface Listener {
    /** A record said that the task is at its end; it is polled no more. */
    void sourceEnded(int task);

    /** The worker is over. */
    void sourceFailed(int task, Failure failure);
  }

  /**
   * The task, and what it is told at its start.
   *
   * @param number from zero, among the tasks of its connector
   * @param endOfStream name of the header by which a record says that the task is at its end; null
   *     if it is read for ever
   */
  public record Job(
      int number,
      Isolated<SourceTask> task,
      Map<String, String> config,
      CommittedOffsets offsets,
      @Nullable String endOfStream) {}

  /**
   * Where its records go.
   *
   * @param tap where somebody may look into the stream
   * @param masking what they may not see of it
   * @param passages what the gate behind the transforms says; null if there is none
   * @param lanesBySink for each sink, a lane to each of its tasks
   * @param room rung when one of them has room again
   * @param partitions how many partitions of each topic belong to a source task
   * @param next next offset of each partition that has been handed out before
   * @param opened partitions that the sink tasks have opened already
   * @param catchUpTo offsets that the source comes by before an epoch may be cut: some sink has
   *     records before them already
   */
  public record Way(
      TransformChain chain,
      @Nullable Passages passages,
      Tap tap,
      Masking masking,
      DeadLetterDesk desk,
      List<List<Lane>> lanesBySink,
      Bell room,
      int partitions,
      Map<TopicPartition, Long> next,
      Set<TopicPartition> opened,
      Map<TopicPartition, Long> catchUpTo) {}

  /**
   * Who hears of it.
   *
   * @param backoff between attempts at a poll that may succeed later
   * @param retryForNanos how long a poll is attempted before the worker gives up
   * @param meters measure polls, transforms and waits
   * @param trace follows batches; null if nobody does
   */
  public record Reports(
      Listener listener,
      CheckpointCoordinator coordinator,
      Ledger ledger,
      Backoff backoff,
      long retryForNanos,
      RunMeters meters,
      @Nullable FlowTrace trace) {}

  private final Job job;
  private final SourceTask task;
  private final Reports reports;
  private final Tools tools;
  private final CallWatch watch;
  private final Retries retries;
  private final PatientTransforms transforms;
  private final TimedTransforms timed;
  private final SourceCommits commits;
  private final Dispatcher dispatcher;
  private final StuckCatchUp stuck;
  private final AtomicLong polls = new AtomicLong();
  private final Object resumed = new Object();
  private volatile boolean paused;
  private volatile boolean stopping;
  private volatile boolean started;
  private volatile boolean ended;
  private volatile boolean hasNothing;
  private volatile long lastGave;
  private long polledSoFar; // on the worker's thread only
  private long pollBegan; // on the worker's thread only
  private long polledAt; // on the worker's thread only
  private long failedAt; // on the worker's thread only

  public SourceWorker(Job job, Way way, Reports reports, Tools tools) {
    this.job = job;
    this.task = job.task().instance();
    this.reports = reports;
    this.tools = tools;
    this.watch = new CallWatch(tools.ticker());
    this.retries = new Retries(reports.backoff(), reports.retryForNanos(), tools, () -> stopping);
    this.transforms = new PatientTransforms(way.chain(), way.passages(), watch, retries, tools);
    this.timed = new TimedTransforms(transforms, reports.meters().transform(), tools.ticker());
    this.commits = new SourceCommits(name(), task, job.task().loader(), tools);
    this.stuck = new StuckCatchUp(tools.ticker());
    this.lastGave = tools.ticker().nanos();
    Router router =
        new Router(
            new Router.Layout(job.number(), way.partitions(), way.lanesBySink()),
            way.next(),
            way.opened());
    this.dispatcher =
        new Dispatcher(
            job.number(),
            new Dispatcher.Way(
                timed,
                way.desk(),
                router,
                way.room(),
                job.endOfStream(),
                new Dispatcher.Look(way.tap(), way.masking())),
            new Dispatcher.Reports(
                reports.coordinator(),
                reports.ledger(),
                commits::durableUpTo,
                reports.meters().waiting(),
                tools.ticker(),
                reports.trace()),
            job.offsets(),
            commits.acknowledgements(),
            way.catchUpTo());
  }

  /** What the coordinator talks to. */
  public SourceSide side() {
    return dispatcher;
  }

  /** What the task's thread is calling. */
  public CallWatch watch() {
    return watch;
  }

  /** What the thread for the task's commits is calling. */
  public CallWatch commitWatch() {
    return commits.watch();
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
    return "source task " + job.number();
  }

  @Override
  public void run() {
    String doing = "start";
    try {
      start();
      while (!stopping && !ended) {
        if (paused) {
          awaitResume();
          continue;
        }
        doing = "poll";
        List<SourceRecord> records = sound(poll());
        doing = "handing over";
        if (!records.isEmpty()) {
          handOver(records);
        }
      }
    } catch (InterruptedException | CancellationException asked) {
      if (!stopping) {
        reports.listener().sourceFailed(job.number(), Failure.of(name(), doing, asked));
      }
    } catch (Throwable failed) {
      if (!stopping) {
        String in = watch.doingOr(doing);
        reports.listener().sourceFailed(job.number(), Failure.of(name(), in, failed));
      }
    }
  }

  private void start() {
    watch.enter("start");
    task.initialize(new DirectSourceTaskContext(job.config(), job.offsets(), tools.metrics()));
    task.start(job.config());
    watch.leave();
    started = true;
  }

  private @Nullable List<@Nullable SourceRecord> poll() throws InterruptedException {
    long since = retries.now();
    while (true) {
      try {
        watch.enter("poll");
        long before = tools.ticker().nanos();
        List<@Nullable SourceRecord> records = task.poll();
        boolean answered = records != null || !isInDoubt();
        if (answered) {
          watch.leave();
        } else {
          watch.leaveInDoubt();
        }
        retries.succeeded();
        boolean empty = records == null || records.isEmpty();
        hasNothing = empty && answered;
        polls.lazySet(polls.getPlain() + 1);
        polledAt = tools.ticker().nanos();
        long took = polledAt - before;
        pollBegan = before;
        if (!empty) {
          reports.meters().poll().add(records.size(), took);
        } else if (took < QUICK_EMPTY_POLL) {
          // A task that returns at once with nothing must not burn a core.
          TimeUnit.MILLISECONDS.sleep(1);
        }
        return records;
      } catch (RetriableException later) {
        hasNothing = false; // Nobody knows what there is.
        failedAt = tools.ticker().nanos();
        watch.failed(later);
        if (stopping || retries.isOver(since)) {
          throw later;
        }
        retries.pause();
        if (stopping) {
          throw later;
        }
      } catch (DataException unreadable) {
        // There is no record yet that could be a dead letter, and the next task finds the same.
        throw new FaultException(
            Fault.SOURCE_UNREADABLE,
            "the source holds what its connector cannot make a record of, and a restart would meet"
                + " it again. Correct it at the source, or let the connector's settings say how to"
                + " read it",
            unreadable);
      }
    }
  }

  /**
   * Whether a task that gives nothing may still be without its source. Tasks that wait between two
   * attempts answer null meanwhile, Debezium's for 10 s by default; an empty list, or records, say
   * that the source is there again.
   */
  private boolean isInDoubt() {
    return watch.trouble() != null && tools.ticker().nanos() - failedAt < DOUBT;
  }

  /**
   * What a task gave, without the nulls that Connect passes over as well, and such that each record
   * is reached at once: some tasks give linked lists.
   */
  private static List<SourceRecord> sound(@Nullable List<@Nullable SourceRecord> polled) {
    if (polled == null || polled.isEmpty()) {
      return List.of();
    }
    List<SourceRecord> records = new ArrayList<>(polled.size());
    for (SourceRecord record : polled) {
      if (record != null) {
        records.add(record);
      }
    }
    return records;
  }

  private void handOver(List<SourceRecord> records) throws InterruptedException {
    lastGave = tools.ticker().nanos();
    polledSoFar += records.size();
    tools.failpoints().reach(Failpoint.POLLED, polledSoFar);
    boolean end = dispatch(records);
    timed.batchIsThrough();
    lastGave = tools.ticker().nanos();
    if (end) {
      ended = true;
      reports.listener().sourceEnded(job.number());
    }
  }

  private boolean dispatch(List<SourceRecord> records) throws InterruptedException {
    FlowTrace trace = reports.trace();
    BatchTrace batch =
        trace == null ? null : trace.polled(job.number(), records, pollBegan, polledAt);
    try {
      return dispatcher.dispatch(records, tools.clock().millis(), batch);
    } catch (Throwable failed) {
      if (batch != null) {
        batch.brokeOff(failed);
      }
      throw failed;
    }
  }

  private void awaitResume() throws InterruptedException {
    synchronized (resumed) {
      while (paused && !stopping) {
        resumed.wait();
      }
    }
  }

  /** Stops polling after the poll under way. */
  public void pause() {
    paused = true;
  }

  /** Ends a pause. */
  public void resume() {
    lastGave = tools.ticker().nanos();
    paused = false;
    synchronized (resumed) {
      resumed.notifyAll();
    }
  }

  /** Dispatches nothing more; true if nothing is on its way within this time. */
  public boolean close(long nanos) throws InterruptedException {
    paused = true;
    return dispatcher.close(nanos);
  }

  /**
   * Ends the worker: no more polls, and the task is told to stop on the thread for its commits,
   * since its own may sit in a poll. Returns at once.
   */
  public void stop() {
    stopping = true;
    resume();
    commits.stop();
  }

  /** Waits until the task's {@code stop} came back, at most this long. After {@link #stop}. */
  public void awaitStopped(long nanos) throws InterruptedException {
    commits.awaitStopped(nanos);
  }

  /**
   * Lets go of everything once the threads are gone or abandoned.
   *
   * @param patience how long the transforms may take to close
   */
  public void release(Duration patience) {
    commits.release();
    transforms.close(name(), job.task().loader(), patience);
  }

  /** Whether the task heard of everything that is durable. */
  public boolean toldAll() {
    return commits.toldAll();
  }

  /** Whether the task's start came back. */
  public boolean started() {
    return started;
  }

  /** Whether the task says itself when it is at its end. */
  public boolean bounded() {
    return job.endOfStream() != null;
  }

  /** Whether the task is at its end and polled no more. */
  public boolean ended() {
    return ended;
  }

  /** Whether the last poll brought nothing, or the present one has been waiting for a while. */
  public boolean hasNothing() {
    return ended
        || started && (hasNothing || watch.doing().equals("poll") && watch.nanos() > 100_000_000L);
  }

  /** How long ago the task last gave something, or began. */
  public long nanosSinceGave() {
    return hasNothing() ? tools.ticker().nanos() - lastGave : 0;
  }

  /**
   * Whether the source does not come any closer to what its sinks have already: because it has
   * nothing more to give, or gives other records than before. Asked by one thread.
   */
  public boolean isStuckCatchingUp() {
    return dispatcher.isBehindItsSinks()
        && stuck.look(dispatcher.toCatchUp(), polls.get(), nanosSinceGave());
  }

  /** Rises with every poll that comes back: what progress of an idle task looks like. */
  public long polls() {
    return polls.get();
  }

  /** Lets epochs be cut although the source has not come by what its sinks have. */
  public void giveUpCatchingUp() throws InterruptedException {
    dispatcher.giveUpCatchingUp();
  }
}
