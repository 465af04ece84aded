package io.sluice.bench.work;

import io.sluice.bench.connector.CountingSinkTask;
import io.sluice.bench.connector.GaugeReader;
import io.sluice.bench.connector.PreparedSourceTask;
import io.sluice.bench.engine.EngineBed;
import io.sluice.bench.engine.EngineBed.Running;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.limit.BareLoop;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Records that cost nothing to make, into a sink that only counts: what remains is the engine. */
final class EngineOverhead implements Measurement {

  private static final String GAUGE = "engine";

  @Override
  public String name() {
    return "engine-overhead";
  }

  @Override
  public String about() {
    return "prepared records through the engine to a counting sink, against a bare loop of poll and"
        + " put";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long records = bench.scale().preparedRecords();
    Map<String, String> sourceConfig = Map.of("records", Long.toString(records));
    Map<String, String> sinkConfig = Map.of("gauge", GAUGE);
    Stop source = new Stop("io.sluice.bench.connector.PreparedSourceConnector", sourceConfig);
    Stop sink = new Stop("io.sluice.bench.connector.CountingSinkConnector", sinkConfig);
    GaugeReader gauge = new GaugeReader(GAUGE);
    try (EngineBed engines = new EngineBed(bench)) {
      int[] run = {0};
      Duel duel =
          new Duel()
              .add(
                  "engine",
                  () -> {
                    gauge.clear();
                    try (Running running = engines.start("prepared-" + ++run[0], source, sink)) {
                      return GaugeReader.rate(
                          gauge.await(records, Duration.ofMinutes(5), running::check));
                    }
                  })
              .add(
                  "bare loop",
                  new BareLoop(
                      new PreparedSourceTask(),
                      sourceConfig,
                      new CountingSinkTask(),
                      sinkConfig,
                      records))
              .fight(bench);
      return List.of(
          duel.result(
              name(),
              "records/s",
              "engine",
              "bare loop",
              Bar.atLeast(2e6, 5e6),
              String.format(
                  Locale.ROOT,
                  "%,d prepared records in batches of 2048, no transforms, checkpoints every 200"
                      + " ms. The bare loop makes the same SinkRecords on one thread, without"
                      + " checkpoints.",
                  records)));
    }
  }
}
