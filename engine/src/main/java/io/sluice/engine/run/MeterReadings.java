package io.sluice.engine.run;

import io.sluice.engine.fault.Ticker;
import io.sluice.engine.figures.RunMeters;
import io.sluice.engine.figures.SinkMeter;
import io.sluice.engine.figures.Stage;
import io.sluice.engine.figures.StageMeter;
import io.sluice.engine.run.RunFigures.DatasetFigures;
import io.sluice.engine.run.RunFigures.SinkFigures;
import io.sluice.engine.run.RunFigures.StageFigures;
import io.sluice.engine.run.flow.Flow;
import io.sluice.engine.run.flow.FlowPlan;
import io.sluice.engine.run.flow.SinkGroup;
import io.sluice.engine.sink.SinkWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the meters of a run. Thread-safe. */
final class MeterReadings {
  private static final String PREFIX = "topic.prefix";
  private static final String SIGNALS = "signal.data.collection";

  private final RunMeters meters;
  private final SnapshotBeans snapshot;
  private final StreamBeans stream;
  private final FlowPlan plan;

  MeterReadings(FlowPlan plan) {
    this.plan = plan;
    this.meters = plan.meters();
    Ticker ticker = plan.engine().tools().ticker();
    this.snapshot = new SnapshotBeans(plan.name(), () -> setting(PREFIX), ticker);
    this.stream = new StreamBeans(plan.name(), () -> setting(PREFIX), ticker);
  }

  /** A setting of the source, without references to secrets; empty if it has none. */
  private Optional<String> setting(String key) {
    String raw = plan.pipeline().source().config().values().get(key);
    if (raw == null || !raw.contains("${")) {
      return Optional.ofNullable(raw);
    }
    try {
      return Optional.ofNullable(
          plan.engine().secrets().resolve(plan.pipeline().source().config()).get(key));
    } catch (RuntimeException missing) {
      return Optional.empty(); // The run says so itself.
    }
  }

  /** The table that people tell the source by what to do: it is captured, and is no dataset. */
  private Optional<String> signals() {
    return setting(SIGNALS).flatMap(table -> setting(PREFIX).map(first -> first + "." + table));
  }

  /**
   * @param current the flow that is under way; null if there is none
   * @param idle whether nothing is left to do
   */
  RunFigures read(Instant at, @Nullable Flow current, boolean idle) {
    List<StageFigures> stages = new ArrayList<>();
    add(stages, Stage.POLL, null, meters.poll());
    add(stages, Stage.TRANSFORM, null, meters.transform());
    add(stages, Stage.WAIT, null, meters.waiting());
    String signals = signals().orElse("");
    List<SinkFigures> sinks = new ArrayList<>();
    for (SinkMeter meter : meters.sinks()) {
      add(stages, Stage.PUT, meter.sink(), meter.put());
      add(stages, Stage.COMMIT, meter.sink(), meter.commit());
      sinks.add(sink(meter, lag(at, current, sinks.size(), idle), signals));
    }
    return new RunFigures(at, stages, sinks, snapshot.read(), stream.unpublished());
  }

  private static void add(
      List<StageFigures> stages, Stage stage, @Nullable String sink, StageMeter meter) {
    if (meter.batches() > 0) {
      stages.add(new StageFigures(stage, sink, meter.batches(), meter.records(), meter.time()));
    }
  }

  private static SinkFigures sink(SinkMeter meter, @Nullable Duration lag, String signals) {
    return new SinkFigures(
        meter.sink(),
        meter.put().records(),
        meter.bytes(),
        lag,
        meter.latency().read(),
        meter.datasets().stream()
            .filter(dataset -> !dataset.topic().equals(signals))
            .map(
                dataset ->
                    new DatasetFigures(
                        dataset.topic(),
                        dataset.records(),
                        Instant.ofEpochMilli(dataset.lastMillis())))
            .toList(),
        meter.others());
  }

  private static @Nullable Duration lag(
      Instant at, @Nullable Flow current, int sink, boolean idle) {
    if (idle) {
      return Duration.ZERO;
    }
    if (current == null || sink >= current.sinks().size()) {
      return null;
    }
    long newest = newestSourceMillis(current.sinks().get(sink));
    return newest == Long.MIN_VALUE
        ? null
        : Duration.ofMillis(Math.max(0, at.toEpochMilli() - newest));
  }

  /** Of the records that one of its tasks was put; {@link Long#MIN_VALUE} if none. */
  static long newestSourceMillis(SinkGroup sink) {
    return sink.workers().stream()
        .mapToLong(SinkWorker::newestSourceMillis)
        .max()
        .orElse(Long.MIN_VALUE);
  }
}
