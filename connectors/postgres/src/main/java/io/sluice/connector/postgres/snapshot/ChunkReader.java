package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.config.SnapshotSettings;
import io.sluice.connector.postgres.event.EventRecord;
import io.sluice.connector.postgres.event.HeapFullException;
import io.sluice.connector.postgres.event.Processed;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.handover.RecordSink;
import io.sluice.connector.postgres.position.SnapshotOffset;
import io.sluice.connector.postgres.position.SnapshotOffset.Moment;
import io.sluice.connector.postgres.snapshot.Endings.Ending;
import io.sluice.connector.postgres.snapshot.Endings.Place;
import io.sluice.connector.postgres.snapshot.Endings.Release;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads chunks one after the other on a connection of its own and hands their rows over. Holds one
 * row at a time: the last one, because only what follows tells whether it was the last. Belongs to
 * one thread.
 */
final class ChunkReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChunkReader.class);

  /** How often a chunk is begun anew on another connection. */
  private static final int ATTEMPTS = 3;

  /** Tables whose locks are held at the same time: the server has room for a few thousand. */
  private static final int CHUNKS_LOCKED = 200;

  /** Tables whose columns are asked for in one question. */
  private static final int TABLES_FORESEEN = 100;

  private final Setup setup;
  private final Reading reading;
  private final Endings endings;
  private final RecordSink sink;
  private final Moment moment;

  private @Nullable Connection connection;
  private @Nullable Catalog catalog;

  // The chunk under way, how many of its rows were read, and the last of them.
  private @Nullable TableFormat format;
  private long rows;
  private long counted;
  private @Nullable TableWork table;
  private byte @Nullable [] held;
  private int heldOffset;
  private Place place = Place.LATER;
  private @Nullable Object[] cells = {};
  private @Nullable Struct ordinary;

  // What goes with the batch that is being gathered.
  private SnapshotOffset offset;
  private @Nullable Ending giving;
  private @Nullable SnapshotOffset givingOffset;
  private boolean givingLast;
  private Processed processed;

  ChunkReader(Setup setup, Reading reading, Endings endings) {
    this.setup = setup;
    this.reading = reading;
    this.endings = endings;
    this.sink =
        reading.host().sink(reading.pace().batch(setup.config().maxBatch()), this::accepted);
    this.moment = reading.moment();
    this.offset = new SnapshotOffset(moment);
    this.processed = Processed.now(setup.clock());
  }

  /** Reads until no chunk is left. */
  void read() throws SQLException {
    int chunks = 0;
    for (Chunk chunk = reading.next(); chunk != null; chunk = reading.next()) {
      if (++chunks % CHUNKS_LOCKED == 0 && connection != null) {
        reading.renew(connection);
      }
      read(chunk);
    }
  }

  private void read(Chunk chunk) throws SQLException {
    rows = 0;
    counted = 0;
    table = chunk.table();
    held = null;
    for (int attempt = 1; ; attempt++) {
      try {
        copy(chunk);
        if (isAsPlanned(chunk.table())) {
          end(chunk);
        } else {
          setAside(chunk.table(), "was rewritten or emptied");
        }
        return;
      } catch (SQLException e) {
        close();
        if (chunk.table().isSelected()) {
          throw notSelected(chunk.table(), e);
        }
        if (isGone(e)) {
          setAside(chunk.table(), "or one of its columns was dropped or renamed");
          return;
        }
        if (attempt == ATTEMPTS || !isConnection(e)) {
          throw e;
        }
        reopen(chunk, e);
      } catch (OutOfMemoryError e) {
        held = null;
        close();
        throw new HeapFullException(
            "a row of "
                + chunk.table().id()
                + " in its snapshot, row "
                + (rows + 1)
                + " of a chunk",
            e);
      }
    }
  }

  /** The user's statement may read anything, in any order: it is not known what its end means. */
  private static SQLException notSelected(TableWork table, SQLException e) {
    if (isConnection(e)) {
      return e;
    }
    ConfigException refused =
        new ConfigException(
            SnapshotSettings.OVERRIDES
                + "."
                + table.id()
                + ": the server refuses the statement (SQLSTATE "
                + e.getSQLState()
                + "). It must be a SELECT that returns every captured column of the table by its"
                + " name");
    refused.initCause(e);
    throw refused;
  }

  /** As long as the transaction lives that exported the snapshot, it can be joined again. */
  private void reopen(Chunk chunk, SQLException cause) throws SQLException {
    try {
      open();
      LOG.warn(
          "A connection broke in the snapshot of {}: reading on behind row {} on another one",
          chunk.table().id(),
          rows,
          cause);
    } catch (SQLException e) {
      cause.addSuppressed(e);
      throw cause;
    }
  }

  private Connection open() throws SQLException {
    Connection now = connection;
    if (now == null) {
      now = reading.open();
      connection = now;
      catalog = reading.host().catalog(now);
    }
    return now;
  }

  private void copy(Chunk chunk) throws SQLException {
    Connection from = open();
    TableFormat to = format(chunk.table());
    CopyOut copy =
        from.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(chunk.copy(to, setup.config().previewRows()));
    byte[] message = copy.readFromCopy();
    int at = message == null ? 0 : CopyRow.start(message);
    for (long skip = rows; skip > 0 && message != null; skip--) {
      message = copy.readFromCopy();
      at = 0;
    }
    while (message != null && !CopyRow.isTrailer(message, at)) {
      hold(chunk, to, message, at);
      message = copy.readFromCopy();
      at = 0;
    }
    while (message != null) {
      message = copy.readFromCopy(); // the driver wants to see the end of the copy
    }
  }

  private TableFormat format(TableWork wanted) throws SQLException {
    Catalog asked = Objects.requireNonNull(catalog);
    if (!wanted.hasFormat() && !asked.foresees(wanted.oid())) {
      asked.foresee(reading.soon(wanted, TABLES_FORESEEN));
    }
    return wanted.format(asked, setup.formats());
  }

  /**
   * A table that is rewritten or emptied has no rows any more for who looks at an earlier moment.
   * Asked while our lock on the table, which every reader has, keeps that from happening.
   */
  private boolean isAsPlanned(TableWork table) throws SQLException {
    if (table.file() == 0 || table.isSelected()) {
      return true;
    }
    try (PreparedStatement query =
        open().prepareStatement("SELECT coalesce(pg_relation_filenode(?::oid), 0)::int8")) {
      query.setLong(1, Integer.toUnsignedLong(table.oid()));
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1) == table.file();
      }
    }
  }

  private void setAside(TableWork table, String why) {
    LOG.warn(
        "Table {} {} while the snapshot was being read: it will be read again at a later moment,"
            + " with all changes since delivered over it",
        table.id(),
        why);
    table.change();
    if (held != null) {
      held = null;
      endings.abandoned();
    }
  }

  private static boolean isGone(SQLException e) {
    String state = e.getSQLState();
    // undefined_table, undefined_column, undefined_object (its type)
    return "42P01".equals(state) || "42703".equals(state) || "42704".equals(state);
  }

  private static boolean isConnection(SQLException e) {
    String state = e.getSQLState();
    return state == null || state.startsWith("08") || state.equals("57P01");
  }

  /**
   * Keeps the row back and gives over the one before it, of which it is now known that it was not
   * the last.
   */
  private void hold(Chunk chunk, TableFormat to, byte[] message, int at) {
    if (rows++ == 0) {
      begin(chunk, to);
    } else if (place == Place.LATER) {
      giveOrdinary(to);
    } else {
      processed = Processed.now(setup.clock());
      give(to, block(to, place.marker(), moment));
      place = Place.LATER;
    }
    held = message;
    heldOffset = at;
  }

  private void begin(Chunk chunk, TableFormat to) {
    Endings.Start start = endings.started(chunk.table());
    if (start.release() != null) {
      handOver(start.release(), false);
    }
    if (to != format) {
      format = to;
      cells = new Object[to.columns()];
      ordinary = block(to, Place.LATER.marker(), moment);
    }
    place = start.place();
  }

  private void giveOrdinary(TableFormat to) {
    if (sink.waiting() == 0) {
      count();
      processed = Processed.now(setup.clock());
    }
    give(to, Objects.requireNonNull(ordinary));
  }

  /** Waits until these may be handed over. */
  private void count() {
    long more = rows - counted;
    counted = rows;
    Objects.requireNonNull(table).addRows(more);
    reading.pace().take(more);
  }

  private void give(TableFormat to, Struct block) {
    byte[] message = Objects.requireNonNull(held);
    CopyRow.decode(to, message, heldOffset, 0, cells);
    sink.add(event(to, to.key(cells), to.row(cells), block, offset), message.length);
  }

  private void end(Chunk chunk) {
    count();
    reading.progress().read(chunk);
    byte[] message = held;
    if (message == null) {
      endings.empty(chunk.table());
      reading.finished().add(chunk);
    } else {
      TableFormat to = Objects.requireNonNull(format);
      CopyRow.decode(to, message, heldOffset, 0, cells);
      held = null;
      Release release =
          endings.ended(
              new Ending(chunk, moment, to, to.key(cells), to.row(cells), message.length, place));
      if (release == null) {
        sink.flush();
      } else {
        handOver(release, false);
      }
    }
  }

  /**
   * Hands over the last row of a chunk, which thereby is finished.
   *
   * @param lastOfAll whether the snapshot is complete with it
   */
  void handOver(Release release, boolean lastOfAll) {
    Ending ending = release.ending();
    giving = ending;
    givingLast = lastOfAll;
    givingOffset = new SnapshotOffset(ending.moment());
    processed = Processed.now(setup.clock());
    sink.add(
        event(
            ending.format(),
            ending.key(),
            ending.row(),
            block(ending.format(), release.marker(), ending.moment()),
            givingOffset),
        ending.weight());
    sink.flush();
  }

  /**
   * There is room for the batch, and nobody else hands one over: now it is known what went before.
   */
  private void accepted() {
    reading.progress().batch();
    offset.seal(reading.finished().now(), false);
    offset = new SnapshotOffset(moment);
    Ending ending = giving;
    if (ending != null) {
      reading.finished().add(ending.chunk());
      Objects.requireNonNull(givingOffset).seal(reading.finished().now(), givingLast);
      giving = null;
    }
  }

  private Struct block(TableFormat to, String marker, Moment at) {
    return setup.source().snapshot(to, marker, at.micros(), at.txId(), at.lsn());
  }

  private SourceRecord event(
      TableFormat to, @Nullable Struct key, Struct row, Struct block, SnapshotOffset at) {
    return new EventRecord(
        setup.partition(), at, to, key, to.envelope(null, row, block, "r", processed), null);
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    catalog = null;
    if (open != null) {
      reading.close(open);
    }
  }
}
