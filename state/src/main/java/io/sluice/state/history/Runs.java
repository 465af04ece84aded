package io.sluice.state.history;

import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Sql;
import io.sluice.state.storage.Storage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When pipelines ran, how it ended, and what they moved. May be used from any thread. */
public final class Runs {
  private static final String COLUMNS =
      "id, pipeline, pipeline_version, pid, started_at, ended_at, seen_at, outcome, polled,"
          + " delivered, dead_lettered, filtered, status, error";

  /** So many of each pipeline are kept: one that stays down is tried some 300 times a day. */
  static final int KEPT = 1_000;

  /** So many are forgotten at once: a state may have many more from before. */
  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private final Storage storage;
  private final Clock clock;

  public Runs(Storage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /** How a run ended. */
  public enum Outcome {
    /** Not yet, or the process died: see {@code StateDatabase.holderOf}. */
    UNFINISHED,
    /** Reached the end of a bounded source. */
    COMPLETED,
    /** Stopped in order, on request. */
    STOPPED,
    FAILED
  }

  /** Records counted since the start of the run. */
  public record Counts(long polled, long delivered, long deadLettered, long filtered) {
    public static final Counts NONE = new Counts(0, 0, 0, 0);
  }

  /**
   * One run of a pipeline.
   *
   * @param endedAt null if it has not ended, or was killed
   * @param seenAt when it last told how it goes
   * @param status free text in JSON by whoever runs it: what {@code sluice status} of another
   *     process shows; empty if there is none
   * @param error why it failed; null if it did not
   */
  public record Run(
      long id,
      String pipeline,
      String pipelineVersion,
      long pid,
      Instant startedAt,
      @Nullable Instant endedAt,
      Instant seenAt,
      Outcome outcome,
      Counts counts,
      String status,
      @Nullable String error) {}

  /** Begins a run, and forgets the oldest ones beyond the 1,000 newest; returns its id. */
  public long start(String pipeline, String pipelineVersion, long pid) {
    return storage.write(
        Durability.WITH_NEXT,
        connection -> {
          long now = clock.millis();
          forget(connection, pipeline);
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "insert into run (pipeline, pipeline_version, pid, started_at, seen_at, outcome,"
                      + " polled, delivered, dead_lettered, filtered, status)"
                      + " values (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, '') returning id")) {
            insert.setString(1, pipeline);
            insert.setString(2, pipelineVersion);
            insert.setLong(3, pid);
            insert.setLong(4, now);
            insert.setLong(5, now);
            insert.setString(6, Outcome.UNFINISHED.name());
            try (ResultSet row = insert.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  /** Makes room for one more. */
  private static void forget(Connection connection, String pipeline) throws SQLException {
    Sql.update(
        connection,
        "delete from run where id in (select id from run where pipeline = ? order by id desc limit "
            + FORGOTTEN_AT_ONCE
            + " offset "
            + (KEPT - 1)
            + ")",
        pipeline);
  }

  /** Tells other processes how it goes; meant to be called about once a second. Not fsynced. */
  public void progress(long run, Counts counts, String status) {
    storage.write(
        Durability.WITH_NEXT,
        connection -> {
          Sql.update(
              connection,
              "update run set seen_at = ?, polled = ?, delivered = ?, dead_lettered = ?,"
                  + " filtered = ?, status = ? where id = ?",
              clock.millis(),
              counts.polled(),
              counts.delivered(),
              counts.deadLettered(),
              counts.filtered(),
              Sql.text(status),
              run);
          return run;
        });
  }

  /** Ends a run. */
  public void end(long run, Outcome outcome, Counts counts, @Nullable String error) {
    storage.write(
        Durability.WITH_NEXT,
        connection -> {
          long now = clock.millis();
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update run set seen_at = ?, ended_at = ?, outcome = ?, polled = ?, delivered ="
                      + " ?, dead_lettered = ?, filtered = ?, error = ? where id = ?")) {
            update.setLong(1, now);
            update.setLong(2, now);
            update.setString(3, outcome.name());
            update.setLong(4, counts.polled());
            update.setLong(5, counts.delivered());
            update.setLong(6, counts.deadLettered());
            update.setLong(7, counts.filtered());
            update.setString(8, error == null ? null : Sql.text(error));
            update.setLong(9, run);
            update.executeUpdate();
          }
          return run;
        });
  }

  /** The newest run of a pipeline. */
  public Optional<Run> latest(String pipeline) {
    return list(pipeline, 1).stream().findFirst();
  }

  /** Newest first. */
  public List<Run> list(String pipeline, int limit) {
    return storage.read(connection -> list(connection, pipeline, limit));
  }

  /** Names of all pipelines that ever ran, sorted. */
  public List<String> pipelines() {
    return storage.read(
        connection -> {
          List<String> names = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement("select distinct pipeline from run order by 1");
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              names.add(rows.getString(1));
            }
          }
          return names;
        });
  }

  private static List<Run> list(Connection connection, String pipeline, int limit)
      throws SQLException {
    List<Run> runs = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select " + COLUMNS + " from run where pipeline = ? order by id desc limit ?")) {
      select.setString(1, pipeline);
      select.setInt(2, limit);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          runs.add(
              new Run(
                  row.getLong(1),
                  row.getString(2),
                  row.getString(3),
                  row.getLong(4),
                  Instant.ofEpochMilli(row.getLong(5)),
                  Sql.instantOrNull(row, 6),
                  Instant.ofEpochMilli(row.getLong(7)),
                  Outcome.valueOf(row.getString(8)),
                  new Counts(row.getLong(9), row.getLong(10), row.getLong(11), row.getLong(12)),
                  row.getString(13),
                  row.getString(14)));
        }
      }
    }
    return runs;
  }
}
