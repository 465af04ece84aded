package io.sluice.server.history;

import io.sluice.server.view.Series.Point;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A point as columns of a row. */
final class PointRow {
  static final String COLUMNS =
      "at, watched, polled, delivered, dead_lettered, bytes, lag, freshness, latency, sinks";

  /** A place of a statement for each column, with a comma before. */
  static final String PLACES = ", ?".repeat(COLUMNS.split(",").length);

  private PointRow() {}

  /**
   * Sets its places in a statement.
   *
   * @param first of them
   */
  static void bind(PreparedStatement insert, int first, Point point) throws SQLException {
    insert.setLong(first, point.at().toEpochMilli());
    insert.setLong(first + 1, point.watched().toMillis());
    insert.setLong(first + 2, point.polled());
    insert.setLong(first + 3, point.delivered());
    insert.setLong(first + 4, point.deadLettered());
    insert.setLong(first + 5, point.bytes());
    setMillis(insert, first + 6, point.lag());
    setMillis(insert, first + 7, point.freshness());
    insert.setBytes(first + 8, LatencyBytes.write(point.latency()));
    insert.setBytes(first + 9, SinkBytes.write(point.sinks()));
  }

  /**
   * The one in a row.
   *
   * @param first of its columns
   */
  static Point read(ResultSet row, int first) throws SQLException {
    return new Point(
        Instant.ofEpochMilli(row.getLong(first)),
        Duration.ofMillis(row.getLong(first + 1)),
        row.getLong(first + 2),
        row.getLong(first + 3),
        row.getLong(first + 4),
        row.getLong(first + 5),
        millis(row, first + 6),
        millis(row, first + 7),
        LatencyBytes.read(row.getBytes(first + 8)),
        SinkBytes.read(row.getBytes(first + 9)));
  }

  private static void setMillis(PreparedStatement insert, int place, @Nullable Duration time)
      throws SQLException {
    if (time == null) {
      insert.setNull(place, Types.BIGINT);
    } else {
      insert.setLong(place, time.toMillis());
    }
  }

  private static @Nullable Duration millis(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Duration.ofMillis(millis);
  }
}
