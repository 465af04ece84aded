package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.bed.PacedWriters;
import io.sluice.bench.connector.GaugeReader;
import io.sluice.bench.engine.EngineBed.Running;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Contender;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A table read beside the stream because a signal asks for it, quiet and with changes beside it:
 * against the plain snapshot of the same table, and against Debezium's two ways of the same.
 */
final class SnapshotIncremental implements Measurement {

  private static final String QUIET = "Sluice, incremental";
  private static final String BUSY = "Sluice, incremental, 1,000 changes/s beside";
  private static final String PLAIN = "plain snapshot";
  private static final String SIGNAL_TABLE = "Debezium, signal table";
  private static final String READ_ONLY = "Debezium, read-only";
  private static final String SIGNALS = "bench.signals";
  private static final String BESIDE = "incremental_beside";
  private static final int PER_SECOND = 1_000;
  private static final int CONNECTIONS = 16;
  private static final long FOR_EVER = 10_000_000;

  private long nextBeside = 1;
  private int run;

  @Override
  public String name() {
    return "snapshot-incremental";
  }

  @Override
  public String about() {
    return "a table read beside the stream, against its plain snapshot and against Debezium's"
        + " incremental snapshots";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    try (BenchServer server = BenchServer.source(bench)) {
      Duel plain = beside(server, bench, bench.scale().snapshotRows(), false);
      Duel peers = beside(server, bench, bench.scale().peerSnapshotRows(), true);
      String note =
          String.format(
              Locale.ROOT,
              "%,d rows of ten columns, from the first to the last in the sink.",
              bench.scale().snapshotRows());
      String beside = note + " Inserts into another captured table, a transaction each.";
      String peer =
          String.format(
              Locale.ROOT,
              "%,d rows of ten columns. Debezium 3.7.0 in our engine with batches of 8192, a queue"
                  + " of 32768 and its default chunk of 1024 rows.",
              bench.scale().peerSnapshotRows());
      Bar half = Bar.ratio(0.35, 0.50);
      Bar tenfold = Bar.ratio(5, 10);
      return List.of(
          plain.result(name(), "rows/s", QUIET, PLAIN, half, note),
          plain.result(name() + "-beside-changes", "rows/s", BUSY, PLAIN, half, beside),
          peers.result(name() + "-vs-debezium", "rows/s", QUIET, SIGNAL_TABLE, tenfold, peer),
          peers.result(
              name() + "-vs-debezium-read-only", "rows/s", QUIET, READ_ONLY, tenfold, peer));
    }
  }

  private Duel beside(BenchServer server, Workbench bench, long rows, boolean peers)
      throws Exception {
    OrdersTable table = OrdersTable.of(rows, server, bench);
    OrdersTable beside = OrdersTable.empty(BESIDE, server);
    nextBeside = 1;
    try (Captures captures = new Captures(server, table, bench)) {
      server.execute(
          "DROP TABLE IF EXISTS " + SIGNALS,
          "CREATE TABLE " + SIGNALS + "(id text PRIMARY KEY, type text, data text)",
          "ALTER PUBLICATION " + Captures.PUBLICATION + " ADD TABLE " + beside + ", " + SIGNALS);
      Reading reading = new Reading(server, table, captures, bench.scratch("signals"), rows);
      Duel duel = new Duel().add(QUIET, () -> reading.rate(captures.ours(slot()), "file"));
      if (peers) {
        duel.add(
                SIGNAL_TABLE,
                () ->
                    reading.rate(
                        with(captures.debezium(slot()), "signal.data.collection", SIGNALS),
                        "source,file"))
            .add(
                READ_ONLY,
                () -> reading.rate(with(captures.debezium(slot()), "read.only", "true"), "file"));
      } else {
        duel.add(BUSY, whileChanging(server, beside, () -> reading.rate(busy(captures), "file")))
            .add(PLAIN, () -> captures.rate(slot(), captures.ours("plain_" + run), rows));
      }
      return duel.fight(bench, server::forgetSlots);
    }
  }

  private String slot() {
    return "incremental_" + ++run;
  }

  private Stop busy(Captures captures) {
    Stop source = captures.ours(slot());
    return with(
        source,
        "table.include.list",
        source.config().get("table.include.list") + ",bench." + BESIDE);
  }

  private static Stop with(Stop source, String key, String value) {
    Map<String, String> config = new HashMap<>(source.config());
    config.put(key, value);
    return new Stop(source.connector(), config);
  }

  /** Has changes made at a steady pace for as long as the work takes. */
  private Contender whileChanging(BenchServer server, OrdersTable beside, Contender work) {
    return () -> {
      AtomicBoolean enough = new AtomicBoolean();
      long first = nextBeside;
      nextBeside += FOR_EVER;
      CompletableFuture<Double> changes =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return new PacedWriters(server, beside, PER_SECOND, CONNECTIONS)
                      .write(first, FOR_EVER, enough::get);
                } catch (Exception e) {
                  throw new IllegalStateException("The changes beside could not be made", e);
                }
              });
      try {
        return work.run();
      } finally {
        enough.set(true);
        changes.join();
      }
    };
  }

  /** One reading of the table that a signal asks for. */
  private record Reading(
      BenchServer server, OrdersTable table, Captures captures, Path folder, long rows) {

    double rate(Stop source, String channels) throws Exception {
      String slot = Objects.requireNonNull(source.config().get("slot.name"));
      Path file = folder.resolve(slot + ".txt");
      Files.writeString(file, "");
      Map<String, String> config = new HashMap<>(source.config());
      config.put("snapshot.mode", "no_data");
      config.put("signal.enabled.channels", channels);
      config.put("signal.file", file.toString());
      config.put("signal.poll.interval.ms", "100");
      try (Running running =
          captures.start(
              slot, new Stop(source.connector(), config), Captures.counting("bench." + table))) {
        awaitStreaming(slot, running);
        Files.writeString(
            file,
            "{\"id\": \""
                + slot
                + "\", \"type\": \"execute-snapshot\", \"data\": {\"type\": \"INCREMENTAL\","
                + " \"data-collections\": [\""
                + table
                + "\"]}}\n");
        return GaugeReader.rate(captures.await(running, rows));
      }
    }

    private void awaitStreaming(String slot, Running running) throws Exception {
      String streaming =
          "SELECT count(*) FROM pg_replication_slots s JOIN pg_stat_replication r ON r.pid ="
              + " s.active_pid WHERE s.slot_name = '"
              + slot
              + "'";
      while (server.number(streaming) == 0) {
        running.check();
        Thread.sleep(20);
      }
    }
  }
}
