package io.sluice.server.console.page;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.RecordPlace;
import io.sluice.engine.figures.Latency;
import io.sluice.engine.figures.Stage;
import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.Slo;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.http.door.Visitor;
import io.sluice.server.operate.FolderPlan;
import io.sluice.server.view.Desired;
import io.sluice.server.view.Engine;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Rates;
import io.sluice.server.view.Series;
import io.sluice.server.view.StateChange;
import io.sluice.server.view.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A project's pipelines at one moment, for tests of pages and to be looked at. */
public final class Samples {
  public static final Instant NOW = Instant.parse("2026-11-22T10:30:00Z");
  private static final String[] WORDS = {
    "orders", "customers", "invoices", "inventory", "payments", "shipments", "events", "sessions"
  };

  private Samples() {}

  /** Somebody who may do everything. */
  public static Frame frame(String title, io.sluice.server.console.page.Place place) {
    return frame(title, place, Role.ADMIN);
  }

  public static Frame frame(String title, io.sluice.server.console.page.Place place, Role role) {
    return new Frame(
        title,
        place,
        Optional.of(
            new Visitor(
                new Identity("token:first", Map.of(Identity.EVERYWHERE, role)),
                Optional.of("csrf-of-a-session"))),
        new Assets("console.css", "htmx.min.js", "console.js", "icon.svg"),
        Optional.empty(),
        false,
        true,
        Optional.empty(),
        Optional.empty(),
        NOW,
        "0.1.0");
  }

  /** The frame of a page that nobody signed in for. */
  public static Frame open(String title) {
    Frame frame = frame(title, io.sluice.server.console.page.Place.ELSEWHERE);
    return new Frame(
        title,
        frame.place(),
        Optional.empty(),
        frame.assets(),
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        NOW,
        "0.1.0");
  }

  /** One in each state, then as many that run as it takes. */
  public static List<Reading> readings(int count) {
    List<Reading> all = new ArrayList<>();
    for (PipelineState state : PipelineState.values()) {
      if (all.size() < count) {
        all.add(reading(state));
      }
    }
    for (int i = all.size(); i < count; i++) {
      String name = WORDS[i % WORDS.length] + "-" + i;
      all.add(
          new Reading(
              view(name, i % 3 == 0 ? "sales" : "finance", PipelineState.RUNNING, 40 * i + 3),
              Verdict.HEALTHY,
              moving(i * 37.0, List.of("warehouse", "search", "archive")),
              rates(i * 37.0)));
    }
    return all;
  }

  /** One in this state. */
  public static Reading reading(PipelineState state) {
    String name = "shop-" + state.name().toLowerCase(java.util.Locale.ROOT);
    PipelineView view = view(name, "default", state, 1200);
    Verdict verdict =
        switch (state) {
          case FAILED ->
              unhealthy(
                  Optional.of(error()),
                  "It failed: sink warehouse, task 0, could not write to table public.orders:"
                      + " column 'total' expected DECIMAL(10,2) but found STRING",
                  "Add a cast, or change the contract, then restart it");
          case STALLED ->
              unhealthy(
                  "Nothing has moved for 4 min although 1,240 records wait: everybody waits for"
                      + " sink warehouse, which is in put since 4 min",
                  "Look whether the database answers, and whether somebody holds a lock there");
          case INVALID ->
              unhealthy(
                  "Its file has 2 errors and no version of it ever ran here", "Mend the file");
          case RETRYING ->
              new Verdict(
                  Verdict.Health.DEGRADED,
                  List.of(
                      new Verdict.Reason(
                          Verdict.Health.DEGRADED,
                          "retrying",
                          "Connection to db.internal:5432 refused; it has tried 3 times",
                          "Look whether the database runs and may be reached from here",
                          "docs/how-to/connect-your-database.md",
                          Optional.empty())));
          case STARTING, WAITING -> new Verdict(Verdict.Health.UNKNOWN, List.of());
          default -> Verdict.HEALTHY;
        };
    double rate = state == PipelineState.RUNNING ? 18_240 : 0;
    return new Reading(view, verdict, moving(rate, view.sinks()), rates(rate));
  }

  /** Names and texts that want to be more than texts. */
  public static Reading hostile() {
    String bad = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
    PipelineView view = view("x", "default", PipelineState.RUNNING, 10);
    PipelineView worse =
        new PipelineView(
            bad,
            bad,
            Path.of("a\"><b>.yaml"),
            Optional.of(bad),
            Optional.of(bad),
            Engine.DIRECT,
            List.of(),
            bad,
            List.of(bad, "${7*7}"),
            bad,
            Desired.RUNNING,
            PipelineState.FAILED,
            NOW,
            Optional.of(bad),
            Optional.of(NOW),
            view.status(),
            view.figures(),
            Optional.of(new RunError(NOW, Fault.TASK_FAILED, bad, bad, bad, Optional.empty())),
            Slo.NONE,
            true,
            List.of(Problem.error(new Place(Path.of(bad), 1, 2, bad), bad, bad)));
    return new Reading(worse, unhealthy(bad, bad), moving(1, List.of(bad)), rates(1));
  }

  /** A name as long as names get. */
  public static Reading longNamed() {
    String name = "a-rather-long-name-of-a-pipeline-".repeat(6) + "end";
    return new Reading(
        view(name, "a-namespace-of-some-length", PipelineState.RUNNING, 100_000_000),
        Verdict.HEALTHY,
        moving(1.234e7, List.of("warehouse")),
        rates(1e7));
  }

  private static Verdict unhealthy(String sentence, String remedy) {
    return unhealthy(Optional.empty(), sentence, remedy);
  }

  private static Verdict unhealthy(Optional<RunError> error, String sentence, String remedy) {
    return new Verdict(
        Verdict.Health.UNHEALTHY,
        List.of(
            new Verdict.Reason(
                Verdict.Health.UNHEALTHY,
                "x",
                sentence,
                remedy,
                "docs/how-to/troubleshoot.md",
                error)));
  }

  /** One that runs, in a namespace. */
  public static PipelineView ofNamespace(String name, String namespace) {
    return view(name, namespace, PipelineState.RUNNING, 700);
  }

  static PipelineView view(String name, String namespace, PipelineState state, long freshMs) {
    boolean twoSinks = state == PipelineState.RUNNING || state == PipelineState.RETRYING;
    List<String> sinks =
        twoSinks ? List.of("warehouse", "search", "archive") : List.of("warehouse");
    boolean ran = state != PipelineState.INVALID && state != PipelineState.WAITING;
    Desired desired =
        switch (state) {
          case PAUSED -> Desired.PAUSED;
          case STOPPED, STOPPING, COMPLETED -> Desired.STOPPED;
          default -> Desired.RUNNING;
        };
    return new PipelineView(
        name,
        namespace,
        Path.of(namespace.equals("default") ? "" : namespace, name + ".yaml"),
        Optional.of("data-team@example.com"),
        Optional.of("Orders and customers of the shop, into the warehouse."),
        Engine.DIRECT,
        List.of(),
        "postgres",
        sinks,
        "7c1e09a4",
        desired,
        state,
        NOW.minus(Duration.ofMinutes(state.ordinal() * 17L + 1)),
        state == PipelineState.FAILED ? Optional.of("It failed.") : Optional.empty(),
        state == PipelineState.RETRYING ? Optional.of(NOW.plusSeconds(40)) : Optional.empty(),
        ran ? Optional.of(status(name, state, sinks, freshMs)) : Optional.empty(),
        ran ? Optional.of(figures(state, sinks)) : Optional.empty(),
        state == PipelineState.FAILED ? Optional.of(error()) : Optional.empty(),
        new Slo(Optional.of(Duration.ofSeconds(5)), Optional.empty()),
        state == PipelineState.STALLED,
        state == PipelineState.INVALID
            ? List.of(
                Problem.error(
                    new Place(Path.of(name + ".yaml"), 4, 3, "sinks[0].config.url"),
                    "'jdbc:postgre://x' is no URL of a database that is known",
                    "Did you mean 'jdbc:postgresql:'?"),
                Problem.warning(
                    new Place(Path.of(name + ".yaml"), 9, 1, "slo"),
                    "no freshness is promised",
                    null))
            : List.of());
  }

  private static RunStatus status(
      String name, PipelineState state, List<String> sinks, long freshMs) {
    RunState run =
        state == PipelineState.INVALID || state == PipelineState.WAITING
            ? RunState.STARTING
            : RunState.valueOf(state.name());
    return new RunStatus(
        name,
        run,
        NOW.minus(Duration.ofHours(5)),
        NOW,
        new RunStatus.Counts(48_210_334, 48_210_114, 12, 208, 220),
        Duration.ofMillis(240),
        Duration.ofMillis(freshMs),
        new RunStatus.LastCheckpoint(90_412, NOW.minusMillis(1300), 3_600),
        List.of(new RunStatus.SourceTaskStatus(0, run, 48_210_334, "poll", Duration.ofMillis(20))),
        sinks.stream()
            .map(
                sink ->
                    new RunStatus.SinkStatus(
                        sink,
                        sink.equals("search") && run == RunState.RUNNING ? RunState.RETRYING : run,
                        48_210_114,
                        4,
                        sink.equals("search") ? 22_400 : 0,
                        90_412,
                        List.of()))
            .toList(),
        2,
        state == PipelineState.FAILED ? error() : null,
        state == PipelineState.STALLED ? "sink warehouse, in put since 4 min" : null);
  }

  private static RunFigures figures(PipelineState state, List<String> sinks) {
    return new RunFigures(
        NOW,
        List.of(
            new RunFigures.StageFigures(
                Stage.TRANSFORM, null, 90_000, 48_210_334, Duration.ofSeconds(96))),
        sinks.stream()
            .map(
                sink ->
                    new RunFigures.SinkFigures(
                        sink,
                        48_210_114,
                        1L << 34,
                        Duration.ofMillis(sink.equals("search") ? 4_100 : 240),
                        Latency.NONE,
                        List.of(
                            new RunFigures.DatasetFigures(
                                "shop.public.orders", 31_004_200, NOW.minusMillis(400)),
                            new RunFigures.DatasetFigures(
                                "shop.public.customers", 2_340_114, NOW.minusSeconds(95))),
                        0))
            .toList(),
        state == PipelineState.RUNNING || state == PipelineState.STARTING
            ? Optional.of(snapshot())
            : Optional.empty(),
        List.of());
  }

  private static RunError error() {
    return new RunError(
        NOW.minusSeconds(900),
        Fault.STOP_ON_RECORD,
        "sink warehouse, task 0",
        "put",
        "column 'total' expected DECIMAL(10,2) but found STRING",
        Optional.of(new RecordPlace("shop.public.orders", "9f2c41aa", "{\"lsn\":\"0/1A2B3C\"}")));
  }

  private static RunFigures.SnapshotFigures snapshot() {
    return new RunFigures.SnapshotFigures(
        RunFigures.SnapshotState.RUNNING,
        5,
        3,
        8_410_222,
        13_500_000,
        0.62,
        Optional.of(Duration.ofSeconds(412)),
        List.of(
            new RunFigures.TableFigures("public.orders", 6_110_000, 40, 31),
            new RunFigures.TableFigures(
                "public.order_lines_of_the_whole_world", 1_800_222, 120, 22),
            new RunFigures.TableFigures("public.customers", 500_000, 8, 8),
            new RunFigures.TableFigures("public.countries", 250, 1, 1),
            new RunFigures.TableFigures("public.events", 0, 0, 0)));
  }

  private static Rates moving(double rate, List<String> sinks) {
    return new Rates(
        rate,
        rate,
        sinks.stream().map(sink -> new Rates.SinkRate(sink, rate * 0.9, rate * 300)).toList());
  }

  static List<Double> rates(double around) {
    return IntStream.range(0, 60)
        .mapToObj(
            i ->
                i == 20
                    ? Double.NaN
                    : Math.max(
                        0, around * (1 + 0.4 * Math.sin(i / 7.0) + 0.15 * Math.sin(i * 1.7))))
        .toList();
  }

  /** A quarter of an hour with a gap and a bad minute in it. */
  public static Series series(String pipeline) {
    List<Series.Point> points = new ArrayList<>();
    Instant from = NOW.minus(Duration.ofMinutes(15));
    for (int i = 0; i < 180; i++) {
      if (i > 60 && i < 75) {
        continue;
      }
      boolean slow = i > 120 && i < 134;
      long fresh = slow ? 4_000 + (i - 120) * 300L : 900 + (long) (300 * Math.sin(i / 9.0));
      points.add(
          new Series.Point(
              from.plusSeconds(5L * i),
              Duration.ofSeconds(5),
              91_000,
              slow ? 30_000 : 90_000 + (long) (20_000 * Math.sin(i / 11.0)),
              0,
              1 << 20,
              Duration.ofMillis(fresh / 4),
              Duration.ofMillis(fresh),
              latency(slow ? 600 : 60),
              List.of()));
    }
    return new Series(pipeline, from, NOW, Duration.ofSeconds(5), points);
  }

  private static Latency latency(int around) {
    long[] counts = new long[Latency.BUCKETS];
    for (int i = 1; i < 400; i++) {
      double spread = Math.exp(Math.sin(i * 12.9898) * 0.9);
      counts[Latency.bucketOf((long) (around * spread))] += 10;
    }
    counts[Latency.bucketOf(around * 30L)] += 20;
    return Latency.of(counts, 1_000_000);
  }

  /** Started, retried, ran, failed for a moment. */
  public static List<StateChange> changes(String pipeline) {
    return List.of(
        change(
            pipeline, 14, PipelineState.STOPPED, PipelineState.STARTING, "started by token:first"),
        change(pipeline, 13, PipelineState.STARTING, PipelineState.RUNNING, ""),
        change(
            pipeline,
            5,
            PipelineState.RUNNING,
            PipelineState.RETRYING,
            "Connection to db.internal:5432 refused"),
        change(pipeline, 4, PipelineState.RETRYING, PipelineState.RUNNING, ""));
  }

  private static StateChange change(
      String pipeline,
      int minutesAgo,
      @Nullable PipelineState from,
      PipelineState to,
      String reason) {
    return new StateChange(
        pipeline, NOW.minus(Duration.ofMinutes(minutesAgo)), Optional.ofNullable(from), to, reason);
  }

  /** What changed lately, for the first page. */
  public static List<Happening> lately() {
    return List.of(
        new Happening(
            NOW.minusSeconds(40),
            "retrying",
            Tone.WARN,
            "shop-retrying",
            "went from running to retrying: connection to db.internal:5432 refused"),
        new Happening(
            NOW.minusSeconds(900),
            "failed",
            Tone.BAD,
            "shop-failed",
            "went from running to failed"),
        new Happening(
            NOW.minusSeconds(3600),
            "file",
            Tone.IDLE,
            "",
            "3 files were applied by ada@example.com"));
  }

  /** One of each kind. */
  public static FolderPlan plan() {
    return new FolderPlan(
        "p1",
        List.of(
            new FolderPlan.Change(
                FolderPlan.Kind.CHANGE,
                "orders",
                Path.of("sales/orders.yaml"),
                List.of(
                    "--- orders.yaml (runs)",
                    "+++ orders.yaml (file)",
                    "@@ -8,5 +8,5 @@",
                    " sinks:",
                    "   - connector: table",
                    "     config:",
                    "-      url: jdbc:postgresql://old/dw",
                    "+      url: jdbc:postgresql://new/dw",
                    "       mode: upsert"),
                List.of()),
            new FolderPlan.Change(
                FolderPlan.Kind.ADD,
                "invoices",
                Path.of("invoices.yaml"),
                List.of(
                    "--- (none)",
                    "+++ invoices.yaml (file)",
                    "@@ -0,0 +1,2 @@",
                    "+name: invoices",
                    "+source: {connector: postgres}"),
                List.of()),
            new FolderPlan.Change(
                FolderPlan.Kind.REMOVE, "legacy", Path.of("legacy.yaml"), List.of(), List.of()),
            new FolderPlan.Change(
                FolderPlan.Kind.INVALID,
                "broken",
                Path.of("broken.yaml"),
                List.of(),
                view("broken", "default", PipelineState.INVALID, 0).problems()),
            new FolderPlan.Change(
                FolderPlan.Kind.UNCHANGED,
                "customers",
                Path.of("customers.yaml"),
                List.of(),
                List.of())),
        List.of("sluice.yaml has changed: what it says of the server holds after a restart."));
  }
}
