package io.sluice.connector.table.write;

import io.sluice.connector.table.row.KeyHashes;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.value.EqualKeys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows that wait to be brought into their table together: the newest of each key, and rows that the
 * table has under another key. What of them happens in which order is up to the batch, so that no
 * key may have a part in two of these things.
 */
final class WaitingRows {

  /** Whether rows are kept as they come, whatever their keys. */
  private final boolean append;

  /** The newest of each key, once a key came twice or may have. */
  private final Map<Object, Row> byKey = new LinkedHashMap<>();

  /** As they came, while all of them are new and no key repeats. */
  private List<Row> rows = new ArrayList<>();

  private KeyHashes keys = new KeyHashes();

  /** Old and new keys of the rows that move. */
  private final Set<Object> moving = new HashSet<>();

  WaitingRows(boolean append) {
    this.append = append;
  }

  /** Whether those that wait have to be brought in before a row of that key may be added. */
  boolean isTaken(@Nullable Object[] key) {
    return !moving.isEmpty() && moving.contains(EqualKeys.of(key));
  }

  /** Whether those that wait have to be brought in before a row may move between these keys. */
  boolean isTakenForMove(@Nullable Object[] from, @Nullable Object[] to) {
    byKeyFromNowOn();
    Object old = EqualKeys.of(from);
    Object its = EqualKeys.of(to);
    return byKey.containsKey(old)
        || byKey.containsKey(its)
        || moving.contains(old)
        || moving.contains(its);
  }

  /** Whether a delete of that key waits. */
  boolean isDeleted(@Nullable Object[] key) {
    Row waiting = byKey.get(EqualKeys.of(key));
    return waiting != null && waiting.delete();
  }

  /** Adds a row; it comes after an earlier one of its key. */
  void add(Row row) {
    boolean alone = row.key().length == 0 || append;
    if (alone || (byKey.isEmpty() && row.fresh() && keys.add(row.key()))) {
      rows.add(row);
    } else {
      byKeyFromNowOn();
      putByKey(row);
    }
  }

  /**
   * Adds a row that goes on from one under another key; neither may be {@link #isTakenForMove}.
   *
   * @param left what becomes of the row under the old key, null if it is gone
   */
  void addMoved(Row arriving, @Nullable Row left) {
    byKeyFromNowOn();
    moving.add(EqualKeys.of(arriving.from().key()));
    moving.add(EqualKeys.of(arriving.key()));
    putByKey(arriving);
    if (left != null) {
      putByKey(left);
    }
  }

  private void byKeyFromNowOn() {
    rows.forEach(this::putByKey);
    rows.clear();
  }

  private void putByKey(Row row) {
    Object key = EqualKeys.of(row.key());
    Row earlier = byKey.get(key);
    byKey.put(key, earlier == null ? row : row.after(earlier));
  }

  /** Whether all are new to the table, or only appended. */
  boolean areAllNew() {
    return byKey.isEmpty();
  }

  int size() {
    return byKey.size() + rows.size();
  }

  /** All of them, at most one of each key unless they are appended; none waits from here on. */
  List<Row> take() {
    List<Row> all = byKey.isEmpty() ? rows : new ArrayList<>(byKey.values());
    rows = new ArrayList<>(rows.size());
    byKey.clear();
    moving.clear();
    keys = new KeyHashes();
    return all;
  }
}
