package io.sluice.bench.work;

import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.registry.RegistryLoad;
import io.sluice.bench.registry.RegistryLoad.Outcome;
import io.sluice.bench.registry.ServedRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A registry that has very many schemas: how fast it starts, how large it is, before and after. */
final class RegistryOfMany implements Measurement {
  private static final int CONNECTIONS = 8;
  private static final int READ_SECONDS = 10;

  @Override
  public String name() {
    return "registry-many";
  }

  @Override
  public String about() {
    return "schema registry of 100k schemas: start, resident memory, live heap";
  }

  /** To register so many takes minutes. */
  @Override
  public boolean runsByDefault() {
    return false;
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    int schemas = bench.scale().registrySchemas();
    Path folder = bench.scratch("registry-many");
    List<Integer> ids = new ArrayList<>();
    try (ServedRegistry filled = ServedRegistry.start(bench, folder)) {
      Outcome outcome = new RegistryLoad(filled.url(), CONNECTIONS).register("many-", schemas, ids);
      bench.say("  %,d schemas registered, %,.0f/s", schemas, outcome.perSecond());
    }
    List<Double> starts = new ArrayList<>();
    List<Double> fresh = new ArrayList<>();
    List<Double> resident = new ArrayList<>();
    List<Double> heap = new ArrayList<>();
    for (int i = 0; i <= bench.scale().runs(); i++) {
      try (ServedRegistry registry = ServedRegistry.start(bench, folder)) {
        double before = registry.process().resident().orElse(0L) / 1e6;
        new RegistryLoad(registry.url(), CONNECTIONS).lookUp(ids, READ_SECONDS);
        double after = registry.process().resident().orElse(0L) / 1e6;
        double live = registry.process().liveHeap() / 1e6;
        bench.say(
            "  %s: %.2f s, %.0f MB, then %.0f MB, %.0f MB alive",
            i == 0 ? "warm-up" : "round " + i, registry.startSeconds(), before, after, live);
        if (i > 0) {
          starts.add(registry.startSeconds());
          fresh.add(before);
          resident.add(after);
          heap.add(live);
        }
      }
    }
    String how =
        String.format(
            Locale.ROOT,
            "sluice registry on SQLite with %,d schemas of 21 fields, with the launcher's"
                + " settings.",
            schemas);
    return List.of(
        bound("registry-many-start", "s", starts, how + " From exec to the first answer."),
        bound("registry-many-idle", "MB", fresh, how + " VmRSS at the first answer."),
        bound(
            "registry-many-resident",
            "MB",
            resident,
            how
                + String.format(
                    Locale.ROOT,
                    " VmRSS after %d s of look-ups by id, all ids alike, on %d connections.",
                    READ_SECONDS,
                    CONNECTIONS)),
        bound("registry-many-heap", "MB", heap, how + " What is alive of the heap after that."));
  }

  private static Result bound(String name, String unit, List<Double> runs, String note) {
    return new Result(name, unit, Duel.median(runs), runs, "nothing", null, null, Bar.none(), note);
  }
}
