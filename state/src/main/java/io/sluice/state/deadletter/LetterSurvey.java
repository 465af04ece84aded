package io.sluice.state.deadletter;

import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;
import io.sluice.state.storage.Storage.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many letters there are of which kind, and when they came. Counted in the database, of an
 * index alone, whatever became of the letters. May be used from any thread; every method throws
 * {@link StateException} when the database cannot be read.
 */
public final class LetterSurvey {
  /** Kinds times intervals of a drawing are fewer. */
  private static final int MOST_ROWS = 20_000;

  /** Kinds of which each interval is counted for itself. */
  private static final int MOST_KINDS = 300;

  private final Storage storage;

  public LetterSurvey(Storage storage) {
    this.storage = storage;
  }

  /** What letters have in common that failed for one kind of error. */
  public record Kind(String pipeline, DeadLetter.Stage stage, String component, String signature) {}

  /**
   * The letters of a kind.
   *
   * @param errorClass of the newest open letter, or the newest at all
   * @param message of the same; empty if that was purged. May quote values
   * @param topic of the same; null if it had none yet
   * @param newestId of the same
   * @param open copies among them
   */
  public record Tally(
      Kind kind,
      String errorClass,
      String message,
      @Nullable String topic,
      long open,
      long replayed,
      long purged,
      Instant firstSeen,
      Instant lastSeen,
      long newestId) {}

  /**
   * The kinds of letters that pipelines have, those seen last first.
   *
   * @param pipelines whose; none have none
   * @param closed whether kinds of which no letter is open any more count as well
   * @param most how many kinds at most
   */
  public List<Tally> kinds(Collection<String> pipelines, boolean closed, int most) {
    if (pipelines.isEmpty()) {
      return List.of();
    }
    return storage.read(connection -> kinds(connection, pipelines, closed, most));
  }

  private static List<Tally> kinds(
      Connection connection, Collection<String> pipelines, boolean closed, int most)
      throws SQLException {
    String sql =
        """
        select g.pipeline, g.stage, g.component, g.signature, l.error_class, l.error_message,
          l.topic, g.open, g.replayed, g.purged, g.first_seen, g.last_seen, l.id
        from (select pipeline, stage, component, signature,
            sum(case when status = 'OPEN' then letters else 0 end) as open,
            sum(case when status = 'REPLAYED' then letters else 0 end) as replayed,
            sum(case when status = 'PURGED' then letters else 0 end) as purged,
            min(first_seen) as first_seen, max(last_seen) as last_seen,
            coalesce(max(case when status = 'OPEN' then newest end), max(newest)) as newest
          from (select pipeline, stage, component, signature, status, count(*) as letters,
              min(first_seen) as first_seen, max(last_seen) as last_seen, max(id) as newest
            from dead_letter where pipeline in (%s)
            group by pipeline, stage, component, signature, status) s
          group by pipeline, stage, component, signature
          having %s
          order by max(last_seen) desc, max(newest) desc limit ?) g
        join dead_letter l on l.id = g.newest
        order by g.last_seen desc, l.id desc
        """
            .formatted(
                places(pipelines),
                closed ? "true" : "max(case when status = 'OPEN' then 1 end) = 1");
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(bind(select, 1, pipelines), most);
      List<Tally> kinds = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          kinds.add(
              new Tally(
                  kind(row),
                  row.getString(5),
                  row.getString(6),
                  row.getString(7),
                  row.getLong(8),
                  row.getLong(9),
                  row.getLong(10),
                  Instant.ofEpochMilli(row.getLong(11)),
                  Instant.ofEpochMilli(row.getLong(12)),
                  row.getLong(13)));
        }
      }
      return kinds;
    }
  }

  private static Kind kind(ResultSet row) throws SQLException {
    return new Kind(
        row.getString(1),
        DeadLetter.Stage.valueOf(row.getString(2)),
        row.getString(3),
        row.getString(4));
  }

  /**
   * A stretch of time in intervals of one length.
   *
   * @param intervals how many, at least one
   */
  public record Intervals(Instant from, Duration length, int intervals) {
    /** Where it ends. */
    public Instant to() {
      return from.plus(length.multipliedBy(intervals));
    }
  }

  /**
   * How many letters came first in which interval, by kind; copies did not come. A kind that is not
   * in it had none.
   *
   * @param pipelines whose
   */
  public Map<Kind, List<Long>> arrivals(Collection<String> pipelines, Intervals over) {
    if (pipelines.isEmpty()) {
      return Map.of();
    }
    return storage.read(
        connection -> {
          if (storage.dialect() == Dialect.SQLITE) {
            Map<Kind, List<Long>> found = eachInterval(connection, pipelines, over);
            if (found.size() <= MOST_KINDS) {
              found.values().removeIf(counts -> counts.stream().allMatch(count -> count == 0));
              return found;
            }
          }
          return grouped(connection, pipelines, over);
        });
  }

  /**
   * Counts each interval of each kind along the index, which on SQLite takes a quarter of the time
   * that sorting all letters for a group does. Kinds without an arrival are among them, and one
   * more at most than {@link #MOST_KINDS}.
   */
  private static Map<Kind, List<Long>> eachInterval(
      Connection connection, Collection<String> pipelines, Intervals over) throws SQLException {
    String sql =
        """
        with recursive i(number) as (select 0 union all select number + 1 from i where number < ?)
        select k.pipeline, k.stage, k.component, k.signature, i.number,
          (select count(*) from dead_letter l
            where l.pipeline = k.pipeline and l.stage = k.stage and l.component = k.component
              and l.signature = k.signature and l.status in ('OPEN', 'REPLAYED', 'PURGED')
              and l.first_seen >= ? + i.number * ? and l.first_seen < ? + (i.number + 1) * ?
              and l.copy_of is null)
        from (select distinct pipeline, stage, component, signature from dead_letter
          where pipeline in (%s) limit %d) k cross join i
        """
            .formatted(places(pipelines), MOST_KINDS + 1);
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, over.intervals() - 1);
      for (int at = 2; at <= 4; at += 2) {
        select.setLong(at, over.from().toEpochMilli());
        select.setLong(at + 1, over.length().toMillis());
      }
      bind(select, 6, pipelines);
      return counted(select, over);
    }
  }

  private static Map<Kind, List<Long>> grouped(
      Connection connection, Collection<String> pipelines, Intervals over) throws SQLException {
    String sql =
        """
        select pipeline, stage, component, signature, interval_number, count(*)
        from (select pipeline, stage, component, signature, (first_seen - ?) / ? as interval_number
          from dead_letter
          where first_seen >= ? and first_seen < ? and copy_of is null and pipeline in (%s)) l
        group by pipeline, stage, component, signature, interval_number
        order by count(*) desc limit %d
        """
            .formatted(places(pipelines), MOST_ROWS);
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, over.from().toEpochMilli());
      select.setLong(2, over.length().toMillis());
      select.setLong(3, over.from().toEpochMilli());
      select.setLong(4, over.to().toEpochMilli());
      bind(select, 5, pipelines);
      return counted(select, over);
    }
  }

  private static Map<Kind, List<Long>> counted(PreparedStatement select, Intervals over)
      throws SQLException {
    Map<Kind, List<Long>> arrivals = new HashMap<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        arrivals
            .computeIfAbsent(
                kind(row), kind -> new ArrayList<>(Collections.nCopies(over.intervals(), 0L)))
            .set(row.getInt(5), row.getLong(6));
      }
    }
    return arrivals;
  }

  /** How many letters are open, by pipeline; those that have none are left out. */
  public Map<String, Long> open() {
    return storage.read(
        connection -> {
          Map<String, Long> open = new HashMap<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "select pipeline, count(*) from dead_letter where status = 'OPEN'"
                          + " group by pipeline");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              open.put(row.getString(1), row.getLong(2));
            }
          }
          return open;
        });
  }

  private static String places(Collection<String> pipelines) {
    return String.join(", ", Collections.nCopies(pipelines.size(), "?"));
  }

  /** Returns the place behind them. */
  private static int bind(PreparedStatement statement, int from, Collection<String> pipelines)
      throws SQLException {
    int at = from;
    for (String pipeline : pipelines) {
      statement.setString(at++, pipeline);
    }
    return at;
  }
}
