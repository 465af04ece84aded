package io.sluice.connector.postgres.incremental;

import java.util.concurrent.TimeUnit;

/**
 * How many rows the next chunk may have. The stream waits while a chunk is read, so a chunk takes
 * some tens of milliseconds; larger ones are cheaper by the row.
 */
final class ChunkSize {

  /** Debezium's default, the first chunk's size. */
  static final int SMALLEST = 1024;

  private static final int LARGEST = 65_536;
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(160);

  private final boolean fixed;
  private final long manyBytes;
  private int rows;

  /**
   * @param fixed rows of every chunk, 0 to find it out
   * @param manyBytes bytes that a chunk should not have: what may wait of one, so that its lock and
   *     its snapshot are let go as soon as it is fetched
   */
  ChunkSize(int fixed, long manyBytes) {
    this.manyBytes = manyBytes;
    this.fixed = fixed > 0;
    this.rows = fixed > 0 ? fixed : SMALLEST;
  }

  int rows() {
    return rows;
  }

  /** A full chunk took so long and had so many bytes. */
  void took(long nanos, long bytes) {
    if (fixed) {
      return;
    }
    if (nanos > LONG_NANOS || bytes > manyBytes) {
      rows = Math.max(SMALLEST, rows / 2);
    } else if (nanos < SHORT_NANOS && bytes < manyBytes / 4) {
      rows = Math.min(LARGEST, rows * 4);
    } else if (nanos < LONG_NANOS / 2 && bytes < manyBytes / 2) {
      rows = Math.min(LARGEST, rows * 2);
    }
  }
}
