package io.sluice.connector.postgres.position;

import org.jspecify.annotations.Nullable;

/**
 * What all events of a transaction share. Times are boxed once here instead of once an event.
 *
 * @param txId the server's 32-bit number of the transaction
 * @param commitLsn where its commit record begins
 * @param lastCommitLsn where the commit record of the transaction before it in the stream ends, 0
 *     when unknown
 * @param millis when it was committed, milliseconds since 1970
 * @param micros the same in microseconds
 * @param nanos the same in nanoseconds
 * @param origin name of the replication origin it came from, null when it was made here
 * @param originLsn its commit position there
 */
public record Transaction(
    Long txId,
    long commitLsn,
    long lastCommitLsn,
    Long millis,
    Long micros,
    Long nanos,
    @Nullable String origin,
    @Nullable Long originLsn) {

  /**
   * @param micros when it was committed, microseconds since 1970
   */
  public static Transaction of(long txId, long commitLsn, long lastCommitLsn, long micros) {
    return new Transaction(
        txId,
        commitLsn,
        lastCommitLsn,
        Math.floorDiv(micros, 1000L),
        micros,
        micros * 1000,
        null,
        null);
  }

  /** The same, having come from a replication origin. */
  public Transaction from(String name, long lsn) {
    return new Transaction(txId, commitLsn, lastCommitLsn, millis, micros, nanos, name, lsn);
  }
}
