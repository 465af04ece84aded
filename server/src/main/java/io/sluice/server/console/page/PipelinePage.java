package io.sluice.server.console.page;

import io.sluice.engine.figures.Latency;
import io.sluice.engine.run.RunFigures.DatasetFigures;
import io.sluice.engine.run.RunStatus;
import io.sluice.server.access.Permission;
import io.sluice.server.console.chart.Distribution;
import io.sluice.server.console.chart.LineChart;
import io.sluice.server.console.chart.Sparkline;
import io.sluice.server.console.text.Figures;
import io.sluice.server.console.text.Times;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Series;
import io.sluice.server.view.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How one pipeline goes. */
public record PipelinePage(
    Frame frame,
    PipelineHead head,
    List<Trouble> troubles,
    List<Figure> figures,
    Flow flow,
    Optional<SnapshotGrid> snapshot,
    List<SpanChoice> spans,
    StateBand states,
    List<LineChart> charts,
    Distribution latency,
    List<Dataset> datasets,
    List<TaskLine> tasks) {
  /** More than that are found by the API. */
  private static final int MOST_DATASETS = 50;

  public PipelinePage {
    troubles = List.copyOf(troubles);
    figures = List.copyOf(figures);
    spans = List.copyOf(spans);
    charts = List.copyOf(charts);
    datasets = List.copyOf(datasets);
    tasks = List.copyOf(tasks);
  }

  /** How far back one may look. */
  public record SpanChoice(Span span, String address, boolean current) {}

  /** What one topic brought to a sink. */
  public record Dataset(String topic, String sink, String records, String last) {}

  /**
   * Of what is known now.
   *
   * @param series over the span
   * @param changes over the span, oldest first
   */
  public static PipelinePage of(
      Frame frame, Reading reading, Span span, Series series, List<StateChange> changes) {
    PipelineView pipeline = reading.pipeline();
    List<SpanChoice> spans = new ArrayList<>();
    for (Span one : Span.values()) {
      String address = Addresses.pipeline(pipeline.name());
      spans.add(
          new SpanChoice(
              one, one == Span.MINUTES ? address : address + "?span=" + one.id(), one == span));
    }
    return new PipelinePage(
        frame,
        PipelineHead.of(frame, reading, Tab.OVERVIEW),
        Troubles.of(reading, mayLook(frame, pipeline)),
        figures(reading, frame.now()),
        Flow.of(reading),
        SnapshotGrid.of(reading),
        spans,
        StateBand.of(series, changes, pipeline),
        Charts.of(series, pipeline.promised()),
        latency(series),
        datasets(pipeline, frame.now()),
        TaskLine.of(frame, pipeline));
  }

  private static boolean mayLook(Frame frame, PipelineView pipeline) {
    return frame.may(Permission.LOOK_AT_RECORDS, pipeline.namespace());
  }

  private static List<Figure> figures(Reading reading, Instant now) {
    PipelineView pipeline = reading.pipeline();
    Optional<RunStatus> status = pipeline.status();
    Gauge fresh = Gauge.of(reading.freshness(), pipeline.promised().freshness());
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            "Rate",
            Figures.perSecond(reading.rate()),
            "records delivered",
            Tone.GOOD,
            Optional.empty(),
            Optional.of(reading.trend())
                .filter(trend -> !Double.isNaN(reading.rate()))
                .map(Sparkline::of)));
    figures.add(
        new Figure(
            "Freshness",
            fresh.text(),
            fresh.note(),
            fresh.tone(),
            Optional.of(fresh).filter(Gauge::full),
            Optional.empty()));
    figures.add(
        Figure.plain(
            "Lag",
            reading.lag().map(Figures::time).orElse(Figures.NONE),
            "source to sink",
            Tone.GOOD));
    figures.add(
        Figure.plain(
            "Delivered",
            status.map(one -> Figures.brief(one.counts().delivered())).orElse(Figures.NONE),
            status
                .map(one -> "in " + Figures.time(Duration.between(one.startedAt(), now)))
                .orElse(""),
            Tone.GOOD));
    figures.add(deadLetters(status));
    figures.add(
        Figure.plain(
            "Checkpoint",
            status
                .map(RunStatus::checkpoint)
                .map(one -> Times.ago(one.at(), now))
                .orElse(Figures.NONE),
            status
                .map(RunStatus::checkpoint)
                .map(one -> "epoch " + one.epoch())
                .orElse(pipeline.onKafka() ? "Kafka keeps its place" : "none yet"),
            Tone.GOOD));
    return figures;
  }

  private static Figure deadLetters(Optional<RunStatus> status) {
    long letters = status.map(one -> one.counts().deadLettered()).orElse(RunStatus.UNKNOWN);
    return letters == RunStatus.UNKNOWN
        ? Figure.plain("Dead letters", Figures.NONE, "", Tone.IDLE)
        : Figure.plain(
            "Dead letters",
            Figures.brief(letters),
            letters == 0 ? "none in this run" : "in this run",
            letters == 0 ? Tone.GOOD : Tone.WARN);
  }

  private static Distribution latency(Series series) {
    Latency all =
        series.points().stream().map(Series.Point::latency).reduce(Latency.NONE, Latency::plus);
    return Distribution.of(
        all.buckets().stream()
            .map(one -> new Distribution.Bucket(one.from(), one.below(), one.records()))
            .toList());
  }

  private static List<Dataset> datasets(PipelineView pipeline, Instant now) {
    record Found(String sink, DatasetFigures figures) {}
    return pipeline.figures().stream()
        .flatMap(all -> all.sinks().stream())
        .flatMap(sink -> sink.datasets().stream().map(one -> new Found(sink.sink(), one)))
        .sorted(Comparator.comparing((Found one) -> one.figures().records()).reversed())
        .limit(MOST_DATASETS)
        .map(
            one ->
                new Dataset(
                    one.figures().topic(),
                    one.sink(),
                    Figures.count(one.figures().records()),
                    Times.ago(one.figures().lastAt(), now)))
        .toList();
  }
}
