package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.engine.SluiceProcess;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How large the process of {@code sluice run --once} becomes over a long snapshot with a small
 * heap.
 */
final class Memory implements Measurement {

  @Override
  public String name() {
    return "memory-20m";
  }

  @Override
  public String about() {
    return "memory of the process, snapshot of 20M rows with -Xmx256m, to a counting sink";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long rows = bench.scale().memoryRows();
    try (BenchServer server = BenchServer.source(bench)) {
      OrdersTable table = OrdersTable.of(rows, server, bench);
      try (Captures captures = new Captures(server, table, bench)) {
        Path folder = bench.scratch("memory");
        Path file =
            PipelineFile.write(folder, "memory", captures.ours("memory"), Captures.counting());
        long start = System.nanoTime();
        long peak = 0;
        try (SluiceProcess sluice =
            new SluiceProcess(
                bench,
                folder,
                Map.of("SLUICE_OPTS", "-Xmx256m"),
                "run",
                file.toString(),
                "--once")) {
          while (sluice.runs()) {
            peak = Math.max(peak, sluice.peakResident().orElse(0L));
            Thread.sleep(50);
          }
          if (sluice.exitCode() != 0) {
            throw sluice.failure("a snapshot of " + rows + " rows with -Xmx256m");
          }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double megabytes = peak / 1e6;
        return List.of(
            new Result(
                name(),
                "MB",
                megabytes,
                List.of(megabytes),
                "a bound",
                null,
                null,
                Bar.atMost(512, 350),
                String.format(
                    Locale.ROOT,
                    "VmHWM of the JVM that sluice run --once is, %,d rows of ten columns to a"
                        + " counting sink, in %.1f s from exec to exit (%,.0f rows/s). One run: the"
                        + " peak of a run is already a maximum.",
                    rows,
                    seconds,
                    rows / seconds)));
      }
    }
  }
}
