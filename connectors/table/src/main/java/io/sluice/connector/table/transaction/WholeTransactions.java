package io.sluice.connector.table.transaction;

import io.sluice.connector.table.config.TransactionSettings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps transactions of the source whole: their records are held back until the record comes that
 * says that the transaction has ended, and only then go into the target's open transaction. So that
 * may be committed at any moment, wherever an engine's checkpoint falls. A transaction that is too
 * large to be held back goes in as it comes; until it ends nothing {@link #mayCommit}.
 *
 * <p>Records have to come in the source's order over all topics. Used by one thread.
 */
public final class WholeTransactions {
  private static final Set<String> CHANGES = Set.of("c", "u", "d");

  /** Where records go on. */
  public interface Way {
    /** A record's change goes into the target's open transaction. */
    void apply(SinkRecord record) throws SQLException;

    /** A record is done with; nothing of it goes into a table. */
    void pass(SinkRecord record);
  }

  private final TransactionSettings settings;
  private final long maxBytes;
  private final RecordBytes weights = new RecordBytes();
  private final Way way;
  private final List<SinkRecord> held = new ArrayList<>();
  private long heldBytes;

  /** The open transaction; null between two. */
  private @Nullable String open;

  /** How many records of it have come. */
  private long records;

  /** Whether a part of the open transaction is in that of the target. */
  private boolean spilled;

  /** Whether the beginning of some transaction was seen: from then on none may lack it. */
  private boolean joined;

  /**
   * Nothing is held back yet.
   *
   * @param maxBytes that are held back at most, estimated
   */
  public WholeTransactions(TransactionSettings settings, long maxBytes, Way way) {
    this.settings = settings;
    this.maxBytes = maxBytes;
    this.way = way;
  }

  /**
   * Takes a record: holds it back, or sends it on its way with those that waited for it.
   *
   * @throws ConnectException if the records do not tell where transactions begin and end
   * @throws ConfigException if a transaction is larger than the settings allow
   */
  public void take(SinkRecord record) throws SQLException {
    Optional<TransactionMark> mark = TransactionMark.of(record);
    if (mark.isPresent()) {
      if (mark.get().begins()) {
        begin(mark.get().id());
        hold(record);
      } else {
        end(mark.get().id(), record);
      }
      return;
    }
    Struct block = TransactionMark.block(record);
    if (block != null) {
      belongs(TransactionMark.id(block.getString("id")));
    } else if (open == null && isChange(record)) {
      throw new ConnectException(
          "a change says nothing of its transaction, and so "
              + TransactionSettings.BOUNDARIES
              + "=true cannot be kept. Set provide.transaction.metadata=true at the source.");
    } else if (record.value() instanceof Map<?, ?> map
        && (TransactionMark.looksLikeOne(map) || isChange(map))) {
      throw new ConnectException(
          "a change, or a mark of a transaction, has no schema. Where its transaction begins and"
              + " ends is told by schemas, and so "
              + TransactionSettings.BOUNDARIES
              + "=true cannot be kept. Remove the transform that drops the schema.");
    }
    if (open == null) {
      way.apply(record);
    } else {
      hold(record);
    }
  }

  private void begin(String id) {
    if (open != null && !open.equals(id) && joined) {
      throw new ConnectException(
          "transaction "
              + id
              + " begins before "
              + open
              + " has ended. The records of the transaction topic must all come, by one source"
              + " task: exclude them from transforms that change or drop them.");
    }
    if (!id.equals(open)) {
      open = id;
      records = 0;
    }
    joined = true;
  }

  private void belongs(String id) {
    if (id.equals(open)) {
      return;
    }
    if (joined || open != null) {
      throw new ConnectException(
          "a change of transaction "
              + id
              + " came outside of its beginning and end. The records of the transaction topic must"
              + " reach this sink, in the source's order: do not filter or reroute them.");
    }
    // The position was within a transaction when boundaries were asked for: its rest stays whole.
    open = id;
    records = 0;
  }

  private void end(String id, SinkRecord mark) throws SQLException {
    if (open != null && !open.equals(id)) {
      throw new ConnectException(
          "transaction "
              + id
              + " ends while "
              + open
              + " is open. The records of the transaction topic must all come, by one source"
              + " task.");
    }
    release();
    way.pass(mark);
    open = null;
    spilled = false;
  }

  private void hold(SinkRecord record) throws SQLException {
    records++;
    if (records > settings.maxRecords()) {
      throw new ConfigException(
          "transaction "
              + open
              + " has more than "
              + settings.maxRecords()
              + " records, which "
              + TransactionSettings.MAX_RECORDS
              + " refuses. Raise it, or set "
              + TransactionSettings.BOUNDARIES
              + "=false until the transaction is through.");
    }
    if (spilled) {
      send(record);
      return;
    }
    held.add(record);
    heldBytes += weights.of(record);
    if (heldBytes > maxBytes) {
      // Invariant 6: what is held back is bounded; the database keeps the rest.
      spilled = true;
      release();
    }
  }

  private void release() throws SQLException {
    for (SinkRecord record : held) {
      send(record);
    }
    held.clear();
    heldBytes = 0;
  }

  private void send(SinkRecord record) throws SQLException {
    if (TransactionMark.of(record).isPresent()) {
      way.pass(record);
    } else {
      way.apply(record);
    }
  }

  private static boolean isChange(SinkRecord record) {
    Schema schema = record.valueSchema();
    return record.value() instanceof Struct envelope
        && schema != null
        && schema.field("op") != null
        && schema.field("after") != null
        && schema.field("source") != null
        && envelope.get("op") instanceof String op
        && CHANGES.contains(op);
  }

  private static boolean isChange(Map<?, ?> envelope) {
    return envelope.containsKey("after")
        && envelope.containsKey("source")
        && envelope.get("op") instanceof String op
        && CHANGES.contains(op);
  }

  /** Whether all of the target's open transaction are whole transactions of the source. */
  public boolean mayCommit() {
    return !spilled;
  }

  /** The records that are held back, as a view. */
  public List<SinkRecord> held() {
    return Collections.unmodifiableList(held);
  }

  /** Forgets what is held back: it will come again, from the offsets that are stored. */
  public void forget() {
    held.clear();
    heldBytes = 0;
    open = null;
    records = 0;
    spilled = false;
    joined = false;
  }
}
