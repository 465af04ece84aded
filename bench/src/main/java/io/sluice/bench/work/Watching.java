package io.sluice.bench.work;

import com.sun.net.httpserver.HttpServer;
import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.engine.SluiceProcess;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.server.ServedFolder;
import io.sluice.bench.server.Watchers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What a flow loses when it is run by a server and looked at, against {@code sluice run} alone. */
final class Watching implements Measurement {
  private static final String ALONE = "sluice run";
  private static final String WATCHED = "sluice up, watched";
  private static final String TRACED = "sluice up, watched and traced";
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(10);

  @Override
  public String name() {
    return "watching";
  }

  @Override
  public String about() {
    return "a flow under sluice up with an open page, Prometheus each second and traces, against"
        + " sluice run alone";
  }

  /** It takes minutes, even small. */
  @Override
  public boolean runsByDefault() {
    return false;
  }

  /** What is copied, made anew for each run. */
  private interface Flow {
    Stop source(int run);

    List<Stop> sinks(Path folder);
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    List<Result> results = new ArrayList<>(prepared(bench));
    results.addAll(duckDb(bench));
    return results;
  }

  private List<Result> prepared(Workbench bench) throws Exception {
    // Long enough that a second more or less of warming up decides nothing.
    long records = 10 * bench.scale().preparedRecords();
    Flow flow =
        new Flow() {
          @Override
          public Stop source(int run) {
            return new Stop(
                "io.sluice.bench.connector.PreparedSourceConnector",
                Map.of("records", Long.toString(records)));
          }

          @Override
          public List<Stop> sinks(Path folder) {
            return List.of();
          }
        };
    String note =
        String.format(
            Locale.ROOT,
            "%,d prepared records to counting sinks, rate of the second half: the engine alone, so"
                + " that what is taken from it shows most.",
            records);
    return results(bench, name() + "-engine", flow, records, note, () -> {});
  }

  private List<Result> duckDb(Workbench bench) throws Exception {
    long rows = bench.scale().snapshotRows();
    try (BenchServer server = BenchServer.source(bench)) {
      OrdersTable table = OrdersTable.of(rows, server, bench);
      try (Captures captures = new Captures(server, table, bench)) {
        Flow flow =
            new Flow() {
              @Override
              public Stop source(int run) {
                return captures.ours("watching_" + run);
              }

              @Override
              public List<Stop> sinks(Path folder) {
                return List.of(
                    new Stop(
                        "table",
                        Map.of("url", "jdbc:duckdb:" + folder.resolve("warehouse.duckdb"))));
              }
            };
        String note =
            String.format(
                Locale.ROOT,
                "Snapshot of %,d rows of ten columns from PostgreSQL into DuckDB, rate of the"
                    + " second half.",
                rows);
        return results(bench, name() + "-duckdb", flow, rows, note, server::forgetSlots);
      }
    }
  }

  private static List<Result> results(
      Workbench bench, String name, Flow flow, long records, String note, Duel.Round before)
      throws Exception {
    int[] run = {0};
    AtomicLong spans = new AtomicLong();
    try (Collector collector = new Collector(spans)) {
      Duel duel =
          new Duel()
              .add(ALONE, () -> alone(bench, flow, ++run[0], records))
              .add(WATCHED, () -> watched(bench, flow, ++run[0], records, Map.of()))
              .add(
                  TRACED,
                  () ->
                      watched(
                          bench,
                          flow,
                          ++run[0],
                          records,
                          Map.of(
                              "OTEL_EXPORTER_OTLP_ENDPOINT",
                              collector.url(),
                              "OTEL_METRICS_EXPORTER",
                              "none")))
              .fight(bench, before);
      if (spans.get() == 0) {
        throw new IOException("Expected traces of those that are traced, but none came");
      }
      String watchers =
          note
              + " One page listens to events, /metrics is asked for once a second, samples are"
              + " taken once a second.";
      return List.of(
          duel.result(name, "records/s", WATCHED, ALONE, Bar.ratio(0.90, 0.97), watchers),
          duel.result(
              name + "-traced",
              "records/s",
              TRACED,
              ALONE,
              Bar.ratio(0.90, 0.97),
              watchers + " One batch in a hundred is followed, and sent to a collector."));
    }
  }

  private static double alone(Workbench bench, Flow flow, int run, long records) throws Exception {
    Path folder = bench.scratch("watching");
    Path file = pipeline(folder, flow, run, records);
    try (SluiceProcess sluice =
        new SluiceProcess(bench, folder, Map.of(), "run", file.toString())) {
      return rate(folder, sluice, records);
    }
  }

  private static double watched(
      Workbench bench, Flow flow, int run, long records, Map<String, String> environment)
      throws Exception {
    Path folder = bench.scratch("watching");
    pipeline(folder, flow, run, records);
    try (ServedFolder served = ServedFolder.start(bench, folder, environment);
        Watchers watchers = new Watchers(served)) {
      double rate = rate(folder, served.process(), records);
      if (watchers.told() == 0) {
        throw new IOException("Expected somebody to be told something, but nobody was");
      }
      return rate;
    }
  }

  private static Path pipeline(Path folder, Flow flow, int run, long records) throws IOException {
    List<Stop> sinks = new ArrayList<>(flow.sinks(folder));
    sinks.add(mark(folder, "half", records / 2));
    sinks.add(mark(folder, "all", records));
    return PipelineFile.write(folder, "flow-" + run, flow.source(run), sinks);
  }

  private static Stop mark(Path folder, String name, long records) {
    return new Stop(
        "io.sluice.bench.connector.CountingSinkConnector",
        Map.of(
            "gauge", name,
            "mark", folder.resolve(name + ".mark").toString(),
            "mark.records", Long.toString(records)));
  }

  /** By the times of the files that the sinks leave: whoever looks takes no part in it. */
  private static double rate(Path folder, SluiceProcess sluice, long records) throws Exception {
    Path all = folder.resolve("all.mark");
    long giveUp = System.nanoTime() + PATIENCE;
    while (!Files.exists(all)) {
      if (!sluice.runs()) {
        throw sluice.failure("a flow of " + records + " records");
      }
      if (System.nanoTime() > giveUp) {
        throw new IOException("Expected a flow to end within minutes");
      }
      Thread.sleep(20);
    }
    FileTime half = Files.getLastModifiedTime(folder.resolve("half.mark"));
    long millis = Files.getLastModifiedTime(all).toMillis() - half.toMillis();
    return (records - records / 2) * 1_000.0 / Math.max(1, millis);
  }

  /** Takes spans and throws them away, as fast as a collector does. */
  private static final class Collector implements AutoCloseable {
    private final HttpServer server;

    private Collector(AtomicLong requests) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/v1/traces",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
    }

    private String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
