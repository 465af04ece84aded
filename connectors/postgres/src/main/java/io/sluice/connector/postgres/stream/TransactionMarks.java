package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.event.TransactionMetadata;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Tells of transactions where that is wanted: their beginning, their events' numbers, their end.
 * Belongs to the reading thread.
 */
final class TransactionMarks {

  private final Map<String, String> partition;
  private final Place place;
  private final Deliveries deliveries;
  private final @Nullable TransactionMetadata metadata;
  private long beginLsn;
  private boolean begun;

  TransactionMarks(Setup setup, Place place, Deliveries deliveries) {
    this.partition = setup.partition();
    this.place = place;
    this.deliveries = deliveries;
    this.metadata = TransactionMetadata.of(setup.config()).orElse(null);
  }

  /** Whether transactions are told of at all. */
  boolean wanted() {
    return metadata != null;
  }

  /**
   * A transaction begins.
   *
   * @param resumed whether records of it were taken before
   */
  void begin(long start, boolean resumed) {
    beginLsn = start;
    begun = resumed;
    if (metadata != null) {
      metadata.begin();
      // What the snapshot read leaves no trace.
      if (!place.snapshotMayContain()) {
        ensureBegun(metadata);
      }
    }
  }

  /** The place of a table's event in its transaction, null when that is not wanted. */
  @Nullable Struct block(TableId table) {
    if (metadata == null) {
      return null;
    }
    ensureBegun(metadata);
    return metadata.block(table, place.transaction(), place.lsn());
  }

  /** The same of a logical decoding message. */
  @Nullable Struct messageBlock() {
    if (metadata == null) {
      return null;
    }
    ensureBegun(metadata);
    return metadata.messageBlock(place.transaction(), place.lsn());
  }

  /**
   * The transaction is complete.
   *
   * @param start log position of the message that says so
   * @param endLsn where its commit record ends
   * @param within whether this still counts as a place in the transaction, and not behind it
   */
  void end(long start, long endLsn, boolean within) {
    if (metadata != null && begun) {
      deliveries.add(
          metadata.end(
              partition,
              within
                  ? place.offset("COMMIT")
                  : place.boundary(endLsn, place.transaction().micros()),
              place.transaction(),
              start),
          0,
          endLsn,
          0);
    }
  }

  private void ensureBegun(TransactionMetadata transactions) {
    if (!begun) {
      begun = true;
      deliveries.add(
          transactions.beginning(
              partition, place.beginning(beginLsn), place.transaction(), beginLsn),
          0,
          beginLsn,
          0);
    }
  }
}
