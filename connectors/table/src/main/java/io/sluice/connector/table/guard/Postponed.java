package io.sluice.connector.table.guard;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.value.EqualKeys;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Refused rows that the database may take once the other tables have theirs: children before their
 * parents, and parents that are deleted before their children. They are tried again at the end of
 * the transaction, and refused only then. Used by one thread, the target's.
 */
final class Postponed {
  /** Each is a statement of its own or two, and a table that refuses all is not to cost more. */
  private static final int MOST = 2_000;

  /** Invariant 6. */
  private static final long MOST_BYTES = 4 << 20;

  /**
   * How many of them are tried again at one time, each as often as it is: where rows of one table
   * refer to each other, a pass over all may bring in one alone.
   */
  private static final int MOST_TRIES = 10 * MOST;

  private record Refused(Table table, Row row, DataException reason) {}

  /** By table, and there by key; rows without a key by themselves. */
  private final Map<Table.Name, Map<Object, Refused>> tables = new LinkedHashMap<>();

  private int size;
  private long bytes;

  /**
   * Takes a row that was refused, if it may be taken later.
   *
   * @param refers whether rows of the table refer to others
   */
  boolean add(Table table, Row row, boolean refers, DataException reason) {
    boolean mayPass = row.delete() || refers && row.predecessor() == null;
    if (!mayPass || size >= MOST || bytes + row.held() > MOST_BYTES) {
      return false;
    }
    boolean byKey = !table.key().isEmpty() && row.key().length > 0;
    Object key = byKey ? EqualKeys.of(row.key()) : new Object();
    tables
        .computeIfAbsent(table.name(), name -> new LinkedHashMap<>())
        .put(key, new Refused(table, row, reason));
    size++;
    bytes += row.held();
    return true;
  }

  /**
   * A batch that comes behind refused rows, with what it leaves of those that it changes.
   *
   * @throws SQLException if something else than a row is wrong
   */
  List<Row> before(Target target, Table table, List<Row> batch, Refusals refusals)
      throws SQLException {
    if (size == 0 || !touches(table, batch)) {
      return batch;
    }
    if (cannotJoin(table, batch)) {
      retry(target, table.name(), refusals);
      return batch;
    }
    List<Row> joined = new ArrayList<>(batch.size());
    for (Row row : batch) {
      Refused refused = take(table, row.key());
      joined.add(refused == null ? row : row.after(refused.row()));
    }
    return joined;
  }

  private Map<Object, Refused> of(Table.Name table) {
    return tables.getOrDefault(table, Map.of());
  }

  private boolean touches(Table table, List<Row> batch) {
    Map<Object, Refused> rows = of(table.name());
    return !rows.isEmpty()
        && batch.stream()
            .anyMatch(
                row ->
                    rows.containsKey(EqualKeys.of(row.key()))
                        || row.predecessor() != null
                            && rows.containsKey(EqualKeys.of(row.from().key())));
  }

  /** Whether rows go on from others, or have other columns than those that were refused. */
  private boolean cannotJoin(Table table, List<Row> batch) {
    return batch.stream().anyMatch(row -> row.predecessor() != null)
        || of(table.name()).values().stream()
            .anyMatch(refused -> !refused.table().columns().equals(table.columns()));
  }

  private @Nullable Refused take(Table table, @Nullable Object[] key) {
    Map<Object, Refused> rows = tables.get(table.name());
    Refused refused = rows == null ? null : rows.remove(EqualKeys.of(key));
    if (refused != null) {
      size--;
      bytes -= refused.row().held();
    }
    return refused;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /**
   * Tries all of them again, and refuses the others.
   *
   * @throws SQLException if something else than a row is wrong
   */
  void retry(Target target, Refusals refusals) throws SQLException {
    retry(target, refusals, Set.copyOf(tables.keySet()));
  }

  /**
   * Tries all of them again, and refuses what is left of one table: it is about to change, and they
   * were made for it as it was. Those of the others wait on.
   *
   * @throws SQLException if something else than a row is wrong
   */
  void retry(Target target, Table.Name last, Refusals refusals) throws SQLException {
    if (!of(last).isEmpty()) {
      retry(target, refusals, Set.of(last));
    }
  }

  /** Tries all, as long as that brings some of them in, and they are few. */
  private void retry(Target target, Refusals refusals, Set<Table.Name> last) throws SQLException {
    int before;
    int tried = 0;
    do {
      before = size;
      tried += size;
      List<Refused> all = all();
      clear();
      List<Row> batch = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        Table table = all.get(i).table();
        batch.add(all.get(i).row());
        if (i + 1 == all.size() || !Objects.equals(all.get(i + 1).table(), table)) {
          Bisection.apply(target, table, batch, refusals, this);
          batch = new ArrayList<>();
        }
      }
    } while (size > 0 && size < before && tried + size <= MOST_TRIES);
    for (Table.Name table : last) {
      of(table).values().forEach(refused -> refusals.add(refused.row().record(), refused.reason()));
      forget(table);
    }
  }

  private List<Refused> all() {
    List<Refused> all = new ArrayList<>(size);
    tables.values().forEach(rows -> all.addAll(rows.values()));
    return all;
  }

  /** The table was emptied: nothing of it is to come any more. */
  void forget(Table.Name table) {
    Map<Object, Refused> rows = tables.remove(table);
    if (rows != null) {
      size -= rows.size();
      rows.values().forEach(refused -> bytes -= refused.row().held());
    }
  }

  /** The transaction was undone. */
  void clear() {
    tables.clear();
    size = 0;
    bytes = 0;
  }
}
