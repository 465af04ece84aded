package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.engine.EngineBed.Running;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.limit.Rate;
import io.sluice.bench.work.Others.Opening;
import io.sluice.bench.work.Others.Other;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A snapshot into another kind of database, beside the same rows written by hand. */
final class SnapshotOther implements Measurement {

  private final String kind;
  private final Opening opening;

  /**
   * @param kind of database, in the measurement's name
   */
  SnapshotOther(String kind, Opening opening) {
    this.kind = kind;
    this.opening = opening;
  }

  @Override
  public String name() {
    return "snapshot-" + kind;
  }

  @Override
  public String about() {
    return "snapshot from PostgreSQL to " + kind + ", against prepared rows written by hand";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long rows = bench.scale().streamEvents();
    try (BenchServer source = BenchServer.source(bench)) {
      OrdersTable table = OrdersTable.of(rows, source, bench);
      try (Other other = opening.open(bench, source, table, rows);
          Captures captures = new Captures(source, table, bench)) {
        int[] run = {0};
        Duel duel =
            new Duel()
                .add("Sluice", () -> copy(captures, "copy_" + ++run[0], other, rows))
                .add(other.words(), other.byHand())
                .fight(bench, source::forgetSlots);
        return List.of(
            duel.result(
                name(),
                "rows/s",
                "Sluice",
                other.words(),
                Bar.none(),
                String.format(
                    Locale.ROOT,
                    "%,d rows of ten columns, committed, with the primary key. What it is held"
                        + " against reads no source.",
                    rows)));
      }
    }
  }

  private static double copy(Captures captures, String name, Other other, long rows)
      throws Exception {
    try (Running running = captures.start(name, captures.ours(name), other.into(name))) {
      Instant start = Delivered.first(running);
      Instant end = Delivered.committed(running, rows);
      return Rate.perSecond(rows, Duration.between(start, end).toNanos());
    } finally {
      other.forget(name);
    }
  }
}
