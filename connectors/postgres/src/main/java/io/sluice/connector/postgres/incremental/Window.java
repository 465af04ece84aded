package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.position.Visibility;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the stream must not deliver while it has not passed the log's end as it was when a chunk was
 * read: changes that the chunk's snapshot saw, of rows that the chunk holds. The chunk's rows were
 * delivered before, so such a change would put an older state over them. A change of a row that the
 * chunk does not hold is delivered: the row was deleted, or lies outside the chunk.
 *
 * <p>So each key's records keep their order (Invariant 4), and memory is one chunk's keys. Belongs
 * to the reading thread.
 */
public final class Window {

  private final Delivered delivered = new Delivered();
  private final Set<Object> keys = new HashSet<>();
  private @Nullable Visibility visibility;
  private @Nullable TableId table;
  private List<String> keyColumns = List.of();
  private boolean everyRow;
  private boolean truncated;
  private boolean sawIt;
  private Set<TableId> awaited = Set.of();
  private @Nullable Touched touched;
  private long transaction;

  private @Nullable TableFormat lastFormat;
  private int @Nullable [] lastPlaces;

  /**
   * Begins with no keys.
   *
   * @param columns names of the columns that tell the table's rows apart
   */
  void open(TableId read, List<String> columns, Visibility seen) {
    close();
    table = read;
    keyColumns = columns;
    visibility = seen;
  }

  /**
   * Tables of which nothing was delivered before and that will be read in one go: that reading will
   * have all changes that come before it.
   */
  void await(Set<TableId> tables) {
    awaited = tables;
  }

  boolean isOpen() {
    return visibility != null;
  }

  /** Every row of the table counts as one that the chunk holds. */
  void holdsEveryRow() {
    everyRow = true;
  }

  /** The chunk holds this row. */
  void add(@Nullable Object[] cells, int[] places) {
    keys.add(key(cells, places));
  }

  /** Lets everything pass again. */
  void close() {
    keys.clear();
    visibility = null;
    table = null;
    everyRow = false;
    truncated = false;
    lastFormat = null;
    lastPlaces = null;
  }

  /**
   * A transaction of the stream was delivered.
   *
   * @param txId its 32-bit number
   */
  public void delivered(long txId) {
    delivered.add(txId);
    if (touched != null) {
      touched.delivered(txId);
    }
  }

  /**
   * Whether a snapshot saw all that the stream has delivered.
   *
   * @param except what was delivered since then need not be among it; null for no exception
   */
  boolean allDeliveredAreIn(Visibility snapshot, @Nullable Touched except) {
    return delivered.seenBy(snapshot, except == null ? txId -> false : except::knows);
  }

  /** From here on has it noted what is delivered, null for nobody. */
  void noteIn(@Nullable Touched next) {
    touched = next;
  }

  /**
   * A record of a row's change was made.
   *
   * @param cells the row's values in the order of the format's columns; those of the key suffice
   * @param whole whether the record has all of the row
   */
  public void made(TableFormat format, @Nullable Object[] cells, boolean whole) {
    if (touched != null && touched.isOf(format.table().id())) {
      touched.note(transaction, format, cells, whole);
    }
  }

  /** Whether {@link #made} wants to hear of a table's changes. */
  public boolean wantsMade(TableFormat format) {
    return touched != null && touched.isOf(format.table().id());
  }

  /** The stream tells of another form of a table, or that its rows are gone. */
  public void altered(TableId id) {
    if (touched != null && touched.isOf(id)) {
      touched.unclear();
    }
  }

  /**
   * Whether changes of a transaction of the stream may have to be left out; false when no chunk is
   * open and none is awaited, so that nothing else needs to be asked.
   *
   * @param txId its 32-bit number
   */
  public boolean concerns(long txId) {
    transaction = txId;
    sawIt = visibility != null && visibility.saw(txId);
    return sawIt || !awaited.isEmpty();
  }

  /**
   * Whether the chunk holds a row. Only for changes of a transaction that its snapshot {@link
   * #saw}.
   *
   * @param cells the row's values in the order of the format's columns; those of the key suffice
   */
  public boolean has(TableFormat format, @Nullable Object[] cells) {
    TableId id = format.table().id();
    if (!sawIt || !id.equals(table)) {
      return awaited.contains(id);
    }
    if (everyRow) {
      return true;
    }
    if (format != lastFormat) {
      lastFormat = format;
      lastPlaces = places(format, keyColumns);
    }
    return lastPlaces != null && keys.contains(key(cells, lastPlaces));
  }

  /**
   * A truncation of a table is delivered, which the chunk's snapshot saw: what the chunk brought is
   * gone with it.
   */
  public void truncated(TableFormat format) {
    if (sawIt && format.table().id().equals(table)) {
      keys.clear();
      everyRow = false;
      truncated = true;
    }
  }

  /** Whether what the chunk brought was truncated behind it, so that it must be read again. */
  boolean wasTruncated() {
    return truncated;
  }

  /** Where the columns are in a format, null when it does not have them all. */
  static int @Nullable [] places(TableFormat format, List<String> names) {
    List<String> columns = format.table().columns().stream().map(Column::name).toList();
    int[] places = names.stream().mapToInt(columns::indexOf).toArray();
    return Arrays.stream(places).anyMatch(place -> place < 0) ? null : places;
  }

  static Object key(@Nullable Object[] cells, int[] places) {
    if (places.length == 1) {
      return comparable(cells[places[0]]);
    }
    Object[] key = new Object[places.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = comparable(cells[places[i]]);
    }
    return Arrays.asList(key);
  }

  private static Object comparable(@Nullable Object value) {
    if (value == null) {
      return Window.class; // no column's value
    }
    return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
  }
}
