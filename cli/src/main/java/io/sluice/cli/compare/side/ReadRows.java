package io.sluice.cli.compare.side;

import io.sluice.cli.compare.dialect.ReadSide;
import io.sluice.cli.compare.dialect.ReadingDialect;
import io.sluice.cli.compare.form.ComparedColumn;
import io.sluice.cli.compare.form.ComparedTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of a table in a database that cannot hash: they are read, and hashed here. */
public final class ReadRows implements TableRows {
  /** Some databases take no longer conditions. */
  private static final int KEYS_A_QUERY = 100;

  private static final String NULL = "\u001e";
  private static final String SEPARATOR = "\u001f";

  private final ReadSide side;
  private final ReadingDialect dialect;
  private final ComparedTable table;
  private final boolean isSource;
  private final MessageDigest md5;
  private final String select;

  /** Takes one row. */
  private interface Taker {
    void take(Key key, String hash);
  }

  ReadRows(ReadSide side, ReadingDialect dialect, ComparedTable table, boolean isSource) {
    this.side = side;
    this.dialect = dialect;
    this.table = table;
    this.isSource = isSource;
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
    select =
        "SELECT "
            + table.columns().stream().map(this::quoted).collect(Collectors.joining(", "))
            + from();
  }

  private String quoted(ComparedColumn column) {
    return dialect.quoted(column.name(isSource));
  }

  private String from() {
    return " FROM "
        + (isSource ? table.source() : table.target())
        + " WHERE "
        + (isSource || table.present().isEmpty() ? "1 = 1" : table.present());
  }

  private String hash(List<@Nullable String> texts) {
    String joined =
        texts.stream()
            .map(text -> Objects.requireNonNullElse(text, NULL))
            .collect(Collectors.joining(SEPARATOR));
    return HexFormat.of().formatHex(md5.digest(joined.getBytes(StandardCharsets.UTF_8)));
  }

  private void take(ResultSet row, @Nullable KeyRange range, Taker taker) throws SQLException {
    int keys = table.key().size();
    List<@Nullable String> texts = new ArrayList<>(table.columns().size());
    for (int i = 0; i < table.columns().size(); i++) {
      ComparedColumn column = table.columns().get(i);
      texts.add(dialect.text(column.form(), column.type(isSource), row, i + 1));
      if (i == keys - 1 && range != null && !isWithin(range, texts)) {
        return;
      }
    }
    List<@Nullable String> key = texts.subList(0, keys);
    taker.take(
        new Key(
            hash(key).substring(0, 16),
            key.stream().map(text -> Objects.requireNonNullElse(text, "")).toList()),
        hash(texts).substring(0, 16));
  }

  private boolean isWithin(KeyRange range, List<@Nullable String> key) {
    if (range.part().isEmpty()) {
      return true;
    }
    KeyRange.Slice slice = range.part().get();
    int start = Integer.parseInt(hash(key).substring(0, 2), 16);
    return start >= slice.from() && start < slice.to();
  }

  private void each(KeyRange range, Taker taker) throws SQLException {
    StringBuilder sql = new StringBuilder(select);
    List<String> bounds = new ArrayList<>();
    String first = quoted(table.key().get(0));
    if (range.above() != null) {
      sql.append(" AND ").append(first).append(" > ?");
      bounds.add(range.above());
    }
    if (range.upTo() != null) {
      sql.append(" AND ").append(first).append(" <= ?");
      bounds.add(range.upTo());
    }
    ComparedColumn column = table.key().get(0);
    side.read(
        sql.toString(),
        statement -> {
          for (int i = 0; i < bounds.size(); i++) {
            dialect.bind(statement, i + 1, column.form(), column.type(isSource), bounds.get(i));
          }
        },
        row -> take(row, range, taker));
  }

  /** Adds up. */
  private static final class Adding {
    private long rows;
    private long hashes;

    void add(String hash) {
      rows++;
      hashes += Long.parseUnsignedLong(hash, 16);
    }

    Sum sum() {
      return new Sum(rows, hashes);
    }
  }

  @Override
  public Sum sum(KeyRange range, boolean quick) throws SQLException {
    Adding all = new Adding();
    each(range, (key, hash) -> all.add(hash));
    return all.sum();
  }

  @Override
  public long count() throws SQLException {
    return Long.parseLong(
        Objects.requireNonNull(side.rows("SELECT count(*)" + from()).get(0).get(0)));
  }

  @Override
  public Map<String, Sum> buckets(KeyRange range, int digits) throws SQLException {
    Map<String, Adding> buckets = new HashMap<>();
    each(
        range,
        (key, hash) -> buckets.computeIfAbsent(bucket(key, digits), b -> new Adding()).add(hash));
    Map<String, Sum> sums = new HashMap<>();
    buckets.forEach((bucket, adding) -> sums.put(bucket, adding.sum()));
    return sums;
  }

  private static String bucket(Key key, int digits) {
    return key.hash().substring(16 - digits);
  }

  @Override
  public Map<Key, State> rows(KeyRange range, int digits, Collection<String> buckets)
      throws SQLException {
    Set<String> wanted = Set.copyOf(buckets);
    Map<Key, State> found = new HashMap<>();
    each(
        range,
        (key, hash) -> {
          if (wanted.contains(bucket(key, digits))) {
            found.merge(key, new State(hash, "", 1), State::and);
          }
        });
    return found;
  }

  @Override
  public Map<Key, State> rows(Collection<Key> keys) throws SQLException {
    Map<Key, State> found = new HashMap<>();
    List<Key> all = Key.possible(dialect, table, isSource, keys);
    for (int i = 0; i < all.size(); i += KEYS_A_QUERY) {
      read(all.subList(i, Math.min(all.size(), i + KEYS_A_QUERY)), found);
    }
    return found;
  }

  private void read(List<Key> keys, Map<Key, State> found) throws SQLException {
    String one =
        table.key().stream()
            .map(column -> quoted(column) + " = ?")
            .collect(Collectors.joining(" AND ", "(", ")"));
    String any = keys.stream().map(key -> one).collect(Collectors.joining(" OR ", "(", ")"));
    side.read(
        select + " AND " + any,
        statement -> {
          int parameter = 0;
          for (Key key : keys) {
            for (int i = 0; i < table.key().size(); i++) {
              ComparedColumn column = table.key().get(i);
              dialect.bind(
                  statement, ++parameter, column.form(), column.type(isSource), key.texts().get(i));
            }
          }
        },
        row ->
            take(row, null, (key, hash) -> found.merge(key, new State(hash, "", 1), State::and)));
  }

  @Override
  public List<String> boundary(@Nullable String above, long rows) throws SQLException {
    throw new UnsupportedOperationException("the source says where ranges end");
  }
}
