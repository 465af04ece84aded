package io.sluice.server.api.document;

import io.sluice.engine.figures.Stage;
import io.sluice.engine.run.RunFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link RunFigures}. */
@Meaning("What was measured on the way of a run's records since its start")
public record FiguresDocument(
    @Meaning("When this was read") Instant at,
    @Meaning("Where the time went") List<StageTime> stages,
    @Meaning("What went over the edge into each sink") List<Edge> sinks,
    @Meaning("How far the source is with reading its tables") @Nullable Snapshot snapshot) {

  /** The time of a stage. */
  @Meaning("The time that one stage took, of all tasks together")
  public record StageTime(
      Stage stage, @Nullable String sink, long batches, long records, long timeMs) {}

  /** What went into a sink. */
  @Meaning("What went over the edge into one sink")
  public record Edge(
      String sink,
      long records,
      @Meaning("As estimated in memory") long bytes,
      @Nullable Long lagMs,
      LatencyDocument latency,
      @Meaning("By topic") List<Dataset> datasets,
      @Meaning("Records of the topics beyond those") long otherRecords) {}

  /** What one topic brought. */
  @Meaning("What one topic brought to a sink")
  public record Dataset(String topic, long records, Instant lastAt) {}

  /** How far a source is with its tables. */
  @Meaning("How far a source is with its tables")
  public record Snapshot(
      RunFigures.SnapshotState state,
      int tables,
      int tablesLeft,
      long rows,
      @Meaning("Read so far, from 0 to 1") @Nullable Double share,
      @Meaning("Estimated time to its end") @Nullable Long leftMs,
      @Meaning("The tables with the most rows first") List<Table> byTable) {}

  /** A table that is read. */
  @Meaning("A table that is being read; of chunks where the source tells")
  public record Table(String table, long rows, int chunks, int chunksRead) {}

  public static FiguresDocument of(RunFigures figures) {
    return new FiguresDocument(
        figures.at(),
        figures.stages().stream()
            .map(
                s ->
                    new StageTime(
                        s.stage(), s.sink(), s.batches(), s.records(), s.time().toMillis()))
            .toList(),
        figures.sinks().stream().map(FiguresDocument::edge).toList(),
        figures.snapshot().map(FiguresDocument::snapshot).orElse(null));
  }

  private static Edge edge(RunFigures.SinkFigures sink) {
    return new Edge(
        sink.sink(),
        sink.records(),
        sink.bytes(),
        Optional.ofNullable(sink.lag()).map(Duration::toMillis).orElse(null),
        LatencyDocument.of(sink.latency()),
        sink.datasets().stream().map(d -> new Dataset(d.topic(), d.records(), d.lastAt())).toList(),
        sink.otherRecords());
  }

  private static Snapshot snapshot(RunFigures.SnapshotFigures snapshot) {
    return new Snapshot(
        snapshot.state(),
        snapshot.tables(),
        snapshot.tablesLeft(),
        snapshot.rows(),
        snapshot.share() < 0 ? null : snapshot.share(),
        snapshot.left().map(Duration::toMillis).orElse(null),
        snapshot.byTable().stream()
            .map(t -> new Table(t.table(), t.rows(), t.chunks(), t.chunksRead()))
            .toList());
  }
}
