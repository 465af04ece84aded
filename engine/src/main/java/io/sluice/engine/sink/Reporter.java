package io.sluice.engine.sink;

import io.sluice.engine.checkpoint.Ledger;
import io.sluice.engine.conversion.ConvertedRecord;
import io.sluice.engine.deadletter.DeadLetterDesk;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.tap.SampledRecord;
import io.sluice.engine.tap.Tap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes records that a sink task refuses, and counts what it was handed: a refused record is not
 * delivered, whenever the task says so. Thread-safe, since tasks report from threads of their own.
 */
final class Reporter implements ErrantRecordReporter {
  private final String sink;
  private final DeadLetterDesk desk;
  private final Tap tap;
  private final Ledger.Column delivered;
  private final Ledger.Column refused;
  private @Nullable FaultException verdict;
  private long resumedAt;
  private final Set<Place> inCall = new HashSet<>();
  private long notCounted;

  private record Place(String topic, Integer partition, long offset) {
    private static Place of(SinkRecord record) {
      return new Place(record.topic(), record.kafkaPartition(), record.kafkaOffset());
    }
  }

  Reporter(
      String sink, DeadLetterDesk desk, Tap tap, Ledger.Column delivered, Ledger.Column refused) {
    this.sink = sink;
    this.desk = desk;
    this.tap = tap;
    this.delivered = delivered;
    this.refused = refused;
  }

  @Override
  public Future<Void> report(SinkRecord record, Throwable error) {
    synchronized (this) {
      if (verdict == null && !inCall.add(Place.of(record))) {
        return new Durable(desk); // The call is repeated, and so is the refusal.
      }
      notCounted++;
    }
    SinkRecord original = ConvertedRecord.original(record);
    if (original instanceof SampledRecord sampled) {
      sampled.trail().refused(sink, error);
    }
    try {
      desk.refusedBySink(sink, original, error);
    } catch (FaultException stop) {
      synchronized (this) {
        verdict = stop;
      }
      throw new ConnectException("The pipeline stops over this record", stop);
    }
    return new Durable(desk);
  }

  /** The task is about to be put these, as it sees them: shown to whoever looks. */
  void showing(List<SinkRecord> records) {
    if (tap.isOpen()) {
      for (SinkRecord record : records) {
        if (ConvertedRecord.original(record) instanceof SampledRecord sampled) {
          sampled.trail().put(sink, record);
        }
      }
    }
  }

  /**
   * Refuses a record in the task's name, before the task sees it.
   *
   * @throws FaultException if the run is to stop over it
   */
  void refuse(SinkRecord record, Throwable error) {
    try {
      Future<Void> unused = report(record, error);
    } catch (ConnectException stop) {
      settle();
      throw stop;
    }
  }

  /** The epoch at which the flow resumed; before the first record. */
  void resumedAt(long epoch) {
    resumedAt = epoch;
  }

  /** Whether the task failed on the data of a record that is not known yet, or not passed. */
  boolean isSeeking() {
    return desk.suspects().areSoughtIn(sink);
  }

  /** The task failed on the data of one of these. */
  void suspect(List<SinkRecord> records, Throwable reason) {
    desk.suspects().seekIn(sink);
    if (records.size() == 1) {
      desk.suspects().found(sink, ConvertedRecord.original(records.get(0)), resumedAt, reason);
    }
    desk.write(); // What is a letter by now shows that the restart is not in vain.
  }

  /** Refuses the record in the task's name if it is known to make the task fail. */
  boolean reportIfSuspect(SinkRecord record) {
    Throwable reason = desk.suspects().against(sink, ConvertedRecord.original(record), resumedAt);
    if (reason == null) {
      return false;
    }
    Future<Void> kept = report(record, reason);
    return !kept.isCancelled();
  }

  /** The task committed: whatever it failed on lies behind it. */
  void passed() {
    if (isSeeking()) {
      desk.suspects().clear(sink);
    }
  }

  /**
   * The task is about to be called: what it refuses from here on, in this call or in repetitions of
   * it, counts once for each record.
   */
  synchronized void calling() {
    inCall.clear();
  }

  /** Whether the task refused anything in the call that was made last. */
  synchronized boolean refusedInCall() {
    return !inCall.isEmpty();
  }

  /** Whether the task refused this record in the call that was made last. */
  synchronized boolean refusedInCall(SinkRecord record) {
    return inCall.contains(Place.of(record));
  }

  /**
   * Records were put into the task. Only now does it count what it refused of them, or delivered
   * would be below what it was before.
   */
  synchronized void handed(long records) {
    delivered.add(records - notCounted);
    refused.add(notCounted);
    notCounted = 0;
  }

  /** Marks the counts as those of the end of an epoch. */
  synchronized void mark(long epoch) {
    handed(0);
    delivered.mark(epoch, 0);
    refused.mark(epoch, 0);
  }

  /**
   * What was reported is on disk on return.
   *
   * @throws FaultException if the run is to stop over one of the records, whatever the task made of
   *     it
   */
  void settle() {
    desk.write();
    handed(0);
    synchronized (this) {
      if (verdict != null) {
        throw verdict;
      }
    }
  }

  /** Done when the letter is on disk; whoever asks has it written. */
  private record Durable(DeadLetterDesk desk) implements Future<Void> {
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return false;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public boolean isDone() {
      desk.write();
      return true;
    }

    @Override
    @SuppressWarnings("NullAway") // The one value of Void.
    public Void get() {
      desk.write();
      return null;
    }

    @Override
    public Void get(long timeout, TimeUnit unit) {
      return get();
    }
  }
}
