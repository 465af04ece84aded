package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.position.Lineage;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.Reads;
import io.sluice.connector.postgres.position.StreamOffset;
import io.sluice.connector.postgres.position.StreamOffset.Tail;
import io.sluice.connector.postgres.position.Transaction;

/**
 * Where in the stream the reader is: its transaction, and which of the changes at one log position
 * it has come to. Makes the offsets of records. Belongs to the reading thread.
 */
final class Place {

  private final Position from;
  private final long ledgerEnd;
  private Tail tailBeforeLedgerEnd;
  private Tail tail;
  private Transaction transaction;
  private long lsn;
  private long events;

  /**
   * @param lineage which log the positions count in
   */
  Place(Position from, Lineage lineage) {
    this.from = from;
    this.ledgerEnd = from.ledger().end();
    this.tailBeforeLedgerEnd =
        new Tail(from.ledger().isEmpty() ? null : from.ledger().toString(), lineage, from.reads());
    this.tail = new Tail(null, lineage, from.reads());
    this.transaction = Transaction.of(0, 0, from.lastCommitLsn(), 0);
  }

  /** What every offset from here on tells of the tables' rows. */
  void carry(Reads reads) {
    if (reads != tail.reads()) {
      tailBeforeLedgerEnd = tailBeforeLedgerEnd.withReads(reads);
      tail = tail.withReads(reads);
    }
  }

  Transaction transaction() {
    return transaction;
  }

  /** Log position of the change. */
  long lsn() {
    return lsn;
  }

  /** Which of the changes at this log position it is, from 1. */
  long events() {
    return events;
  }

  /** A transaction begins. */
  void begin(Transaction next) {
    transaction = next;
    lsn = 0;
    events = 0;
  }

  /** The transaction turns out to have come from a replication origin. */
  void from(String origin, long originLsn) {
    transaction = transaction.from(origin, originLsn);
  }

  /** The next change. */
  void count(long start) {
    events = start == lsn ? events + 1 : 1;
    lsn = start;
  }

  /** Whether the snapshot may have read changes of this transaction. */
  boolean snapshotMayContain() {
    return transaction.commitLsn() < ledgerEnd;
  }

  /** The change having made all its records. */
  StreamOffset offset(String type) {
    return new StreamOffset(transaction, lsn, events, 0, type, tailAt(transaction.commitLsn()));
  }

  /** The change having made some of its records. */
  StreamOffset part(String type, int part) {
    return new StreamOffset(
        transaction, lsn, events - 1, part, type, tailAt(transaction.commitLsn()));
  }

  /** The transaction having begun, before any of its changes. */
  StreamOffset beginning(long beginLsn) {
    return new StreamOffset(transaction, beginLsn, 0, 0, "BEGIN", tailAt(transaction.commitLsn()));
  }

  /**
   * Between two transactions: everything that committed before it has been read. As long as the
   * transaction that the reader began in has not come again, this is the place where it began:
   * nothing else tells what was taken of that transaction.
   *
   * @param micros the time, microseconds since 1970
   */
  StreamOffset boundary(long received, long micros) {
    long reached = Math.max(from.lsn(), from.lineage().reached());
    if (from.txId() != 0 && received <= reached) {
      return new StreamOffset(
          Transaction.of(from.txId(), reached, from.lastCommitLsn(), from.lineage().micros()),
          from.lsn(),
          from.events(),
          from.part(),
          null,
          tailAt(from.lastCommitLsn()));
    }
    return new StreamOffset(
        Transaction.of(0, 0, received, micros), received, 0, 0, null, tailAt(received));
  }

  private Tail tailAt(long commitLsn) {
    return commitLsn < ledgerEnd ? tailBeforeLedgerEnd : tail;
  }
}
