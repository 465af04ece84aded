package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.engine.EngineBed.Running;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.limit.AppenderFill;
import io.sluice.bench.limit.CopyDrain;
import io.sluice.bench.limit.Rate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A snapshot into a DuckDB file, beside the slower of reading alone and writing alone. */
final class SnapshotDuckDb implements Measurement {

  @Override
  public String name() {
    return "snapshot-duckdb";
  }

  @Override
  public String about() {
    return "snapshot from PostgreSQL to DuckDB, against the slower of its two halves alone";
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
                    "Sluice",
                    () ->
                        copy(
                            captures,
                            "whole-" + ++run[0],
                            captures.ours("ours_" + run[0]),
                            bench,
                            rows))
                .add("COPY text", CopyDrain.text(server, table))
                .add("DuckDB appender", new AppenderFill(bench, rows))
                .fight(bench, server::forgetSlots);
        String slower =
            duel.median("COPY text") < duel.median("DuckDB appender")
                ? "COPY text"
                : "DuckDB appender";
        return List.of(
            duel.result(
                name(),
                "rows/s",
                "Sluice",
                slower,
                Bar.ratio(0.60, 0.85),
                String.format(
                    Locale.ROOT,
                    "%,d rows of ten columns, committed. The halves alone: COPY drained %,.0f"
                        + " rows/s, appender on prepared rows %,.0f rows/s. Server, decoding and"
                        + " DuckDB share two cores.",
                    rows,
                    duel.median("COPY text"),
                    duel.median("DuckDB appender"))));
      }
    }
  }

  private static double copy(
      Captures captures, String name, Stop source, Workbench bench, long rows) throws Exception {
    Path file = bench.scratch("warehouse").resolve("warehouse.duckdb");
    Stop sink = new Stop("table", Map.of("url", "jdbc:duckdb:" + file));
    try (Running running = captures.start(name, source, sink)) {
      Instant start = Delivered.first(running);
      Instant end = Delivered.committed(running, rows);
      return Rate.perSecond(rows, Duration.between(start, end).toNanos());
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling("warehouse.duckdb.wal"));
    }
  }
}
