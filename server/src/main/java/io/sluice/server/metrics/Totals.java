package io.sluice.server.metrics;

import io.sluice.engine.figures.Latency;
import io.sluice.engine.run.RunStatus;
import io.sluice.server.history.Pulse;
import io.sluice.server.view.PipelineView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What only rises, over all runs since the server's start. A run's counts go back when it does
 * after a failure, and the next run begins at zero: whoever reads counters would take either for a
 * start of the server and count twice. Thread-safe.
 */
public final class Totals implements Pulse.Listener {
  /** More than that of one pipeline is a fault; so much is bounded by the families' labels. */
  private static final int MOST_OF_ONE = 5_000;

  private final Map<String, OfPipeline> pipelines = new HashMap<>(); // guarded by this

  private record Key(Family family, List<String> labels) {}

  private static final class Total {
    private double before;
    private double highest;
    private Latency latencyBefore = Latency.NONE;
    private @Nullable Latency latency;

    private void see(Sample sample) {
      highest = Math.max(highest, sample.value());
      if (sample.latency() != null) {
        latency = sample.latency();
      }
    }

    private void runEnds() {
      before += highest;
      highest = 0;
      if (latency != null) {
        latencyBefore = latencyBefore.plus(latency);
        latency = Latency.NONE;
      }
    }

    private Sample sample(Key key) {
      return new Sample(
          key.family(),
          key.labels(),
          before + highest,
          latency == null ? null : latencyBefore.plus(latency));
    }
  }

  private static final class OfPipeline {
    private final Map<Key, Total> totals = new LinkedHashMap<>();
    private @Nullable Instant run;
  }

  @Override
  public synchronized void look(List<PipelineView> all) {
    Set<String> gone = new HashSet<>(pipelines.keySet());
    for (PipelineView view : all) {
      gone.remove(view.name());
      look(view, pipelines.computeIfAbsent(view.name(), name -> new OfPipeline()));
    }
    pipelines.keySet().removeAll(gone);
  }

  private static void look(PipelineView view, OfPipeline pipeline) {
    Instant run = view.status().map(RunStatus::startedAt).orElse(null);
    if (run != null && !run.equals(pipeline.run)) {
      pipeline.totals.values().forEach(Total::runEnds);
      pipeline.run = run;
    }
    for (Sample sample : RunCounters.of(view)) {
      Key key = new Key(sample.family(), sample.labels());
      Total total = pipeline.totals.get(key);
      if (total == null && pipeline.totals.size() < MOST_OF_ONE) {
        total = new Total();
        pipeline.totals.put(key, total);
      }
      if (total != null) {
        total.see(sample);
      }
    }
  }

  /** As of the last look. */
  synchronized List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    pipelines
        .values()
        .forEach(
            pipeline -> pipeline.totals.forEach((key, total) -> samples.add(total.sample(key))));
    return samples;
  }
}
