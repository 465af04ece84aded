package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.config.FailureSettings.Reaction;
import io.sluice.connector.postgres.event.HeapFullException;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.handover.RecordSink;
import io.sluice.connector.postgres.incremental.Window;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.StreamOffset;
import io.sluice.connector.postgres.position.Transaction;
import io.sluice.connector.postgres.position.Visibility;
import io.sluice.connector.postgres.signal.Beside;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads pgoutput messages: which transaction, which change, and whether it is still to be
 * delivered. A pure function of the messages and the position it starts from; one thread.
 */
final class ChangeReader {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeReader.class);

  private static final long MICROS_TO_2000 = 946_684_800_000_000L;

  private final Relations relations;
  private final Position from;
  private final Resume resume;
  private final Beside beside;
  private final Window window;
  private final Place place;
  private final Deliveries deliveries;
  private final TransactionMarks marks;
  private final ChangeRecords records;
  private final MessageRecords messages;
  private final Reaction reaction;
  private final SlotProgress progress;
  private final Clock clock;
  private final Message message = new Message();

  private boolean inTransaction;
  private long lastCommitLsn;

  ChangeReader(
      Setup setup,
      Relations relations,
      Position from,
      Beside beside,
      RecordSink sink,
      SlotProgress progress) {
    this.clock = setup.clock();
    this.relations = relations;
    this.from = from;
    this.resume = new Resume(from);
    this.beside = beside;
    this.window = beside.window();
    this.place = new Place(from, setup.lineage());
    this.deliveries = new Deliveries(sink, progress);
    this.marks = new TransactionMarks(setup, place, deliveries);
    this.records = new ChangeRecords(setup, place, window, marks, deliveries);
    this.messages = new MessageRecords(setup, from, place, marks, deliveries);
    this.reaction = setup.config().failures().events();
    this.progress = progress;
    this.lastCommitLsn = from.lastCommitLsn();
  }

  /** Has events without their large values noted. */
  void completeBy(ToastCompletion completion) {
    records.completeBy(completion);
  }

  /** Whether the last message left a transaction open. */
  boolean inTransaction() {
    return inTransaction;
  }

  /**
   * The offset of a place between two transactions: everything that committed before it has been
   * read, see {@link Place#boundary}.
   */
  StreamOffset boundary(long received) {
    place.carry(beside.reads());
    return place.boundary(received, clock.millis() * 1000);
  }

  /**
   * Takes a message.
   *
   * @param buffer an array-backed buffer from the driver; not kept
   * @param start position in the log of what the message tells
   */
  void take(ByteBuffer buffer, long start) throws SQLException {
    message.wrap(buffer, start);
    try {
      take(start);
    } catch (ConnectException e) {
      throw located(e, start);
    } catch (OutOfMemoryError e) {
      throw new HeapFullException(
          "a change of "
              + message.length()
              + " bytes at log position "
              + LogSequenceNumber.valueOf(start).asString(),
          e);
    }
  }

  private void take(long start) throws SQLException {
    byte type = message.int8();
    switch (type) {
      case 'I', 'U', 'D' -> change(type, start);
      case 'B' -> begin(start);
      case 'C' -> commit(start);
      case 'R' -> relations.describe(message, place.transaction().txId());
      case 'O' -> {
        long originLsn = message.int64();
        String origin = message.text();
        message.end();
        place.from(origin, originLsn);
      }
      case 'T' -> truncate(start);
      case 'M' -> logicalMessage(start);
      case 'Y' -> {} // types are looked up in the catalog
      default -> throw message.malformed("a message of this type is not known");
    }
  }

  private void logicalMessage(long start) {
    boolean transactional = message.int8() == 1;
    message.skip(8);
    String prefix = message.text();
    int length = message.size();
    if (length != message.left()) {
      throw message.malformed("its content should have " + message.left() + " bytes");
    }
    if (transactional) {
      place.count(start);
      if (isWanted()) {
        messages.inTransaction(prefix, message, length, records.muted());
      }
    } else {
      messages.alone(start, prefix, message, length);
    }
  }

  private void begin(long start) {
    long commitLsn = message.int64();
    long micros = message.int64() + MICROS_TO_2000;
    long txId = message.int32() & 0xFFFF_FFFFL;
    message.end();
    place.carry(beside.reads());
    place.begin(Transaction.of(txId, commitLsn, lastCommitLsn, micros));
    inTransaction = true;
    resume.begin(txId, commitLsn);
    deliveries.begin();
    records.begin();
    marks.begin(start, resume.tookBeginning());
  }

  private void commit(long start) {
    message.skip(1 + 8);
    long endLsn = message.int64();
    message.skip(8);
    message.end();
    boolean signalled = beside.isSignalled();
    if (!resume.tookAll()) {
      end(start, endLsn, signalled);
    }
    boolean emitted = deliveries.any();
    // What the snapshot read leaves no trace, so that positions are the same whether the server
    // sends it again or not.
    if (emitted || resume.skippedAny() || !place.snapshotMayContain()) {
      lastCommitLsn = Math.max(lastCommitLsn, endLsn);
    }
    inTransaction = false;
    long txId = place.transaction().txId();
    window.delivered(txId);
    if (signalled) {
      // What the signal asks for is told by the offset of the place behind, which comes soon.
      if (emitted || resume.skippedAny()) {
        progress.completedWithSignal(endLsn);
      }
    } else if (emitted) {
      deliveries.completed(txId, endLsn);
    } else if (resume.skippedAny()) {
      progress.completed(txId, from.lsn(), from.events(), endLsn);
    } else {
      progress.received(endLsn);
    }
  }

  /**
   * The end of a transaction is the place behind it, unless a signal of it is still to be obeyed:
   * whoever begins behind it would not hear of that.
   */
  private void end(long start, long endLsn, boolean signalled) {
    long commitLsn = place.transaction().commitLsn();
    place.count(commitLsn);
    if (!resume.skips(commitLsn, place.events())) {
      marks.end(start, endLsn, signalled);
    }
  }

  private void change(byte type, long start) throws SQLException {
    place.count(start);
    Relation relation = relations.find(message.int32());
    if (relation == null) {
      return;
    }
    boolean wanted = isWanted();
    if ((!wanted && resume.tookAll()) || seenBySnapshot(relation)) {
      return;
    }
    try {
      if (wanted) {
        make(relation, type);
      } else {
        signal(relation, type);
      }
    } catch (ConnectException e) {
      if (reaction == Reaction.FAIL) {
        throw e;
      }
      // Nothing of it was delivered: it is read whole before its first record is made.
      if (reaction == Reaction.WARN) {
        LOG.warn(
            "A change of {} at log position {} is left out, as it cannot be read",
            relation.format().table().id(),
            place.lsn(),
            e);
      }
    }
  }

  /** Says where in the log a value is that cannot be read. */
  private static ConnectException located(ConnectException e, long position) {
    return e instanceof DataException
            && !(e instanceof MalformedMessageException || e instanceof HeapFullException)
        ? new DataException(
            e.getMessage()
                + " (log position "
                + LogSequenceNumber.valueOf(position).asString()
                + ")",
            e)
        : e;
  }

  private void make(Relation relation, byte type) throws SQLException {
    if (!relation.captured()) {
      signal(relation, type);
      return;
    }
    switch (type) {
      case 'I' -> insert(relation);
      case 'U' -> update(relation);
      default -> delete(relation);
    }
  }

  /** Whether the change is to be made, or at least counted. */
  private boolean isWanted() {
    boolean taken = resume.skips(place.lsn(), place.events());
    if (taken && (resume.tookAll() || !marks.wanted())) {
      return false;
    }
    records.next(message.length(), taken, taken ? 0 : resume.takenParts());
    return true;
  }

  /** Invariant 5: what the snapshot read is not delivered a second time. */
  private boolean seenBySnapshot(Relation relation) {
    Visibility seen = relation.seen();
    return seen != null && place.snapshotMayContain() && seen.saw(place.transaction().txId());
  }

  private void insert(Relation relation) throws SQLException {
    int begin = message.position();
    @Nullable Object[] cells = inserted(relation);
    Relation fitting = fitting(relation, cells);
    if (fitting != relation) {
      message.back(begin);
      cells = inserted(fitting);
    }
    if (fitting.signals()) {
      beside.signal(cells);
    }
    records.insert(fitting.format(), cells);
  }

  private @Nullable Object[] inserted(Relation relation) {
    message.expect('N');
    @Nullable Object[] cells = new Object[relation.format().columns()];
    relation.read(message, null, cells);
    message.end();
    return cells;
  }

  /** The form that a new row has, which the server does not always say: as it is, or anew. */
  private Relation fitting(Relation relation, @Nullable Object[] cells) throws SQLException {
    Set<String> lacking = relation.lacking(cells);
    return relation.hasNewLabels(cells) || !lacking.isEmpty()
        ? relations.describedAgain(relation, place.transaction().txId(), lacking)
        : relation;
  }

  /**
   * A row of the signal table of which no event is made. One of the transaction that the position
   * lies in is obeyed though it may have been an event before: signals are obeyed behind their
   * transaction, so no offset that lies in it tells of them.
   */
  private void signal(Relation relation, byte type) {
    if (type == 'I' && relation.signals()) {
      beside.signal(inserted(relation));
    }
  }

  private void update(Relation relation) throws SQLException {
    int begin = message.position();
    @Nullable Object[] cells = new Object[relation.format().columns()];
    @Nullable Object @Nullable [] old = updated(relation, cells);
    Relation fitting = fitting(relation, cells);
    if (fitting != relation) {
      message.back(begin);
      cells = new Object[fitting.format().columns()];
      old = updated(fitting, cells);
    }
    records.update(fitting.format(), old, cells);
  }

  /**
   * Reads an update.
   *
   * @param cells receives the new row
   * @return the old row, null when the server did not send it
   */
  private @Nullable Object @Nullable [] updated(Relation relation, @Nullable Object[] cells) {
    byte kind = message.int8();
    @Nullable Object @Nullable [] old = null;
    if (kind != 'N') {
      old = new Object[relation.format().columns()];
      readOld(relation, kind, old, "u");
      message.expect('N');
    }
    relation.read(message, kind == 'O' ? old : null, cells);
    message.end();
    return old;
  }

  private void delete(Relation relation) {
    @Nullable Object[] old = new Object[relation.format().columns()];
    readOld(relation, message.int8(), old, "d");
    message.end();
    records.delete(relation.format(), old);
  }

  /** One message may truncate several tables. */
  private void truncate(long start) {
    place.count(start);
    if (!isWanted()) {
      return;
    }
    int tables = message.int32();
    message.skip(1);
    if (message.left() != 4L * tables) {
      throw message.malformed(tables + " tables should follow");
    }
    List<TableFormat> captured = new ArrayList<>();
    for (int i = 0; i < tables; i++) {
      Relation relation = relations.find(message.int32());
      if (relation != null && relation.captured() && !seenBySnapshot(relation)) {
        captured.add(relation.format());
      }
    }
    records.truncate(captured);
  }

  private void readOld(Relation relation, byte kind, @Nullable Object[] old, String operation) {
    if (kind == 'O') {
      relation.read(message, null, old);
    } else if (kind != 'K') {
      throw message.malformed("expected an old row but found kind '" + (char) kind + "'");
    } else {
      if (records.makes(operation)) {
        relation.requireKey();
      }
      relation.readKey(message, old);
    }
  }
}
