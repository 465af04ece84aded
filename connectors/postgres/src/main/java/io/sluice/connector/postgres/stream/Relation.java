package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.position.Visibility;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A captured table as the stream presently sends it: where each column of a tuple goes.
 *
 * @param format the form of its events
 * @param columns for each column of a tuple its place in the format, -1 for one that is not
 *     captured
 * @param seen which transactions the snapshot of the table contains, null when it contains none
 *     that can still come
 * @param captured whether its changes make events; only the signal table can be described without
 * @param signals whether its new rows are signals
 * @param unsentKey columns of the events' key that an old key, as the server sends it, does not
 *     have
 * @param labels those of its enums, null when it has none
 * @param required places of the columns that always have a value
 */
record Relation(
    TableFormat format,
    int[] columns,
    @Nullable Visibility seen,
    boolean captured,
    boolean signals,
    List<String> unsentKey,
    @Nullable Labels labels,
    int[] required) {

  /**
   * Reads a new or full old tuple.
   *
   * @param old cells of the old tuple, to take values from that the server did not repeat; null
   *     when there is none
   * @param cells receives the values
   */
  void read(Message message, @Nullable Object @Nullable [] old, @Nullable Object[] cells) {
    int count = message.int16();
    if (count != columns.length) {
      throw message.malformed(
          format.table().id()
              + ": expected tuples of "
              + columns.length
              + " columns but the stream has "
              + count);
    }
    for (int i = 0; i < count; i++) {
      int column = columns[i];
      byte kind = message.int8();
      switch (kind) {
        case 'n' -> set(cells, column, null);
        case 'u' -> {
          if (column >= 0) {
            cells[column] =
                old == null || old[column] == null ? format.unavailable(column) : old[column];
          }
        }
        case 'b' -> {
          int length = message.size();
          if (column >= 0) {
            cells[column] = format.decode(column, message.bytes(), message.position(), length);
          }
          message.skip(length);
        }
        case 't' -> {
          int length = message.size();
          if (column >= 0) {
            cells[column] = format.decodeText(column, message.bytes(), message.position(), length);
          }
          message.skip(length);
        }
        default ->
            throw message.malformed(
                format.table().id()
                    + ": expected a value but the stream has kind '"
                    + (char) kind
                    + "'");
      }
    }
  }

  /** Reads the tuple of an old key: the other columns are not sent, whatever they hold. */
  void readKey(Message message, @Nullable Object[] cells) {
    read(message, null, cells);
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] == null) {
        cells[i] = format.absent(i);
      }
    }
  }

  /**
   * Makes sure that an old key, as the server sends it, says which row it meant: what stands for a
   * value that was not sent may be the key of another row.
   */
  void requireKey() {
    if (!unsentKey.isEmpty()) {
      throw new DataException(
          format.table().id()
              + ": a change does not say which key the row had, as the table's replica identity"
              + " does not have "
              + String.join(", ", unsentKey)
              + " of the events' key. Run: ALTER TABLE "
              + format.table().id().sql()
              + " REPLICA IDENTITY FULL; which mends the changes that follow. This one stays in the"
              + " log as it is: set event.processing.failure.handling.mode to warn until it is"
              + " passed, and delete its row in the targets by hand; or empty the table in the"
              + " targets and reset the offsets to take a new snapshot");
    }
  }

  /** Whether a row has a label of an enum that the form of the events does not have. */
  boolean hasNewLabels(@Nullable Object[] cells) {
    return labels != null && labels.areNewIn(cells);
  }

  /**
   * Columns that a new row leaves without a value, though the catalog, which may be ahead, says
   * that they have one.
   */
  Set<String> lacking(@Nullable Object[] cells) {
    Set<String> lacking = Set.of();
    for (int column : required) {
      if (cells[column] == null) {
        lacking = lacking.isEmpty() ? new HashSet<>() : lacking;
        lacking.add(format.table().columns().get(column).name());
      }
    }
    return lacking;
  }

  private void set(@Nullable Object[] cells, int column, @Nullable Object value) {
    if (column >= 0) {
      cells[column] = value;
    }
  }
}
