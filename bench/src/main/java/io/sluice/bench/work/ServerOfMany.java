package io.sluice.bench.work;

import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.engine.SluiceProcess;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.server.Asked;
import io.sluice.bench.server.Page;
import io.sluice.bench.server.ServedFolder;
import io.sluice.bench.server.Watchers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * {@code sluice up} with many pipelines: its start, what it takes while nothing happens and while
 * much does, how fast it answers meanwhile, how large its pages are.
 */
final class ServerOfMany implements Measurement {
  private static final int USUAL = 50;
  private static final int MANY = 200;
  private static final long PACE = 200_000;
  private static final int SETTLE_SECONDS = 10;
  private static final String FLOW = "flow";
  private static final List<String> API =
      List.of(
          "/api/v1/pipelines",
          "/api/v1/pipelines/" + FLOW,
          "/api/v1/pipelines/" + FLOW + "/history",
          "/api/v1/pipelines/idle-7");

  @Override
  public String name() {
    return "server";
  }

  @Override
  public String about() {
    return "sluice up with 50 and 200 pipelines: start, memory and CPU idle and under load, API"
        + " and pages while 200k rows/s flow";
  }

  /** It takes minutes, even small. */
  @Override
  public boolean runsByDefault() {
    return false;
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    List<Result> results = new ArrayList<>();
    results.add(start(bench));
    results.addAll(idle(bench, USUAL));
    results.addAll(idle(bench, MANY));
    results.addAll(loaded(bench));
    return results;
  }

  /** Pipelines that have copied one batch and have nothing more to do. */
  private static Path folder(Workbench bench, int pipelines) throws IOException {
    Path folder = bench.scratch("server");
    for (int i = 0; i < pipelines; i++) {
      PipelineFile.write(folder, "idle-" + i, source(Map.of("records", "2048")), sink("idle" + i));
    }
    return folder;
  }

  private static Stop source(Map<String, String> config) {
    return new Stop("io.sluice.bench.connector.PreparedSourceConnector", config);
  }

  private static Stop sink(String gauge) {
    return new Stop("io.sluice.bench.connector.CountingSinkConnector", Map.of("gauge", gauge));
  }

  private static Result start(Workbench bench) throws Exception {
    List<Double> first = new ArrayList<>();
    List<Double> again = new ArrayList<>();
    for (int i = 0; i <= bench.scale().runs(); i++) {
      Path folder = folder(bench, USUAL);
      double fresh = readyAfter(bench, folder);
      double next = readyAfter(bench, folder);
      bench.say("  start %d: %.2f s on a new folder, %.2f s again", i, fresh, next);
      if (i > 0) {
        first.add(fresh);
        again.add(next);
      }
    }
    return bound(
        "server-start-50",
        "s",
        first,
        Bar.atMost(10, 5),
        String.format(
            Locale.ROOT,
            "From exec of sluice up until /health/ready says that all 50 pipelines were started,"
                + " on a new folder. With the state of a run before: %.2f s.",
            Duel.median(again)));
  }

  private static double readyAfter(Workbench bench, Path folder) throws Exception {
    try (ServedFolder served = ServedFolder.start(bench, folder, Map.of())) {
      return served.readySeconds();
    }
  }

  private static List<Result> idle(Workbench bench, int pipelines) throws Exception {
    try (ServedFolder served = ServedFolder.start(bench, folder(bench, pipelines), Map.of())) {
      awaitQuiet(served, pipelines);
      double seconds = SETTLE_SECONDS * (double) bench.scale().stepSeconds();
      double cpu = cpu(served.process(), seconds);
      double resident = served.process().resident().orElse(0L) / 1e6;
      double heap = served.process().liveHeap() / 1e6;
      bench.say("  %d idle: %.1f %% of a core, %.0f MB", pipelines, cpu, resident);
      String note =
          String.format(
              Locale.ROOT,
              "sluice up with %d pipelines that have nothing to do, over %.0f s, nobody looks.",
              pipelines,
              seconds);
      return List.of(
          one("server-idle-cpu-" + pipelines, "% of a core", cpu, Bar.none(), note),
          one(
              "server-idle-memory-" + pipelines,
              "MB",
              resident,
              Bar.none(),
              note + String.format(Locale.ROOT, " VmRSS; %.0f MB of the heap are alive.", heap)));
    }
  }

  private static List<Result> loaded(Workbench bench) throws Exception {
    Path folder = folder(bench, USUAL);
    PipelineFile.write(
        folder,
        FLOW,
        source(Map.of("records", Long.toString(PACE * 3_600), "rate", Long.toString(PACE))),
        sink(FLOW));
    try (ServedFolder served = ServedFolder.start(bench, folder, Map.of());
        Watchers watchers = new Watchers(served)) {
      Thread.sleep(SETTLE_SECONDS * 1_000L);
      double seconds = SETTLE_SECONDS * (double) bench.scale().stepSeconds();
      long before = delivered(served);
      long began = System.nanoTime();
      double cpu = cpu(served.process(), seconds);
      Asked api = Asked.during(served, API, seconds);
      double flow = (delivered(served) - before) * 1e9 / (System.nanoTime() - began);
      double resident = served.process().resident().orElse(0L) / 1e6;
      bench.say(
          "  loaded: %,.0f rows/s, API p99 %.1f ms, %.0f %% of a core",
          flow, api.percentile(0.99), cpu);
      if (watchers.told() == 0) {
        throw new IOException("Expected somebody to be told something, but nobody was");
      }
      String note =
          String.format(
              Locale.ROOT,
              "50 idle pipelines and one of %,.0f rows/s from prepared records to a counting sink,"
                  + " a page that listens, Prometheus each second.",
              flow);
      List<Result> results = new ArrayList<>();
      results.add(
          one(
              "server-api-p99",
              "ms",
              api.percentile(0.99),
              Bar.atMost(100, 20),
              note
                  + String.format(
                      Locale.ROOT,
                      " %,d answers, one after the other; p50 %.1f ms.",
                      api.millis().length,
                      api.percentile(0.5))));
      results.add(one("server-load-cpu", "% of a core", cpu, Bar.none(), note));
      results.add(one("server-load-memory", "MB", resident, Bar.none(), note + " VmRSS."));
      results.addAll(pages(bench, served, note));
      return results;
    }
  }

  private static List<Result> pages(Workbench bench, ServedFolder served, String note)
      throws Exception {
    TreeSet<String> paths = new TreeSet<>(List.of("/", "/pipelines/" + FLOW));
    for (String start : List.copyOf(paths)) {
      Page.of(served, start).links().stream()
          // Of all pipelines' pages those of one; documents are no pages of the console.
          .filter(link -> !link.startsWith("/docs/"))
          .filter(link -> !link.startsWith("/pipelines/") || link.matches("/pipelines/flow(/.*)?"))
          .forEach(paths::add);
    }
    String slowest = "";
    double most = 0;
    String largest = "";
    double bytes = 0;
    for (String path : paths) {
      Page page = Page.of(served, path);
      Asked asked = Asked.during(served, List.of(path), bench.scale().stepSeconds());
      bench.say(
          "  %s: p50 %.1f, p95 %.1f ms, %,d bytes with all that it loads",
          path, asked.percentile(0.5), asked.percentile(0.95), page.bytes());
      if (asked.percentile(0.95) > most) {
        most = asked.percentile(0.95);
        slowest = path;
      }
      if (page.bytes() > bytes) {
        bytes = page.bytes();
        largest = path;
      }
    }
    return List.of(
        one(
            "server-page-slowest",
            "ms",
            most,
            Bar.atMost(100, 50),
            note + " p95 of " + slowest + ", the slowest of " + paths.size() + " pages."),
        one(
            "server-page-largest",
            "kB",
            bytes / 1_000,
            Bar.atMost(200, 150),
            "On the wire, compressed, with all that it loads: "
                + largest
                + ", the largest of "
                + paths.size()
                + " pages."));
  }

  private static void awaitQuiet(ServedFolder served, int pipelines) throws Exception {
    for (int i = 0; i < 600; i++) {
      if (served.json("/api/v1/pipelines?limit=500").toString().split("\"healthy\"", -1).length
          > pipelines) {
        break;
      }
      Thread.sleep(200);
    }
    Thread.sleep(SETTLE_SECONDS * 1_000L);
  }

  private static long delivered(ServedFolder served) throws Exception {
    return served.json("/api/v1/pipelines/" + FLOW).at("/run/records/delivered").asLong();
  }

  /** Of one core, in percent, over so many seconds from now. */
  private static double cpu(SluiceProcess process, double seconds) throws InterruptedException {
    Duration before = process.processorTime().orElse(Duration.ZERO);
    long began = System.nanoTime();
    Thread.sleep((long) (seconds * 1_000));
    Duration spent = process.processorTime().orElse(Duration.ZERO).minus(before);
    return spent.toNanos() * 100.0 / (System.nanoTime() - began);
  }

  private static Result one(String name, String unit, double value, Bar bar, String note) {
    return bound(name, unit, List.of(value), bar, note);
  }

  private static Result bound(String name, String unit, List<Double> runs, Bar bar, String note) {
    return new Result(name, unit, Duel.median(runs), runs, "nothing", null, null, bar, note);
  }
}
