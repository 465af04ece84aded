package io.sluice.server.metrics;

import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunFigures.SinkFigures;
import io.sluice.engine.run.RunFigures.SnapshotState;
import io.sluice.engine.run.RunStatus;
import io.sluice.server.view.Desired;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Verdict;
import io.sluice.server.view.Verdict.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a pipeline is at one moment. */
final class PipelineGauges {
  private final PipelineView view;
  private final List<Sample> samples = new ArrayList<>();

  private PipelineGauges(PipelineView view) {
    this.view = view;
  }

  /**
   * @param verdict empty if nobody looked at it yet
   */
  static List<Sample> of(PipelineView view, Optional<Verdict> verdict, Instant now) {
    PipelineGauges gauges = new PipelineGauges(view);
    gauges.addState(verdict);
    view.status().ifPresent(status -> gauges.add(status, now));
    view.figures().ifPresent(gauges::add);
    return gauges.samples;
  }

  private void addState(Optional<Verdict> verdict) {
    add(Family.PIPELINE_INFO, 1, view.source(), view.owner().orElse(""), view.version());
    for (PipelineState state : PipelineState.values()) {
      add(Family.PIPELINE_STATE, state == view.state() ? 1 : 0, word(state));
    }
    for (Desired wanted : Desired.values()) {
      add(Family.PIPELINE_WANTED, wanted == view.desired() ? 1 : 0, word(wanted));
    }
    for (Health health : Health.values()) {
      boolean is = verdict.filter(one -> one.health() == health).isPresent();
      add(Family.PIPELINE_HEALTH, is ? 1 : 0, word(health));
    }
    view.promised().freshness().ifPresent(time -> add(Family.FRESHNESS_PROMISED, seconds(time)));
  }

  private void add(RunStatus status, Instant now) {
    if (status.counts().inFlight() != RunStatus.UNKNOWN) {
      add(Family.RECORDS_IN_FLIGHT, status.counts().inFlight());
    }
    addTime(Family.LAG, status.lag());
    addTime(Family.FRESHNESS, status.freshness());
    RunStatus.LastCheckpoint checkpoint = status.checkpoint();
    if (checkpoint != null) {
      // Not to the moment of the status: of a run that is over that stands still.
      Duration age = Duration.between(checkpoint.at(), now);
      add(Family.CHECKPOINT_AGE, Math.max(0, seconds(age)));
    }
  }

  private void add(RunFigures figures) {
    for (SinkFigures sink : figures.sinks()) {
      addTime(Family.SINK_LAG, sink.lag(), sink.sink());
    }
    figures
        .snapshot()
        .filter(snapshot -> snapshot.state() == SnapshotState.RUNNING && snapshot.share() >= 0)
        .ifPresent(snapshot -> add(Family.SNAPSHOT_SHARE, snapshot.share()));
  }

  private void addTime(Family family, @Nullable Duration time, String... more) {
    if (time != null) {
      add(family, seconds(time), more);
    }
  }

  private void add(Family family, double value, String... more) {
    List<String> labels = new ArrayList<>(List.of(view.name(), view.namespace()));
    labels.addAll(List.of(more));
    samples.add(new Sample(family, labels, value, null));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }
}
