package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.position.Visibility;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * The last million transactions, and which of them the stream has delivered. The server sends a
 * transaction as soon as its commit is in the log, which is before others can see it: for a moment,
 * or, where commits wait for a synchronous standby, for as long as that takes. A database snapshot
 * that is taken meanwhile is older than what was delivered. A bit for each transaction; belongs to
 * the reading thread.
 */
final class Delivered {

  private static final int SIZE = 1 << 20;
  private static final int MASK = SIZE - 1;

  private final long[] bits = new long[SIZE / Long.SIZE];
  private int highest;
  private boolean any;

  /**
   * @param txId the server's 32-bit number
   */
  void add(long txId) {
    int id = (int) txId;
    int ahead = id - highest;
    if (!any) {
      any = true;
      highest = id;
    } else if (ahead > 0) {
      forget(ahead, id);
      highest = id;
    } else if (ahead <= -SIZE) {
      return;
    }
    bits[(id & MASK) >> 6] |= 1L << id;
  }

  /**
   * Whether a snapshot saw all that was delivered.
   *
   * @param except transactions of which that does not matter, by their 32-bit numbers
   */
  boolean seenBy(Visibility visibility, LongPredicate except) {
    if (!any) {
      return true;
    }
    int beyond = (int) visibility.xmax();
    if (highest - beyond >= SIZE) {
      return false;
    }
    for (int id = beyond; highest - id >= 0; id++) {
      if (contains(id) && !except.test(Integer.toUnsignedLong(id))) {
        return false;
      }
    }
    return visibility
        .running()
        .noneMatch(
            running ->
                contains((int) running) && !except.test(Integer.toUnsignedLong((int) running)));
  }

  private boolean contains(int id) {
    int behind = highest - id;
    return behind >= 0 && behind < SIZE && (bits[(id & MASK) >> 6] & (1L << id)) != 0;
  }

  /** Makes room for the numbers between the highest one so far and a new one. */
  private void forget(int ahead, int id) {
    if (ahead >= SIZE) {
      Arrays.fill(bits, 0);
      return;
    }
    for (int gone = highest + 1; gone != id + 1; gone++) {
      if ((gone & 63) == 0 && id - gone >= 63) {
        bits[(gone & MASK) >> 6] = 0;
        gone += 63;
      } else {
        bits[(gone & MASK) >> 6] &= ~(1L << gone);
      }
    }
  }
}
