package io.sluice.server.metrics;

import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunFigures.DatasetFigures;
import io.sluice.engine.run.RunFigures.SinkFigures;
import io.sluice.engine.run.RunFigures.StageFigures;
import io.sluice.engine.run.RunStatus;
import io.sluice.server.view.PipelineView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What only rises in a run, as the run counts it. */
final class RunCounters {
  /** So many topics of a sink have a label of their own. */
  static final int MOST_DATASETS = 50;

  private static final double NANOS = 1e9;

  private final String pipeline;
  private final String namespace;
  private final boolean onKafka;
  private final List<Sample> samples = new ArrayList<>();

  private RunCounters(PipelineView view) {
    this.pipeline = view.name();
    this.namespace = view.namespace();
    this.onKafka = view.onKafka();
  }

  static List<Sample> of(PipelineView view) {
    RunCounters counters = new RunCounters(view);
    view.status().ifPresent(counters::add);
    view.figures().ifPresent(counters::add);
    return counters.samples;
  }

  private void add(RunStatus status) {
    RunStatus.Counts counts = status.counts();
    add(Family.RECORDS_POLLED, counts.polled());
    add(Family.RECORDS_DELIVERED, counts.delivered());
    if (counts.deadLettered() != RunStatus.UNKNOWN) {
      add(Family.RECORDS_DEAD_LETTERED, counts.deadLettered());
    }
    if (!onKafka) { // Connect counts nothing that a transform drops.
      add(Family.RECORDS_FILTERED, counts.filtered());
    }
    add(Family.RESTARTS, status.restarts());
  }

  private void add(RunFigures figures) {
    for (StageFigures stage : figures.stages()) {
      String sink = stage.sink() == null ? "" : stage.sink();
      String name = stage.stage().name().toLowerCase(Locale.ROOT);
      add(Family.STAGE_TIME, stage.time().toNanos() / NANOS, sink, name);
      add(Family.STAGE_BATCHES, stage.batches(), sink, name);
    }
    for (SinkFigures sink : figures.sinks()) {
      add(Family.SINK_RECORDS, sink.records(), sink.sink());
      add(Family.SINK_BYTES, sink.bytes(), sink.sink());
      samples.add(Sample.of(Family.SINK_LATENCY, sink.latency(), pipeline, namespace, sink.sink()));
      addDatasets(sink);
    }
  }

  private void addDatasets(SinkFigures sink) {
    long others = sink.otherRecords();
    for (int i = 0; i < sink.datasets().size(); i++) {
      DatasetFigures dataset = sink.datasets().get(i);
      if (i < MOST_DATASETS) {
        add(Family.DATASET_RECORDS, dataset.records(), sink.sink(), dataset.topic());
      } else {
        others += dataset.records();
      }
    }
    if (others > 0) {
      add(Family.DATASET_RECORDS, others, sink.sink(), "");
    }
  }

  private void add(Family family, double value, String... more) {
    List<String> labels = new ArrayList<>(List.of(pipeline, namespace));
    labels.addAll(List.of(more));
    samples.add(new Sample(family, labels, value, null));
  }
}
