package io.sluice.bench;

import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Scale;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.work.Measurements;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * {@code bench/run}: measures what is named (or all), prints a table, writes one JSON object. Exits
 * 0 when every measurement could be made, whatever it showed; 1 when one could not; 2 when the
 * command line is wrong.
 */
public final class Main {

  private final Path project;

  private Main(Path project) {
    this.project = project;
  }

  /**
   * Takes the root of the source tree from the system property {@code bench.project}, which {@code
   * bench/run} sets.
   */
  public static void main(String[] arguments) {
    Path project = Path.of(System.getProperty("bench.project", ".")).toAbsolutePath().normalize();
    // Other people's threads (drivers, peers) may not be daemons: they must not keep a finished
    // bench alive.
    System.exit(new Main(project).run(List.of(arguments)));
  }

  private int run(List<String> arguments) {
    Path target = project.resolve("bench/target");
    Scale scale = Scale.FULL;
    Path jsonFile = target.resolve("bench.json");
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      switch (argument) {
        case "--quick" -> scale = Scale.QUICK;
        case "--json" -> {
          if (++i == arguments.size()) {
            return usage("--json expects a file");
          }
          jsonFile = Path.of(arguments.get(i));
        }
        case "--list" -> {
          return list();
        }
        case "--help", "-h" -> {
          System.out.print(usage());
          return 0;
        }
        default -> {
          if (argument.startsWith("-")) {
            return usage("unknown option " + argument);
          }
          names.add(argument);
        }
      }
    }
    List<Measurement> chosen = new ArrayList<>();
    Optional<String> unknown = choose(names, scale, chosen);
    if (unknown.isPresent()) {
      return usage("nothing is called '" + unknown.get() + "'; --list names what there is");
    }
    return measure(chosen, new Workbench(scale, project, target, System.err), jsonFile);
  }

  private static Optional<String> choose(Set<String> names, Scale scale, List<Measurement> chosen) {
    List<Measurement> all = Measurements.all();
    if (names.isEmpty()) {
      all.stream()
          .filter(scale == Scale.QUICK ? Measurement::runsInQuick : Measurement::runsByDefault)
          .forEach(chosen::add);
      return Optional.empty();
    }
    for (String name : names) {
      List<Measurement> exact = all.stream().filter(each -> each.name().equals(name)).toList();
      List<Measurement> named =
          exact.isEmpty()
              ? all.stream().filter(each -> each.name().startsWith(name)).toList()
              : exact;
      if (named.isEmpty()) {
        return Optional.of(name);
      }
      named.stream().filter(each -> !chosen.contains(each)).forEach(chosen::add);
    }
    return Optional.empty();
  }

  private static int measure(List<Measurement> chosen, Workbench bench, Path jsonFile) {
    Report report = new Report();
    List<Result> results = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (Measurement measurement : chosen) {
      bench.say("%s: %s", measurement.name(), measurement.about());
      try {
        results.addAll(measurement.run(bench));
        // After each, so that what was measured survives whatever the next one meets.
        report.write(results, jsonFile);
      } catch (Exception | LinkageError trouble) {
        failed.add(measurement.name());
        bench.say("%s could not be measured:", measurement.name());
        trouble.printStackTrace(bench.progress());
      }
    }
    report.print(results, System.out);
    failed.forEach(name -> System.out.println(name + ": could not be measured, see above"));
    System.out.println("JSON: " + jsonFile);
    return failed.isEmpty() ? 0 : 1;
  }

  private static int list() {
    for (Measurement each : Measurements.all()) {
      System.out.printf("%-28s %s%s%n", each.name(), each.about(), when(each));
    }
    return 0;
  }

  private static String when(Measurement measurement) {
    if (!measurement.runsByDefault()) {
      return " (only when named)";
    }
    return measurement.runsInQuick() ? "" : " (with --quick only when named)";
  }

  /** A file, so that {@code bench/run} can print it before anything is built. */
  private static String usage() {
    try (InputStream text = Main.class.getResourceAsStream("usage.txt")) {
      return new String(
          Objects.requireNonNull(text, "usage.txt").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int usage(String trouble) {
    System.err.println("bench: " + trouble);
    System.err.print(usage());
    return 2;
  }
}
