package io.sluice.serdes.record;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.jspecify.annotations.Nullable;

/**
 * What was made for objects of a topic. The very objects that came before are found without being
 * compared. Thread-safe.
 *
 * @param <K> what something is made for
 * @param <V> what is made
 */
final class Recall<K, V> {
  /** How many objects of a topic are looked at. */
  private static final int RECENT = 16;

  private record Known(Object key, Object made, long since) {}

  private final Cache<String, Known[]> topics;
  private final Optional<Duration> lifetime;
  private final LongSupplier ticker;

  /**
   * @param size of how many topics
   * @param lifetime for how long what is made does; empty if for ever
   * @param ticker nanoseconds that rise
   */
  Recall(int size, Optional<Duration> lifetime, LongSupplier ticker) {
    topics = new SynchronizedCache<>(new LRUCache<>(size));
    this.lifetime = lifetime;
    this.ticker = ticker;
  }

  /**
   * What was made for that very object, or else what is made now.
   *
   * @param keep whether it may be asked for again: not if the object may change meanwhile
   */
  @SuppressWarnings("unchecked") // Only what is of type V goes in.
  V find(@Nullable String topic, K key, boolean keep, Supplier<V> maker) {
    String name = topic == null ? "" : topic;
    Known[] known = topics.get(name);
    if (known != null) {
      for (Known each : known) {
        if (each.key() == key && does(each)) {
          return (V) each.made();
        }
      }
    }
    long since = lifetime.isPresent() ? ticker.getAsLong() : 0;
    V made = maker.get();
    if (keep) {
      topics.put(name, before(new Known(key, made, since), known == null ? new Known[0] : known));
    }
    return made;
  }

  private boolean does(Known known) {
    return lifetime.isEmpty() || ticker.getAsLong() - known.since() < lifetime.get().toNanos();
  }

  private static Known[] before(Known newest, Known[] recent) {
    Stream<Known> others = Arrays.stream(recent).filter(each -> each.key() != newest.key());
    return Stream.concat(Stream.of(newest), others).limit(RECENT).toArray(Known[]::new);
  }
}
