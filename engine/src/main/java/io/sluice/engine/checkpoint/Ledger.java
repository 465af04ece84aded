package io.sluice.engine.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts records on behalf of one run, so that the counts always add up (invariant 5): what is
 * polled again after a failure counts once. Workers count in columns of their own; at every barrier
 * a column is marked; going back to a checkpoint sets every column back to its mark.
 *
 * <p>Columns are made before workers start; each is counted up by one thread and read by any.
 */
public final class Ledger {
  /** What a column counts. */
  public enum Kind {
    POLLED,
    FILTERED,
    REFUSED_BY_TRANSFORM,
    DELIVERED,
    REFUSED_BY_SINK
  }

  /** A count by one worker. */
  public static final class Column {
    private final AtomicLong count = new AtomicLong();
    private final NavigableMap<Long, Long> marks = new TreeMap<>();

    /** Counts up; by its one thread only. */
    public void add(long records) {
      count.setRelease(count.getPlain() + records);
    }

    /** As of now. */
    public long value() {
      return count.getAcquire();
    }

    /**
     * Keeps the present count as that of the end of an epoch.
     *
     * @param beyond how much of it belongs to later epochs
     */
    public void mark(long epoch, long beyond) {
      synchronized (marks) {
        marks.put(epoch, count.getPlain() - beyond);
        while (marks.size() > 1_000) {
          marks.remove(marks.firstKey()); // Sinks that hold back for long; counts stay close.
        }
      }
    }

    private void committed(long epoch) {
      synchronized (marks) {
        Long last = marks.floorKey(epoch);
        if (last != null) {
          marks.headMap(last, false).clear(); // The newest of them stays: a run may go back to it.
        }
      }
    }

    /** The same counts, for the next worker; whoever has the old column still changes nothing. */
    private Column copy() {
      Column copy = new Column();
      synchronized (marks) {
        copy.marks.putAll(marks);
        copy.count.set(value());
      }
      return copy;
    }

    private void backTo(long epoch) {
      synchronized (marks) {
        marks.tailMap(epoch, false).clear();
        count.set(marks.isEmpty() ? 0 : marks.lastEntry().getValue());
      }
    }
  }

  private record Entry(Kind kind, int worker, Column column) {}

  private final List<Entry> entries = new ArrayList<>();

  /**
   * The column of a worker, counting on from where an earlier one of the same worker was left.
   *
   * @param worker number of the source task, or of the sink task over all sinks
   */
  public synchronized Column open(Kind kind, int worker) {
    Column column = new Column();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.kind == kind && entry.worker == worker) {
        column = entry.column.copy();
        entries.remove(i);
        break;
      }
    }
    entries.add(new Entry(kind, worker, column));
    return column;
  }

  /** Everything up to this epoch is settled; older marks are not needed. */
  public synchronized void committed(long epoch) {
    entries.forEach(entry -> entry.column.committed(epoch));
  }

  /** The run resumes at the end of this epoch, and so do all counts; before workers count. */
  public synchronized void backTo(long epoch) {
    entries.forEach(entry -> entry.column.backTo(epoch));
  }

  /** Sum over all workers of this kind. */
  public synchronized long sum(Kind kind) {
    long sum = 0;
    for (Entry entry : entries) {
      sum += entry.kind == kind ? entry.column.value() : 0;
    }
    return sum;
  }

  /** Sum over the workers with numbers from {@code first} to below {@code end}. */
  public synchronized long sum(Kind kind, int first, int end) {
    long sum = 0;
    for (Entry entry : entries) {
      boolean meant = entry.kind == kind && entry.worker >= first && entry.worker < end;
      sum += meant ? entry.column.value() : 0;
    }
    return sum;
  }
}
