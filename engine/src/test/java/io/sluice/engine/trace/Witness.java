package io.sluice.engine.trace;

import io.sluice.pipeline.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Follows every batch and keeps what it is told, as it is told. */
final class Witness implements Traces, FlowTrace {
  /** One batch's way. */
  static final class Seen implements BatchTrace {
    final int polled;
    final AtomicLong waited = new AtomicLong();
    final List<SinkPlace> puts = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    volatile @Nullable Passed passed;
    private final @Nullable String header;

    private Seen(int polled, @Nullable String header) {
      this.polled = polled;
      this.header = header;
    }

    @Override
    public @Nullable String header() {
      return header;
    }

    @Override
    public void waited(long since, long until) {
      waited.addAndGet(until - since);
    }

    @Override
    public void passed(Passed how) {
      passed = how;
    }

    @Override
    public void brokeOff(Throwable failure) {
      failures.add("on the way: " + failure);
    }
  }

  final List<Seen> batches = new CopyOnWriteArrayList<>();
  private final Map<SinkPlace, AtomicLong> putRecords = new ConcurrentHashMap<>();
  final List<String> epochs = new CopyOnWriteArrayList<>();
  final AtomicLong cuts = new AtomicLong();
  final AtomicLong committed = new AtomicLong();
  final AtomicInteger closed = new AtomicInteger();
  volatile @Nullable String header;

  /** How many records a sink task was put, of batches that are followed. */
  long recordsPut(SinkPlace place) {
    return putRecords.getOrDefault(place, new AtomicLong()).get();
  }

  @Override
  public FlowTrace open(Pipeline pipeline) {
    return this;
  }

  @Override
  public BatchTrace polled(int task, List<SourceRecord> records, long since, long until) {
    Seen seen = new Seen(records.size(), header);
    batches.add(seen);
    return seen;
  }

  @Override
  public void cut(int task, long epoch) {
    cuts.set(epoch);
  }

  @Override
  public TraceStep puts(SinkPlace place, List<BatchTrace> followed, int records, long bytes) {
    return step(
        () -> {
          putRecords.computeIfAbsent(place, sink -> new AtomicLong()).addAndGet(records);
          followed.forEach(batch -> ((Seen) batch).puts.add(place));
        },
        failure -> followed.forEach(batch -> ((Seen) batch).failures.add("put: " + failure)));
  }

  @Override
  public TraceStep commits(SinkPlace place, long epoch) {
    return step(
        () -> epochs.add(place.sink() + " " + epoch),
        failure -> epochs.add(place.sink() + " " + epoch + " " + failure));
  }

  private static TraceStep step(Runnable ended, Consumer<Throwable> failed) {
    return new TraceStep() {
      @Override
      public void ended() {
        ended.run();
      }

      @Override
      public void failed(Throwable failure) {
        failed.accept(failure);
      }
    };
  }

  @Override
  public void barrier(long epoch, long since, long until) {
    epochs.add("barrier " + epoch);
  }

  @Override
  public void prepared(long epoch, long since, long until) {
    epochs.add("prepared " + epoch);
  }

  @Override
  public void committed(long epoch, long since, long until) {
    epochs.add("committed " + epoch);
    committed.set(epoch);
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
