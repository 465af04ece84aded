package io.sluice.serdes.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded memory; what was not asked for the longest time is forgotten first. Thread-safe; what
 * two ask for at once may be found out twice.
 */
final class Recollection<K, V> {
  private final Optional<Duration> lifetime;
  private final LongSupplier ticker;
  private final Map<K, Remembered<V>> entries;

  private record Remembered<V>(V value, long since) {}

  /**
   * @param size how much at most is remembered
   * @param lifetime for how long; empty if for ever
   * @param ticker nanoseconds that rise
   */
  Recollection(int size, Optional<Duration> lifetime, LongSupplier ticker) {
    this.lifetime = lifetime;
    this.ticker = ticker;
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Remembered<V>> eldest) {
            return size() > size;
          }
        };
  }

  /** What is remembered, or is found out now and remembered. */
  V get(K key, Supplier<V> source) {
    V known = find(key);
    if (known != null) {
      return known;
    }
    V found = source.get();
    put(key, found);
    return found;
  }

  /** What is remembered; empty if nothing. */
  Optional<V> known(K key) {
    return Optional.ofNullable(find(key));
  }

  synchronized void put(K key, V value) {
    entries.put(key, new Remembered<>(value, ticker.getAsLong()));
  }

  private synchronized @Nullable V find(K key) {
    Remembered<V> known = entries.get(key);
    if (known == null) {
      return null;
    }
    if (lifetime.isPresent() && ticker.getAsLong() - known.since() >= lifetime.get().toNanos()) {
      entries.remove(key);
      return null;
    }
    return known.value();
  }
}
