package io.sluice.kafka.broker;

/**
 * How large a record may be where nobody says otherwise. Kafka's own choice is 1 MB, which a row
 * with one long text exceeds; a pipeline that runs direct takes rows of an eighth of the heap.
 */
public final class LargestRecord {
  private static final int SHARE_OF_HEAP = 8;

  /** A request with it has to be counted by an int. */
  private static final long MOST = 1L << 29;

  private LargestRecord() {}

  /** Bytes of the largest record in a topic, not below Kafka's own limit. */
  public static int bytes() {
    long share = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    return (int) Math.max(1 << 20, Math.min(share, MOST));
  }
}
