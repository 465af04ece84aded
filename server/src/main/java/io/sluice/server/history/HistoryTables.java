package io.sluice.server.history;

import io.sluice.server.view.PipelineState;
import io.sluice.server.view.Series.Point;
import io.sluice.server.view.StateChange;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.Sql;
import io.sluice.state.storage.Storage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The tables of the history. May be used from any thread. */
final class HistoryTables {
  private static final int VERSION = 2;
  private static final String SCRIPTS = "io/sluice/server/history/history-";
  private static final String CHANGE =
      "select s.pipeline, c.at, c.from_state, c.to_state, c.reason from server_state_change c"
          + " join server_series s on s.id = c.series";

  private final Storage storage;

  /** In this database, whose tables are made if they are missing. */
  HistoryTables(Storage storage) {
    this.storage = storage;
    String dialect = storage.dialect().name().toLowerCase(Locale.ROOT);
    storage.install(
        new Schema(
            "server-history",
            IntStream.rangeClosed(1, VERSION)
                .mapToObj(version -> SCRIPTS + dialect + "-" + version + ".sql")
                .toList(),
            HistoryTables.class.getClassLoader()));
  }

  /**
   * Points of many pipelines, and what changed meanwhile, in one transaction. Survives the death of
   * the process at once, and a power cut with the next checkpoint of any pipeline.
   */
  void add(Duration step, Map<String, List<Point>> points, List<StateChange> changes) {
    storage.write(
        Durability.WITH_NEXT,
        connection -> {
          Map<String, Integer> series = new HashMap<>();
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "insert into server_sample (step, series, "
                      + PointRow.COLUMNS
                      + ") values (?, ?"
                      + PointRow.PLACES
                      + ") on conflict do nothing")) {
            for (Map.Entry<String, List<Point>> one : points.entrySet()) {
              int id = series(connection, series, one.getKey());
              for (Point point : one.getValue()) {
                insert.setLong(1, step.toMillis());
                insert.setInt(2, id);
                PointRow.bind(insert, 3, point);
                insert.addBatch();
              }
            }
            insert.executeBatch();
          }
          for (StateChange change : changes) {
            Sql.update(
                connection,
                "insert into server_state_change (series, at, from_state, to_state, reason)"
                    + " values (?, ?, ?, ?, ?)",
                series(connection, series, change.pipeline()),
                change.at().toEpochMilli(),
                change.from().map(PipelineState::name).orElse(null),
                change.to().name(),
                change.reason());
          }
          return points.size();
        });
  }

  private static int series(Connection connection, Map<String, Integer> known, String pipeline)
      throws SQLException {
    Integer id = known.get(pipeline);
    if (id == null) {
      Sql.update(
          connection,
          "insert into server_series (pipeline) values (?) on conflict do nothing",
          pipeline);
      try (PreparedStatement select =
          connection.prepareStatement("select id from server_series where pipeline = ?")) {
        select.setString(1, pipeline);
        try (ResultSet row = select.executeQuery()) {
          row.next();
          id = row.getInt(1);
        }
      }
      known.put(pipeline, id);
    }
    return id;
  }

  /** Those that begin in a time, in its order. */
  List<Point> points(String pipeline, Duration step, Instant from, Instant before) {
    return storage.read(
        connection -> {
          List<Point> points = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select "
                      + PointRow.COLUMNS
                      + " from server_sample where step = ? and series ="
                      + " (select id from server_series where pipeline = ?)"
                      + " and at >= ? and at < ? order by at")) {
            select.setLong(1, step.toMillis());
            select.setString(2, pipeline);
            select.setLong(3, from.toEpochMilli());
            select.setLong(4, before.toEpochMilli());
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                points.add(PointRow.read(row, 1));
              }
            }
          }
          return points;
        });
  }

  /** The same of all pipelines. */
  Map<String, List<Point>> points(Duration step, Instant from, Instant before) {
    return storage.read(
        connection -> {
          Map<String, List<Point>> points = new HashMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select (select pipeline from server_series where id = series), "
                      + PointRow.COLUMNS
                      + " from server_sample where step = ?"
                      + " and series in (select id from server_series)"
                      + " and at >= ? and at < ? order by series, at")) {
            select.setLong(1, step.toMillis());
            select.setLong(2, from.toEpochMilli());
            select.setLong(3, before.toEpochMilli());
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                points
                    .computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                    .add(PointRow.read(row, 2));
              }
            }
          }
          return points;
        });
  }

  /** When the newest of all points begins, or the oldest; empty if there is none. */
  Optional<Instant> edge(Duration step, boolean newest) {
    return storage.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select "
                      + (newest ? "max" : "min")
                      + "(at) from server_sample where step = ?")) {
            select.setLong(1, step.toMillis());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.ofNullable(Sql.instantOrNull(row, 1)) : Optional.empty();
            }
          }
        });
  }

  /**
   * What a pipeline went through before a moment, the newest first.
   *
   * @param pipelines all if it is null
   */
  List<StateChange> changes(@Nullable Set<String> pipelines, Instant before, int most) {
    if (pipelines != null && pipelines.isEmpty()) {
      return List.of();
    }
    String places =
        pipelines == null ? "" : String.join(", ", Collections.nCopies(pipelines.size(), "?"));
    String sql =
        CHANGE
            + (pipelines == null ? " where" : " where s.pipeline in (" + places + ") and")
            + " c.at < ? order by c.at desc, c.id desc limit ?";
    return storage.read(
        connection -> {
          List<StateChange> changes = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            int place = 1;
            for (String pipeline : pipelines == null ? Set.<String>of() : pipelines) {
              select.setString(place++, pipeline);
            }
            select.setLong(place++, before.toEpochMilli());
            select.setInt(place, most);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                changes.add(change(row));
              }
            }
          }
          return changes;
        });
  }

  private static StateChange change(ResultSet row) throws SQLException {
    return new StateChange(
        row.getString(1),
        Instant.ofEpochMilli(row.getLong(2)),
        Optional.ofNullable(row.getString(3)).map(PipelineState::valueOf),
        PipelineState.valueOf(row.getString(4)),
        row.getString(5));
  }

  /** Forgets points that begin before a moment. */
  void forget(Duration step, Instant before) {
    storage.write(
        Durability.WITH_NEXT,
        connection -> {
          Sql.update(
              connection,
              "delete from server_sample where step = ?"
                  + " and series in (select id from server_series) and at < ?",
              step.toMillis(),
              before.toEpochMilli());
          return true;
        });
  }

  /** Forgets changes before a moment, and of each pipeline all but the newest so many. */
  void forgetChanges(Instant before, int most) {
    storage.write(
        Durability.WITH_NEXT,
        connection -> {
          Sql.update(
              connection, "delete from server_state_change where at < ?", before.toEpochMilli());
          Sql.update(
              connection,
              "delete from server_state_change where id in (select id from (select id, row_number()"
                  + " over (partition by series order by at desc, id desc) as place"
                  + " from server_state_change) as placed where place > ?)",
              most);
          return true;
        });
  }

  /** Forgets pipelines of which nothing is known any more. */
  void forgetSeries() {
    storage.write(
        Durability.WITH_NEXT,
        connection -> {
          Sql.update(
              connection,
              "delete from server_series where not exists (select 1 from server_sample p"
                  + " where p.step in (60000, 900000) and p.series = server_series.id)"
                  + " and not exists (select 1 from server_state_change c"
                  + " where c.series = server_series.id)");
          return true;
        });
  }
}
