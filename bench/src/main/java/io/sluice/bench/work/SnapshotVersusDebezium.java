package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.peer.EmbeddedDebezium;
import java.util.List;
import java.util.Locale;

/** The same snapshot by our connector and by Debezium's, in our engine and in its own. */
final class SnapshotVersusDebezium implements Measurement {

  @Override
  public String name() {
    return "snapshot-count-vs-debezium";
  }

  @Override
  public String about() {
    return "snapshot to a counting sink, against Debezium in the same engine and in its own;"
        + " processor time of each";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long rows = bench.scale().peerSnapshotRows();
    try (BenchServer server = BenchServer.source(bench);
        EmbeddedDebezium embedded = new EmbeddedDebezium(bench)) {
      OrdersTable table = OrdersTable.of(rows, server, bench);
      try (Captures captures = new Captures(server, table, bench)) {
        int[] run = {0};
        Duel duel =
            new Duel()
                .add(
                    "Sluice",
                    () -> captures.rate("ours-" + ++run[0], captures.ours("ours_" + run[0]), rows))
                .add(
                    Peers.SAME_ENGINE,
                    () ->
                        captures.rate("peer-" + run[0], captures.debezium("peer_" + run[0]), rows))
                .add(
                    Peers.OWN_ENGINE,
                    () ->
                        captures.rate(
                            embedded,
                            captures.embedded("own_" + run[0]),
                            bench.scratch("debezium").resolve("offsets"),
                            rows))
                .fight(bench, server::forgetSlots);
        String note =
            String.format(Locale.ROOT, "%,d rows of ten columns. %s", rows, Peers.SETTINGS);
        Bar bar = Bar.ratio(8, 15);
        return List.of(
            duel.result(name(), "rows/s", "Sluice", Peers.SAME_ENGINE, bar, note),
            duel.result(name() + "-embedded", "rows/s", "Sluice", Peers.OWN_ENGINE, bar, note),
            duel.cpu(name() + "-cpu", rows, "Sluice", Peers.SAME_ENGINE, Peers.cpu(note)));
      }
    }
  }
}
