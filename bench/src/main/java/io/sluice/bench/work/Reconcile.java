package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.engine.SluiceProcess;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.limit.Rate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A table held against its copy, beside one count and hash of all rows on either side. */
final class Reconcile implements Measurement {

  private static final String BY_HAND = "count(*), sum of md5(row)";
  private static final String COPY = "copies.reconciled";

  @Override
  public String name() {
    return "reconcile";
  }

  @Override
  public String about() {
    return "sluice reconcile of a table and its copy, against one " + BY_HAND + " on either side";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long rows = bench.scale().largeTableRows();
    ExecutorService beside = Executors.newSingleThreadExecutor();
    try (BenchServer source = BenchServer.source(bench);
        BenchServer target = BenchServer.target(bench)) {
      OrdersTable table = OrdersTable.of(rows, source, bench);
      try (Captures captures = new Captures(source, table, bench)) {
        Path folder = bench.scratch("reconcile");
        target.execute("DROP TABLE IF EXISTS " + COPY, "DROP TABLE IF EXISTS _sluice_offsets");
        Path file =
            PipelineFile.write(
                folder, "reconcile", captures.ours("reconcile"), Sinks.postgres(target, COPY));
        bench.say("  copying %,d rows", rows);
        sluice(bench, folder, "run", file.toString(), "--once");
        target.execute("VACUUM (FREEZE, ANALYZE) " + COPY, "CHECKPOINT");
        Duel duel =
            new Duel()
                .add(
                    "Sluice",
                    () -> {
                      long start = System.nanoTime();
                      sluice(bench, folder, "reconcile", file.toString());
                      return Rate.perSecond(rows, System.nanoTime() - start);
                    })
                .add(
                    BY_HAND,
                    () -> {
                      long start = System.nanoTime();
                      Future<Long> there = beside.submit(() -> target.number(hash(COPY)));
                      long here = source.number(hash(table.toString()));
                      requireSame(here, answer(there));
                      return Rate.perSecond(rows, System.nanoTime() - start);
                    })
                .fight(bench);
        return List.of(
            duel.result(
                name(),
                "rows/s",
                "Sluice",
                BY_HAND,
                Bar.none(),
                String.format(
                    Locale.ROOT,
                    "%,d rows of ten columns, the whole command with the start of its JVM. By hand:"
                        + " one query on each server at the same time, without a common text of the"
                        + " values and without a way to find what differs.",
                    rows)));
      } finally {
        source.forgetSlots();
        target.execute("DROP TABLE IF EXISTS " + COPY);
      }
    } finally {
      beside.shutdownNow();
    }
  }

  private static String hash(String table) {
    return "SELECT (sum(('x' || left(md5(t::text), 16))::bit(64)::bigint) + count(*))::numeric"
        + " % 9223372036854775807 FROM "
        + table
        + " AS t";
  }

  private static void requireSame(long here, long there) {
    if (here != there) {
      throw new IllegalStateException("Expected equal hashes of the table and its copy");
    }
  }

  private static long answer(Future<Long> asked) throws InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The copy could not be hashed", e);
    }
  }

  private static void sluice(Workbench bench, Path folder, String... arguments)
      throws IOException, InterruptedException {
    try (SluiceProcess process = new SluiceProcess(bench, folder, Map.of(), arguments)) {
      if (process.exitCode() != 0) {
        throw process.failure("success of sluice " + arguments[0]);
      }
    }
  }
}
