package io.sluice.connector.postgres.position;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The offset of a change. Few of them are ever stored (one a checkpoint), so the map that Connect
 * wants is made only when somebody looks into it. Immutable.
 */
public final class StreamOffset extends AbstractMap<String, @Nullable Object> {

  private final Transaction transaction;
  private final long lsn;
  private final long events;
  private final int part;
  private final @Nullable String messageType;
  private final Tail tail;

  /**
   * What all offsets of a stretch of the stream have in common.
   *
   * @param ledger text of the snapshot's ledger while the stream has not passed it, else null
   * @param lineage which log they count in
   * @param reads what is known of the tables' rows
   */
  public record Tail(@Nullable String ledger, Lineage lineage, Reads reads) {

    /** The same with other things to be read beside the stream. */
    public Tail withReads(Reads next) {
      return new Tail(ledger, lineage, next);
    }
  }

  /** See {@link Position} for the parameters. */
  public StreamOffset(
      Transaction transaction,
      long lsn,
      long events,
      int part,
      @Nullable String messageType,
      Tail tail) {
    this.transaction = transaction;
    this.lsn = lsn;
    this.events = events;
    this.part = part;
    this.messageType = messageType;
    this.tail = tail;
  }

  /** The same place, with other things to be read beside the stream. */
  public StreamOffset withReads(Reads reads) {
    return new StreamOffset(transaction, lsn, events, part, messageType, tail.withReads(reads));
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(Position.LSN, lsn);
    map.put(Position.LSN_PROC, lsn);
    if (transaction.lastCommitLsn() != 0) {
      map.put(Position.LSN_COMMIT, transaction.lastCommitLsn());
    }
    if (events > 0) {
      map.put(Position.LSN_EVENTS, events);
    }
    if (messageType != null) {
      map.put(Position.MESSAGE_TYPE, messageType);
    }
    if (transaction.txId() != 0) {
      map.put(Position.TX_ID, transaction.txId());
    }
    map.put(Position.TS_USEC, transaction.micros());
    if (part > 0) {
      map.put(Position.PART, (long) part);
    }
    if (tail.ledger() != null) {
      map.put(Position.LEDGER, tail.ledger());
    }
    if (transaction.commitLsn() != 0) {
      map.put(Lineage.COMMIT, transaction.commitLsn());
    }
    tail.lineage().into(map);
    tail.reads().into(map);
    return map.entrySet();
  }

  /**
   * As {@link Map#equals} says. An engine compares the offsets of neighbours for each record: two
   * of this kind are told apart, mostly, without a map of either.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    if (other == this) {
      return true;
    }
    if (other instanceof StreamOffset offset) {
      if (lsn != offset.lsn
          || Math.max(events, 0) != Math.max(offset.events, 0)
          || Math.max(part, 0) != Math.max(offset.part, 0)) {
        return false;
      }
      if (transaction == offset.transaction
          && tail == offset.tail
          && Objects.equals(messageType, offset.messageType)) {
        return true;
      }
    }
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
