package io.sluice.engine.sink;

import io.sluice.engine.figures.LatencyMeter;
import io.sluice.engine.lane.TracedRecord;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Measures from the making of records at the source to their commit in the sink. Of each batch a
 * few records are looked at, each for its share of them; what an epoch has too many of is thinned
 * out, so that memory is bounded (invariant 6). Rows that a snapshot found are left out: when they
 * were made, nobody knows. Used by the thread of one sink task.
 */
final class CommitLatency {
  private static final int LOOKED_AT = 8;

  /** So many epochs of a sink that holds back are kept apart. */
  private static final int MOST_HELD = 16;

  private record Held(long epoch, Times times) {}

  private final LatencyMeter meter;
  private final Deque<Held> held = new ArrayDeque<>();
  private Times open = new Times();

  CommitLatency(LatencyMeter meter) {
    this.meter = meter;
  }

  /** The task was put these. */
  void put(List<SinkRecord> records) {
    int count = records.size();
    int looks = Math.min(LOOKED_AT, count);
    for (int i = 0; i < looks; i++) {
      // The last of each share: it is there when the batch is.
      int end = (int) ((i + 1L) * count / looks);
      int begin = (int) ((long) i * count / looks);
      SinkRecord record = records.get(end - 1);
      boolean found = record instanceof TracedRecord traced && traced.origin().read();
      long made = found ? Long.MIN_VALUE : SourceTime.millis(record, Long.MIN_VALUE);
      if (made != Long.MIN_VALUE) {
        open.add(made, end - begin);
      }
    }
  }

  /** What was put so far and is of no earlier epoch is of this one. */
  void ends(long epoch) {
    if (held.size() >= MOST_HELD) {
      Held last = held.removeLast();
      last.times().addAll(open);
      held.add(new Held(epoch, last.times()));
    } else {
      held.add(new Held(epoch, open));
    }
    open = new Times();
  }

  /** Everything up to this epoch is durable. */
  void durable(long epoch, long nowMillis) {
    while (!held.isEmpty() && held.peek().epoch() <= epoch) {
      held.remove().times().tell(meter, nowMillis);
    }
  }

  /**
   * Times, each with the number of records that it stands for. Once there are too many, each stands
   * for twice as many from there on.
   */
  private static final class Times {
    private static final int MOST = 1_024;

    private long[] made = new long[16];
    private long[] records = new long[16];
    private int size;

    /** So many records one time stands for at least. */
    private long each = 1;

    private long newest;
    private long gathered;

    private void add(long at, long stands) {
      newest = at;
      gathered += stands;
      if (gathered < each) {
        return;
      }
      if (size == MOST) {
        thinOut();
      }
      if (size == made.length) {
        made = Arrays.copyOf(made, size * 2);
        records = Arrays.copyOf(records, size * 2);
      }
      made[size] = at;
      records[size] = gathered;
      size++;
      gathered = 0;
    }

    /** Of two neighbours one stands for both: now the earlier, now the later. */
    private void thinOut() {
      long all = 0;
      for (int i = 0; i < size / 2; i++) {
        made[i] = made[2 * i + (i & 1)];
        records[i] = records[2 * i] + records[2 * i + 1];
        all += records[i];
      }
      size = size / 2;
      each = all / size;
    }

    private void addAll(Times others) {
      for (int i = 0; i < others.size; i++) {
        add(others.made[i], others.records[i]);
      }
      if (others.gathered > 0) {
        add(others.newest, others.gathered);
      }
    }

    private void tell(LatencyMeter meter, long nowMillis) {
      for (int i = 0; i < size; i++) {
        meter.add(nowMillis - made[i], records[i]);
      }
      if (gathered > 0) {
        meter.add(nowMillis - newest, gathered);
      }
    }
  }
}
