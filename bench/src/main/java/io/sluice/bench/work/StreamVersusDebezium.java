package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Scale;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.peer.EmbeddedDebezium;
import java.util.List;
import java.util.function.ToLongFunction;

/** The same backlog by our connector and by Debezium's, in our engine and in its own. */
final class StreamVersusDebezium implements Measurement {

  private final String name;
  private final String about;
  private final int rowsPerTransaction;
  private final ToLongFunction<Scale> inserts;
  private final Bar bar;

  private StreamVersusDebezium(
      String name, String about, int rowsPerTransaction, ToLongFunction<Scale> inserts, Bar bar) {
    this.name = name;
    this.about = about;
    this.rowsPerTransaction = rowsPerTransaction;
    this.inserts = inserts;
    this.bar = bar;
  }

  /** A hundred rows to a transaction, as batches write; tells the processor time as well. */
  static Measurement ofBatches() {
    return new StreamVersusDebezium(
        "stream-count-vs-debezium",
        "streaming inserts to a counting sink, against Debezium in the same engine and in its own;"
            + " processor time of each",
        100,
        Scale::peerStreamEvents,
        Bar.ratio(4, 6));
  }

  /** One row to a transaction, as shops write. */
  static Measurement ofSingleRows() {
    return new StreamVersusDebezium(
        "stream-single-vs-debezium",
        "streaming transactions of one row to a counting sink, against Debezium in the same engine"
            + " and in its own",
        1,
        Scale::singleTransactions,
        Bar.ratio(5, 5));
  }

  @Override
  public String name() {
    return name;
  }

  /** Making single transactions takes longer than reading them. */
  @Override
  public boolean runsInQuick() {
    return rowsPerTransaction > 1;
  }

  @Override
  public String about() {
    return about;
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long events = inserts.applyAsLong(bench.scale());
    try (BenchServer server = BenchServer.source(bench);
        EmbeddedDebezium embedded = new EmbeddedDebezium(bench)) {
      OrdersTable table = OrdersTable.empty("stream", server);
      try (Captures captures = new Captures(server, table, bench)) {
        Streams streams =
            new Streams(server, table, captures, events, rowsPerTransaction)
                .add("Sluice", "ours", captures.ours("ours"))
                .add(Peers.SAME_ENGINE, "peer", captures.debezium("peer"))
                .add(
                    Peers.OWN_ENGINE,
                    embedded,
                    captures.embedded("own"),
                    bench.scratch("debezium").resolve("offsets"))
                .addDrains();
        Duel duel = streams.fight(bench);
        String note = streams.about() + " " + Streams.limits(duel) + " " + Peers.SETTINGS;
        return List.of(
            duel.result(name(), "events/s", "Sluice", Peers.SAME_ENGINE, bar, note),
            duel.result(name() + "-embedded", "events/s", "Sluice", Peers.OWN_ENGINE, bar, note),
            duel.cpu(name() + "-cpu", events, "Sluice", Peers.SAME_ENGINE, Peers.cpu(note)));
      }
    }
  }
}
