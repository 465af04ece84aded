package io.sluice.bench.work;

import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.registry.RegistryLoad;
import io.sluice.bench.registry.RegistryLoad.Outcome;
import io.sluice.bench.registry.ServedRegistry;
import io.sluice.testkit.registry.ApicurioServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Our registry and Apicurio's, each in a process of its own, under the same load in turn. */
final class RegistryVersusApicurio implements Measurement {
  private static final String OURS = "ours";
  private static final String OTHER = "Apicurio, in memory";
  private static final int CONNECTIONS = 8;
  private static final int ROUNDS_ALONE = 5;
  private static final String HEAP = "-Xmx512m";

  @Override
  public String name() {
    return "registry-load";
  }

  @Override
  public String about() {
    return "schema registry: look-ups by id, registrations, memory, against Apicurio";
  }

  /** It wants a newer JDK than the others, and a download. */
  @Override
  public boolean runsByDefault() {
    return false;
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    Path unpacked = bench.folder().resolve("apicurio");
    Optional<String> obstacle = ApicurioServer.obstacle(unpacked, System.getenv());
    if (obstacle.isPresent()) {
      throw new IOException(obstacle.get());
    }
    try (ServedRegistry ours = ServedRegistry.start(bench, bench.scratch("registry"));
        ApicurioServer theirs =
            ApicurioServer.start(
                unpacked, bench.scratch("apicurio"), System.getenv(), List.of(HEAP))) {
      Side mine = new Side(ours.url());
      Side other = new Side(URI.create(theirs.url()));
      mine.load.setUp();
      other.load.setUp();
      int schemas = bench.scale().registrySchemas() / 20;
      Duel registering =
          new Duel()
              .add(OURS, () -> mine.register(schemas))
              .add(OTHER, () -> other.register(schemas))
              .fight(bench);
      int seconds = Math.max(3, bench.scale().stepSeconds());
      mine.registerAlone(schemas / 2);
      other.registerAlone(schemas / 2);
      Duel lookingUp =
          new Duel()
              .add(OURS, () -> mine.lookUp(seconds))
              .add(OTHER, () -> other.lookUp(seconds))
              .fight(bench);
      double mineResident = ours.process().resident().orElse(0L) / 1e6;
      double otherResident = resident(theirs.pid()) / 1e6;
      return results(mine, other, registering, lookingUp, mineResident, otherResident, schemas);
    }
  }

  private static List<Result> results(
      Side mine,
      Side other,
      Duel registering,
      Duel lookingUp,
      double mineResident,
      double otherResident,
      int schemas) {
    String how =
        String.format(
            Locale.ROOT,
            "%d connections that are kept, the same load for both, from a third process. Avro"
                + " schemas of 21 fields, ten versions a subject. Ours: sluice registry on SQLite,"
                + " every registration on disk (fsync) before it is answered; Apicurio 3.3.3: H2 in"
                + " memory, nothing on disk, %s, a newer JDK. Not answered within ten seconds: %d"
                + " of ours, %d of Apicurio's.",
            CONNECTIONS,
            HEAP,
            mine.unanswered,
            other.unanswered);
    return List.of(
        lookingUp.result(
            "registry-load-lookups", "requests/s", OURS, OTHER, Bar.ratio(1, 3), "By id. " + how),
        latency("registry-load-lookups-p99", mine.lookUps, other.lookUps, Bar.none(), how),
        registering.result(
            "registry-load-registrations",
            "schemas/s",
            OURS,
            OTHER,
            Bar.none(),
            String.format(Locale.ROOT, "%,d new schemas a round. ", schemas) + how),
        latency(
            "registry-load-registrations-p99",
            mine.registrations,
            other.registrations,
            Bar.atMost(25, 10),
            how),
        latency(
            "registry-load-registrations-alone-p99",
            mine.registrationsAlone,
            other.registrationsAlone,
            Bar.atMost(25, 10),
            "One connection, one registration after the other. " + how),
        new Result(
            "registry-load-resident",
            "MB",
            mineResident,
            List.of(mineResident),
            OTHER,
            otherResident,
            otherResident / mineResident,
            Bar.none(),
            "VmRSS after all of this. " + how));
  }

  private static Result latency(
      String name, List<Double> mine, List<Double> other, Bar bar, String how) {
    // The first round warms up here as well.
    List<Double> counted = mine.subList(1, mine.size());
    double ours = Duel.median(counted);
    double theirs = Duel.median(other.subList(1, other.size()));
    return new Result(name, "ms", ours, counted, OTHER, theirs, theirs / ours, bar, how);
  }

  private static long resident(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .sum();
    }
  }

  /** One of the two, with what it holds by now. */
  private static final class Side {
    final RegistryLoad load;
    final RegistryLoad alone;
    final List<Integer> ids = new ArrayList<>();
    final List<Double> registrations = new ArrayList<>();
    final List<Double> registrationsAlone = new ArrayList<>();
    final List<Double> lookUps = new ArrayList<>();
    int unanswered;

    Side(URI url) {
      this.load = new RegistryLoad(url, CONNECTIONS);
      this.alone = new RegistryLoad(url, 1);
    }

    double register(int count) throws Exception {
      Outcome outcome = load.register("r" + registrations.size() + "-", count, ids);
      registrations.add(outcome.p99());
      unanswered += outcome.unanswered();
      return outcome.perSecond();
    }

    void registerAlone(int count) throws Exception {
      for (int round = 0; round <= ROUNDS_ALONE; round++) {
        Outcome outcome = alone.register("a" + round + "-", count / ROUNDS_ALONE, ids);
        registrationsAlone.add(outcome.p99());
        unanswered += outcome.unanswered();
      }
    }

    double lookUp(int seconds) throws Exception {
      Outcome outcome = load.lookUp(ids, seconds);
      lookUps.add(outcome.p99());
      unanswered += outcome.unanswered();
      return outcome.perSecond();
    }
  }
}
