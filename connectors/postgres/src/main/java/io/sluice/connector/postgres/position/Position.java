package io.sluice.connector.postgres.position;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * How far a source came: Debezium's offset, read and written, so that a pipeline can move over from
 * Debezium (and back) with its position. What Debezium has no key for is added under {@code
 * sluice_}, which Debezium ignores.
 *
 * <p>In the stream a position is exact: after the {@code events}-th change at {@code lsn} of
 * transaction {@code txId}, the first one whose commit record begins at or behind {@code
 * lastCommitLsn}. Several changes may share an LSN (rows of one COPY), and LSNs do not rise from
 * transaction to transaction, so that neither alone would do.
 *
 * @param snapshotting whether the snapshot is not yet complete
 * @param lsn of the last change, or of the snapshot
 * @param lastCommitLsn end of the last transaction known complete, 0 for none
 * @param txId transaction of the last change, 0 for none
 * @param events changes taken at {@code lsn}
 * @param part records already taken of the change after that (a key change makes three)
 * @param ledger what the snapshot read
 * @param lineage which log this counts in
 * @param reads what is known of the tables' rows
 */
public record Position(
    boolean snapshotting,
    long lsn,
    long lastCommitLsn,
    long txId,
    long events,
    int part,
    SnapshotLedger ledger,
    Lineage lineage,
    Reads reads) {

  static final String LSN = "lsn";
  static final String LSN_PROC = "lsn_proc";
  static final String LSN_COMMIT = "lsn_commit";
  static final String LSN_EVENTS = "lsn_events_processed";
  static final String TX_ID = "txId";
  static final String TS_USEC = "ts_usec";
  static final String MESSAGE_TYPE = "messageType";
  static final String SNAPSHOT = "snapshot";
  static final String SNAPSHOT_COMPLETED = "snapshot_completed";
  static final String LAST_SNAPSHOT_RECORD = "last_snapshot_record";
  static final String LEDGER = "sluice_tables";

  /** In the offset of a task that read its share of a snapshot: of which cutting of the tables. */
  public static final String SHARE = "sluice_share";

  static final String PART = "sluice_part";

  /**
   * The position in a stored offset of ours or of Debezium's.
   *
   * @throws ConnectException if it is none; names the key where one is to blame
   */
  public static Position of(Map<String, ?> offset) {
    try {
      return read(offset);
    } catch (ConnectException told) {
      throw told;
    } catch (RuntimeException e) {
      throw new ConnectException(
          "The stored offset cannot be read: take one that a task has stored, or reset the offsets",
          e);
    }
  }

  private static Position read(Map<String, ?> offset) {
    boolean completed =
        offset.get(SNAPSHOT) == null
            || Boolean.TRUE.equals(offset.get(SNAPSHOT_COMPLETED))
            || Boolean.TRUE.equals(offset.get(LAST_SNAPSHOT_RECORD));
    Object ledger = offset.get(LEDGER);
    return new Position(
        !completed,
        number(offset, LSN),
        number(offset, LSN_COMMIT),
        offset.get(LSN_PROC) == null ? 0 : number(offset, TX_ID),
        number(offset, LSN_EVENTS),
        (int) number(offset, PART),
        ledger == null ? SnapshotLedger.EMPTY : SnapshotLedger.parse(ledger.toString()),
        Lineage.of(offset),
        Reads.of(offset));
  }

  /**
   * The offset of a task that has read its share of a snapshot. It does not lie in a snapshot any
   * more.
   *
   * @param plan of which cutting of the tables it was the share
   */
  public static Map<String, Object> share(SnapshotLedger ledger, String plan) {
    return Map.of(LEDGER, ledger.toString(), SHARE, plan);
  }

  /** The same place, with or without a snapshot to be read. */
  public Position withSnapshotting(boolean value) {
    return new Position(value, lsn, lastCommitLsn, txId, events, part, ledger, lineage, reads);
  }

  /** The same place, with a snapshot to be read from its beginning. */
  public Position withoutLedger() {
    return new Position(
        snapshotting, lsn, lastCommitLsn, txId, events, part, SnapshotLedger.EMPTY, lineage, reads);
  }

  /** The same place, the snapshot having been read. */
  public Position withLedger(SnapshotLedger read) {
    return new Position(false, lsn, lastCommitLsn, txId, events, part, read, lineage, reads);
  }

  /** The same place, with other things to be read beside the stream. */
  public Position withReads(Reads next) {
    return new Position(
        snapshotting, lsn, lastCommitLsn, txId, events, part, ledger, lineage, next);
  }

  /**
   * The offset of a position at the beginning of a stream or of a snapshot.
   *
   * @param micros the time, microseconds since 1970
   */
  public Map<String, @Nullable Object> offset(long micros) {
    Map<String, @Nullable Object> offset = new LinkedHashMap<>();
    if (snapshotting) {
      offset.put(SNAPSHOT, "INITIAL");
      offset.put(LAST_SNAPSHOT_RECORD, false);
      offset.put(SNAPSHOT_COMPLETED, false);
    }
    offset.put(LSN, lsn);
    offset.put(TS_USEC, micros);
    lineage.into(offset);
    reads.into(offset);
    return offset;
  }

  /** Whether another is the same beginning of a stream or of a snapshot. */
  public boolean isSameBeginning(@Nullable Position other) {
    return other != null
        && other.lsn == 0
        && other.lastCommitLsn == 0
        && other.ledger.isEmpty()
        && other.snapshotting == snapshotting
        && other.reads.changes() == reads.changes()
        && other.reads.plan().equals(reads.plan());
  }

  static long number(Map<String, ?> offset, String key) {
    Object value = offset.get(key);
    if (value == null) {
      return 0;
    }
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return ((Number) value).longValue();
    }
    throw new ConnectException(
        "The stored offset's '"
            + key
            + "' cannot be read: expected a whole number but found "
            + (value instanceof String ? "a text" : "a " + value.getClass().getSimpleName())
            + ". Take an offset that a task has stored, or reset the offsets");
  }
}
