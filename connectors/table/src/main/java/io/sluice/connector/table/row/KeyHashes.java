package io.sluice.connector.table.row;

import io.sluice.connector.table.value.EqualKeys;
import org.jspecify.annotations.Nullable;

/**
 * The keys that were seen: a key that is not in here was certainly not seen. Keys that are one
 * whole number are kept as such while they are dense, others as hashes of 64 bits: 32 bytes a key
 * at most. Used by one thread.
 */
public final class KeyHashes {
  private static final int FEWEST_SLOTS = 1024;

  private @Nullable WholeNumbers numbers = new WholeNumbers();
  private long[] slots = new long[0];
  private int size;
  private boolean forgotten;

  /** From now on no key is certainly new. */
  public void forgetAll() {
    forgotten = true;
    numbers = null;
    slots = new long[0];
  }

  /** Remembers a key; false if it, or another of the same hash, was there. */
  public boolean add(@Nullable Object[] key) {
    if (forgotten) {
      return false;
    }
    WholeNumbers dense = numbers;
    if (dense != null) {
      if (key.length == 1 && key[0] instanceof Number number && isWhole(number)) {
        boolean added = dense.add(number.longValue());
        if (added && dense.isSparse()) {
          hashAll(dense);
        }
        return added;
      }
      hashAll(dense); // Keys of a table are all of one kind: nothing, mostly.
    }
    return addHash(hash(key));
  }

  private void hashAll(WholeNumbers dense) {
    numbers = null;
    dense.forEach(number -> addHash(hash(new Object[] {number})));
  }

  private boolean addHash(long hash) {
    if (size >= slots.length / 2) {
      long[] larger = new long[Math.max(FEWEST_SLOTS, slots.length * 2)];
      for (long slot : slots) {
        if (slot != 0) {
          insert(larger, slot);
        }
      }
      slots = larger;
    }
    if (!insert(slots, hash)) {
      return false;
    }
    size++;
    return true;
  }

  private static boolean insert(long[] slots, long hash) {
    int mask = slots.length - 1;
    int i = (int) (hash >>> 20) & mask;
    while (slots[i] != 0) {
      if (slots[i] == hash) {
        return false;
      }
      i = (i + 1) & mask;
    }
    slots[i] = hash;
    return true;
  }

  private static long hash(@Nullable Object[] key) {
    long hash = 0x9E3779B97F4A7C15L;
    for (Object part : key) {
      hash = mix(hash ^ partHash(part)) + 0x632BE59BD9B4E019L;
    }
    return hash == 0 ? 1 : hash; // 0 marks a free slot.
  }

  private static long partHash(@Nullable Object part) {
    if (part instanceof Number number && isWhole(number)) {
      return mix(number.longValue());
    }
    if (part instanceof String text) {
      long hash = text.length();
      for (int i = 0; i < text.length(); i++) {
        hash = hash * 0x100000001B3L + text.charAt(i);
      }
      return hash;
    }
    // Equal values have equal hash codes; the worst case of more collisions is a slower path.
    return EqualKeys.of(part).hashCode();
  }

  private static boolean isWhole(Number part) {
    return part instanceof Long || part instanceof Integer || part instanceof Short;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
