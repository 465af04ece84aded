package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.position.Position;

/**
 * Leaves out of the stream what was taken before. The server sends transactions whole, so the one
 * that the position lies in comes again from its beginning. Belongs to the reading thread.
 */
final class Resume {

  private final Position from;
  private boolean passed;
  private boolean inside;
  private boolean skippingAll;
  private boolean skippedAny;
  private int parts;

  Resume(Position from) {
    this.from = from;
    this.passed = from.lastCommitLsn() == 0 && from.txId() == 0;
  }

  /** A transaction begins. */
  void begin(long txId, long commitLsn) {
    skippingAll = false;
    skippedAny = false;
    inside = false;
    if (passed) {
      return;
    }
    if (commitLsn < from.lastCommitLsn() || commitLsn < from.lsn() && from.txId() != 0) {
      skippingAll = true; // complete before the position
      return;
    }
    inside = txId == from.txId();
    // The first transaction that was not complete is the one that the position lies in, unless the
    // position lies between two.
    // Those that only concern what the snapshot read do not count as complete and may still come
    // before it.
    passed = inside || commitLsn >= from.ledger().end();
  }

  /**
   * Whether a change was taken before.
   *
   * @param events its count among the changes at its LSN
   */
  boolean skips(long lsn, long events) {
    if (skippingAll) {
      return true;
    }
    if (!inside) {
      return false;
    }
    if (lsn < from.lsn() || (lsn == from.lsn() && events <= from.events())) {
      skippedAny = true;
      return true;
    }
    inside = false;
    parts = from.part();
    return false;
  }

  /** Whether the whole transaction was taken before. */
  boolean tookAll() {
    return skippingAll;
  }

  /** Whether the transaction was begun before: it is taken whole, or the position lies in it. */
  boolean tookBeginning() {
    return skippingAll || inside;
  }

  /**
   * Whether changes of this transaction were taken before, so that it counts as one that made
   * records.
   */
  boolean skippedAny() {
    return skippedAny;
  }

  /** How many records of the change that {@link #skips} just let pass were taken before. */
  int takenParts() {
    int taken = parts;
    parts = 0;
    return taken;
  }
}
