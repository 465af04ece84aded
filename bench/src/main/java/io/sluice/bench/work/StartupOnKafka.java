package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.engine.SluiceProcess;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * From the start of the command until somebody else sees the first row in the target, where the
 * pipeline has a Kafka started: in a new folder, in one that has had a Kafka, and direct.
 */
final class StartupOnKafka implements Measurement {

  private static final String BROKER = "Kafka's broker listens";
  private static final String WORKER = "Kafka Connect's worker answers";

  /**
   * How one start went, in seconds from the start of the command.
   *
   * @param broker until clients could connect; 0 where there was none
   * @param worker until connectors could be deployed; 0 where there was none
   * @param row until the row was seen
   * @param processor time of the process by then
   */
  private record Start(double broker, double worker, double row, double processor) {}

  @Override
  public String name() {
    return "startup-kafka";
  }

  @Override
  public String about() {
    return "start of sluice run with a Kafka of its own to the first row in the sink, by its parts,"
        + " against the same pipeline direct";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    List<Start> fresh = new ArrayList<>();
    List<Start> again = new ArrayList<>();
    List<Start> direct = new ArrayList<>();
    Start first = null;
    try (BenchServer server = BenchServer.source(bench)) {
      OrdersTable table = OrdersTable.of(1_000, server, bench);
      try (Captures captures = new Captures(server, table, bench)) {
        Run run = new Run(bench, server, captures.ours("startup"));
        for (int i = 0; i <= bench.scale().runs(); i++) {
          Path folder = bench.scratch("startup");
          Start onNewFolder = run.onKafka(folder, "new_" + i);
          Start onOldFolder = run.onKafka(folder, "old_" + i);
          Start withoutKafka = run.direct(bench.scratch("startup"), "direct_" + i);
          if (i == 0) {
            first = onNewFolder;
          } else {
            fresh.add(onNewFolder);
            again.add(onOldFolder);
            direct.add(withoutKafka);
          }
        }
      }
    }
    String note =
        String.format(
            Locale.ROOT,
            "From exec of bin/sluice until another connection sees a committed row of 1,000: JVM,"
                + " broker and worker beside each other, two connectors, slot, snapshot, topic,"
                + " table. In a new folder, with the archive of classes that the first start"
                + " leaves. Broker ready after %.1f s, worker after %.1f s, row after %.1f s; %.1f"
                + " s of processor time. The very first start, without the archive: %.1f, %.1f,"
                + " %.1f s; %.1f s of processor time.",
            median(fresh, Start::broker),
            median(fresh, Start::worker),
            median(fresh, Start::row),
            median(fresh, Start::processor),
            first == null ? Double.NaN : first.broker(),
            first == null ? Double.NaN : first.worker(),
            first == null ? Double.NaN : first.row(),
            first == null ? Double.NaN : first.processor());
    String noteAgain =
        String.format(
            Locale.ROOT,
            "The same in a folder that has had a Kafka before, stopped in order. Broker ready after"
                + " %.1f s, worker after %.1f s; %.1f s of processor time, %.1f s direct.",
            median(again, Start::broker),
            median(again, Start::worker),
            median(again, Start::processor),
            median(direct, Start::processor));
    return List.of(
        result(name(), fresh, direct, note), result(name() + "-again", again, direct, noteAgain));
  }

  private static Result result(String name, List<Start> mine, List<Start> direct, String note) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < mine.size(); i++) {
      ratios.add(direct.get(i).row() / mine.get(i).row());
    }
    return new Result(
        name,
        "s",
        median(mine, Start::row),
        mine.stream().map(Start::row).toList(),
        "the same, direct",
        median(direct, Start::row),
        Duel.median(ratios),
        Bar.none(),
        note);
  }

  private static double median(List<Start> starts, ToDoubleFunction<Start> part) {
    return Duel.median(starts.stream().map(each -> part.applyAsDouble(each)).toList());
  }

  /** Starts the command and watches it. */
  private record Run(Workbench bench, BenchServer server, Stop source) {

    Start onKafka(Path folder, String name) throws Exception {
      Path file = PipelineFile.onKafka(folder, name, source, name, sink(name));
      return once(folder, name, file);
    }

    Start direct(Path folder, String name) throws Exception {
      return once(folder, name, PipelineFile.write(folder, name, source, sink(name)));
    }

    private Stop sink(String table) {
      return new Stop("table", Map.of("url", server.url(), "table.name.format", table));
    }

    private Start once(Path folder, String name, Path file) throws Exception {
      server.execute("DROP TABLE IF EXISTS " + name, "DROP TABLE IF EXISTS _sluice_offsets");
      try (Connection connection = server.connect()) {
        Instant start = Instant.now();
        long nanos = System.nanoTime();
        try (SluiceProcess sluice =
            new SluiceProcess(bench, folder, SluiceProcess.WITHOUT_PEERS, "run", file.toString())) {
          FirstRow.await(connection, name, sluice);
          double row = (System.nanoTime() - nanos) / 1e9;
          double processor = sluice.processorTime().orElse(Duration.ZERO).toMillis() / 1e3;
          Path log = folder.resolve(".sluice/logs/" + name + ".log");
          bench.say("  %s: %.2f s, %.2f s of processor time", name, row, processor);
          return new Start(said(log, BROKER, start), said(log, WORKER, start), row, processor);
        }
      } finally {
        server.forgetSlots();
      }
    }

    /** When the log says so, in seconds from the start; 0 where it does not. */
    private static double said(Path log, String words, Instant start) throws IOException {
      try (Stream<String> lines = Files.lines(log)) {
        return lines
            .filter(line -> line.contains(words))
            .findFirst()
            .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))))
            .map(when -> Duration.between(start, when).toMillis() / 1e3)
            .orElse(0.0);
      }
    }
  }
}
