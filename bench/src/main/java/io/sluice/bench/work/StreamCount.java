package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import java.util.List;

/**
 * A backlog of inserts streamed into a sink that counts, beside the same log drained with the
 * driver.
 */
final class StreamCount implements Measurement {

  @Override
  public String name() {
    return "stream-count";
  }

  @Override
  public String about() {
    return "streaming inserts to a counting sink, against draining the slot undecoded with the JDBC"
        + " driver";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    try (BenchServer server = BenchServer.source(bench)) {
      OrdersTable table = OrdersTable.empty("stream", server);
      try (Captures captures = new Captures(server, table, bench)) {
        Streams streams =
            new Streams(server, table, captures, bench.scale().streamEvents(), 100)
                .add("Sluice", "stream", captures.ours("ours"))
                .addDrains();
        Duel duel = streams.fight(bench);
        return List.of(
            duel.result(
                name(),
                "events/s",
                "Sluice",
                Streams.STREAM,
                Bar.ratio(0.70, 0.90),
                streams.about() + " " + Streams.limits(duel)));
      }
    }
  }
}
