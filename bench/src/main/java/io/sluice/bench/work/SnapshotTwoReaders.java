package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One table read by two connections, each a part of it, against one. */
final class SnapshotTwoReaders implements Measurement {

  private static final String ONE = "one reader";
  private static final String TWO = "two readers";

  @Override
  public String name() {
    return "snapshot-two-readers";
  }

  @Override
  public String about() {
    return "snapshot to a counting sink with snapshot.max.threads=2, against one reader";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long rows = bench.scale().snapshotRows();
    try (BenchServer server = BenchServer.source(bench)) {
      OrdersTable table = OrdersTable.of(rows, server, bench);
      try (Captures captures = new Captures(server, table, bench)) {
        int[] run = {0};
        Duel duel =
            new Duel()
                .add(
                    TWO,
                    () -> {
                      String name = "two_" + ++run[0];
                      return captures.rate(name, threads(captures.ours(name), 2), rows);
                    })
                .add(
                    ONE,
                    () -> {
                      String name = "one_" + run[0];
                      return captures.rate(name, threads(captures.ours(name), 1), rows);
                    })
                .fight(bench, server::forgetSlots);
        return List.of(
            duel.result(
                name(),
                "rows/s",
                TWO,
                ONE,
                Bar.none(),
                String.format(
                    Locale.ROOT,
                    "%,d rows of ten columns in one table. Each reader has a process of the server"
                        + " and a thread here; this machine has %d cores for all of them.",
                    rows,
                    Runtime.getRuntime().availableProcessors())));
      }
    }
  }

  private static Stop threads(Stop source, int threads) {
    Map<String, String> config = new HashMap<>(source.config());
    config.put("snapshot.max.threads", Integer.toString(threads));
    return new Stop(source.connector(), config);
  }
}
