package io.sluice.connector.table.dialect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Records with a time and a place of their own, and the versions that came of them. */
final class Versions {
  /** Milliseconds since 1970 from which all times here are counted. */
  static final long BASE = 1_700_000_000_000L;

  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)["
              + " T](\\d\\d:\\d\\d)(:\\d\\d)?(\\.\\d+)?(Z|[+-]\\d\\d)?(:\\d\\d)?.*");

  private Versions() {}

  /** An envelope whose source says a time, in milliseconds behind the base, and a place. */
  static Struct envelope(Schema schema, String op, long millis, long lsn, @Nullable Struct row) {
    Struct source = Records.source().put("ts_ms", BASE + millis).put("lsn", lsn);
    return new Struct(schema).put("source", source).put("op", op).put("after", row);
  }

  /**
   * What the database has, oldest version first: columns, then from and to in microseconds behind
   * the base, and whether it is said to be current.
   */
  static List<String> of(TargetUnderTest target, String columns) throws SQLException {
    return of(target, columns, "valid_from", "valid_to", "is_current");
  }

  static List<String> of(
      TargetUnderTest target, String columns, String from, String to, String current)
      throws SQLException {
    List<String> found = new ArrayList<>();
    String sql =
        "select %1$s, %2$s, %3$s, case when %4$s then 'now' else 'over' end from orders order by id, %2$s"
            .formatted(columns, from, to, current);
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int width = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= width - 3; i++) {
          line.append(rows.getString(i)).append('|');
        }
        String end = rows.getString(width - 1);
        line.append(micros(rows.getString(width - 2)))
            .append("..")
            .append(end == null ? "" : micros(end))
            .append('|')
            .append(rows.getString(width));
        found.add(line.toString());
      }
    }
    return found;
  }

  /**
   * The same of a model.
   *
   * @param model what was from when on, by key
   * @param micros in a unit of the model's times
   * @param columns of the key and of what was then; null while there was no row
   */
  static <M> List<String> ofModel(
      Map<Long, TreeMap<Long, M>> model,
      int micros,
      BiFunction<Long, M, @Nullable String> columns) {
    List<String> lines = new ArrayList<>();
    model.forEach(
        (key, life) ->
            life.forEach(
                (from, moment) -> {
                  Long to = life.higherKey(from);
                  String text = columns.apply(key, moment);
                  if (text != null) {
                    lines.add(
                        "%s|%s..%s|%s"
                            .formatted(
                                text,
                                from * micros,
                                to == null ? "" : to * micros,
                                to == null ? "now" : "over"));
                  }
                }));
    return lines;
  }

  private static long micros(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new IllegalArgumentException(text);
    }
    String seconds = time.group(3) == null ? ":00" : time.group(3);
    String fraction = time.group(4) == null ? "" : time.group(4);
    String zone = time.group(5) == null ? "Z" : time.group(5);
    LocalDateTime local =
        LocalDateTime.parse(time.group(1) + "T" + time.group(2) + seconds + fraction);
    return ChronoUnit.MICROS.between(
        java.time.Instant.ofEpochMilli(BASE), local.toInstant(ZoneOffset.of(zone)));
  }
}
