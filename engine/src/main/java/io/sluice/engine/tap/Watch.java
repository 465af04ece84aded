package io.sluice.engine.tap;

import io.sluice.engine.fault.Ticker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who looks: what was seen for them, within bounds, until they ask no more. Thread-safe.
 */
public final class Watch {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final TapBounds bounds;
  private final Ticker ticker;
  private final @Nullable FollowedKey key;
  private final Map<Long, TappedRecord> records = new LinkedHashMap<>();
  private final Map<TapStage, Integer> endsInSecond = new HashMap<>();
  private volatile long until;
  private volatile boolean held;
  private long bytes;
  private long second;
  private int picked;
  private long picks;

  Watch(TapBounds bounds, Ticker ticker, @Nullable FollowedKey key) {
    this.bounds = bounds;
    this.ticker = ticker;
    this.key = key;
    this.second = ticker.nanos();
    renew();
  }

  /**
   * What a watch has.
   *
   * @param records oldest news first
   * @param picked how many records were picked so far, those included that are kept no more
   */
  public record Seen(List<TappedRecord> records, long picked) {
    public Seen {
      records = List.copyOf(records);
    }
  }

  /** Asked for again: it lasts for another lease from now. */
  public void renew() {
    until = ticker.nanos() + bounds.lease().toNanos();
  }

  /** While it is held nothing is picked, and what it has stays. */
  public void hold(boolean wanted) {
    held = wanted;
  }

  /** Whether it is held. */
  public boolean isHeld() {
    return held;
  }

  /** All of which something is new since a sequence, by sequence. */
  public synchronized Seen since(long sequence) {
    List<TappedRecord> news = new ArrayList<>();
    for (TappedRecord record : records.values()) {
      if (record.sequence() > sequence) {
        news.add(record);
      }
    }
    news.sort(Comparator.comparingLong(TappedRecord::sequence));
    return new Seen(news, picks);
  }

  /** A record that is kept. */
  public synchronized Optional<TappedRecord> find(long id) {
    return Optional.ofNullable(records.get(id));
  }

  synchronized void forget() {
    records.clear();
    bytes = 0;
  }

  boolean isOver() {
    return ticker.nanos() - until > 0;
  }

  boolean followsKey() {
    return key != null;
  }

  boolean mayFollow(@Nullable Object recordKey) {
    return key == null || key.mayBe(recordKey);
  }

  boolean follows(Node recordKey) {
    return key == null || key.matches(recordKey);
  }

  /** How many records it may pick now. */
  synchronized int room() {
    if (held) {
      return 0;
    }
    turn();
    return bounds.picks() - picked;
  }

  synchronized void picked() {
    turn();
    picked++;
  }

  /**
   * Keeps a record that has come through the transforms, unless it has enough that ended alike.
   *
   * @param end where its way through the transforms ended
   */
  synchronized boolean keeps(TapStage end, TappedRecord record) {
    turn();
    int alike = endsInSecond.merge(end, 1, Integer::sum);
    if (key == null && alike > bounds.perSecond()) {
      return false;
    }
    picks++;
    put(record);
    return true;
  }

  /** A record has come further. */
  synchronized void update(TappedRecord record) {
    TappedRecord before = records.get(record.id());
    if (before != null) {
      put(record);
    }
  }

  private void put(TappedRecord record) {
    TappedRecord before = records.put(record.id(), record);
    bytes += record.weight() - (before == null ? 0 : before.weight());
    var eldest = records.values().iterator();
    while (records.size() > bounds.records() || bytes > bounds.bytes() && records.size() > 1) {
      bytes -= eldest.next().weight();
      eldest.remove();
    }
  }

  private void turn() {
    long now = ticker.nanos();
    if (now - second >= SECOND) {
      second = now;
      picked = 0;
      endsInSecond.clear();
    }
  }
}
