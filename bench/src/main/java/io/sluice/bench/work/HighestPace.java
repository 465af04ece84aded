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
import java.util.function.Function;

/**
 * The pace of single-row transactions is raised step by step until the 99th percentile from commit
 * to hand-over leaves its bound, or the server makes no more.
 */
final class HighestPace implements Measurement {

  private static final double BOUND_MILLIS = 25;
  private static final int[] PACES = {250, 500, 1_000, 2_000, 3_000, 4_000, 6_000, 8_000, 12_000};
  private static final int CONNECTIONS = 16;
  private static final int MOST_ROUNDS = 3; // each takes a minute or two

  @Override
  public String name() {
    return "latency-highest-pace";
  }

  @Override
  public String about() {
    return "highest tx/s with a p99 from commit to the sink within 25 ms, against Debezium tuned"
        + " and at defaults";
  }

  @Override
  public boolean runsInQuick() {
    return false;
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    List<Double> ours = new ArrayList<>();
    List<Double> tuned = new ArrayList<>();
    List<Double> atDefaults = new ArrayList<>();
    try (BenchServer server = BenchServer.source(bench)) {
      for (int round = 1; round <= Math.min(MOST_ROUNDS, bench.scale().runs()); round++) {
        // Small again in each round: every capture begins with a snapshot of it.
        OrdersTable table = OrdersTable.empty("pace", server);
        try (Captures captures = new Captures(server, table, bench)) {
          PacedCapture paced = new PacedCapture(server, table, captures);
          Ladder ladder = new Ladder(paced, bench, round);
          ours.add(ladder.climb("ours", captures::ours));
          tuned.add(ladder.climb("tuned", captures::debeziumForLatency));
          atDefaults.add(ladder.climb("defaults", captures::debeziumAtDefaults));
        }
        server.forgetSlots();
      }
    }
    String note =
        "Paces tried: 250, 500, 1,000 ... 12,000 tx/s, each held for some seconds in one of two"
            + " tries, sixteen connections; 0 is less than the slowest. Where the server itself"
            + " makes no more transactions, the pace before counts. Server, writers and reader"
            + " share the cores.";
    return List.of(
        result(name(), ours, Peers.FOR_LATENCY, tuned, note),
        result(name() + "-vs-defaults", ours, Peers.AT_DEFAULTS, atDefaults, note));
  }

  private static Result result(
      String name, List<Double> ours, String other, List<Double> theirs, String note) {
    double peer = Duel.median(theirs);
    return new Result(
        name,
        "tx/s",
        Duel.median(ours),
        ours,
        other,
        peer,
        peer == 0 ? null : Duel.median(ours) / peer,
        Bar.none(),
        note);
  }

  private record Ladder(PacedCapture paced, Workbench bench, int round) {

    double climb(String who, Function<String, Stop> source) throws Exception {
      double highest = 0;
      for (int pace : PACES) {
        if (!holds(who, source, pace)) {
          break;
        }
        highest = pace;
      }
      return highest;
    }

    /** In one of two tries: a machine that did something else for a moment decides nothing. */
    private boolean holds(String who, Function<String, Stop> source, int pace) throws Exception {
      int seconds = bench.scale().stepSeconds() + 1; // the first is left out
      for (int attempt = 1; attempt <= 2; attempt++) {
        String name = who + "_" + round + "_" + pace + "_" + attempt;
        Pace found = paced.run(name, source.apply(name), pace, seconds, CONNECTIONS);
        // Nobody will read this capture's slot again, and it would hold the log.
        paced.server().forgetSlots();
        double p99 = found.percentile(0.99);
        bench.say(
            "  round %d, %s: %,d tx/s asked, %,.0f made, p99 %.1f ms",
            round, who, pace, found.written(), p99);
        if (found.written() >= 0.95 * pace && p99 <= BOUND_MILLIS) {
          return true;
        }
      }
      return false;
    }
  }
}
