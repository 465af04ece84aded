package io.sluice.connector.table.version;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Asks for stored versions by one statement that joins the table with a staged one of {@link
 * Probe}s. Probes that compare the same columns go together.
 */
public final class VersionQuery {
  private static final String NUMBER = "_sluice_n";

  private final Table table;
  private final VersionColumns names;
  private final List<Row> rows;
  private final List<Table.Column> staged;
  private final List<Table.Column> compared;

  private VersionQuery(
      Table table, VersionColumns names, BitSet columns, List<Integer> numbers, List<Probe> all) {
    this.table = table;
    this.names = names;
    compared = columns.stream().mapToObj(table.columns()::get).toList();
    staged = new ArrayList<>();
    staged.add(new Table.Column(NUMBER, ColumnType.INT32, false));
    keyOf(table).forEach(key -> staged.add(table.columns().get(table.indexOf(key))));
    staged.add(table.columns().get(table.indexOf(names.to())));
    staged.addAll(compared);
    rows = numbers.stream().map(i -> row(i, all.get(i), columns)).toList();
  }

  private Row row(int number, Probe probe, BitSet columns) {
    List<@Nullable Object> values = new ArrayList<>(staged.size());
    values.add(number);
    for (Object part : probe.key()) {
      values.add(part);
    }
    values.add(probe.since());
    columns.stream().forEach(i -> values.add(probe.values()[i]));
    return new Row(probe.key(), values.toArray(), null, false, null, probe.record());
  }

  /** The queries that are to be made for these probes. */
  public static List<VersionQuery> of(Table table, VersionColumns names, List<Probe> probes) {
    Map<BitSet, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < probes.size(); i++) {
      BitSet columns = new BitSet();
      boolean[] compared = probes.get(i).compared();
      IntStream.range(0, compared.length).filter(c -> compared[c]).forEach(columns::set);
      groups.computeIfAbsent(columns, any -> new ArrayList<>()).add(i);
    }
    List<VersionQuery> queries = new ArrayList<>();
    groups.forEach(
        (columns, numbers) ->
            queries.add(new VersionQuery(table, names, columns, numbers, probes)));
    return queries;
  }

  /** Lists for the versions of so many probes, with none yet. */
  public static List<List<Version>> nothing(int probes) {
    List<List<Version>> found = new ArrayList<>(probes);
    for (int i = 0; i < probes; i++) {
      found.add(new ArrayList<>());
    }
    return found;
  }

  /** The columns that identify a row, without the time of its version. */
  public static List<String> keyOf(Table table) {
    return table.key().subList(0, table.key().size() - 1);
  }

  /** Columns of the staged table. */
  public List<Table.Column> columns() {
    return staged;
  }

  /** Rows for the staged table. */
  public List<Row> rows() {
    return rows;
  }

  /**
   * The statement.
   *
   * @param source the staged table {@code s} joined with the table, to be followed by {@code ON};
   *     the table is {@code t}
   * @param value how to read a staged column
   * @param sameKey that a key column of the table has the staged value
   * @param same that a column of the table has exactly the staged value, or neither has one
   * @param time how to read a column of times, quoted and with its table
   */
  public String sql(
      String source,
      Function<Table.Column, String> value,
      Function<Table.Column, String> sameKey,
      Function<Table.Column, String> same,
      Function<String, String> time) {
    String to = "t." + Sql.quote(names.to());
    String position = names.position();
    return "SELECT s."
        + Sql.quote(NUMBER)
        + ", "
        + time.apply("t." + Sql.quote(names.from()))
        + ", "
        + time.apply(to)
        + ", "
        + (position == null ? "NULL" : "t." + Sql.quote(position))
        + ", "
        + (compared.isEmpty() ? "0" : "CASE WHEN " + Sql.all(compared, same) + " THEN 1 ELSE 0 END")
        + " FROM "
        + source
        + " ON "
        + Sql.all(keyOf(table), key -> sameKey.apply(table.columns().get(table.indexOf(key))))
        + " WHERE "
        + to
        + " IS NULL OR "
        + to
        + " >= "
        + value.apply(table.columns().get(table.indexOf(names.to())));
  }

  /** Runs the statement; adds what it finds to the versions of each probe. */
  public void run(Connection connection, String sql, List<List<Version>> found)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      read(result, found);
    }
  }

  /** Reads number, from, to, position and whether it is the same. */
  public static void read(ResultSet result, List<List<Version>> found) throws SQLException {
    while (result.next()) {
      Long from = micros(result, 2);
      if (from != null) {
        found
            .get(result.getInt(1))
            .add(new Version(from, micros(result, 3), result.getString(4), result.getInt(5) == 1));
      }
    }
  }

  private static @Nullable Long micros(ResultSet result, int column) throws SQLException {
    Object value =
        switch (result.getMetaData().getColumnType(column)) {
          case java.sql.Types.TIMESTAMP -> timestamp(result, column);
          default -> result.getObject(column);
        };
    return value == null ? null : StoredTime.micros(value);
  }

  private static @Nullable Object timestamp(ResultSet result, int column) throws SQLException {
    String type = result.getMetaData().getColumnTypeName(column);
    return type.equals("timestamptz")
        ? result.getObject(column, OffsetDateTime.class)
        : result.getObject(column, LocalDateTime.class);
  }

  /** Times as drivers give them. */
  static final class StoredTime {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1000;

    private StoredTime() {}

    static long micros(Object value) {
      if (value instanceof Number number) {
        return number.longValue();
      }
      if (value instanceof OffsetDateTime time) {
        return micros(time.toInstant());
      }
      if (value instanceof LocalDateTime time) {
        return micros(time.toInstant(ZoneOffset.UTC));
      }
      return ofText(value.toString());
    }

    private static long micros(Instant time) {
      try {
        return Math.addExact(
            Math.multiplyExact(time.getEpochSecond(), MICROS_PER_SECOND),
            time.getNano() / NANOS_PER_MICRO);
      } catch (ArithmeticException e) {
        throw new ConfigException(
            "a row in a table of versions begins or ends at a time that cannot be counted"
                + " (infinity?). Leave the end of a version empty that has not ended.");
      }
    }

    /** {@code 2026-01-31 10:20:30.5}, with a T or an offset, or without; UTC where it has none. */
    private static long ofText(String text) {
      String iso = text.trim().replace(' ', 'T');
      int zone = Math.max(iso.indexOf('+', 1), Math.max(iso.indexOf('Z'), iso.lastIndexOf('-')));
      boolean zoned = zone > iso.indexOf('T');
      return zoned
          ? micros(OffsetDateTime.parse(iso).toInstant())
          : micros(LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    }
  }
}
