package io.sluice.engine.sink;

import io.sluice.engine.conversion.Conversion;
import io.sluice.engine.fault.Backoff;
import io.sluice.engine.fault.CallWatch;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.Tools;
import io.sluice.engine.lane.LaneItem.Batch;
import io.sluice.engine.lane.LaneItem.Span;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one sink task, as Kafka Connect documents them, and the positions that follow from
 * them. Used by the worker's thread only.
 */
final class Delivery {
  /**
   * How long a call that may succeed later is repeated.
   *
   * @param stopping whether the worker is to end, so that no call is repeated any more
   */
  record Patience(Backoff backoff, long retryForNanos, BooleanSupplier stopping) {}

  /**
   * @param reached offset behind the last record of each partition in this epoch or before
   */
  private record Held(long epoch, Map<TopicPartition, Long> reached) {}

  private interface Call<T> {
    T make();
  }

  private final SinkTask task;
  private final @Nullable Conversion conversion;
  private final DirectSinkTaskContext context;
  private final Reporter reporter;
  private final CallWatch watch;
  private final Patience patience;
  private final Tools tools;
  private final Map<TopicPartition, Long> next = new HashMap<>();

  /** As {@link #next}, but only up to the last record that the task was put and did not refuse. */
  private final Map<TopicPartition, Long> reached = new HashMap<>();

  private final Map<TopicPartition, Long> has = new HashMap<>();

  /** Up to there epochs were on disk as prepared when the pipeline resumed. */
  private final Map<TopicPartition, Long> prepared = new HashMap<>();

  private final Map<TopicPartition, Long> safeUpTo = new HashMap<>();
  private final Deque<Held> held = new ArrayDeque<>();
  private long durable;

  /**
   * @param conversion what the task sees records through; null if it sees them as they are
   */
  Delivery(
      SinkTask task,
      @Nullable Conversion conversion,
      DirectSinkTaskContext context,
      Reporter reporter,
      CallWatch watch,
      Patience patience,
      Tools tools) {
    this.task = task;
    this.conversion = conversion;
    this.context = context;
    this.reporter = reporter;
    this.watch = watch;
    this.patience = patience;
    this.tools = tools;
  }

  void start(Map<String, String> config) {
    watch.enter("start");
    task.initialize(context);
    task.start(config);
    watch.leave();
  }

  /** Opens partitions; returns the next offsets that the task asked for. */
  Map<TopicPartition, Long> open(Set<TopicPartition> partitions) {
    context.assign(partitions);
    watch.enter("open");
    task.open(partitions);
    watch.leave();
    Map<TopicPartition, Long> named = context.takeOffsets();
    named.forEach((partition, offset) -> next.merge(partition, offset, Math::max));
    partitions.forEach(partition -> next.putIfAbsent(partition, 0L));
    return named;
  }

  /**
   * Where the pipeline resumes.
   *
   * @param epoch newest epoch that is durable everywhere
   * @param offsets next offset of each partition
   * @param upTo offsets up to which epochs are on disk as prepared, beyond {@code offsets}
   * @param alreadyHas offsets below which the task has the records already
   */
  void resumeAt(
      long epoch,
      Map<TopicPartition, Long> offsets,
      Map<TopicPartition, Long> upTo,
      Map<TopicPartition, Long> alreadyHas) {
    prepared.putAll(offsets);
    prepared.putAll(upTo);
    durable = epoch;
    reporter.resumedAt(epoch);
    next.replaceAll((partition, named) -> offsets.getOrDefault(partition, named));
    next.putAll(alreadyHas);
    has.putAll(alreadyHas);
    safeUpTo.putAll(next);
    reached.putAll(next);
  }

  /** Puts a batch into the task, as often as it asks for it. */
  void put(Batch batch) throws InterruptedException {
    List<SinkRecord> records =
        asTheTaskSeesThem(has.isEmpty() ? batch.records() : notYetThere(batch));
    reporter.showing(records);
    if (reporter.isSeeking()) {
      for (SinkRecord record : records) {
        if (!reporter.reportIfSuspect(record)) {
          putOrSuspect(List.of(record));
        }
      }
    } else if (!records.isEmpty()) {
      putOrSuspect(records);
    }
    for (Span span : batch.spans()) {
      next.merge(span.partition(), span.end(), Math::max);
    }
    reporter.handed(batch.records().size());
    followOffsets();
  }

  /** Without those that a converter of the sink's refuses: they are dead letters as they came. */
  private List<SinkRecord> asTheTaskSeesThem(List<SinkRecord> records) {
    Conversion through = conversion;
    if (through == null) {
      return records;
    }
    reporter.calling();
    watch.enter("conversion");
    List<SinkRecord> seen = new ArrayList<>(records.size());
    for (SinkRecord record : records) {
      try {
        seen.add(through.apply(record));
      } catch (RuntimeException | StackOverflowError | LinkageError refused) {
        reporter.refuse(record, refused);
      }
    }
    watch.leave();
    return seen;
  }

  private void putOrSuspect(List<SinkRecord> records) throws InterruptedException {
    try {
      call(
          "put",
          () -> {
            task.put(records);
            return 0;
          });
      // What it refused is a dead letter; a task that answers from what it keeps leaves it out.
      noteReached(
          reporter.refusedInCall()
              ? records.stream().filter(record -> !reporter.refusedInCall(record)).toList()
              : records);
    } catch (DataException refused) {
      reporter.suspect(records, refused);
      throw new FaultException(
          Fault.RECORD_REFUSED,
          "put failed on the data of a record; a new task is handed everything else",
          refused);
    }
  }

  private void noteReached(List<SinkRecord> records) {
    for (int i = 0; i < records.size(); i++) {
      SinkRecord record = records.get(i);
      // The last of each stretch will do: neighbours mostly share their partition.
      if (i + 1 == records.size() || !samePartition(record, records.get(i + 1))) {
        reached.put(partition(record), record.kafkaOffset() + 1);
      }
    }
  }

  private static boolean samePartition(SinkRecord one, SinkRecord other) {
    return one.kafkaPartition().equals(other.kafkaPartition()) && one.topic().equals(other.topic());
  }

  /** Connect puts nothing now and then, for tasks that act by time. */
  void putNothing() throws InterruptedException {
    call(
        "put",
        () -> {
          task.put(List.of());
          return 0;
        });
    followOffsets();
  }

  /**
   * Has the task flush and commit at the end of an epoch. What it returns from {@code preCommit}
   * limits what counts as durable: a partition that it leaves out stays where it was.
   *
   * @param passedBy offsets behind the last records of the epoch that the task was not put yet,
   *     since it paused their partitions
   * @return newest epoch whose records are all durable in the task's target
   */
  long commit(long epoch, Map<TopicPartition, Long> passedBy) throws InterruptedException {
    preCommit();
    Map<TopicPartition, Long> reaches = new HashMap<>(reached);
    passedBy.forEach((partition, end) -> reaches.merge(partition, end, Math::max));
    held.add(new Held(epoch, reaches));
    reporter.passed();
    while (!held.isEmpty() && isSafe(held.peek())) {
      durable = held.remove().epoch();
    }
    if (held.size() > 1_000) {
      held.removeLast(); // Its records are covered by the next one as well.
    }
    return durable;
  }

  /**
   * Has the task commit although no epoch ends here, if everything that it was put lies within
   * epochs that are on disk as prepared (invariant 3). So it is while the source reads again what
   * another sink has already: no epoch is cut before it is through with that, and a task that
   * paused until it may commit would keep it from getting through.
   *
   * @return whether it was asked to; else it is to be asked again
   */
  boolean commitWithinPrepared() throws InterruptedException {
    for (Map.Entry<TopicPartition, Long> put : next.entrySet()) {
      if (put.getValue() > prepared.getOrDefault(put.getKey(), 0L)) {
        return false;
      }
    }
    preCommit();
    return true;
  }

  private void preCommit() throws InterruptedException {
    // Invariant 5: what the task refused is kept before it commits the rest.
    reporter.settle();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    next.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    Map<TopicPartition, OffsetAndMetadata> safe =
        call("preCommit", () -> task.preCommit(new HashMap<>(offsets)));
    reporter.settle();
    followOffsets();
    if (safe != null) {
      safe.forEach((partition, offset) -> safeUpTo.merge(partition, offset.offset(), Math::max));
    }
  }

  /** Closes what was opened; then stops the task. */
  void stop() {
    try {
      watch.enter("close");
      Collection<TopicPartition> opened = context.assigned();
      if (!opened.isEmpty()) {
        task.close(opened);
      }
    } catch (RuntimeException | Error failed) {
      tools.log().warn("A sink task failed in close", failed);
    }
    try {
      watch.enter("stop");
      task.stop();
    } catch (RuntimeException | Error failed) {
      tools.log().warn("A sink task failed in stop", failed);
    }
    watch.leave();
    if (conversion != null) {
      conversion.close();
    }
  }

  /**
   * Whether the task said of every partition that it is durable up to there. Offsets behind the
   * last record count as well: a task that answers from the records it saw knows nothing of them.
   */
  private boolean isSafe(Held epoch) {
    for (Map.Entry<TopicPartition, Long> end : epoch.reached().entrySet()) {
      if (safeUpTo.getOrDefault(end.getKey(), 0L) < end.getValue()) {
        return false;
      }
    }
    return true;
  }

  private static TopicPartition partition(SinkRecord record) {
    return new TopicPartition(record.topic(), record.kafkaPartition());
  }

  private List<SinkRecord> notYetThere(Batch batch) {
    List<SinkRecord> left = new ArrayList<>();
    for (SinkRecord record : batch.records()) {
      Long end = has.get(partition(record));
      if (end == null || record.kafkaOffset() >= end) {
        left.add(record);
      }
    }
    // Only now: a batch may hold several stretches of one partition, on either side of the end.
    for (Span span : batch.spans()) {
      Long end = has.get(span.partition());
      if (end != null && span.end() >= end) {
        has.remove(span.partition());
      }
    }
    return left;
  }

  /** Meets wishes for other offsets that the task uttered in its last call. */
  private void followOffsets() {
    for (Map.Entry<TopicPartition, Long> wish : context.takeOffsets().entrySet()) {
      long at = next.getOrDefault(wish.getKey(), 0L);
      if (wish.getValue() < at) {
        throw new FaultException(
            Fault.SINK_WANTS_REWIND,
            "asked for offset "
                + wish.getValue()
                + " of "
                + wish.getKey()
                + " again, after "
                + at
                + "; going back to the last checkpoint");
      }
      if (wish.getValue() > at) {
        has.put(wish.getKey(), wish.getValue());
        next.put(wish.getKey(), wish.getValue());
      }
    }
  }

  private <T> T call(String what, Call<T> call) throws InterruptedException {
    long since = tools.ticker().nanos();
    reporter.calling();
    while (true) {
      try {
        watch.enter(what);
        T result = call.make();
        watch.leave();
        patience.backoff().reset();
        return result;
      } catch (RetriableException later) {
        watch.failed(later);
        if (patience.stopping().getAsBoolean()
            || tools.ticker().nanos() - since > patience.retryForNanos()) {
          throw later;
        }
        Duration own = patience.backoff().next();
        Duration asked = Duration.ofMillis(Math.max(0, context.takeTimeout()));
        // A task may have asked for a short wait before the call, and for another reason.
        tools.pause().sleepUnless(patience.stopping(), asked.compareTo(own) > 0 ? asked : own);
        if (patience.stopping().getAsBoolean()) {
          throw later;
        }
      }
    }
  }
}
