package io.sluice.engine.source;

import io.sluice.engine.fault.Ticker;
import io.sluice.engine.trace.BatchTrace;
import io.sluice.engine.trace.BatchTrace.Passed;
import io.sluice.engine.transform.Transforms;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tells who follows a batch how it came through the transforms into the lanes. Does nothing for the
 * others. Guarded by the dispatch lock.
 */
final class FollowedDispatch {
  /** As the W3C's Trace Context names it. */
  private static final String HEADER = "traceparent";

  private final Transforms chain;
  private final Ticker ticker;
  private final LongSupplier filtered;
  private final LongSupplier refused;
  private @Nullable BatchTrace trace;
  private @Nullable String header;
  private long since;
  private long filteredBefore;
  private long refusedBefore;

  /**
   * @param filtered how many records transforms have dropped, of all batches
   * @param refused how many became dead letters
   */
  FollowedDispatch(Transforms chain, Ticker ticker, LongSupplier filtered, LongSupplier refused) {
    this.chain = chain;
    this.ticker = ticker;
    this.filtered = filtered;
    this.refused = refused;
  }

  /**
   * A batch comes.
   *
   * @param next null if nobody follows it
   */
  void begin(@Nullable BatchTrace next) {
    trace = next;
    header = next == null ? null : next.header();
    if (next != null) {
      filteredBefore = filtered.getAsLong();
      refusedBefore = refused.getAsLong();
      chain.measure(ticker);
      since = ticker.nanos();
    }
  }

  /** Some of it waited for room. */
  void waited(long from, long until) {
    if (trace != null) {
      trace.waited(from, until);
    }
  }

  /** The record, or, if its batch is to be known by that, the same with a header more. */
  SourceRecord marked(SourceRecord record) {
    if (header == null) {
      return record;
    }
    ConnectHeaders headers = new ConnectHeaders(record.headers());
    headers.remove(HEADER);
    headers.addString(HEADER, header);
    return record.newRecord(
        record.topic(),
        record.kafkaPartition(),
        record.keySchema(),
        record.key(),
        record.valueSchema(),
        record.value(),
        record.timestamp(),
        headers);
  }

  /** All of it is in the lanes. */
  void end() {
    if (trace != null) {
      trace.passed(
          new Passed(
              since,
              ticker.nanos(),
              filtered.getAsLong() - filteredBefore,
              refused.getAsLong() - refusedBefore,
              chain.measured()));
      trace = null;
      header = null;
    }
  }
}
