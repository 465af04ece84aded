package io.sluice.connector.postgres.position;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The offset of rows that a snapshot read, shared by the rows of a batch. What it says was finished
 * is fixed when the batch is handed over, as only then it is known what went before; and as few
 * offsets are ever stored, its text is made only when somebody looks into it.
 *
 * <p>Sealed once, by the thread that hands over, before any other thread can see it.
 */
public final class SnapshotOffset extends AbstractMap<String, @Nullable Object> {

  private final Moment moment;
  private @Nullable Supplier<SnapshotLedger> ledger;
  private boolean completed;

  /**
   * When and where a database snapshot was taken.
   *
   * @param txId the first transaction that it surely did not see
   * @param lsn the write-ahead log's end
   * @param micros microseconds since 1970
   * @param lineage which log the position counts in
   * @param known the tables that need no other reading than this, null when that is not known
   */
  public record Moment(
      long txId, long lsn, long micros, Lineage lineage, @Nullable KnownTables known) {}

  public SnapshotOffset(Moment moment) {
    this.moment = moment;
  }

  /**
   * Says what was finished before.
   *
   * @param finished gives the same ledger at every call; equal to another one only if that gives an
   *     equal ledger
   * @param last whether the snapshot is complete with this record
   */
  public void seal(Supplier<SnapshotLedger> finished, boolean last) {
    ledger = finished;
    completed = last;
  }

  /**
   * Told without looking into either where both are of a snapshot: whoever takes records asks this
   * for each, and the text of ten thousand tables that were read takes milliseconds to make.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    if (other instanceof SnapshotOffset offset && ledger != null && offset.ledger != null) {
      return this == offset
          || (completed == offset.completed
              && moment == offset.moment
              && ledger.equals(offset.ledger));
    }
    return super.equals(other);
  }

  /** As of any map, and as slow; nothing in the way of records asks for it. */
  @Override
  public int hashCode() {
    return super.hashCode();
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    SnapshotLedger finished =
        Objects.requireNonNull(ledger, "a record was seen before it was handed over").get();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(Position.SNAPSHOT, "INITIAL");
    map.put(Position.LAST_SNAPSHOT_RECORD, completed);
    map.put(Position.SNAPSHOT_COMPLETED, completed);
    map.put(Position.LSN, moment.lsn());
    map.put(Position.TX_ID, moment.txId());
    map.put(Position.TS_USEC, moment.micros());
    if (!finished.isEmpty()) {
      map.put(Position.LEDGER, finished.toString());
    }
    moment.lineage().into(map);
    new Reads(moment.known(), ReadPlan.EMPTY, 0).into(map);
    return map.entrySet();
  }
}
