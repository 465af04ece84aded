package io.sluice.connector.table.row;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of whole numbers as bits in pages: where numbers are dense, as those that a sequence gave
 * are, one costs a few bits and no look-up. Used by one thread.
 */
final class WholeNumbers {
  private static final int PAGE_SHIFT = 12;
  private static final int PAGE_BITS = 1 << PAGE_SHIFT;

  /** A page with fewer numbers than this takes more memory than their hashes would. */
  private static final int WORTH_A_PAGE = 24;

  /** Pages that a set may have before anybody asks whether they are worth it. */
  private static final int FEW_PAGES = 64;

  private final Map<Long, long[]> pages = new HashMap<>();
  private long[] page = new long[0];
  private @Nullable Long pageNumber;
  private long size;

  /** Adds a number; false if it was there. */
  boolean add(long number) {
    long wanted = number >> PAGE_SHIFT;
    if (pageNumber == null || pageNumber != wanted) {
      page = pages.computeIfAbsent(wanted, any -> new long[PAGE_BITS / Long.SIZE]);
      pageNumber = wanted;
    }
    int bit = (int) number & (PAGE_BITS - 1);
    long mask = 1L << bit;
    long word = page[bit / Long.SIZE];
    page[bit / Long.SIZE] = word | mask;
    size += (word & mask) == 0 ? 1 : 0;
    return (word & mask) == 0;
  }

  /** Whether hashes of the numbers would take less memory. */
  boolean isSparse() {
    return pages.size() > FEW_PAGES && size < (long) pages.size() * WORTH_A_PAGE;
  }

  void forEach(LongConsumer number) {
    pages.forEach(
        (high, bits) -> {
          for (int i = 0; i < PAGE_BITS; i++) {
            if ((bits[i / Long.SIZE] & 1L << i) != 0) {
              number.accept((high << PAGE_SHIFT) + i);
            }
          }
        });
  }
}
