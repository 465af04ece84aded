package io.sluice.connector.postgres.handover;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
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
  private final long maxBytes;
  private final Runnable accepted;
  private LongSupplier beforeHandover = () -> 0;
  private List<SourceRecord> batch = new ArrayList<>();
  private long bytes;

  /**
   * @param maxBytes bytes on the wire after which a batch is given over even if it has few records
   * @param whileFull called now and then while there is no room
   * @param accepted called for each batch when there is room for it, before anybody sees it and
   *     while no other reader gives one over
   */
  public RecordSink(
      Handover handover, int maxBatch, long maxBytes, Runnable whileFull, Runnable accepted) {
    this.accepted = accepted;
    this.handover = handover;
    this.maxBytes = maxBytes;
    this.maxBatch = maxBatch;
    this.whileFull = whileFull;
  }

  /**
   * What is to be done to the records that wait, before anybody sees them.
   *
   * @param action gives the bytes by which they grew, which count like those on the wire
   */
  public void beforeHandover(LongSupplier action) {
    beforeHandover = action;
  }

  /** How many records wait to be given over. */
  public int waiting() {
    return batch.size();
  }

  /**
   * @param weight bytes that the record had on the wire
   * @throws CancellationException when nobody takes records any more
   */
  public void add(SourceRecord sourceRecord, int weight) {
    batch.add(sourceRecord);
    bytes += weight;
    if (batch.size() >= maxBatch || bytes >= maxBytes) {
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
    bytes += beforeHandover.getAsLong();
    try {
      while (!handover.offer(batch, bytes, WAIT_MILLIS, accepted)) {
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
    bytes = 0;
  }
}
