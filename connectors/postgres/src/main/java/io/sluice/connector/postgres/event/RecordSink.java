package io.sluice.connector.postgres.event;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Where a reader puts its records: gathers them and gives them over in batches. Belongs to the
 * reading thread.
 */
public final class RecordSink {

  /** How long a reader waits for room before it looks after its connection again. */
  private static final long WAIT_MILLIS = 100;

  private final Handover handover;
  private final int maxBatch;
  private final Runnable whileFull;
  private List<SourceRecord> batch = new ArrayList<>();

  /**
   * @param whileFull called now and then while there is no room
   */
  public RecordSink(Handover handover, int maxBatch, Runnable whileFull) {
    this.handover = handover;
    this.maxBatch = maxBatch;
    this.whileFull = whileFull;
  }

  /** How many records wait to be given over. */
  public int waiting() {
    return batch.size();
  }

  /**
   * @throws CancellationException when nobody takes records any more
   */
  public void add(SourceRecord sourceRecord) {
    batch.add(sourceRecord);
    if (batch.size() >= maxBatch) {
      flush();
    }
  }

  /**
   * Gives over what was gathered, waiting for room.
   *
   * @throws CancellationException when nobody takes records any more
   */
  public void flush() {
    if (batch.isEmpty()) {
      return;
    }
    try {
      while (!handover.offer(batch, WAIT_MILLIS)) {
        if (handover.isClosed()) {
          throw new CancellationException("The task is stopping");
        }
        whileFull.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("The task is stopping");
    }
    batch = new ArrayList<>(batch.size() >= maxBatch ? maxBatch : 16);
  }
}
