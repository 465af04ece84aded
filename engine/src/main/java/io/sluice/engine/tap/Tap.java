package io.sluice.engine.tap;

import io.sluice.engine.fault.Ticker;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a pipeline's stream can be looked into, over all of its runs in this process. While nobody
 * looks it costs each batch the read of one variable, and nothing is kept. Thread-safe.
 */
public final class Tap {
  private static final Logger log = LoggerFactory.getLogger(Tap.class);

  private final String pipeline;
  private final TapBounds bounds;
  private final UnaryOperator<String> redact;
  private final Clock clock;
  private final Ticker ticker;
  private final AtomicLong sequence;

  private @Nullable Masking masking;

  /** Never changed, only replaced; empty while nobody looks. */
  private volatile List<Watch> watches = List.of();

  /**
   * @param redact takes secrets out of a text (invariant 9)
   */
  public Tap(
      String pipeline, TapBounds bounds, UnaryOperator<String> redact, Clock clock, Ticker ticker) {
    this.pipeline = pipeline;
    this.bounds = bounds;
    this.redact = redact;
    this.clock = clock;
    this.ticker = ticker;
    // So that what a client of the process before this one knows is never ahead of this one.
    this.sequence = new AtomicLong(clock.millis() * 1_000);
  }

  /**
   * Begins to look; ends a lease after {@link Watch#renew} was called last.
   *
   * @param key the text of a key, of a field of it, or the key as JSON; empty for records of all
   *     keys
   * @return empty if as many look already as may
   */
  public synchronized Optional<Watch> open(String key) {
    sweep();
    if (watches.size() >= bounds.watches()) {
      return Optional.empty();
    }
    Watch watch = new Watch(bounds, ticker, key.isBlank() ? null : new FollowedKey(key));
    watches = with(watches, watch);
    return Optional.of(watch);
  }

  private static List<Watch> with(List<Watch> watches, Watch more) {
    return Stream.concat(watches.stream(), Stream.of(more)).toList();
  }

  /**
   * A run begins. What was seen when other things were masked is forgotten, so that a mask hides
   * from when it is applied.
   */
  public synchronized void beginsRun(Masking masks) {
    if (masking != null && !masking.isSameAs(masks)) {
      watches.forEach(Watch::forget);
    }
    masking = masks;
  }

  /** Ends a watch; what it has can still be read. */
  public synchronized void close(Watch watch) {
    watches = watches.stream().filter(one -> one != watch).toList();
  }

  /** Lets go of watches that nobody asked for lately. */
  public synchronized void sweep() {
    if (watches.stream().anyMatch(Watch::isOver)) {
      watches = watches.stream().filter(one -> !one.isOver()).toList();
    }
  }

  /** Whether this watch goes on. */
  public boolean has(Watch watch) {
    return watches.contains(watch) && !watch.isOver();
  }

  /** Whether anybody looks. */
  public boolean isOpen() {
    return !watches.isEmpty();
  }

  /**
   * What is to be picked out of a batch; null when nobody looks.
   *
   * @param task number of the source task
   * @param records how many there are
   */
  public @Nullable Sampling sampling(int task, int records, Masking masking) {
    List<Watch> now = watches;
    if (now.isEmpty()) {
      return null;
    }
    if (now.stream().anyMatch(Watch::isOver)) {
      sweep();
      now = watches;
    }
    return now.isEmpty() ? null : new Sampling(this, now, task, records, masking);
  }

  TapBounds bounds() {
    return bounds;
  }

  UnaryOperator<String> redact() {
    return redact;
  }

  Clock clock() {
    return clock;
  }

  long nextSequence() {
    return sequence.incrementAndGet();
  }

  /** Looking fails by itself: the record goes on as if nobody looked. */
  void failed(Throwable cause) {
    log.debug("Pipeline {}: a record could not be looked at", pipeline, cause);
  }
}
