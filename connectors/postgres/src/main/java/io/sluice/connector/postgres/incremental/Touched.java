package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.position.Visibility;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the stream delivers between the moment when a chunk is asked for ahead of its turn and the
 * one when its rows are given out: which transactions, and which rows of the chunk's table they
 * changed. A row that such a transaction changed and that the chunk has as it was before must not
 * be given out over the change. Belongs to the reading thread.
 */
final class Touched {

  /** More than so many and the chunk is read at its turn instead (Invariant 6). */
  static final int MOST = 50_000;

  private final TableId table;
  private final List<String> columns;
  private final Runnable giveUp;
  private final Map<Object, Long> rows = new HashMap<>();
  private final Set<Object> incomplete = new HashSet<>();
  private final Set<Long> transactions = new HashSet<>();
  private boolean unclear;

  private @Nullable TableFormat lastFormat;
  private int @Nullable [] lastPlaces;

  /**
   * @param columns those that tell the table's rows apart
   * @param giveUp called when the chunk cannot be used any more
   */
  Touched(TableId table, List<String> columns, Runnable giveUp) {
    this.table = table;
    this.columns = List.copyOf(columns);
    this.giveUp = giveUp;
  }

  boolean isOf(TableId other) {
    return table.equals(other);
  }

  /**
   * A record of a row's change was made.
   *
   * @param txId the 32-bit number of its transaction
   * @param cells the row's values in the order of the format's columns; those of the key suffice
   * @param whole whether the record has all of the row
   */
  void note(long txId, TableFormat format, @Nullable Object[] cells, boolean whole) {
    if (unclear) {
      return;
    }
    if (format != lastFormat) {
      lastFormat = format;
      lastPlaces = Window.places(format, columns);
    }
    int[] places = lastPlaces;
    if (places == null || rows.size() >= MOST) {
      unclear();
      return;
    }
    Object key = Window.key(cells, places);
    rows.put(key, txId); // a later one of the same row is visible no earlier
    if (!whole) {
      incomplete.add(key);
    }
  }

  /** A transaction was delivered. */
  void delivered(long txId) {
    if (unclear) {
      return;
    }
    transactions.add(txId);
    if (transactions.size() >= MOST) {
      unclear();
    }
  }

  /** Something happened to the table that rows that were read before do not fit behind. */
  void unclear() {
    if (!unclear) {
      unclear = true;
      rows.clear();
      incomplete.clear();
      transactions.clear();
      giveUp.run();
    }
  }

  boolean isUnclear() {
    return unclear;
  }

  /** Whether a chunk's rows are told apart by the same columns, which no two rows share. */
  boolean tells(Chunk chunk) {
    return !chunk.format().table().identity().isEmpty() && columns.equals(chunk.identity());
  }

  /** Whether it is known of the transaction which rows it changed. */
  boolean knows(long txId) {
    return transactions.contains(txId);
  }

  /** The rows whose newest change a snapshot did not see, with whether that was told whole. */
  Map<Object, Boolean> unseenBy(Visibility visibility) {
    Map<Object, Boolean> unseen = new HashMap<>();
    rows.forEach(
        (key, txId) -> {
          if (!visibility.saw(txId)) {
            unseen.put(key, !incomplete.contains(key));
          }
        });
    return unseen;
  }
}
