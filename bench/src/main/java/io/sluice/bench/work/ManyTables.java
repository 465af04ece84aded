package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.ManyTablesDatabase;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.engine.SluiceProcess;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/** How a source starts on a database of ten thousand tables, and what that takes. */
final class ManyTables implements Measurement {

  private static final int MOST_ROUNDS = 3; // the peer takes minutes
  private static final long LIMIT_NANOS = 600_000_000_000L;

  @Override
  public String name() {
    return "start-10k-tables";
  }

  @Override
  public String about() {
    return "start of sluice run on 10,000 tables to the first record, and memory, against Debezium";
  }

  @Override
  public boolean runsInQuick() {
    return false;
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    Starts ours = new Starts();
    Starts peer = new Starts();
    int tables = bench.scale().tables();
    try (BenchServer server = BenchServer.source(bench)) {
      ManyTablesDatabase database = ManyTablesDatabase.of(tables, server, bench);
      for (int round = 1; round <= Math.min(MOST_ROUNDS, bench.scale().runs()); round++) {
        Map<String, String> config = config(server, database, "ours_" + round);
        ours.add(start(bench, new Stop("postgres", config), tables));
        bench.say("  round %d, Sluice: %s", round, ours);
        server.forgetSlots();
        Map<String, String> theirs = config(server, database, "peer_" + round);
        theirs.put("plugin.name", "pgoutput");
        String debezium = "io.debezium.connector.postgresql.PostgresConnector";
        peer.add(start(bench, new Stop(debezium, theirs), tables));
        bench.say("  round %d, Debezium: %s", round, peer);
        server.forgetSlots();
      }
    }
    String note =
        String.format(
            Locale.ROOT,
            "%,d tables of four columns and one row, in a process of its own with the launcher's"
                + " heap of 512 MB; the peer is Debezium's connector in the same engine. To all"
                + " rows: %.1f s, Debezium %.1f s. Memory: the largest resident size of the JVM"
                + " until then.",
            tables,
            Duel.median(ours.all),
            Duel.median(peer.all));
    return List.of(
        result(name(), "s", ours.first, peer.first, note),
        result(name() + "-memory", "MB", ours.megabytes, peer.megabytes, note));
  }

  private static Result result(
      String name, String unit, List<Double> ours, List<Double> theirs, String note) {
    double mine = Duel.median(ours);
    double peer = Duel.median(theirs);
    return new Result(
        name, unit, mine, ours, Peers.SAME_ENGINE, peer, peer / mine, Bar.none(), note);
  }

  private static Map<String, String> config(
      BenchServer server, ManyTablesDatabase database, String slot) {
    Map<String, String> config = new TreeMap<>();
    config.put("database.hostname", "localhost");
    config.put("database.port", Integer.toString(server.port()));
    config.put("database.user", server.user());
    config.put("database.password", "unused");
    config.put("database.dbname", database.name());
    config.put("topic.prefix", "many");
    config.put("slot.name", slot);
    config.put("publication.name", ManyTablesDatabase.PUBLICATION);
    config.put("publication.autocreate.mode", "disabled");
    return config;
  }

  private record Start(double first, double all, double megabytes) {}

  private static Start start(Workbench bench, Stop source, int tables) throws Exception {
    Path folder = bench.scratch("many");
    Path first = folder.resolve("first");
    Path all = folder.resolve("all");
    Path file =
        PipelineFile.write(
            folder,
            "many",
            source,
            List.of(counting("first", first, 1), counting("all", all, tables)));
    long start = System.nanoTime();
    try (SluiceProcess sluice =
        new SluiceProcess(bench, folder, Map.of(), "run", file.toString())) {
      double toFirst = await(sluice, first, start);
      double toAll = await(sluice, all, start);
      return new Start(toFirst, toAll, sluice.peakResident().orElse(0L) / 1e6);
    }
  }

  private static Stop counting(String gauge, Path mark, int records) {
    return new Stop(
        "io.sluice.bench.connector.CountingSinkConnector",
        Map.of("gauge", gauge, "mark", mark.toString(), "mark.records", Integer.toString(records)));
  }

  private static double await(SluiceProcess sluice, Path mark, long start) throws Exception {
    while (!Files.exists(mark)) {
      if (!sluice.runs()) {
        throw sluice.failure(mark.getFileName() + " record of many tables");
      }
      if (System.nanoTime() - start > LIMIT_NANOS) {
        throw new TimeoutException("Expected " + mark + " within ten minutes");
      }
      Thread.sleep(10);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** The starts of one contender. */
  private static final class Starts {
    final List<Double> first = new ArrayList<>();
    final List<Double> all = new ArrayList<>();
    final List<Double> megabytes = new ArrayList<>();

    void add(Start start) {
      first.add(start.first());
      all.add(start.all());
      megabytes.add(start.megabytes());
    }

    @Override
    public String toString() {
      return "first " + first + " s, all " + all + " s, " + megabytes + " MB";
    }
  }
}
