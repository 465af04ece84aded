package io.sluice.engine.checkpoint;

import io.sluice.state.checkpoint.EpochRecord;
import io.sluice.state.checkpoint.LaneName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides when an epoch ends and what may happen to it next. A pure state machine: events in,
 * actions out; no threads, no clock, no disk. Not thread-safe.
 *
 * <p>An epoch is first <em>cut</em> (barriers go down all lanes), then <em>prepared</em> (its
 * offsets are on disk), then <em>answered</em> (every sink task met its barrier) and at last
 * <em>committed</em> (every sink task made it durable). Epochs are prepared and committed in their
 * order. At most {@value #MOST_UNANSWERED} are unanswered at a time, so sinks that flush slowly
 * make larger epochs, not more; where some sink task has answered all and only waits for a slower
 * one, further epochs are cut, each after a longer while. What such a task has taken would stay in
 * its open transaction otherwise, with its locks, until the slowest has come by.
 */
final class CheckpointProtocol {
  static final int MOST_UNANSWERED = 2;

  /**
   * For each so many epochs that a slow task has not answered, the next one takes a turn longer.
   */
  static final int RARER_AFTER = 4;

  /** An epoch lasts so many times as long as its commit: a tenth of a sink's time at most. */
  static final int WORTH_A_COMMIT = 9;

  /** However long commits take, an epoch is not stretched beyond so many intervals. */
  static final int LONGEST = 10;

  /**
   * @param sources how many source tasks send barriers
   * @param sinkTasks how many sink tasks answer
   * @param intervalNanos the longest time that a record waits in an open epoch
   * @param maxRecords how many records end an epoch early
   * @param heldBackNanos how often an epoch without records asks sinks that hold records back
   * @param layout written with each epoch
   */
  record Settings(
      int sources,
      int sinkTasks,
      long intervalNanos,
      long maxRecords,
      long heldBackNanos,
      String layout) {}

  /** What happened. */
  sealed interface Event {
    /**
     * Time went by.
     *
     * @param now any steadily rising number of nanoseconds
     * @param polled records dispatched since the last barrier, over all source tasks
     * @param wanted whether somebody asks for a checkpoint now
     * @param hold whether a sink is still ahead of the source, so that no epoch may be cut here
     */
    record Tick(long now, long polled, boolean wanted, boolean hold) implements Event {}

    /** A source task put the barrier into all its lanes. */
    record BarrierSent(int source, long epoch, SourceCut cut) implements Event {}

    /** The epoch is on disk as prepared. */
    record Prepared(long epoch) implements Event {}

    /**
     * A sink task met the barrier and flushed.
     *
     * @param durable newest epoch whose records are all durable in it; older than {@code epoch} if
     *     it holds records back
     * @param tookNanos how long the task was busy with the commit
     */
    record Answered(int sinkTask, long epoch, long durable, long tookNanos) implements Event {}

    /** The epoch is on disk as committed. */
    record Committed(long epoch) implements Event {}
  }

  /** What is to be done. */
  sealed interface Action {
    /** Every source task sends this barrier behind what it has dispatched. */
    record SendBarriers(long epoch) implements Action {}

    /** Write the epoch as prepared. */
    record Prepare(EpochRecord epoch) implements Action {}

    /** Sink tasks that meet this barrier may commit. */
    record Release(long epoch) implements Action {}

    /** Write the epoch as committed. */
    record Commit(long epoch) implements Action {}

    /** The source may forget everything up to this epoch. */
    record TellSources(long epoch) implements Action {}
  }

  /** Where an epoch is on its way. Each state offers only the moves that are legal in it. */
  private sealed interface Phase {
    /** Some source tasks have not sent the barrier. */
    record Cutting(long epoch, @Nullable SourceCut[] cuts) implements Phase {
      Phase sent(int source, SourceCut cut, String layout) {
        cuts[source] = cut;
        return Arrays.stream(cuts).anyMatch(c -> c == null)
            ? this
            : new Preparing(merged(epoch, cuts, layout));
      }
    }

    /** All barriers are under way; the offsets are not on disk. */
    record Preparing(EpochRecord record) implements Phase {
      Phase prepared(int sinkTasks) {
        return new Flushing(record.epoch(), new boolean[sinkTasks]);
      }
    }

    /** Sinks may commit; some have not answered. */
    record Flushing(long epoch, boolean[] answered) implements Phase {
      void answeredBy(int sinkTask) {
        answered[sinkTask] = true;
      }

      boolean answeredByAny() {
        for (boolean one : answered) {
          if (one) {
            return true;
          }
        }
        return false;
      }

      boolean complete() {
        for (boolean one : answered) {
          if (!one) {
            return false;
          }
        }
        return true;
      }
    }
  }

  private final Settings settings;
  private final Deque<Phase.Flushing> flushing = new ArrayDeque<>();
  private final long[] durable;
  private @Nullable Phase opening;
  private long lastEpoch;
  private long preparedUpTo;
  private long committing;
  private long committed;
  private long lastCutAt;

  /** How long an epoch stays open by time. */
  private long interval;

  /** What the source had polled in this epoch when it last gave something, and when that was. */
  private long polledBefore;

  private long polledAt;

  /** The longest that a sink task was busy with the newest epoch that was answered. */
  private long commitTook;

  private long commitTookOf;

  /**
   * @param lastEpoch newest epoch number ever used by the pipeline
   * @param now see {@link Event.Tick}
   */
  CheckpointProtocol(Settings settings, long lastEpoch, long now) {
    this.settings = settings;
    this.lastEpoch = lastEpoch;
    this.preparedUpTo = lastEpoch;
    this.committing = lastEpoch;
    this.committed = lastEpoch;
    this.lastCutAt = now;
    this.interval = settings.intervalNanos();
    this.durable = new long[settings.sinkTasks()];
    Arrays.fill(durable, lastEpoch);
  }

  /** Takes an event in and says what is to be done, in this order. */
  List<Action> on(Event event) {
    // A sealed interface and instanceof, because Java 17 has no pattern switch.
    if (event instanceof Event.Tick tick) {
      return onTick(tick);
    }
    if (event instanceof Event.BarrierSent sent) {
      return onBarrierSent(sent);
    }
    if (event instanceof Event.Prepared prepared) {
      return onPrepared(prepared.epoch());
    }
    if (event instanceof Event.Answered answered) {
      return onAnswered(answered);
    }
    return onCommitted(((Event.Committed) event).epoch());
  }

  /** Whether no epoch is under way and every one that was cut is committed. */
  boolean settled() {
    return answeredAll() && committed == lastEpoch;
  }

  /** Whether every epoch that was cut has its answers; some may be held back by a sink. */
  boolean answeredAll() {
    return opening == null && flushing.isEmpty() && committing == committed;
  }

  long committed() {
    return committed;
  }

  private List<Action> onTick(Event.Tick tick) {
    if (opening != null || tick.hold()) {
      return List.of();
    }
    long open = tick.now() - lastCutAt;
    if (flushing.size() >= MOST_UNANSWERED && !isWaitedFor(tick, open)) {
      return List.of();
    }
    boolean byTime = open >= longest(tick) && tick.polled() > 0;
    boolean bySize = tick.polled() >= settings.maxRecords();
    boolean asked = tick.wanted() && (tick.polled() > 0 || lastEpoch > committed);
    boolean heldBack = answeredAll() && lastEpoch > committed && open >= settings.heldBackNanos();
    if (!(byTime || bySize || asked || heldBack)) {
      return List.of();
    }
    lastCutAt = tick.now();
    polledBefore = 0;
    polledAt = tick.now();
    lastEpoch++;
    opening = new Phase.Cutting(lastEpoch, new SourceCut[settings.sources()]);
    return List.of(new Action.SendBarriers(lastEpoch));
  }

  /**
   * Whether another epoch is worth it although there are enough that slow tasks have not answered:
   * for those that wait. The more there are the rarer, so that a task which is an hour behind meets
   * a few hundred barriers and not thousands.
   */
  private boolean isWaitedFor(Event.Tick tick, long open) {
    Phase.Flushing newest = flushing.peekLast();
    return newest != null
        && newest.answeredByAny()
        && tick.polled() > 0
        && open >= interval * (1 + flushing.size() / RARER_AFTER);
  }

  /** A stretched epoch is for a source that keeps giving: what came last waits no longer for it. */
  private long longest(Event.Tick tick) {
    if (tick.polled() != polledBefore) {
      polledBefore = tick.polled();
      polledAt = tick.now();
    }
    boolean quiet = tick.now() - polledAt >= settings.intervalNanos() / 4;
    return quiet ? settings.intervalNanos() : interval;
  }

  private List<Action> onBarrierSent(Event.BarrierSent sent) {
    if (!(opening instanceof Phase.Cutting cutting) || cutting.epoch() != sent.epoch()) {
      throw illegal(sent);
    }
    Phase next = cutting.sent(sent.source(), sent.cut(), settings.layout());
    opening = next;
    return next instanceof Phase.Preparing preparing
        ? List.of(new Action.Prepare(preparing.record()))
        : List.of();
  }

  private List<Action> onPrepared(long epoch) {
    if (!(opening instanceof Phase.Preparing preparing) || preparing.record().epoch() != epoch) {
      throw illegal(new Event.Prepared(epoch));
    }
    opening = null;
    preparedUpTo = epoch;
    flushing.add((Phase.Flushing) preparing.prepared(settings.sinkTasks()));
    // Invariant 3: no sink is let past the barrier before the offsets behind it are on disk.
    return List.of(new Action.Release(epoch));
  }

  private List<Action> onAnswered(Event.Answered answered) {
    if (answered.epoch() > preparedUpTo || answered.durable() > answered.epoch()) {
      throw illegal(answered);
    }
    stretch(answered);
    durable[answered.sinkTask()] = Math.max(durable[answered.sinkTask()], answered.durable());
    for (Phase.Flushing one : flushing) {
      if (one.epoch() == answered.epoch()) {
        one.answeredBy(answered.sinkTask());
      }
    }
    while (!flushing.isEmpty() && flushing.peek().complete()) {
      flushing.remove();
    }
    // Invariant 1: the slowest sink task decides.
    long everywhere = Arrays.stream(durable).min().orElse(lastEpoch);
    if (everywhere > committing) {
      committing = everywhere;
      return List.of(new Action.Commit(everywhere));
    }
    return List.of();
  }

  /** Where commits are dear, epochs become longer, so that sinks mostly write. */
  private void stretch(Event.Answered answered) {
    if (answered.epoch() > commitTookOf) {
      commitTookOf = answered.epoch();
      commitTook = 0;
    }
    if (answered.epoch() == commitTookOf) {
      commitTook = Math.max(commitTook, answered.tookNanos());
      long worthwhile = Math.min(commitTook * WORTH_A_COMMIT, settings.intervalNanos() * LONGEST);
      interval = Math.max(settings.intervalNanos(), worthwhile);
    }
  }

  private List<Action> onCommitted(long epoch) {
    if (epoch <= committed || epoch > committing) {
      throw illegal(new Event.Committed(epoch));
    }
    committed = epoch;
    return List.of(new Action.TellSources(epoch));
  }

  private static EpochRecord merged(long epoch, @Nullable SourceCut[] cuts, String layout) {
    Map<String, @Nullable String> offsets = new HashMap<>();
    Map<LaneName, Long> ends = new HashMap<>();
    long polled = 0;
    for (SourceCut cut : cuts) {
      if (cut != null) {
        offsets.putAll(cut.offsets());
        ends.putAll(cut.laneEnds());
        polled += cut.polled();
      }
    }
    return new EpochRecord(epoch, offsets, ends, polled, layout);
  }

  private IllegalStateException illegal(Event event) {
    return new IllegalStateException(
        "Event " + event.getClass().getSimpleName() + " does not fit: " + this);
  }

  @Override
  public String toString() {
    List<String> unanswered = new ArrayList<>();
    flushing.forEach(one -> unanswered.add(Long.toString(one.epoch())));
    return "epoch "
        + lastEpoch
        + ", opening "
        + (opening == null ? "none" : opening.getClass().getSimpleName())
        + ", unanswered "
        + unanswered
        + ", committing "
        + committing
        + ", committed "
        + committed;
  }
}
