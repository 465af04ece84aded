package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.event.Position;
import io.sluice.connector.postgres.event.Processed;
import io.sluice.connector.postgres.event.RecordSink;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.event.SourceBlock;
import io.sluice.connector.postgres.event.StreamOffset;
import io.sluice.connector.postgres.event.StreamOffset.Tail;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.event.Transaction;
import io.sluice.connector.postgres.event.Visibility;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns pgoutput messages into records. A pure function of the messages and the position it starts
 * from; one thread.
 */
final class ChangeReader {

  private static final long MICROS_TO_2000 = 946_684_800_000_000L;

  private final Map<String, String> partition;
  private final SourceBlock source;
  private final Relations relations;
  private final Position from;
  private final Resume resume;
  private final RecordSink sink;
  private final SlotProgress progress;
  private final Clock clock;
  private final boolean tombstones;
  private final Set<String> skipped;
  private final long ledgerEnd;
  private final Tail tailBeforeLedgerEnd;
  private final Tail tail;
  private final Message message = new Message();

  private Transaction transaction;
  private boolean inTransaction;
  private long lastCommitLsn;
  private long lsn;
  private long events;
  private long emittedLsn;
  private long emittedEvents;
  private boolean emitted;
  private boolean snapshotMayContain;
  private Processed processed;

  ChangeReader(
      Setup setup, Relations relations, Position from, RecordSink sink, SlotProgress progress) {
    this.partition = setup.partition();
    this.source = setup.source();
    this.clock = setup.clock();
    this.tombstones = setup.config().tombstones();
    this.skipped = setup.config().skipped();
    this.relations = relations;
    this.from = from;
    this.resume = new Resume(from);
    this.sink = sink;
    this.progress = progress;
    this.lastCommitLsn = from.lastCommitLsn();
    this.ledgerEnd = from.ledger().end();
    this.tailBeforeLedgerEnd =
        new Tail(from.ledger().isEmpty() ? null : from.ledger().toString(), setup.lineage());
    this.tail = new Tail(null, setup.lineage());
    this.transaction = Transaction.of(0, 0, lastCommitLsn, 0);
    this.processed = Processed.now(clock);
  }

  /** Whether the last message left a transaction open. */
  boolean inTransaction() {
    return inTransaction;
  }

  /**
   * The offset of a place between two transactions: everything that committed before it has been
   * read.
   */
  StreamOffset boundary(long received) {
    long micros = clock.millis() * 1000;
    return new StreamOffset(
        Transaction.of(0, 0, received, micros), received, 0, 0, null, tailAt(received));
  }

  /**
   * Takes a message.
   *
   * @param buffer an array-backed buffer from the driver; not kept
   * @param start position in the log of what the message tells
   */
  void take(ByteBuffer buffer, long start) throws SQLException {
    message.wrap(buffer);
    byte type = message.int8();
    switch (type) {
      case 'I', 'U', 'D' -> change(type, start);
      case 'B' -> begin();
      case 'C' -> commit();
      case 'R' -> relations.describe(message);
      case 'O' -> {
        long originLsn = message.int64();
        transaction = transaction.from(message.text(), originLsn);
      }
      case 'T' -> truncate(start);
      case 'Y', 'M' -> {} // types are looked up in the catalog; logical messages are not captured
      default ->
          throw new ConnectException(
              "The stream has a message of unknown type '" + (char) type + "'");
    }
  }

  private void begin() {
    long commitLsn = message.int64();
    long micros = message.int64() + MICROS_TO_2000;
    long txId = message.int32() & 0xFFFF_FFFFL;
    transaction = Transaction.of(txId, commitLsn, lastCommitLsn, micros);
    inTransaction = true;
    emitted = false;
    lsn = 0;
    events = 0;
    snapshotMayContain = commitLsn < ledgerEnd;
    resume.begin(txId, commitLsn);
    if (sink.waiting() == 0) {
      processed = Processed.now(clock);
    }
  }

  private void commit() {
    message.skip(1 + 8);
    long endLsn = message.int64();
    // What the snapshot read leaves no trace, so that positions are the same whether the server
    // sends it again or not.
    if (emitted || resume.skippedAny() || !snapshotMayContain) {
      lastCommitLsn = Math.max(lastCommitLsn, endLsn);
    }
    inTransaction = false;
    if (emitted) {
      progress.completed(transaction.txId(), emittedLsn, emittedEvents, endLsn);
    } else if (resume.skippedAny()) {
      progress.completed(transaction.txId(), from.lsn(), from.events(), endLsn);
    } else {
      progress.received(endLsn);
    }
  }

  private void count(long start) {
    events = start == lsn ? events + 1 : 1;
    lsn = start;
  }

  private void change(byte type, long start) {
    count(start);
    Relation relation = relations.find(message.int32());
    if (relation == null || resume.skips(lsn, events)) {
      return;
    }
    if (seenBySnapshot(relation)) {
      return;
    }
    switch (type) {
      case 'I' -> insert(relation);
      case 'U' -> update(relation);
      default -> delete(relation);
    }
  }

  /** Invariant 5: what the snapshot read is not delivered a second time. */
  private boolean seenBySnapshot(Relation relation) {
    Visibility seen = relation.seen();
    return snapshotMayContain && seen != null && seen.saw(transaction.txId());
  }

  private void insert(Relation relation) {
    message.skip(1);
    @Nullable Object[] cells = new Object[relation.format().columns()];
    relation.read(message, null, cells);
    if (!skipped.contains("c")) {
      TableFormat format = relation.format();
      give(
          format,
          format.key(cells),
          envelope(format, null, format.row(cells), "c"),
          offset("INSERT"),
          null);
    }
  }

  private void update(Relation relation) {
    TableFormat format = relation.format();
    @Nullable Object[] cells = new Object[format.columns()];
    byte kind = message.int8();
    if (kind == 'N') {
      relation.read(message, null, cells);
      if (!skipped.contains("u")) {
        give(
            format,
            format.key(cells),
            envelope(format, null, format.row(cells), "u"),
            offset("UPDATE"),
            null);
      }
      return;
    }
    @Nullable Object[] old = new Object[format.columns()];
    readOld(relation, kind, old);
    message.skip(1);
    relation.read(message, kind == 'O' ? old : null, cells);
    if (skipped.contains("u")) {
      return;
    }
    Struct oldKey = format.key(old);
    Struct newKey = format.key(cells);
    if (Objects.equals(oldKey, newKey)) {
      give(
          format,
          newKey,
          envelope(format, format.row(old), format.row(cells), "u"),
          offset("UPDATE"),
          null);
    } else {
      changeKey(format, Objects.requireNonNull(oldKey), old, Objects.requireNonNull(newKey), cells);
    }
  }

  /**
   * An update of the key is a delete of the old and an insert of the new one. Only the last record
   * carries the change's own offset; the ones before it say how many of the change's records they
   * conclude, so that a restart between them goes on with the next.
   */
  private void changeKey(
      TableFormat format,
      Struct oldKey,
      @Nullable Object[] old,
      Struct newKey,
      @Nullable Object[] cells) {
    int taken = resume.takenParts();
    int part = 0;
    Struct before = format.row(old);
    if (++part > taken) {
      give(
          format,
          oldKey,
          envelope(format, before, null, "d"),
          part("UPDATE", part),
          keyHeader("__debezium.newkey", newKey));
    }
    if (tombstones && ++part > taken) {
      give(format, oldKey, null, part("UPDATE", part), keyHeader("__debezium.newkey", newKey));
    }
    give(
        format,
        newKey,
        envelope(format, null, format.row(cells), "c"),
        offset("UPDATE"),
        keyHeader("__debezium.oldkey", oldKey));
  }

  private void delete(Relation relation) {
    TableFormat format = relation.format();
    @Nullable Object[] old = new Object[format.columns()];
    readOld(relation, message.int8(), old);
    if (skipped.contains("d")) {
      return;
    }
    int taken = resume.takenParts();
    Struct key = format.key(old);
    if (taken == 0) {
      give(
          format,
          key,
          envelope(format, format.row(old), null, "d"),
          tombstones ? part("DELETE", 1) : offset("DELETE"),
          null);
    }
    if (tombstones) {
      give(format, key, null, offset("DELETE"), null);
    }
  }

  /**
   * One message may truncate several tables: one record each, of which the last one carries the
   * change's own offset.
   */
  private void truncate(long start) {
    count(start);
    if (resume.skips(lsn, events)) {
      return;
    }
    int tables = message.int32();
    message.skip(1);
    List<Relation> captured = new ArrayList<>();
    for (int i = 0; i < tables; i++) {
      Relation relation = relations.find(message.int32());
      if (relation != null && !seenBySnapshot(relation)) {
        captured.add(relation);
      }
    }
    if (skipped.contains("t")) {
      return;
    }
    int taken = resume.takenParts();
    for (int i = taken; i < captured.size(); i++) {
      TableFormat format = captured.get(i).format();
      boolean last = i == captured.size() - 1;
      StreamOffset offset = last ? offset("TRUNCATE") : part("TRUNCATE", i + 1);
      give(format, null, envelope(format, null, null, "t"), offset, null);
    }
  }

  private void readOld(Relation relation, byte kind, @Nullable Object[] old) {
    if (kind == 'O') {
      relation.read(message, null, old);
    } else {
      relation.readKey(message, old);
    }
  }

  private Struct envelope(
      TableFormat format, @Nullable Struct before, @Nullable Struct after, String op) {
    return format.envelope(before, after, source.change(format, transaction, lsn), op, processed);
  }

  private StreamOffset offset(String type) {
    return new StreamOffset(transaction, lsn, events, 0, type, tailAt(transaction.commitLsn()));
  }

  private StreamOffset part(String type, int part) {
    return new StreamOffset(
        transaction, lsn, events - 1, part, type, tailAt(transaction.commitLsn()));
  }

  private Tail tailAt(long commitLsn) {
    return commitLsn < ledgerEnd ? tailBeforeLedgerEnd : tail;
  }

  private static ConnectHeaders keyHeader(String name, Struct key) {
    ConnectHeaders headers = new ConnectHeaders();
    headers.add(name, key, key.schema());
    return headers;
  }

  private void give(
      TableFormat format,
      @Nullable Struct key,
      @Nullable Struct value,
      StreamOffset offset,
      @Nullable ConnectHeaders headers) {
    if (!emitted) {
      emitted = true;
      progress.began();
    }
    emittedLsn = lsn;
    emittedEvents = events;
    Schema keySchema = key == null ? null : format.keySchema();
    Schema valueSchema = value == null ? null : format.envelopeSchema();
    sink.add(
        new SourceRecord(
            partition,
            offset,
            format.topic(),
            null,
            keySchema,
            key,
            valueSchema,
            value,
            null,
            headers),
        message.length());
  }
}
