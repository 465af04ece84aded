package io.sluice.connector.table.write;

import io.sluice.connector.table.config.ModeSettings;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a table is filled before it has its key, and how long. Keys that come in no order
 * touch pages all over an index for each row, where one that is built at the end is sorted once;
 * keys that rise cost the same either way. Looks at no database. Used by one thread.
 */
final class FirstLoad {
  /** Of these values come in no order, or may. */
  private static final Set<ColumnType.Kind> UNORDERED =
      Set.of(ColumnType.Kind.UUID, ColumnType.Kind.TEXT, ColumnType.Kind.BYTES);

  /**
   * How long no row may come until the key is built without the word that it was the last. A chunk
   * of a snapshot is there sooner, unless the source is slow: then the rest goes in by the key.
   */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /**
   * Rows after which the key is built in any case. What it gains grows with the table, but so does
   * what it asks for at one time: to sort a hundred million keys of 16 bytes takes some 4 GB of the
   * server's temporary files, and at the second or two for a million that was measured the sink
   * stands still for minutes. Nothing depends on the number being this one.
   */
  private static final long MOST_ROWS = 100_000_000;

  /**
   * Bytes of a key that is let into a table without one, however they are counted: PostgreSQL's
   * index takes 2,704, and a row that it does not take has to be refused alone.
   */
  private static final int MOST_KEY_BYTES = 2_000;

  /** UTF-8's. */
  private static final int MOST_BYTES_OF_CHAR = 3;

  /** More than any other value of a key occupies. */
  private static final int OTHER_BYTES = 64;

  /** The field of the source block that says where in a snapshot a row is. */
  private static final String SNAPSHOT = "snapshot";

  private final boolean wanted;
  private final LongSupplier nanos;
  private long rows;
  private long fedAt;
  private boolean through;

  /**
   * Of a table that nobody has seen yet.
   *
   * @param nanos the time, as {@link System#nanoTime} has it
   */
  FirstLoad(TableSinkConfig config, LongSupplier nanos) {
    wanted = config.keyAfterLoad() && config.modes().mode() == ModeSettings.Mode.UPSERT;
    this.nanos = nanos;
    fedAt = nanos.getAsLong();
  }

  /** Whether a table that this is the first change of is filled before it has its key. */
  boolean beginsWith(Change first) {
    return wanted && isRead(first);
  }

  /** Whether a key gains from being built last. */
  static boolean gains(Collection<Table.Column> columns, List<String> key) {
    return columns.stream()
        .filter(column -> key.contains(column.name()))
        .anyMatch(column -> UNORDERED.contains(column.type().kind()));
  }

  /** Whether it is a row as a snapshot found it, not a change. */
  static boolean isRead(Change change) {
    return change.kind() == Change.Kind.INSERT && "r".equals(change.operation());
  }

  /** Whether the table may take the row while it has no key. */
  static boolean takes(Row row) {
    return row.isLikelyNew() && bytes(row.key()) <= MOST_KEY_BYTES;
  }

  private static long bytes(@Nullable Object[] key) {
    long sum = 0;
    for (Object value : key) {
      if (value instanceof String text) {
        sum += (long) MOST_BYTES_OF_CHAR * text.length();
      } else if (value instanceof byte[] bytes) {
        sum += bytes.length;
      } else {
        sum += OTHER_BYTES;
      }
    }
    return sum;
  }

  /** A row has come. */
  void took(Change change) {
    rows++;
    through |= rows >= MOST_ROWS || isLast(change.source());
  }

  /** Rows were handed to the database. */
  void fed() {
    fedAt = nanos.getAsLong();
  }

  /** Whether the key is to be built behind the next commit. */
  boolean isThrough() {
    return through || nanos.getAsLong() - fedAt >= IDLE_NANOS;
  }

  /**
   * Whether the source says that no further row of this table is read. If one comes nevertheless,
   * as where several tables of the source come into one, it meets a table with its key.
   */
  private static boolean isLast(@Nullable Struct source) {
    // Debezium documentation, "Snapshots": the values of the source block's field.
    Object said = source == null || !isText(source.schema()) ? null : source.get(SNAPSHOT);
    return "last".equals(said) || "last_in_data_collection".equals(said);
  }

  private static boolean isText(Schema source) {
    return SourceTable.text(source, SNAPSHOT) != null;
  }
}
