package io.sluice.engine.run;

import io.sluice.engine.figures.Latency;
import io.sluice.engine.figures.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on the way of a run's records since its start, at one moment: the sibling of
 * {@link RunStatus}. Figures only rise: what is handed over again after a failure counts again.
 *
 * @param at when this was read, by the engine's clock
 * @param stages where the time went; only those that have seen something
 * @param sinks in the pipeline file's order
 * @param snapshot how far the source is with reading its tables; empty if it does not tell
 * @param unpublished captured tables that the source gets no changes of, as far as it tells; at
 *     most {@value SnapshotFigures#MOST_TABLES}
 */
public record RunFigures(
    Instant at,
    List<StageFigures> stages,
    List<SinkFigures> sinks,
    Optional<SnapshotFigures> snapshot,
    List<String> unpublished) {

  public RunFigures {
    unpublished =
        List.copyOf(
            unpublished.subList(0, Math.min(unpublished.size(), SnapshotFigures.MOST_TABLES)));
    stages = List.copyOf(stages);
    sinks = List.copyOf(sinks);
  }

  /**
   * The time that one stage took.
   *
   * @param sink whose; null where it is before the sinks
   * @param batches how many times it was gone through
   * @param records in them; zero for a commit
   * @param time spent in it by all tasks together, for transforms as told from some of the records
   */
  public record StageFigures(
      Stage stage, @Nullable String sink, long batches, long records, Duration time) {}

  /**
   * What went over the edge into one sink.
   *
   * @param records put into its tasks
   * @param bytes of them, as estimated in memory
   * @param lag time since the newest record that it was put was made at the source; zero when the
   *     source had nothing to give and all is committed; null before the first record
   * @param latency from a record's making at the source to the commit in this sink; without rows
   *     that a snapshot found, which have no such moment. Told from some records of each batch,
   *     weighted by those that they stand for
   * @param datasets by topic, in the order in which they came up; at most {@value #MOST_DATASETS}
   * @param otherRecords of the topics beyond those
   */
  public record SinkFigures(
      String sink,
      long records,
      long bytes,
      @Nullable Duration lag,
      Latency latency,
      List<DatasetFigures> datasets,
      long otherRecords) {
    /** So many topics of a sink have figures of their own. */
    public static final int MOST_DATASETS = 200;

    public SinkFigures {
      datasets = List.copyOf(datasets);
    }
  }

  /**
   * What one topic brought to a sink.
   *
   * @param lastAt when the sink took the last of them
   */
  public record DatasetFigures(String topic, long records, Instant lastAt) {}

  /**
   * How far a source is with its tables.
   *
   * @param state of the reading
   * @param tables how many are to be read
   * @param tablesLeft how many of them are not through
   * @param rows read so far
   * @param expectedRows that all tables have together, as the source estimates; negative if it does
   *     not tell
   * @param share read so far, from 0 to 1; negative if nobody knows
   * @param left estimated time to its end; empty if nobody knows
   * @param byTable the tables with the most rows first; at most {@value #MOST_TABLES}
   */
  public record SnapshotFigures(
      SnapshotState state,
      int tables,
      int tablesLeft,
      long rows,
      long expectedRows,
      double share,
      Optional<Duration> left,
      List<TableFigures> byTable) {
    /** So many tables are told one by one. */
    public static final int MOST_TABLES = 1_000;

    public SnapshotFigures {
      byTable = List.copyOf(byTable);
    }
  }

  /** Whether tables are being read. */
  public enum SnapshotState {
    RUNNING,
    COMPLETED,
    ABORTED
  }

  /**
   * One table that is being read.
   *
   * @param chunks parts in which it is read; zero if the source does not tell
   * @param chunksRead how many of them are through
   */
  public record TableFigures(String table, long rows, int chunks, int chunksRead) {}
}
