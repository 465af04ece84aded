package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.Selection;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.event.TableFormats;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.signal.Beside;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables that the stream has described. The server describes a table before its first change on
 * a connection and again whenever its form has changed; what it does not say (NOT NULL, defaults,
 * the key) is asked of the catalog, which may already be ahead: a column that it no longer has is
 * taken as optional.
 */
final class Relations {

  private static final Logger LOG = LoggerFactory.getLogger(Relations.class);

  private final Selection selection;
  private final TableFormats formats;
  private final Catalog catalog;
  private final SnapshotLedger ledger;
  private final Beside beside;
  private final @Nullable TableId signals;
  private final Map<Integer, Optional<Relation>> relations = new HashMap<>();

  /** What the server said of each captured table, behind the message's type. */
  private final Map<Integer, byte[]> descriptions = new HashMap<>();

  private int lastOid;
  private @Nullable Relation last;

  /**
   * @param beside hears of captured tables, and has the table whose new rows are signals
   */
  Relations(
      Selection selection,
      TableFormats formats,
      Catalog catalog,
      SnapshotLedger ledger,
      Beside beside) {
    this.beside = beside;
    this.signals = beside.signalTable();
    this.selection = selection;
    this.formats = formats;
    this.catalog = catalog;
    this.ledger = ledger;
  }

  /** The table of a change, null when it is not captured. */
  @Nullable Relation find(int oid) {
    if (oid != lastOid || oid == 0) {
      Optional<Relation> found = relations.get(oid);
      last = found == null ? null : found.orElse(null);
      lastOid = oid;
    }
    return last;
  }

  /**
   * Takes a Relation message.
   *
   * @param txId the transaction that it is in, which may have altered the table
   */
  void describe(Message message, long txId) throws SQLException {
    describe(message, txId, Set.of());
  }

  private void describe(Message message, long txId, Set<String> lacking) throws SQLException {
    byte[] described = message.rest();
    int oid = message.int32();
    TableId id = new TableId(message.text(), message.text());
    lastOid = 0;
    boolean captured = selection.includes(id.schema(), id.table());
    if (!captured && !id.equals(signals)) {
      relations.put(oid, Optional.empty());
      return;
    }
    if (captured) {
      beside.described(id, oid);
    }
    boolean fullIdentity = message.int8() == 'f';
    catalog.awaitVisible(txId);
    catalog.forgetTypes();
    Table known = catalog.table(id, oid);
    boolean gone = known.columns().isEmpty();
    Relation before = relations.getOrDefault(oid, Optional.empty()).orElse(null);
    if (gone && before != null) {
      known = before.format().table();
      gone = false;
    }
    Map<String, Column> knownColumns = new HashMap<>();
    known.columns().forEach(column -> knownColumns.put(column.name(), column));
    int count = message.int16();
    List<Column> columns = new ArrayList<>();
    List<String> flagged = new ArrayList<>();
    List<String> all = new ArrayList<>();
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean partOfKey = (message.int8() & 1) != 0;
      String name = message.text();
      int type = message.int32();
      int typmod = message.int32();
      all.add(name);
      if (partOfKey) {
        sent.add(name);
      }
      if (!catalog.isRead(id, name, known.identity())) {
        continue;
      }
      if (partOfKey) {
        flagged.add(name);
      }
      Column streamed = catalog.column(name, type, typmod, true);
      Column column = knownColumns.get(name);
      columns.add(
          column != null && column.type().oid() == streamed.type().oid()
              ? column.as(streamed.typmod(), column.optional() || lacking.contains(name))
              : streamed);
    }
    message.end();
    List<String> names = columns.stream().map(Column::name).toList();
    // A table that is dropped keeps its key, unless every column is said to be part of it.
    List<String> primary =
        names.containsAll(known.identity()) && !gone
            ? known.identity()
            : gone && fullIdentity ? List.of() : flagged;
    List<String> key = catalog.key(id, all, primary);
    TableFormat format = formats.of(new Table(id, oid, known.partitioned(), columns, primary, key));
    int[] places = all.stream().mapToInt(format::indexOf).toArray();
    List<String> unsent = key.stream().filter(column -> !sent.contains(column)).toList();
    if (captured && !unsent.isEmpty() && !sent.isEmpty()) {
      LOG.warn(
          "{}: {} of the events' key are not in the table's replica identity: an update that"
              + " changes them leaves the row with the old key in the targets, and a delete stops"
              + " the task. Run: ALTER TABLE {} REPLICA IDENTITY FULL;",
          id,
          unsent,
          id.sql());
    }
    relations.put(
        oid,
        Optional.of(
            new Relation(
                format,
                places,
                ledger.seen(oid),
                captured,
                id.equals(signals),
                unsent,
                Labels.of(columns, format),
                required(format))));
    descriptions.put(oid, described);
  }

  private static int[] required(TableFormat format) {
    List<Column> columns = format.table().columns();
    return IntStream.range(0, columns.size()).filter(i -> !columns.get(i).optional()).toArray();
  }

  /**
   * Asks the catalog again for what the server does not say of a table.
   *
   * @param lacking columns that are without a value, whatever the catalog says
   */
  Relation describedAgain(Relation relation, long txId, Set<String> lacking) throws SQLException {
    int oid = relation.format().table().oid();
    byte[] described = descriptions.get(oid);
    if (described == null) {
      return relation;
    }
    Message message = new Message();
    message.wrap(ByteBuffer.wrap(described), 0);
    describe(message, txId, lacking);
    Relation again = find(oid);
    return again == null ? relation : again;
  }
}
