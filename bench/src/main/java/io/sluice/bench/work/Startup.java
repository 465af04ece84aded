package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.engine.SluiceProcess;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From the start of the command until somebody else sees the first row in the target. */
final class Startup implements Measurement {

  @Override
  public String name() {
    return "startup-run";
  }

  @Override
  public String about() {
    return "start of sluice run to the first row in the sink, a PostgreSQL table";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    List<Double> runs = new ArrayList<>();
    try (BenchServer server = BenchServer.source(bench)) {
      OrdersTable table = OrdersTable.of(1_000, server, bench);
      try (Captures captures = new Captures(server, table, bench)) {
        for (int i = 0; i <= bench.scale().runs(); i++) {
          double seconds = once(bench, server, captures.ours("startup"), i);
          bench.say("  %s: %.3f s", i == 0 ? "warm-up" : "round " + i, seconds);
          if (i > 0) {
            runs.add(seconds);
          }
          server.forgetSlots();
        }
      }
    }
    return List.of(
        new Result(
            name(),
            "s",
            Duel.median(runs),
            runs,
            "a bound",
            null,
            null,
            Bar.atMost(3, 1.5),
            "From exec of bin/sluice until another connection sees a committed row: JVM, pipeline"
                + " file, plugins, state database, slot, snapshot of 1,000 rows, create table,"
                + " first checkpoint. Files are in the page cache."));
  }

  private static double once(Workbench bench, BenchServer server, Stop source, int run)
      throws Exception {
    String target = "startup_" + run;
    server.execute("DROP TABLE IF EXISTS " + target, "DROP TABLE IF EXISTS _sluice_offsets");
    Path folder = bench.scratch("startup");
    Stop sink = new Stop("table", Map.of("url", server.url(), "table.name.format", target));
    Path file = PipelineFile.write(folder, "startup-" + run, source, sink);
    try (Connection connection = server.connect()) {
      long start = System.nanoTime();
      try (SluiceProcess sluice =
          new SluiceProcess(bench, folder, Map.of(), "run", file.toString())) {
        FirstRow.await(connection, target, sluice);
        return (System.nanoTime() - start) / 1e9;
      }
    }
  }
}
