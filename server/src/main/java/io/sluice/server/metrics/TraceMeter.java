package io.sluice.server.metrics;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is followed, and what became of the spans. Thread-safe. */
public final class TraceMeter {
  private final LongAdder followed = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder lost = new LongAdder();

  /** A batch is followed. */
  public void followed() {
    followed.increment();
  }

  /** A batch would have been followed, were there not too much that is not sent yet. */
  public void skipped() {
    skipped.increment();
  }

  /** So many spans were taken by the collector. */
  public void sent(int spans) {
    sent.add(spans);
  }

  /** So many spans could not be sent. */
  public void lost(int spans) {
    lost.add(spans);
  }

  /** Spans that the collector took. */
  public long sent() {
    return sent.sum();
  }

  /** Spans that could not be sent, or had no place to wait for it. */
  public long lost() {
    return lost.sum();
  }

  List<Sample> samples() {
    return List.of(
        Sample.of(Family.TRACE_BATCHES, followed.sum(), "followed"),
        Sample.of(Family.TRACE_BATCHES, skipped.sum(), "skipped"),
        Sample.of(Family.TRACE_SPANS, sent.sum(), "sent"),
        Sample.of(Family.TRACE_SPANS, lost.sum(), "lost"));
  }
}
