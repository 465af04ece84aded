package io.sluice.bench.work;

import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.bed.PacedWriters;
import io.sluice.bench.bed.SourceServer;
import io.sluice.bench.connector.SinkGaugeMXBean;
import io.sluice.bench.engine.EngineBed.Running;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From the server's commit timestamp to the hand-over to the sink, while transactions of one insert
 * come at a steady pace.
 */
final class Latency implements Measurement {

  private static final int PER_SECOND = 1_000;

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String about() {
    return "commit at the source to handed to the sink, 1,000 tx/s, p50 and p99";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    Percentiles ours = new Percentiles();
    Percentiles peer = new Percentiles();
    try (SourceServer server = SourceServer.start(bench)) {
      OrdersTable table = OrdersTable.empty("latency", server);
      try (Captures captures = new Captures(server, table, bench)) {
        Writing writing = new Writing(server, table, captures, bench);
        for (int i = 1; i <= bench.scale().runs(); i++) {
          bench.say("  round %d: Sluice", i);
          ours.add(writing.latencies("ours-" + i, captures.ours("ours_" + i)));
          bench.say("    %s", ours);
          bench.say("  round %d: Debezium", i);
          peer.add(writing.latencies("peer-" + i, captures.debezium("peer_" + i)));
          bench.say("    %s", peer);
        }
      }
    }
    String note =
        "From source.ts_us, which PostgreSQL takes before it flushes the commit to disk, to"
            + " SinkTask.put, on one clock. Four connections write transactions of one insert,"
            + " paced. Of each run the first second is left out.";
    return List.of(
        new Result(
            name() + "-p50",
            "ms",
            Duel.median(ours.p50),
            ours.p50,
            Peers.SAME_ENGINE,
            Duel.median(peer.p50),
            Duel.median(peer.p50) / Duel.median(ours.p50),
            Bar.atMost(10, 3),
            note),
        new Result(
            name() + "-p99",
            "ms",
            Duel.median(ours.p99),
            ours.p99,
            Peers.SAME_ENGINE,
            Duel.median(peer.p99),
            Duel.median(peer.p99) / Duel.median(ours.p99),
            Bar.atMost(50, 25),
            note));
  }

  /** The percentiles of each run, in milliseconds. */
  private static final class Percentiles {
    final List<Double> p50 = new ArrayList<>();
    final List<Double> p99 = new ArrayList<>();

    void add(long[] micros) {
      long[] sorted = micros.clone();
      Arrays.sort(sorted);
      p50.add(sorted[sorted.length / 2] / 1e3);
      p99.add(sorted[(int) (sorted.length * 0.99)] / 1e3);
    }

    @Override
    public String toString() {
      return "p50 " + p50 + " ms, p99 " + p99 + " ms";
    }
  }

  /** Writes at the pace while a capture runs, and collects what its sink measured. */
  private record Writing(
      SourceServer server, OrdersTable table, Captures captures, Workbench bench) {

    long[] latencies(String name, Stop source) throws Exception {
      long count = (long) bench.scale().latencySeconds() * PER_SECOND;
      long rows = server.number("SELECT coalesce(max(id), 0) FROM " + table);
      try (Running running = captures.start(name, source, Captures.timing())) {
        // One row before the pace begins: seen in the sink, it proves that the reader is past its
        // snapshot.
        table.insert(rows + 1, 1, 1);
        captures.await(running, rows + 1);
        new PacedWriters(server, table, PER_SECOND).write(rows + 2, count);
        SinkGaugeMXBean gauge = captures.await(running, rows + 1 + count);
        long[] all = gauge.getLatencies();
        int warm = all.length - (int) count + PER_SECOND;
        return Arrays.copyOfRange(all, warm, all.length);
      }
    }
  }
}
