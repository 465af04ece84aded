package io.sluice.connector.postgres.position;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Which transactions a database snapshot saw: PostgreSQL's {@code pg_snapshot}, as {@code
 * xmin:xmax:xip,...}. It decides for each streamed transaction whether the rows that a table's
 * snapshot read already contain it, so that slot and snapshot need not be created at the same
 * instant: whatever lies between is told apart exactly.
 */
public final class Visibility {

  /**
   * SQL for what the present snapshot saw. On a standby the server does not list the transactions
   * that are under way, so that only those before all of them count as seen: changes of the others
   * are delivered over the rows, which end as they are at the source.
   */
  public static final String NOW =
      "(SELECT CASE WHEN pg_is_in_recovery() THEN txid_snapshot_xmin(s) || ':' ||"
          + " txid_snapshot_xmin(s) || ':' ELSE s::text END FROM txid_current_snapshot() s)";

  /** SQL for the end of the log that a crash of the server cannot take back. */
  public static final String LOG_FLUSHED =
      "(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE"
          + " pg_current_wal_flush_lsn() END - '0/0')::int8";

  /**
   * SQL for an end of the log behind everything that the present snapshot saw, if asked for after
   * it was taken.
   */
  public static final String LOG_END =
      "(CASE WHEN pg_is_in_recovery() THEN greatest(pg_last_wal_receive_lsn(),"
          + " pg_last_wal_replay_lsn()) ELSE pg_current_wal_insert_lsn() END - '0/0')::int8";

  private final String text;
  private final long xmin;
  private final long xmax;
  private final long[] running;

  /**
   * @param text what {@code pg_current_snapshot()} returned
   */
  public Visibility(String text) {
    this.text = text;
    String[] parts = text.split(":", -1);
    this.xmin = Long.parseLong(parts[0]);
    this.xmax = Long.parseLong(parts[1]);
    this.running =
        parts[2].isEmpty()
            ? new long[0]
            : Arrays.stream(parts[2].split(",")).mapToLong(Long::parseLong).toArray();
    Arrays.sort(running);
  }

  /**
   * Whether the snapshot saw a transaction that did commit.
   *
   * @param txId its 32-bit number as the stream has it; the snapshot's 64-bit numbers tell its era
   */
  public boolean saw(long txId) {
    // The era of the number is that which brings it nearest to xmax: numbers live less than 2^31
    // transactions.
    long full = xmax + (int) (txId - xmax);
    return full < xmin || (full < xmax && Arrays.binarySearch(running, full) < 0);
  }

  /**
   * The oldest transaction that it may not have seen, by its 32-bit number: what any later one
   * wrote has a number from there on.
   */
  public long oldestUnseen() {
    return xmin & 0xFFFF_FFFFL;
  }

  /**
   * The first transaction that had not begun, by its 32-bit number: the snapshot saw none from
   * there on.
   */
  public long firstUnborn() {
    return xmax & 0xFFFF_FFFFL;
  }

  /**
   * SQL for rows that may have been written by a transaction which the snapshot did not see. To be
   * asked with a snapshot that is taken before, so that no row's transaction is yet to come.
   */
  public String writtenSince() {
    return writtenFrom(oldestUnseen());
  }

  /** SQL for rows that were written by a transaction which had not begun. As above. */
  public String writtenByUnborn() {
    return writtenFrom(firstUnborn());
  }

  /**
   * A frozen row keeps its transaction's number. If that is more than 2^31 transactions old it
   * looks as if it were yet to come, and has a negative age.
   */
  private static String writtenFrom(long transaction) {
    return "age(xmin) BETWEEN 0 AND age('" + transaction + "'::xid)";
  }

  /**
   * Whether a frozen row may bear the number of a transaction that began after this snapshot,
   * because it was written 2^32 transactions earlier. Those that begin later while a snapshot can
   * be gone by are less than 2^31.
   */
  public boolean isAfterManyTransactions() {
    return xmax >= 1L << 31;
  }

  /** The first 64-bit number of a transaction that the snapshot knew nothing of. */
  public long xmax() {
    return xmax;
  }

  /**
   * The transactions that were running when the snapshot was taken, so that it saw none of them.
   */
  public LongStream running() {
    return Arrays.stream(running);
  }

  @Override
  public String toString() {
    return text;
  }
}
