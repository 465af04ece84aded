package io.sluice.cli.compare;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The questions about one table, asked of one side. Values never leave it but those of keys. */
final class RowQueries {
  private static final int KEYS_A_QUERY = 500;

  private final Side side;
  private final Dialect dialect;
  private final ComparedTable table;
  private final boolean isSource;
  private final String keyHash;
  private final String rowHash;

  /** A row's hash, with what tells that it was written again; of several rows, all of them. */
  record State(String hashes, String versions, int rows) {
    static final State ABSENT = new State("", "", 0);

    boolean absent() {
      return rows == 0;
    }

    State and(State other) {
      boolean first = hashes.compareTo(other.hashes) <= 0;
      return new State(
          first ? hashes + "," + other.hashes : other.hashes + "," + hashes,
          versions + "," + other.versions,
          rows + other.rows);
    }
  }

  RowQueries(Side side, ComparedTable table, boolean isSource) {
    this.side = side;
    this.table = table;
    this.isSource = isSource;
    dialect = side.dialect();
    keyHash = hash(table.key());
    rowHash = hash(table.columns());
  }

  private String hash(List<ComparedColumn> columns) {
    return dialect.md5(dialect.joined(columns.stream().map(this::text).toList()));
  }

  private String text(ComparedColumn column) {
    return dialect.text(
        column.form(), isSource ? column.source() : column.target(), dialect.quoted(column.name()));
  }

  private String from(String condition) {
    return " FROM " + (isSource ? table.source() : table.target()) + " WHERE " + condition;
  }

  /** How many rows a range has, and the sum of their hashes. */
  Sum sum(KeyRange range) throws SQLException {
    String sql =
        "SELECT "
            + dialect.count()
            + ", "
            + dialect.sumOf(rowHash)
            + from(range.condition(table, dialect));
    return Sum.read(side.rows(sql).get(0), 0);
  }

  /** How many rows the whole table has. */
  long count() throws SQLException {
    return Long.parseLong(
        Objects.requireNonNull(
            side.rows("SELECT " + dialect.count() + from("1 = 1")).get(0).get(0)));
  }

  /**
   * The same for each bucket of a range; those without rows are left out.
   *
   * @param digits how many digits of a key's hash make its bucket
   */
  Map<String, Sum> buckets(KeyRange range, int digits) throws SQLException {
    String sql =
        "SELECT b, "
            + dialect.count()
            + ", "
            + dialect.sumOf("r")
            + " FROM (SELECT "
            + bucket(digits)
            + " AS b, "
            + rowHash
            + " AS r"
            + from(range.condition(table, dialect))
            + ") AS q GROUP BY b";
    Map<String, Sum> buckets = new HashMap<>();
    for (List<@Nullable String> row : side.rows(sql)) {
      buckets.put(Objects.requireNonNull(row.get(0)), Sum.read(row, 1));
    }
    return buckets;
  }

  private String bucket(int digits) {
    return "substr(" + keyHash + ", " + (17 - digits) + ", " + digits + ")";
  }

  /** The rows of some buckets of a range. */
  Map<Key, State> rows(KeyRange range, int digits, Collection<String> buckets) throws SQLException {
    String among =
        buckets.stream().map(dialect::literal).collect(Collectors.joining(", ", " IN (", ")"));
    return read(range.condition(table, dialect) + " AND " + bucket(digits) + among);
  }

  /** The rows of these keys, as they are now; keys without a row are left out. */
  Map<Key, State> rows(Collection<Key> keys) throws SQLException {
    Map<Key, State> found = new HashMap<>();
    List<Key> all = List.copyOf(keys);
    for (int i = 0; i < all.size(); i += KEYS_A_QUERY) {
      found.putAll(
          read(condition(table, dialect, all.subList(i, Math.min(all.size(), i + KEYS_A_QUERY)))));
    }
    return found;
  }

  /** The condition that the rows of these keys meet. */
  static String condition(ComparedTable table, Dialect dialect, List<Key> keys) {
    List<ComparedColumn> columns = table.key();
    List<String> names = columns.stream().map(c -> dialect.quoted(c.name())).toList();
    List<String> values = new ArrayList<>(keys.size());
    for (Key key : keys) {
      List<String> texts = new ArrayList<>(columns.size());
      for (int i = 0; i < columns.size(); i++) {
        texts.add(dialect.literal(dialect.searched(columns.get(i).form(), key.texts().get(i))));
      }
      values.add(columns.size() == 1 ? texts.get(0) : "(" + String.join(", ", texts) + ")");
    }
    String left = columns.size() == 1 ? names.get(0) : "(" + String.join(", ", names) + ")";
    return left + " IN (" + String.join(", ", values) + ")";
  }

  private Map<Key, State> read(String condition) throws SQLException {
    List<String> selected = new ArrayList<>();
    selected.add("left(" + keyHash + ", 16)");
    selected.add("left(" + rowHash + ", 16)");
    selected.add(isSource ? dialect.version() : "''");
    table.key().forEach(column -> selected.add(text(column)));
    Map<Key, State> rows = new HashMap<>();
    for (List<@Nullable String> row :
        side.rows("SELECT " + String.join(", ", selected) + from(condition))) {
      List<String> texts = new ArrayList<>();
      for (int i = 3; i < row.size(); i++) {
        texts.add(Objects.requireNonNullElse(row.get(i), ""));
      }
      rows.merge(
          new Key(Objects.requireNonNull(row.get(0)), texts),
          new State(
              Objects.requireNonNull(row.get(1)), Objects.requireNonNullElse(row.get(2), ""), 1),
          State::and);
    }
    return rows;
  }

  /**
   * The text of the first key column so many rows behind a value; empty when there are fewer.
   *
   * @param above the value's text; null for the beginning
   */
  List<String> boundary(@Nullable String above, long rows) throws SQLException {
    ComparedColumn column = table.key().get(0);
    String name = dialect.quoted(column.name());
    String sql =
        "SELECT "
            + text(column)
            + from(new KeyRange(above, null).condition(table, dialect))
            + " ORDER BY "
            + name
            + " LIMIT 1 OFFSET "
            + (rows - 1);
    return side.rows(sql).stream().map(row -> Objects.requireNonNull(row.get(0))).toList();
  }
}
