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
import io.sluice.bench.limit.CopyPipe;
import io.sluice.bench.limit.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A snapshot into another PostgreSQL server, beside {@code psql COPY | psql COPY}. */
final class SnapshotPostgres implements Measurement {

  private static final String PIPE = "psql COPY | psql COPY";

  @Override
  public String name() {
    return "snapshot-postgres";
  }

  @Override
  public String about() {
    return "snapshot from PostgreSQL to PostgreSQL with primary key, against " + PIPE;
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long rows = bench.scale().snapshotRows();
    try (BenchServer source = BenchServer.source(bench);
        BenchServer target = BenchServer.target(bench)) {
      OrdersTable table = OrdersTable.of(rows, source, bench);
      try (Captures captures = new Captures(source, table, bench)) {
        int[] run = {0};
        Duel duel =
            new Duel()
                .add(
                    "Sluice",
                    () -> {
                      String name = "copy_" + ++run[0];
                      return copy(captures, name, captures.ours(name), target, rows);
                    })
                .add(PIPE, new CopyPipe(source, target, table, rows))
                .fight(bench, () -> prepare(source, target));
        return List.of(
            duel.result(
                name(),
                "rows/s",
                "Sluice",
                PIPE,
                Bar.ratio(0.60, 0.85),
                String.format(
                    Locale.ROOT,
                    "%,d rows of ten columns, committed, with the primary key. Two servers, both"
                        + " ends of the pipe and Sluice share two cores.",
                    rows)));
      }
    }
  }

  static void prepare(BenchServer source, BenchServer target) throws Exception {
    source.forgetSlots();
    target.execute("CHECKPOINT");
  }

  /** Rows a second of one snapshot. */
  static double copy(Captures captures, String name, Stop source, BenchServer target, long rows)
      throws Exception {
    Stop sink = Sinks.postgres(target, "copies." + name);
    try (Running running = captures.start(name, source, sink)) {
      Instant start = Delivered.first(running);
      Instant end = Delivered.committed(running, rows);
      long copied = target.number("SELECT count(*) FROM copies." + name);
      if (copied != rows) {
        throw new IllegalStateException("Expected " + rows + " rows copied but found " + copied);
      }
      long keys =
          target.number(
              "SELECT count(*) FROM pg_index WHERE indisprimary AND indrelid = 'copies."
                  + name
                  + "'::regclass");
      if (keys != 1) {
        throw new IllegalStateException("Expected the copy to have its primary key by now");
      }
      return Rate.perSecond(rows, Duration.between(start, end).toNanos());
    } finally {
      target.execute("DROP TABLE IF EXISTS copies." + name);
    }
  }
}
