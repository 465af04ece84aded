package io.sluice.engine.checkpoint;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
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

  private static final List<Kind> FROM_SINK_TO_SOURCE =
      List.of(
          Kind.DELIVERED,
          Kind.REFUSED_BY_SINK,
          Kind.FILTERED,
          Kind.REFUSED_BY_TRANSFORM,
          Kind.POLLED);

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

  /**
   * All counts at one moment. Read from the sinks towards the source, so that no count is ahead of
   * the one that it came from.
   */
  public synchronized Counts counts() {
    Map<Kind, NavigableMap<Integer, Long>> counts = new EnumMap<>(Kind.class);
    for (Kind kind : FROM_SINK_TO_SOURCE) {
      NavigableMap<Integer, Long> workers = new TreeMap<>();
      for (Entry entry : entries) {
        if (entry.kind == kind) {
          workers.put(entry.worker, entry.column.value());
        }
      }
      counts.put(kind, workers);
    }
    return new Counts(counts);
  }

  /** Counts of all workers at one moment. */
  public static final class Counts {
    private final Map<Kind, NavigableMap<Integer, Long>> counts;

    private Counts(Map<Kind, NavigableMap<Integer, Long>> counts) {
      this.counts = counts;
    }

    /** Sum over all workers. */
    public long sum(Kind kind) {
      return sum(kind, 0, Integer.MAX_VALUE);
    }

    /** Sum over the workers with numbers from {@code first} to below {@code end}. */
    public long sum(Kind kind, int first, int end) {
      NavigableMap<Integer, Long> workers = Objects.requireNonNull(counts.get(kind));
      return workers.subMap(first, end).values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
