package io.sluice.cli.compare.side;

import io.sluice.cli.compare.dialect.Dialect;
import io.sluice.cli.compare.dialect.HashingDialect;
import io.sluice.cli.compare.dialect.Side;
import io.sluice.cli.compare.form.ComparedColumn;
import io.sluice.cli.compare.form.ComparedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of a table in a database that hashes them itself. */
public final class RowQueries implements TableRows {
  private static final int KEYS_A_QUERY = 500;

  private final Side side;
  private final HashingDialect dialect;
  private final ComparedTable table;
  private final boolean isSource;
  private final String keyHash;
  private final String rowHash;
  private final String quickText;

  RowQueries(Side side, HashingDialect dialect, ComparedTable table, boolean isSource) {
    this.side = side;
    this.dialect = dialect;
    this.table = table;
    this.isSource = isSource;
    keyHash = hash(table.key());
    rowHash = hash(table.columns());
    quickText = dialect.joined(table.columns().stream().map(this::quickText).toList());
  }

  private String hash(List<ComparedColumn> columns) {
    return dialect.md5(dialect.joined(columns.stream().map(this::text).toList()));
  }

  private String text(ComparedColumn column) {
    return dialect.text(
        column.form(), column.type(isSource), dialect.quoted(column.name(isSource)));
  }

  private String quickText(ComparedColumn column) {
    return dialect.quickText(
        column.form(), column.type(isSource), dialect.quoted(column.name(isSource)));
  }

  private String from(String condition) {
    return " FROM "
        + (isSource ? table.source() : table.target())
        + " WHERE "
        + (isSource || table.present().isEmpty() ? "" : table.present() + " AND ")
        + "("
        + condition
        + ")";
  }

  /** The condition for the rows of a range; true for all. */
  private String condition(KeyRange range) {
    ComparedColumn column = table.key().get(0);
    String name = dialect.quoted(column.name(isSource));
    List<String> parts = new ArrayList<>();
    if (range.above() != null) {
      parts.add(name + " > " + value(column, range.above()));
    }
    if (range.upTo() != null) {
      parts.add(name + " <= " + value(column, range.upTo()));
    }
    range
        .part()
        .ifPresent(
            slice ->
                parts.add(
                    "left("
                        + keyHash
                        + ", 2) BETWEEN "
                        + dialect.literal(slice.first())
                        + " AND "
                        + dialect.literal(slice.last())));
    return parts.isEmpty() ? "1 = 1" : String.join(" AND ", parts);
  }

  private String value(ComparedColumn column, String text) {
    return dialect.literal(column.form(), column.type(isSource), text);
  }

  @Override
  public String quickHash() throws SQLException {
    String probe = dialect.quickProbe();
    return probe.isEmpty() ? "" : Objects.requireNonNull(side.rows(probe).get(0).get(0));
  }

  @Override
  public Sum sum(KeyRange range, boolean quick) throws SQLException {
    String sum = quick ? dialect.quickSumOf(quickText) : dialect.sumOf(rowHash);
    String sql = "SELECT " + dialect.count() + ", " + sum + from(condition(range));
    return Sum.read(side.rows(sql).get(0), 0);
  }

  @Override
  public long count() throws SQLException {
    return Long.parseLong(
        Objects.requireNonNull(
            side.rows("SELECT " + dialect.count() + from("1 = 1")).get(0).get(0)));
  }

  @Override
  public Map<String, Sum> buckets(KeyRange range, int digits) throws SQLException {
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
            + from(condition(range))
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

  @Override
  public Map<Key, State> rows(KeyRange range, int digits, Collection<String> buckets)
      throws SQLException {
    String among =
        buckets.stream().map(dialect::literal).collect(Collectors.joining(", ", " IN (", ")"));
    return read(condition(range) + " AND " + bucket(digits) + among);
  }

  @Override
  public Map<Key, State> rows(Collection<Key> keys) throws SQLException {
    Map<Key, State> found = new HashMap<>();
    List<Key> all = Key.possible(dialect, table, isSource, keys);
    for (int i = 0; i < all.size(); i += KEYS_A_QUERY) {
      found.putAll(
          read(
              condition(
                  table,
                  dialect,
                  isSource,
                  all.subList(i, Math.min(all.size(), i + KEYS_A_QUERY)))));
    }
    return found;
  }

  /** The condition that the rows of these keys meet. */
  public static String condition(
      ComparedTable table, Dialect dialect, boolean isSource, List<Key> keys) {
    List<ComparedColumn> columns = table.key();
    List<String> names = columns.stream().map(c -> dialect.quoted(c.name(isSource))).toList();
    List<String> values = new ArrayList<>(keys.size());
    for (Key key : keys) {
      List<String> texts = new ArrayList<>(columns.size());
      for (int i = 0; i < columns.size(); i++) {
        ComparedColumn column = columns.get(i);
        texts.add(dialect.literal(column.form(), column.type(isSource), key.texts().get(i)));
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

  @Override
  public List<String> boundary(@Nullable String above, long rows) throws SQLException {
    ComparedColumn column = table.key().get(0);
    String name = dialect.quoted(column.name(isSource));
    // The text of the one value: beside the order it would be made of all that are skipped.
    String sql =
        "SELECT "
            + dialect.text(column.form(), column.type(isSource), "k")
            + " FROM (SELECT "
            + name
            + " AS k"
            + from(condition(KeyRange.between(above, null)))
            + " ORDER BY "
            + name
            + " LIMIT 1 OFFSET "
            + (rows - 1)
            + ") AS q";
    return side.rows(sql).stream().map(row -> Objects.requireNonNull(row.get(0))).toList();
  }
}
