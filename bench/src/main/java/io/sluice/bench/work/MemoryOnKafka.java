package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.engine.SluiceProcess;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.kafka.run.KafkaAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;

/**
 * How large the process is that runs one pipeline direct, on a Kafka of its own, and as a worker
 * with a broker to which it is deployed: when it has nothing to do, and while it has a backlog.
 */
final class MemoryOnKafka implements Measurement {

  private static final int FIRST_ROWS = 1_000;
  private static final int ROWS_PER_TRANSACTION = 100;
  private static final long QUIET_MS = 3_000;
  private static final long LIMIT_NANOS = 600_000_000_000L;

  /**
   * One way to run it, in megabytes.
   *
   * @param idle resident when the first rows are through and nothing comes
   * @param peak the largest that it ever was, with the backlog
   * @param heap what is alive of its heap afterwards
   */
  private record Size(double idle, double peak, double heap) {}

  @Override
  public String name() {
    return "memory-kafka";
  }

  @Override
  public String about() {
    return "memory of one pipeline, PostgreSQL to PostgreSQL: run on Kafka, deployed to sluice"
        + " worker, and direct; idle and under load";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long rows = bench.scale().topicRecords();
    try (BenchServer server = BenchServer.source(bench)) {
      Modes modes = new Modes(bench, server, rows);
      Size direct = modes.direct();
      bench.say("  direct: %s", direct);
      Size kafka = modes.onKafka();
      bench.say("  run on Kafka: %s", kafka);
      Size worker = modes.deployed();
      bench.say("  worker: %s", worker);
      List<Result> results = new ArrayList<>();
      results.addAll(results(name(), "sluice run, broker and worker in it", kafka, direct, rows));
      results.addAll(
          results("memory-worker", "sluice worker with its broker", worker, direct, rows));
      return results;
    }
  }

  private static List<Result> results(String name, String what, Size size, Size direct, long rows) {
    String note =
        String.format(
            Locale.ROOT,
            "%s; heap of 512 MB, as the launcher gives it. Of its heap %.0f MB are alive after the"
                + " load, %.0f MB direct. ",
            what,
            size.heap(),
            direct.heap());
    return List.of(
        result(
            name + "-idle", size, direct, Size::idle, note + "VmRSS when nothing is to be done."),
        result(
            name + "-load",
            size,
            direct,
            Size::peak,
            note
                + String.format(
                    Locale.ROOT, "VmHWM behind a backlog of %,d inserts of ten columns.", rows)));
  }

  private static Result result(
      String name, Size size, Size direct, ToDoubleFunction<Size> part, String note) {
    double mine = part.applyAsDouble(size);
    double theirs = part.applyAsDouble(direct);
    return new Result(
        name,
        "MB",
        mine,
        List.of(mine),
        "the same, direct",
        theirs,
        theirs / mine,
        Bar.none(),
        note);
  }

  /** The three ways. */
  private record Modes(Workbench bench, BenchServer server, long rows) {

    Size direct() throws Exception {
      return inOneProcess(
          "direct", (folder, source, sink) -> PipelineFile.write(folder, "direct", source, sink));
    }

    Size onKafka() throws Exception {
      return inOneProcess(
          "on_kafka",
          (folder, source, sink) ->
              PipelineFile.onKafka(folder, "on_kafka", source, "on_kafka", sink));
    }

    /** Writes the pipeline file of a way. */
    @FunctionalInterface
    private interface Writer {
      Path write(Path folder, Stop source, Stop sink) throws IOException;
    }

    private Size inOneProcess(String name, Writer writer) throws Exception {
      OrdersTable table = table(name);
      try (Captures captures = new Captures(server, table, bench)) {
        Path folder = bench.scratch("memory");
        Path file = writer.write(folder, captures.ours("memory_" + name), sink(name));
        try (SluiceProcess sluice =
            new SluiceProcess(bench, folder, SluiceProcess.WITHOUT_PEERS, "run", file.toString())) {
          return measured(name, table, sluice);
        }
      } finally {
        server.forgetSlots();
      }
    }

    Size deployed() throws Exception {
      String name = "deployed";
      OrdersTable table = table(name);
      try (Captures captures = new Captures(server, table, bench)) {
        Path project = bench.scratch("project");
        Path file =
            PipelineFile.onKafka(project, name, captures.ours("memory_" + name), name, sink(name));
        Path folder = bench.scratch("worker");
        try (SluiceProcess worker =
            new SluiceProcess(
                bench,
                folder,
                SluiceProcess.WITHOUT_PEERS,
                "worker",
                "--kafka-port",
                "0",
                "--listen",
                "127.0.0.1:0")) {
          String url = address(folder, worker).connect().toString();
          try (SluiceProcess deploy =
              new SluiceProcess(
                  bench,
                  project,
                  SluiceProcess.WITHOUT_PEERS,
                  "deploy",
                  file.toString(),
                  "--connect",
                  url)) {
            if (deploy.exitCode() != 0) {
              throw deploy.failure("a deployment");
            }
          }
          return measured(name, table, worker);
        }
      } finally {
        server.forgetSlots();
      }
    }

    private static KafkaAddress address(Path folder, SluiceProcess worker) throws Exception {
      Path kafka = folder.resolve(".sluice").resolve(KafkaAddress.FOLDER);
      while (KafkaAddress.find(kafka).isEmpty()) {
        if (!worker.runs()) {
          throw worker.failure("a worker");
        }
        Thread.sleep(50);
      }
      return KafkaAddress.find(kafka).orElseThrow();
    }

    private OrdersTable table(String name) throws Exception {
      OrdersTable table = OrdersTable.empty("memory_" + name, server);
      table.insert(1, FIRST_ROWS, FIRST_ROWS);
      server.execute("DROP TABLE IF EXISTS copy_" + name, "DROP TABLE IF EXISTS _sluice_offsets");
      return table;
    }

    private Stop sink(String name) {
      return new Stop("table", Map.of("url", server.url(), "table.name.format", "copy_" + name));
    }

    private Size measured(String name, OrdersTable table, SluiceProcess sluice) throws Exception {
      try (Connection connection = server.connect()) {
        FirstRow.await(connection, "copy_" + name, sluice);
      }
      awaitRows(name, FIRST_ROWS, sluice);
      Thread.sleep(QUIET_MS);
      long idle = sluice.resident().orElse(0L);
      table.insert(FIRST_ROWS + 1, rows, ROWS_PER_TRANSACTION);
      awaitRows(name, FIRST_ROWS + rows, sluice);
      long peak = sluice.peakResident().orElse(0L);
      return new Size(idle / 1e6, peak / 1e6, sluice.liveHeap() / 1e6);
    }

    private void awaitRows(String name, long expected, SluiceProcess sluice) throws Exception {
      long giveUp = System.nanoTime() + LIMIT_NANOS;
      while (server.number("SELECT count(*) FROM copy_" + name) < expected) {
        if (!sluice.runs()) {
          throw sluice.failure(expected + " rows");
        }
        if (System.nanoTime() > giveUp) {
          throw new TimeoutException("Expected " + expected + " rows in copy_" + name);
        }
        Thread.sleep(200);
      }
    }
  }
}
