package io.sluice.engine.lane;

import io.sluice.engine.lane.LaneItem.Batch;
import io.sluice.engine.lane.LaneItem.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The ordered hand-over from one source task to one sink task: one thread on either end. Holds
 * whole batches, so its lock is taken once for hundreds of records.
 *
 * <p>Invariant 6: bounded by records and by estimated bytes. The source's thread waits for room
 * <em>before</em> it makes a batch of at most {@link #batchRecords} and {@link #batchBytes}, not
 * with a batch in its hands: while it waits, everything that it dispatched is in lanes, and a
 * barrier may follow. A batch that is larger, because it cannot be divided, is admitted
 * nevertheless; its records were in memory before. Barriers and openings carry no records and never
 * need room.
 */
public final class Lane {
  private static final Batch NOTHING = new Batch(List.of(), List.of(), 0);

  /** Batches are to be no larger, however large the lane. */
  private static final int LARGEST_BATCH = 1_024;

  /** A lane holds several batches, so that neither end waits for the other with each. */
  private static final int BATCHES = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<LaneItem> items = new ArrayDeque<>();
  private final List<Batch> aside = new ArrayList<>();
  private final int maxRecords;
  private final long maxBytes;
  private final Bell bell;
  private final Bell room;
  private volatile int records;
  private long bytes;
  private boolean closed;

  /**
   * @param bell rung when something was put in
   * @param room rung when there is room again
   */
  public Lane(int maxRecords, long maxBytes, Bell bell, Bell room) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
    this.bell = bell;
    this.room = room;
  }

  /** The most records that a batch should have, if it can be divided. */
  public int batchRecords() {
    return Math.max(1, Math.min(LARGEST_BATCH, maxRecords / BATCHES));
  }

  /** The most estimated bytes that a batch should have, if it can be divided. */
  public long batchBytes() {
    return Math.max(1, maxBytes / BATCHES);
  }

  /** Whether a batch may be put in. A lane that was closed has room, and refuses what is put in. */
  public boolean hasRoom() {
    lock.lock();
    try {
      return closed || isRoomy();
    } finally {
      lock.unlock();
    }
  }

  private boolean isRoomy() {
    return records == 0
        || records + batchRecords() <= maxRecords && bytes + batchBytes() <= maxBytes;
  }

  /**
   * Puts in a batch; never waits.
   *
   * @throws CancellationException if the lane is closed
   */
  public void put(Batch batch) {
    lock.lock();
    try {
      requireOpen();
      items.add(batch);
      records = records + batch.records().size();
      bytes += batch.bytes();
    } finally {
      lock.unlock();
    }
    bell.ring();
  }

  /**
   * Puts in a barrier or an opening; never waits.
   *
   * @throws CancellationException if the lane is closed
   */
  public void putMark(LaneItem mark) {
    lock.lock();
    try {
      requireOpen();
      items.add(mark);
    } finally {
      lock.unlock();
    }
    bell.ring();
  }

  /** Takes the next item; null if there is none now. */
  public @Nullable LaneItem take() {
    return take(partition -> false);
  }

  /**
   * Takes the next item that may pass; null if there is none now. What is of a paused partition is
   * passed by, barriers pass it too; it stays in the lane, and counts there, until it is taken
   * before anything that came later of its partition.
   */
  public @Nullable LaneItem take(Predicate<TopicPartition> paused) {
    lock.lock();
    try {
      for (int i = 0; i < aside.size(); i++) {
        Parts parts = Parts.of(aside.get(i), paused);
        if (!parts.open().spans().isEmpty()) {
          if (parts.paused().spans().isEmpty()) {
            aside.remove(i);
          } else {
            aside.set(i, parts.paused());
          }
          return taken(parts.open());
        }
      }
      LaneItem item = items.poll();
      while (item instanceof Batch batch) {
        Parts parts = Parts.of(batch, paused);
        if (!parts.paused().spans().isEmpty()) {
          aside.add(parts.paused());
        }
        if (!parts.open().spans().isEmpty()) {
          return taken(parts.open());
        }
        item = items.poll();
      }
      return item;
    } finally {
      lock.unlock();
    }
  }

  private Batch taken(Batch batch) {
    boolean was = isRoomy();
    records = records - batch.records().size();
    bytes -= batch.bytes();
    if (!was && isRoomy()) {
      room.ring();
    }
    return batch;
  }

  /** The offset behind the last record of each partition that was passed by and is still here. */
  public Map<TopicPartition, Long> passedBy() {
    lock.lock();
    try {
      Map<TopicPartition, Long> ends = new HashMap<>();
      for (Batch batch : aside) {
        batch.spans().forEach(span -> ends.merge(span.partition(), span.end(), Math::max));
      }
      return ends;
    } finally {
      lock.unlock();
    }
  }

  /** A batch, cut by whether its partitions are paused. */
  private record Parts(Batch open, Batch paused) {
    private static Parts of(Batch batch, Predicate<TopicPartition> paused) {
      Set<TopicPartition> held = new HashSet<>();
      for (Span span : batch.spans()) {
        if (paused.test(span.partition())) {
          held.add(span.partition());
        }
      }
      if (held.isEmpty()) {
        return new Parts(batch, NOTHING);
      }
      List<Span> openSpans = new ArrayList<>(batch.spans());
      openSpans.removeIf(span -> held.contains(span.partition()));
      if (openSpans.isEmpty()) {
        return new Parts(NOTHING, batch);
      }
      List<Span> heldSpans = new ArrayList<>(batch.spans());
      heldSpans.removeAll(openSpans);
      List<SinkRecord> open = new ArrayList<>();
      List<SinkRecord> behind = new ArrayList<>();
      for (SinkRecord record : batch.records()) {
        boolean waits = held.contains(new TopicPartition(record.topic(), record.kafkaPartition()));
        (waits ? behind : open).add(record);
      }
      // Nobody weighs records here: each part has its share.
      long share = batch.bytes() * behind.size() / Math.max(1, batch.records().size());
      return new Parts(
          new Batch(open, openSpans, batch.bytes() - share, batch.followed()),
          new Batch(behind, heldSpans, share, batch.followed()));
    }
  }

  /** The next item, which stays where it is; null if there is none now. */
  public @Nullable LaneItem peek() {
    lock.lock();
    try {
      return items.peek();
    } finally {
      lock.unlock();
    }
  }

  /** How many records are in the lane. */
  public int waiting() {
    return records;
  }

  /** Lets go of what is in the lane, and of a thread that waits for room. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      for (LaneItem item : items) {
        if (item instanceof LaneItem.Opening opening) {
          opening.named().cancel(false);
        }
      }
      items.clear();
      aside.clear();
      records = 0;
      bytes = 0;
      room.ring();
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new CancellationException("The lane was closed");
    }
  }
}
