package io.sluice.connector.table;

import io.sluice.connector.table.transaction.RecordBytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The records since the last commit, kept as long as they are few: when a deadlock or a lost
 * connection undoes the transaction, it is made again from them, and nobody needs a restart.
 * Invariant 6: bounded in number and bytes. Used by one thread.
 */
final class KeptRecords {
  /** A few epochs of a stream. A bulk load soon has more, and pays next to nothing for it. */
  private static final int MOST = 10_000;

  private final long maxBytes;
  private final List<SinkRecord> records = new ArrayList<>();
  private final Set<SinkRecord> reported = Collections.newSetFromMap(new IdentityHashMap<>());
  private long bytes;
  private boolean complete = true;
  private boolean repeating;

  /** Nothing is kept yet. */
  KeptRecords(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** A record has come. */
  void add(SinkRecord record) {
    if (complete) {
      records.add(record);
      bytes += RecordBytes.of(record);
      if (records.size() > MOST || bytes > maxBytes) {
        complete = false;
        records.clear();
        bytes = 0;
        reported.clear();
      }
    }
  }

  /** Whether all records since the last commit are here. */
  boolean complete() {
    return complete;
  }

  int size() {
    return records.size();
  }

  /**
   * The transaction was undone: the next call begins with making it again.
   *
   * @param first how many of the records; those behind them will be handed over once more
   */
  void repeat(int first) {
    List<SinkRecord> comeAgain = records.subList(Math.min(first, records.size()), records.size());
    comeAgain.forEach(record -> bytes -= RecordBytes.of(record));
    comeAgain.clear();
    complete = true;
    repeating = !records.isEmpty();
  }

  /** What has to be made again before anything else; empty mostly. Told once. */
  List<SinkRecord> toRepeat() {
    if (!repeating) {
      return List.of();
    }
    repeating = false;
    return List.copyOf(records);
  }

  /** Whether the record is reported for the first time since the last commit. */
  boolean isNews(SinkRecord record) {
    return !complete || reported.add(record);
  }

  /** All that came is committed, but for what is held back. */
  void committed(List<SinkRecord> heldBack) {
    records.clear();
    reported.clear();
    bytes = 0;
    complete = true;
    repeating = false;
    heldBack.forEach(this::add);
  }
}
