package io.sluice.connector.postgres.handover;

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
  private final long maxBytes;
  private final Runnable accepted;
  private Completion completion = (end, most) -> new Completed(end, 0);
  private List<SourceRecord> batch = new ArrayList<>();
  private long bytes;
  private long given;

  /** What is done to records that wait, before anybody sees them. */
  @FunctionalInterface
  public interface Completion {
    /**
     * Completes records in their order, from the first that waits on, until all are complete or
     * they have grown enough.
     *
     * @param end number behind the last that waits
     * @param maxBytes how much they may grow, or by how much one does that needs more
     * @return how far it came, one record at least
     */
    Completed complete(long end, long maxBytes);
  }

  /**
   * Records that are complete.
   *
   * @param end number behind the last of them
   * @param bytes by which they grew, which count like those on the wire
   */
  public record Completed(long end, long bytes) {}

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

  /** Has the records that wait completed before they are given over. */
  public void completeBy(Completion by) {
    completion = by;
  }

  /** The number that the next record gets; they are counted from 0. */
  public long next() {
    return given + batch.size();
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
    // Invariant 6: what is completed at once is bounded, so a batch may go in parts.
    while (!batch.isEmpty()) {
      Completed done = completion.complete(next(), maxBytes);
      int count = (int) (done.end() - given);
      List<SourceRecord> rest = List.of();
      if (count < batch.size()) {
        rest = batch.subList(count, batch.size());
        batch = new ArrayList<>(batch.subList(0, count));
      }
      long ofThese = bytes * count / (count + rest.size());
      give(ofThese + done.bytes());
      given += count;
      bytes -= ofThese;
      batch = new ArrayList<>(Math.max(rest.size(), count >= maxBatch ? maxBatch : 16));
      batch.addAll(rest);
    }
  }

  private void give(long weight) {
    try {
      while (!handover.offer(batch, weight, WAIT_MILLIS, accepted)) {
        if (handover.isClosed()) {
          throw new CancellationException("The task is stopping");
        }
        whileFull.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("The task is stopping");
    }
  }
}
