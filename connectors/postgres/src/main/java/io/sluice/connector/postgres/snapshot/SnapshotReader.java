package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.event.Lineage;
import io.sluice.connector.postgres.event.Position;
import io.sluice.connector.postgres.event.Processed;
import io.sluice.connector.postgres.event.RecordSink;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.event.SnapshotLedger;
import io.sluice.connector.postgres.event.SourceBlock;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.event.TableFormats;
import io.sluice.connector.postgres.event.Visibility;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the captured tables as they are at one moment, by binary COPY, without locks. The moment is
 * that of a REPEATABLE READ transaction which begins after the slot exists; which streamed
 * transactions it already contains is kept in the {@link SnapshotLedger}. Holds one row at a time:
 * the last one, because only what follows tells whether it was the last.
 */
public final class SnapshotReader {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotReader.class);

  /**
   * The log's end is asked for after the snapshot is taken: whatever the snapshot saw was committed
   * before it.
   */
  private static final String MOMENT =
      """
      SELECT pg_current_snapshot()::text, pg_snapshot_xmax(pg_current_snapshot())::text::int8,
        (pg_current_wal_insert_lsn() - '0/0')::int8, (extract(epoch FROM clock_timestamp()) * 1000000)::int8\
      """;

  private final Map<String, String> partition;
  private final SourceBlock source;
  private final TableFormats formats;
  private final Function<Connection, Catalog> catalogs;
  private final Clock clock;
  private final Lineage lineage;

  private Moment moment = new Moment(0, 0, 0);
  private SnapshotLedger ledger = SnapshotLedger.EMPTY;
  private int tables;

  // The row that was read last and not given over yet.
  private @Nullable TableFormat heldFormat;
  private byte[] held = {};
  private int heldOffset;
  private boolean heldIsFirst;
  private boolean heldIsVeryFirst;
  private @Nullable Object[] cells = {};
  private @Nullable Struct ordinary;
  private Map<String, @Nullable Object> offset = Map.of();
  private Processed processed;

  /** When and where the database snapshot was taken. */
  private record Moment(long txId, long lsn, long micros) {}

  /**
   * @param catalogs makes the catalog that looks through a connection
   */
  public SnapshotReader(Setup setup, Function<Connection, Catalog> catalogs) {
    this.partition = setup.partition();
    this.source = setup.source();
    this.formats = setup.formats();
    this.catalogs = catalogs;
    this.clock = setup.clock();
    this.lineage = setup.lineage();
    this.processed = Processed.now(clock);
  }

  /**
   * Reads what is not in the ledger yet and gives it to the sink.
   *
   * @param connection an ordinary one, used up by this
   * @param before what was read by earlier rounds
   * @param fresh whether the slot was made just now, so that no row of any table was delivered
   *     before
   * @return the ledger with all tables
   */
  public SnapshotLedger read(
      Connection connection, SnapshotLedger before, boolean fresh, RecordSink sink)
      throws SQLException {
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    begin(connection, before, fresh);
    Catalog catalog = catalogs.apply(connection);
    for (Map.Entry<TableId, Integer> entry : catalog.tables().entrySet()) {
      if (!ledger.contains(entry.getKey())) {
        copy(connection, catalog.table(entry.getKey(), entry.getValue()), sink);
      }
    }
    if (heldFormat != null) {
      give(
          "last",
          Position.snapshot(ledger, true, moment.lsn(), moment.txId(), moment.micros(), lineage),
          sink);
    }
    sink.flush();
    connection.rollback();
    return ledger;
  }

  private void begin(Connection connection, SnapshotLedger before, boolean fresh)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(MOMENT)) {
      row.next();
      ledger =
          fresh
              ? before.begin(new Visibility(row.getString(1)), row.getLong(3))
              : before.beginAgain();
      moment = new Moment(row.getLong(2), row.getLong(3), row.getLong(4));
    }
    LOG.info(
        "Snapshot at log position {}{}",
        moment.lsn(),
        fresh ? "" : ", over which all changes are replayed");
  }

  private void copy(Connection connection, Table table, RecordSink sink) throws SQLException {
    TableFormat format = formats.of(table);
    String columns =
        table.columns().stream()
            .map(Column::name)
            .map(TableId::quote)
            .collect(Collectors.joining(", "));
    // ONLY: rows of inheriting tables belong to those tables, as in the stream.
    String sql =
        "COPY (SELECT "
            + columns
            + " FROM ONLY "
            + table.id().sql()
            + ") TO STDOUT (FORMAT binary)";
    tables++;
    long rows = 0;
    CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
    byte[] message = copy.readFromCopy();
    int at = message == null ? 0 : CopyRow.start(message);
    while (message != null && !CopyRow.isTrailer(message, at)) {
      hold(format, message, at, rows == 0, sink);
      rows++;
      message = copy.readFromCopy();
      at = 0;
    }
    while (message != null) {
      message = copy.readFromCopy(); // the driver wants to see the end of the copy
    }
    ledger = ledger.with(table.id());
    LOG.info("Snapshot of {}: {} rows", table.id(), rows);
  }

  /**
   * Keeps the row back and gives over the one before it, of which it is now known that it was not
   * the last.
   */
  private void hold(
      TableFormat format, byte[] message, int at, boolean firstOfTable, RecordSink sink) {
    if (heldFormat != null) {
      if (firstOfTable) {
        // The ledger already has the table that ended, and the empty ones after it.
        give(heldIsVeryFirst ? "first" : "last_in_data_collection", offsetNow(), sink);
      } else if (heldIsFirst) {
        give(heldIsVeryFirst ? "first" : "first_in_data_collection", offset, sink);
      } else {
        giveOrdinary(sink);
      }
    }
    if (firstOfTable) {
      offset = offsetNow();
      cells = new Object[format.columns()];
      ordinary = source.snapshot(format, "true", moment.micros(), moment.txId(), moment.lsn());
    }
    heldFormat = format;
    held = message;
    heldOffset = at;
    heldIsFirst = firstOfTable;
    heldIsVeryFirst = firstOfTable && tables == 1;
  }

  private Map<String, @Nullable Object> offsetNow() {
    return Position.snapshot(ledger, false, moment.lsn(), moment.txId(), moment.micros(), lineage);
  }

  private void giveOrdinary(RecordSink sink) {
    if (sink.waiting() == 0) {
      processed = Processed.now(clock);
    }
    TableFormat format = Objects.requireNonNull(heldFormat);
    give(format, Objects.requireNonNull(ordinary), offset, sink);
  }

  private void give(String marker, Map<String, @Nullable Object> at, RecordSink sink) {
    TableFormat format = Objects.requireNonNull(heldFormat);
    processed = Processed.now(clock);
    give(
        format,
        source.snapshot(format, marker, moment.micros(), moment.txId(), moment.lsn()),
        at,
        sink);
  }

  private void give(
      TableFormat format, Struct block, Map<String, @Nullable Object> at, RecordSink sink) {
    CopyRow.decode(format, held, heldOffset, cells);
    sink.add(
        new SourceRecord(
            partition,
            at,
            format.topic(),
            null,
            format.keySchema(),
            format.key(cells),
            format.envelopeSchema(),
            format.envelope(null, format.row(cells), block, "r", processed)),
        held.length);
  }
}
