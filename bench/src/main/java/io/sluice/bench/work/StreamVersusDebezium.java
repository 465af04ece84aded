package io.sluice.bench.work;

import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.bed.SourceServer;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.peer.EmbeddedDebezium;
import java.util.List;
import java.util.Locale;

/** The same backlog by our connector and by Debezium's, in our engine and in its own. */
final class StreamVersusDebezium implements Measurement {

  private static final String LIMIT = "slot undecoded";

  @Override
  public String name() {
    return "stream-count-vs-debezium";
  }

  @Override
  public String about() {
    return "streaming inserts to a counting sink, against Debezium in the same engine and in its"
        + " own";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    try (SourceServer server = SourceServer.start(bench);
        EmbeddedDebezium embedded = new EmbeddedDebezium(bench)) {
      OrdersTable table = OrdersTable.empty("stream", server);
      try (Captures captures = new Captures(server, table, bench)) {
        Streams streams =
            new Streams(server, table, captures, bench.scale().peerStreamEvents())
                .add("Sluice", "ours", captures.ours("ours"))
                .add(Peers.SAME_ENGINE, "peer", captures.debezium("peer"))
                .add(
                    Peers.OWN_ENGINE,
                    embedded,
                    captures.embedded("own"),
                    bench.scratch("debezium").resolve("offsets"))
                .addDrain(LIMIT, "undecoded");
        Duel duel = streams.fight(bench);
        String note =
            String.format(
                Locale.ROOT,
                "%s The slot itself, drained undecoded, gave %,.0f events/s: nobody can be faster."
                    + " %s",
                streams.about(),
                duel.median(LIMIT),
                Peers.SETTINGS);
        Bar bar = Bar.ratio(4, 6);
        return List.of(
            duel.result(name(), "events/s", "Sluice", Peers.SAME_ENGINE, bar, note),
            duel.result(name() + "-embedded", "events/s", "Sluice", Peers.OWN_ENGINE, bar, note));
      }
    }
  }
}
