package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.position.SnapshotLedger.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was handed over to its end with one database snapshot, in the order in which that was so.
 * Only ever grows, so that how it was at a moment is a length, and thousands of records that wait
 * to be polled can each say what was finished before them. Thread-safe.
 */
final class Finished {

  private static final int WHOLE = 0;

  private final SnapshotLedger before;
  private final Map<Integer, Part> cut;
  private final boolean shared;
  private final boolean atSince;
  private final Map<Integer, List<Integer>> waiting = new HashMap<>();

  // A table's number above, and below 0 for the whole of it or 1 + the number of a chunk.
  private long[] entries = new long[64];
  private int count;

  /**
   * @param before what was finished earlier
   * @param cut the tables that are read in chunks now, with those that were finished earlier
   * @param shared whether other tasks read chunks of the same tables
   * @param atSince whether this database snapshot is the one that the ledger began with
   */
  Finished(SnapshotLedger before, Map<Integer, Part> cut, boolean shared, boolean atSince) {
    this.before = before;
    this.shared = shared;
    this.atSince = atSince;
    this.cut = Map.copyOf(cut);
  }

  /** All rows of a chunk have been handed over. */
  synchronized void add(Chunk chunk) {
    TableWork table = chunk.table();
    int number = chunk.range().chunk();
    if (number >= 0) {
      if (shared && !atSince) {
        // Counts only together with the rows that moved to other tasks' chunks.
        waiting.computeIfAbsent(table.oid(), t -> new ArrayList<>()).add(number);
      } else {
        append(table, 1 + number);
      }
    }
    if (--table.ungiven == 0) {
      waiting.getOrDefault(table.oid(), List.of()).forEach(n -> append(table, 1 + n));
      if (!shared || !cut.containsKey(table.oid())) {
        append(table, WHOLE);
      }
      table.finish();
    }
  }

  private void append(TableWork table, int what) {
    if (count == entries.length) {
      entries = Arrays.copyOf(entries, 2 * count); // whoever has the shorter one keeps it
    }
    entries[count++] = (long) table.oid() << 32 | what;
  }

  /** What is finished now; the answer stays the same whenever it is asked for. */
  synchronized Supplier<SnapshotLedger> now() {
    return new Moment(entries, count);
  }

  /**
   * What was finished at a moment. Two are equal when they are of the same snapshot and nothing was
   * finished in between, which is told without making the ledger.
   */
  private final class Moment implements Supplier<SnapshotLedger> {
    private final long[] all;
    private final int length;

    Moment(long[] all, int length) {
      this.all = all;
      this.length = length;
    }

    @Override
    public SnapshotLedger get() {
      return ledger(all, length);
    }

    private Finished owner() {
      return Finished.this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Moment moment && length == moment.length && owner() == moment.owner();
    }

    @Override
    public int hashCode() {
      return length;
    }
  }

  private SnapshotLedger ledger(long[] all, int length) {
    Set<Integer> tables = new HashSet<>(before.tables());
    Map<Integer, BitSet> chunks = new HashMap<>();
    for (int i = 0; i < length; i++) {
      int table = (int) (all[i] >> 32);
      int what = (int) all[i];
      if (what == WHOLE) {
        tables.add(table);
      } else {
        chunks.computeIfAbsent(table, t -> (BitSet) part(t).finished().clone()).set(what - 1);
      }
    }
    Map<Integer, Part> parts = new HashMap<>(before.parts());
    cut.forEach(
        (table, part) -> {
          BitSet finished = chunks.getOrDefault(table, part.finished());
          if (finished.isEmpty()) {
            parts.remove(table);
          } else {
            parts.put(table, new Part(part.file(), part.pages(), part.chunks(), finished));
          }
        });
    parts.keySet().removeAll(tables);
    return new SnapshotLedger(before.since(), before.lsn(), tables, parts);
  }

  private Part part(int table) {
    Part part = cut.get(table);
    if (part == null) {
      throw new IllegalStateException("Table " + table + " is not read in chunks");
    }
    return part;
  }
}
