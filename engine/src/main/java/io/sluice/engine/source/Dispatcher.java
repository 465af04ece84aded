package io.sluice.engine.source;

import io.sluice.engine.checkpoint.CheckpointCoordinator;
import io.sluice.engine.checkpoint.Ledger;
import io.sluice.engine.checkpoint.SourceCut;
import io.sluice.engine.checkpoint.SourceSide;
import io.sluice.engine.deadletter.DeadLetterDesk;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.figures.StageMeter;
import io.sluice.engine.lane.Bell;
import io.sluice.engine.lane.TracedRecord.Origin;
import io.sluice.engine.tap.Masking;
import io.sluice.engine.tap.Sampling;
import io.sluice.engine.tap.Tap;
import io.sluice.engine.tap.Trail;
import io.sluice.engine.trace.BatchTrace;
import io.sluice.engine.trace.FlowTrace;
import io.sluice.engine.transform.TransformFailure;
import io.sluice.engine.transform.Transforms;
import io.sluice.state.deadletter.DeadLetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Brings what one source task handed out on its way: through the transforms, into the lanes, with
 * barriers between epochs.
 *
 * <p>Its lock is held while records are between {@code poll} and the lanes, and never during {@code
 * poll}. Whoever holds it may send a barrier, because then what was dispatched and what the
 * position says are the same: so a barrier does not wait for a task that blocks in {@code poll}.
 */
final class Dispatcher implements SourceSide {
  private static final long WHILE_OTHERS_CATCH_UP = TimeUnit.MILLISECONDS.toNanos(10);

  /** Bells ring for everything that ends a wait for room; this is for what nobody thought of. */
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

  /**
   * What records pass on their way.
   *
   * @param room rung when a lane has room again
   * @param endOfStream name of the header by which a record says that the task is at its end; null
   *     if it is read for ever
   * @param look who looks into the stream
   */
  record Way(
      Transforms chain,
      DeadLetterDesk desk,
      Router router,
      Bell room,
      @Nullable String endOfStream,
      Look look) {}

  /**
   * Who looks into the stream.
   *
   * @param masking what they may not see
   */
  record Look(Tap tap, Masking masking) {}

  /**
   * Who hears of it.
   *
   * @param durable called with an epoch when everything up to it is durable in every sink
   * @param waited measures how long records wait for room
   * @param trace follows batches; null if nobody does
   */
  record Reports(
      CheckpointCoordinator coordinator,
      Ledger ledger,
      LongConsumer durable,
      StageMeter waited,
      Ticker ticker,
      @Nullable FlowTrace trace) {}

  private final int task;
  private final Way way;
  private final Reports reports;
  private final UncommittedEpochs uncommitted;
  private final Acknowledgements acknowledgements;
  private final Map<TopicPartition, Long> catchUpTo;

  /** Those of them that are still to be reached. */
  private final Map<TopicPartition, Long> goals;

  private final SourcePosition position = new SourcePosition();
  private final ReentrantLock lock = new ReentrantLock();
  private final Ledger.Column polled;
  private final Ledger.Column filtered;
  private final Ledger.Column refused;
  private final AtomicLong sinceBarrier = new AtomicLong();
  private volatile long barrierDue;
  private volatile boolean behind;
  private volatile long toCatchUp = Long.MAX_VALUE;
  private volatile boolean closed;
  private volatile long waiting;
  private boolean brokenOff;
  private @Nullable SourceRecord previous;
  private long ordinal;

  /** Of the record that is under way; null if the transforms and the gate took it. */
  private @Nullable TransformFailure failure;

  /** Of the record that is under way; null if nobody follows it. */
  private @Nullable Trail trail;

  private final ReadRows readRows = new ReadRows();

  private final FollowedDispatch followed;

  /**
   * @param task number of the source task
   * @param catchUpTo offsets that the source comes by before an epoch may be cut: some sink has
   *     records before them already
   */
  Dispatcher(
      int task,
      Way way,
      Reports reports,
      CommittedOffsets committedOffsets,
      Acknowledgements acknowledgements,
      Map<TopicPartition, Long> catchUpTo) {
    this.task = task;
    this.way = way;
    this.reports = reports;
    this.uncommitted = new UncommittedEpochs(committedOffsets);
    this.acknowledgements = acknowledgements;
    this.catchUpTo = new HashMap<>(catchUpTo);
    this.goals = new HashMap<>(catchUpTo);
    this.behind = !catchUpTo.isEmpty();
    this.polled = reports.ledger().open(Ledger.Kind.POLLED, task);
    this.filtered = reports.ledger().open(Ledger.Kind.FILTERED, task);
    this.refused = reports.ledger().open(Ledger.Kind.REFUSED_BY_TRANSFORM, task);
    this.followed =
        new FollowedDispatch(
            way.chain(), reports.ticker(), () -> filtered.value(), () -> refused.value());
  }

  /**
   * Brings records on their way; waits while a lane is full.
   *
   * @param now what records without a timestamp get, in milliseconds
   * @param trace follows them; null if nobody does
   * @return whether the task said that it is at its end
   */
  boolean dispatch(List<SourceRecord> records, Long now, @Nullable BatchTrace trace)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (closed) {
        return false; // Not dispatched, so not in any position: will be polled again.
      }
      // Until it has gone well. A dispatch that breaks off leaves records in the position that are
      // in no lane; a barrier behind them would say that the sinks have them (invariant 1).
      brokenOff = true;
      followed.begin(trace);
      way.router().follow(trace);
      int end = BoundedReading.end(records, way.endOfStream());
      int real = end < 0 ? records.size() : records.size() - 1;
      // Counted before anything happens to them, so that the other counts never exceed this one.
      polled.add(real);
      way.desk().seen(real);
      sinceBarrier.set(sinceBarrier.getPlain() + records.size());
      reports.coordinator().polled(); // Behind the count, which it looks at before it rests.
      Sampling sampling = way.look().tap().sampling(task, real, way.look().masking());
      boolean room = false;
      for (int i = 0; i < records.size(); i++) {
        SourceRecord record = records.get(i);
        if (!room) {
          awaitRoom(records.size() - i, end >= i);
          room = true;
        }
        trail = sampling == null || i == end ? null : sampling.pick(i, record);
        SourceRecord transformed = i == end ? null : transformed(record);
        String topic = transformed == null ? null : unopened(transformed);
        // Not between records of one offset: after a crash the second would not be polled again.
        if (topic != null && (i == 0 || endsItsOffset(records.get(i - 1), record))) {
          way.router().handOver();
          open(topic, records.size() - i, end >= i);
          awaitRoom(records.size() - i, end >= i);
        }
        position.advance(record);
        if (i != end) {
          dispatch(record, transformed, now);
        }
        if (behind && goals.isEmpty()) {
          way.router().handOver();
          room = false;
          awaitOthers();
        }
        // Not between records of one offset: after a crash the second would not be polled again.
        if ((barrierDue > 0 || way.router().isFull())
            && i + 1 < records.size()
            && endsItsOffset(record, records.get(i + 1))) {
          way.router().handOver();
          room = false;
          sendBarrierIfDue(records.size() - (i + 1), end > i);
        }
      }
      way.router().handOver();
      brokenOff = false;
      followed.end();
      sendBarrierIfDue(0, false);
      return end >= 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until every lane has room (invariant 6: here, not in memory). All that was dispatched is
   * in lanes by now, so a barrier that gets due is sent from here: a sink that fills its lane with
   * records of partitions that it paused, and goes on with them when it has committed, must be told
   * to commit.
   */
  private void awaitRoom(int notDispatched, boolean endToCome) throws InterruptedException {
    if (way.router().hasRoom()) {
      return;
    }
    waiting = notDispatched;
    long since = reports.ticker().nanos();
    try {
      while (!way.router().hasRoom()) {
        sendBarrierIfDue(notDispatched, endToCome);
        way.room().await(LOOK_AGAIN);
      }
    } finally {
      waiting = 0;
      long until = reports.ticker().nanos();
      reports.waited().add(notDispatched, until - since);
      followed.waited(since, until);
    }
  }

  /**
   * This task has come by all that some sink has; others may not have. What comes now belongs to no
   * epoch on disk, and a sink is to be handed nothing of that while it may have to commit what
   * does.
   */
  private void awaitOthers() throws InterruptedException {
    behind = false;
    toCatchUp = 0;
    // A run that ends dispatches nothing more in the others: they will not get there.
    while (!closed && reports.coordinator().isCatchingUp()) {
      way.room().await(WHILE_OTHERS_CATCH_UP);
    }
  }

  /** What the transforms make of a record; null if they filter it or fail, which is kept. */
  private @Nullable SourceRecord transformed(SourceRecord record) throws InterruptedException {
    failure = null;
    try {
      return way.chain().isEmpty() ? record : way.chain().apply(record, trail);
    } catch (TransformFailure failed) {
      failure = failed;
      return null;
    }
  }

  /** The record's topic if the sinks have to open it first; else null. */
  private @Nullable String unopened(SourceRecord transformed) {
    String topic = transformed.topic();
    return topic == null || way.router().isOpen(topic) ? null : topic;
  }

  /**
   * Has every sink open a topic. One of them may be in a call until another one has committed, as
   * where both change a table: so a barrier that gets due is sent meanwhile.
   */
  private void open(String topic, int notDispatched, boolean endToCome)
      throws InterruptedException {
    waiting = notDispatched;
    try {
      way.router()
          .open(
              topic,
              opened -> {
                opened.whenComplete((nothing, failed) -> way.room().ring());
                while (!opened.isDone()) {
                  sendBarrierIfDue(notDispatched, endToCome);
                  way.room().await(LOOK_AGAIN);
                }
              });
    } finally {
      waiting = 0;
    }
  }

  private void dispatch(SourceRecord record, @Nullable SourceRecord transformed, Long now)
      throws InterruptedException {
    SinkRecord handed = null;
    Origin origin = originOf(record);
    TransformFailure failed = failure;
    Trail seen = trail;
    if (failed != null) {
      if (seen != null) {
        seen.failed(failed.stage(), failed.component(), failed.reason());
      }
      way.desk().refused(failed.stage(), failed.component(), record, origin, failed.reason());
      refused.add(1);
    } else if (transformed == null) {
      if (seen != null) {
        seen.dropped();
      }
      filtered.add(1);
    } else {
      try {
        boolean kept = seen != null && seen.leavesTransforms();
        handed = way.router().add(followed.marked(transformed), origin, now, kept ? seen : null);
        if (behind) {
          comeBy(handed);
        }
      } catch (NoTopicException noTopic) {
        if (seen != null) {
          seen.failed(DeadLetter.Stage.TRANSFORM, "", noTopic);
        }
        way.desk().refused(DeadLetter.Stage.TRANSFORM, "", record, origin, noTopic);
        refused.add(1);
      }
    }
    acknowledgements.dispatched(record, handed);
  }

  private void comeBy(SinkRecord handed) {
    TopicPartition partition = new TopicPartition(handed.topic(), handed.kafkaPartition());
    Long goal = goals.get(partition);
    if (goal != null && handed.kafkaOffset() + 1 >= goal) {
      goals.remove(partition);
    }
  }

  private Origin originOf(SourceRecord record) {
    SourceRecord before = previous;
    boolean same =
        before != null
            && !endsItsOffset(before, record)
            && Objects.equals(before.topic(), record.topic());
    ordinal = same ? ordinal + 1 : 0;
    previous = record;
    return new Origin(
        record.sourcePartition(), record.sourceOffset(), ordinal, readRows.has(record));
  }

  /** Dispatches nothing from here on; waits until nothing is on its way, at most this long. */
  boolean close(long nanos) throws InterruptedException {
    closed = true;
    if (!lock.tryLock(nanos, TimeUnit.NANOSECONDS)) {
      return false;
    }
    lock.unlock();
    return true;
  }

  @Override
  public void barrierDue(long epoch) {
    barrierDue = epoch;
    way.room().ring();
  }

  @Override
  public void helpWithBarrier() {
    if (barrierDue > 0 && lock.tryLock()) {
      try {
        if (!brokenOff) {
          sendBarrierIfDue(0, false);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Under the lock, with nothing gathered that was not handed over.
   *
   * @param notDispatched records of the present poll that are still to come
   * @param endToCome whether one of them only says that the task is at its end
   */
  private void sendBarrierIfDue(long notDispatched, boolean endToCome) {
    if (behind) {
      toCatchUp = catchUpTo.entrySet().stream().mapToLong(this::left).sum();
      behind = toCatchUp > 0;
    }
    long epoch = barrierDue;
    if (epoch == 0) {
      return;
    }
    barrierDue = 0;
    Map<String, @Nullable String> moved = position.take();
    SourceCut cut =
        new SourceCut(moved, way.router().takeEnds(), sinceBarrier.getPlain() - notDispatched);
    uncommitted.cut(epoch, moved);
    acknowledgements.cut(epoch);
    polled.mark(epoch, endToCome ? notDispatched - 1 : notDispatched);
    filtered.mark(epoch, 0);
    refused.mark(epoch, 0);
    sinceBarrier.setRelease(notDispatched);
    way.chain().cut();
    if (reports.trace() != null) {
      reports.trace().cut(task, epoch);
    }
    way.router().barrier(epoch);
    reports.coordinator().barrierSent(task, epoch, cut);
  }

  private static boolean endsItsOffset(SourceRecord record, SourceRecord next) {
    return !Objects.equals(record.sourceOffset(), next.sourceOffset())
        || !Objects.equals(record.sourcePartition(), next.sourcePartition());
  }

  private long left(Map.Entry<TopicPartition, Long> goal) {
    return Math.max(0, goal.getValue() - way.router().nextOffset(goal.getKey()));
  }

  @Override
  public long polledSinceBarrier() {
    return sinceBarrier.get();
  }

  @Override
  public long waitingForRoom() {
    return waiting;
  }

  @Override
  public boolean isBehindItsSinks() {
    return behind;
  }

  /** How many records some sink has that the source has yet to read again. */
  long toCatchUp() {
    return toCatchUp;
  }

  /**
   * The source will not come by what its sinks have: epochs may be cut again. What it gives from
   * here on is new to every sink, so it gets offsets that no sink has.
   */
  void giveUpCatchingUp() throws InterruptedException {
    if (!lock.tryLock()) {
      return; // It is handing something over after all.
    }
    try {
      if (!brokenOff && !closed) {
        for (Map.Entry<TopicPartition, Long> goal : catchUpTo.entrySet()) {
          way.router().skipTo(goal.getKey(), goal.getValue());
        }
        way.router().handOver();
        behind = false;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void committed(long epoch) {
    uncommitted.committed(epoch);
    reports.durable().accept(epoch);
  }
}
