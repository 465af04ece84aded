package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.limit.CopyDrain;
import java.util.List;
import java.util.Locale;

/** A snapshot into a sink that counts, beside the same table drained with the driver. */
final class SnapshotCount implements Measurement {

  @Override
  public String name() {
    return "snapshot-count";
  }

  @Override
  public String about() {
    return "snapshot to a counting sink, against draining COPY TO STDOUT with the JDBC driver";
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
                        captures.rate(
                            "snapshot-" + ++run[0], captures.ours("ours_" + run[0]), rows))
                .add("COPY text", CopyDrain.text(server, table))
                .add("COPY binary", CopyDrain.binary(server, table))
                .fight(bench, server::forgetSlots);
        return List.of(
            duel.result(
                name(),
                "rows/s",
                "Sluice",
                "COPY text",
                Bar.ratio(0.75, 0.90),
                String.format(
                    Locale.ROOT,
                    "%,d rows of ten columns. Sluice reads COPY's binary form, which drains at"
                        + " %,.0f rows/s. The server's process encodes on one core while ours"
                        + " decodes on the other.",
                    rows,
                    duel.median("COPY binary"))));
      }
    }
  }
}
