package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.work.PacedCapture.Pace;
import java.util.ArrayList;
import java.util.List;

/**
 * From the server's commit timestamp to the hand-over to the sink, while transactions of one insert
 * come at a steady pace.
 */
final class Latency implements Measurement {

  private static final int PER_SECOND = 1_000;
  private static final int CONNECTIONS = 4;
  private static final String NOTE =
      "From source.ts_us, which PostgreSQL takes before it flushes the commit to disk, to"
          + " SinkTask.put, on one clock. Four connections write transactions of one insert,"
          + " paced. Of each run the first second is left out. Tuned: poll.interval.ms=1, batches"
          + " of 8192, a queue of 32768.";

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String about() {
    return "commit at the source to handed to the sink, 1,000 tx/s, p50 and p99, against Debezium"
        + " tuned and at defaults";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    Percentiles ours = new Percentiles();
    Percentiles tuned = new Percentiles();
    Percentiles atDefaults = new Percentiles();
    try (BenchServer server = BenchServer.source(bench)) {
      OrdersTable table = OrdersTable.empty("latency", server);
      try (Captures captures = new Captures(server, table, bench)) {
        PacedCapture paced = new PacedCapture(server, table, captures);
        for (int i = 1; i <= bench.scale().runs(); i++) {
          measure(paced, bench, "ours_" + i, captures.ours("ours_" + i), ours);
          measure(paced, bench, "tuned_" + i, captures.debeziumForLatency("tuned_" + i), tuned);
          String name = "defaults_" + i;
          measure(paced, bench, name, captures.debeziumAtDefaults(name), atDefaults);
        }
      }
    }
    return List.of(
        ours.p50(name() + "-p50", Peers.FOR_LATENCY, tuned),
        ours.p99(name() + "-p99", Peers.FOR_LATENCY, tuned),
        ours.p99(name() + "-p99-vs-defaults", Peers.AT_DEFAULTS, atDefaults));
  }

  private static void measure(
      PacedCapture paced, Workbench bench, String name, Stop source, Percentiles into)
      throws Exception {
    int seconds = bench.scale().latencySeconds() + 1; // the first is left out
    Pace pace = paced.run(name, source, PER_SECOND, seconds, CONNECTIONS);
    into.p50.add(pace.percentile(0.5));
    into.p99.add(pace.percentile(0.99));
    bench.say("  %s: %s", name, into);
  }

  /** The percentiles of each run, in milliseconds. */
  private static final class Percentiles {
    final List<Double> p50 = new ArrayList<>();
    final List<Double> p99 = new ArrayList<>();

    Result p50(String name, String other, Percentiles theirs) {
      return result(name, p50, other, theirs.p50, Bar.atMost(10, 3));
    }

    Result p99(String name, String other, Percentiles theirs) {
      return result(name, p99, other, theirs.p99, Bar.atMost(50, 25));
    }

    private static Result result(
        String name, List<Double> ours, String other, List<Double> theirs, Bar bar) {
      double mine = Duel.median(ours);
      double peer = Duel.median(theirs);
      return new Result(name, "ms", mine, ours, other, peer, peer / mine, bar, NOTE);
    }

    @Override
    public String toString() {
      return "p50 " + p50 + " ms, p99 " + p99 + " ms";
    }
  }
}
