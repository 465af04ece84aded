package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.handover.RecordSink;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Gives the records of the open transaction to the sink and knows the last of them, by which it is
 * recognized when it has become durable. Belongs to the reading thread.
 */
final class Deliveries {

  private final RecordSink sink;
  private final SlotProgress progress;
  private boolean any;
  private long lsn;
  private long events;

  Deliveries(RecordSink sink, SlotProgress progress) {
    this.sink = sink;
    this.progress = progress;
  }

  /** A transaction begins. */
  void begin() {
    any = false;
  }

  /** Whether the open transaction has made a record. */
  boolean any() {
    return any;
  }

  /** Whether nothing waits to be given over. */
  boolean isFlushed() {
    return sink.waiting() == 0;
  }

  /**
   * A record of the open transaction.
   *
   * @param weight bytes that it had on the wire
   * @param at log position of its change
   * @param count of its change among those at this position
   */
  void add(SourceRecord delivered, int weight, long at, long count) {
    if (!any) {
      any = true;
      progress.began();
    }
    lsn = at;
    events = count;
    sink.add(delivered, weight);
  }

  /**
   * A record that belongs to no transaction.
   *
   * @param end where in the log it ends
   */
  void addLonely(SourceRecord delivered, int weight, long end) {
    progress.began();
    sink.add(delivered, weight);
    progress.completed(0, end, 0, end);
  }

  /** The open transaction, which has made records, is complete. */
  void completed(long txId, long endLsn) {
    progress.completed(txId, lsn, events, endLsn);
  }
}
