package io.sluice.bench.work;

import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.bed.SourceServer;
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
import io.sluice.engine.run.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A snapshot into a DuckDB file, beside the slower of reading alone and writing alone. */
final class SnapshotDuckDb implements Measurement {

  private static final Duration LIMIT = Duration.ofMinutes(10);

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
    try (SourceServer server = SourceServer.start(bench)) {
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
      await(running, status -> status.counts().delivered() > 0);
      Instant start = Instant.now();
      // No lag once all is delivered: that is said only when all is committed as well. It is said
      // a moment later, since a source that has nothing more must first be seen to give nothing.
      RunStatus end =
          await(
              running,
              status -> status.counts().delivered() >= rows && Duration.ZERO.equals(status.lag()));
      return Rate.perSecond(rows, Duration.between(start, lastCommit(end)).toNanos());
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling("warehouse.duckdb.wal"));
    }
  }

  private static Instant lastCommit(RunStatus status) {
    RunStatus.LastCheckpoint last = status.checkpoint();
    if (last == null) {
      throw new IllegalStateException("Expected a checkpoint of all rows but found none");
    }
    return last.at();
  }

  private static RunStatus await(Running running, Predicate<RunStatus> reached) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    RunStatus status = running.status();
    while (!reached.test(status)) {
      running.check();
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(
            "Expected all rows in DuckDB within "
                + LIMIT
                + " but found "
                + running.status().counts());
      }
      Thread.sleep(5);
      status = running.status();
    }
    return status;
  }
}
