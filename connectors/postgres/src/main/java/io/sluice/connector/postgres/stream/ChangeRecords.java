package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.event.EventRecord;
import io.sluice.connector.postgres.event.Processed;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.event.SourceBlock;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.incremental.Window;
import io.sluice.connector.postgres.position.StreamOffset;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes records of the changes in a transaction and gives them to the sink. A change of which some
 * records were taken before the last restart makes only the others; one that was taken whole is
 * counted and makes none. Belongs to the reading thread.
 */
final class ChangeRecords {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeRecords.class);

  private final Map<String, String> partition;
  private final SourceBlock source;
  private final Place place;
  private final Window window;
  private final Deliveries deliveries;
  private final TransactionMarks marks;
  private final Clock clock;
  private final boolean tombstones;
  private final Set<String> skipped;
  private final boolean skipUnchanged;
  private final Set<TableId> truncated = new HashSet<>();

  private @Nullable ToastCompletion completion;
  private Processed processed;
  private int weight;
  private boolean muted;
  private boolean chunkMayContain;
  private int taken;
  private int part;

  ChangeRecords(
      Setup setup, Place place, Window window, TransactionMarks marks, Deliveries deliveries) {
    this.partition = setup.partition();
    this.source = setup.source();
    this.place = place;
    this.window = window;
    this.deliveries = deliveries;
    this.marks = marks;
    this.clock = setup.clock();
    this.tombstones = setup.config().tombstones();
    this.skipped = setup.config().skipped();
    this.skipUnchanged = setup.config().columns().skipUnchanged();
    this.processed = Processed.now(clock);
  }

  /** Has events without their large values noted. */
  void completeBy(ToastCompletion toast) {
    completion = toast;
  }

  /** A transaction begins. */
  void begin() {
    chunkMayContain = window.concerns(place.transaction().txId());
    if (deliveries.isFlushed()) {
      processed = Processed.now(clock);
    }
  }

  /** Whether records are made of such changes, and of this one. */
  boolean makes(String operation) {
    return !muted && !skipped.contains(operation);
  }

  /** Whether the change is only counted, as all its records were taken before. */
  boolean muted() {
    return muted;
  }

  /**
   * The next change is to be made.
   *
   * @param bytes of its message
   * @param wasTaken whether all its records were taken before
   * @param takenParts how many of its records were
   */
  void next(int bytes, boolean wasTaken, int takenParts) {
    weight = bytes;
    muted = wasTaken;
    taken = takenParts;
    part = 0;
  }

  void insert(TableFormat format, @Nullable Object[] cells) {
    if (!skipped.contains("c") && !inChunk(format, cells)) {
      last(format, format.key(cells), null, changed(format, cells), "c", "INSERT", null);
      made(format, cells);
    }
  }

  /**
   * @param old the row before, null when the server did not send it
   */
  void update(TableFormat format, @Nullable Object @Nullable [] old, @Nullable Object[] cells) {
    if (skipped.contains("u")) {
      return;
    }
    Struct key = format.key(cells);
    Struct oldKey = old == null ? key : format.key(old);
    if (Objects.equals(oldKey, key)) {
      if (inChunk(format, cells)) {
        return;
      }
      Struct before = old == null ? null : format.row(old);
      Struct after = format.row(cells);
      if (!skipUnchanged || !after.equals(before)) {
        noteMissing(format, cells, after);
        last(format, key, before, after, "u", "UPDATE", null);
        made(format, cells);
      }
    } else {
      changeKey(
          format,
          Objects.requireNonNull(oldKey),
          Objects.requireNonNull(old),
          Objects.requireNonNull(key),
          cells);
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
      Struct key,
      @Nullable Object[] cells) {
    boolean created = !skipped.contains("c") && !inChunk(format, cells);
    if (inChunk(format, old)) {
      part += tombstones ? 2 : 1; // The old key is in use again.
    } else if (!skipped.contains("d")) {
      removeOld(format, oldKey, format.row(old), key, !created);
      made(format, old);
    }
    if (created) {
      ConnectHeaders from = keyHeader("__debezium.oldkey", oldKey);
      last(format, key, null, changed(format, cells), "c", "UPDATE", from);
      made(format, cells);
    }
  }

  /** The row after a change, which is in the next record. */
  private Struct changed(TableFormat format, @Nullable Object[] cells) {
    Struct row = format.row(cells);
    noteMissing(format, cells, row);
    return row;
  }

  /** Has values read again that the row in the next record lacks. */
  private void noteMissing(TableFormat format, @Nullable Object[] cells, Struct row) {
    if (completion != null && !muted) {
      completion.note(format, cells, row, place.transaction().txId());
    }
  }

  /**
   * @param isLast whether nothing follows
   */
  private void removeOld(
      TableFormat format, Struct oldKey, Struct before, Struct key, boolean isLast) {
    ConnectHeaders to = keyHeader("__debezium.newkey", key);
    partOf(
        format, oldKey, envelope(format, before, null, "d"), "UPDATE", to, isLast && !tombstones);
    if (tombstones) {
      ConnectHeaders again = keyHeader("__debezium.newkey", key);
      partOf(format, oldKey, null, "UPDATE", again, isLast);
    }
  }

  void delete(TableFormat format, @Nullable Object[] old) {
    if (skipped.contains("d") || inChunk(format, old)) {
      return;
    }
    Struct key = format.key(old);
    if (tombstones) {
      inBetween(format, key, envelope(format, format.row(old), null, "d"), "DELETE", null);
      give(format, key, null, place.offset("DELETE"), null);
    } else {
      last(format, key, format.row(old), null, "d", "DELETE", null);
    }
    made(format, old);
  }

  /** Tells a chunk that is fetched ahead of its turn of a row that it may have as it was before. */
  private void made(TableFormat format, @Nullable Object[] cells) {
    if (!muted && window.wantsMade(format)) {
      boolean whole = true;
      for (int i = 0; i < cells.length; i++) {
        whole &= !format.isUnavailable(i, cells[i]);
      }
      window.made(format, cells, whole);
    }
  }

  /** One record each, of which the last one carries the change's own offset. */
  void truncate(List<TableFormat> tables) {
    tables.forEach(format -> window.altered(format.table().id()));
    if (skipped.contains("t")) {
      tables.forEach(this::warnOfTruncate);
      return;
    }
    for (int i = 0; i < tables.size(); i++) {
      TableFormat format = tables.get(i);
      if (chunkMayContain) {
        window.truncated(format);
      }
      Struct envelope = envelope(format, null, null, "t");
      if (i < tables.size() - 1) {
        inBetween(format, null, envelope, "TRUNCATE", null);
      } else {
        give(format, null, envelope, place.offset("TRUNCATE"), null);
      }
    }
  }

  /** The target will not follow the source there. */
  private void warnOfTruncate(TableFormat format) {
    TableId table = format.table().id();
    if (!muted && truncated.add(table)) {
      LOG.warn(
          "{} was truncated at the source, which makes no record as skipped.operations has 't': its"
              + " rows stay in the targets. Delete them there; or set skipped.operations to none"
              + " for sinks that follow truncates, as the table sink does with truncate.mode=apply."
              + " Not said again of this table",
          table);
    }
  }

  /**
   * Whether a chunk that was read beside the stream already has the row as this change left it, or
   * as a later one did.
   */
  private boolean inChunk(TableFormat format, @Nullable Object[] cells) {
    return chunkMayContain && window.has(format, cells);
  }

  private void last(
      TableFormat format,
      @Nullable Struct key,
      @Nullable Struct before,
      @Nullable Struct after,
      String op,
      String type,
      @Nullable ConnectHeaders headers) {
    give(format, key, envelope(format, before, after, op), place.offset(type), headers);
  }

  private void inBetween(
      TableFormat format,
      @Nullable Struct key,
      @Nullable Struct value,
      String type,
      @Nullable ConnectHeaders headers) {
    partOf(format, key, value, type, headers, false);
  }

  /**
   * @param isLast whether it concludes the change, so that whoever has it has the whole
   */
  private void partOf(
      TableFormat format,
      @Nullable Struct key,
      @Nullable Struct value,
      String type,
      @Nullable ConnectHeaders headers,
      boolean isLast) {
    if (++part > taken) {
      give(format, key, value, isLast ? place.offset(type) : place.part(type, part), headers);
    }
  }

  private Struct envelope(
      TableFormat format, @Nullable Struct before, @Nullable Struct after, String op) {
    return format.envelope(
        before,
        after,
        source.change(format, place.transaction(), place.lsn()),
        marks.block(format.table().id()),
        op,
        processed);
  }

  private void give(
      TableFormat format,
      @Nullable Struct key,
      @Nullable Struct value,
      StreamOffset offset,
      @Nullable ConnectHeaders headers) {
    if (muted) {
      return;
    }
    deliveries.add(
        new EventRecord(partition, offset, format, key, value, headers),
        weight,
        place.lsn(),
        place.events());
  }

  private static ConnectHeaders keyHeader(String name, Struct key) {
    ConnectHeaders headers = new ConnectHeaders();
    headers.add(name, key, key.schema());
    return headers;
  }
}
