package io.sluice.acceptance.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds of the source files and of the map that leads through them. */
class SourcesTest {
  private static final int LONGEST_FILE = 600;
  private static final Pattern HAS_SOMETHING =
      Pattern.compile("\\b(class|interface|enum|record|package|module) \\w");
  private static final Pattern NAMED_TYPE = Pattern.compile("`(io\\.sluice(?:\\.\\w+)+)`");

  @Test
  void every_package_says_what_it_is() {
    List<Path> silent = new ArrayList<>();
    for (Path module : Modules.all()) {
      for (Path source : Modules.sources(module, "src/main/java")) {
        if (!Files.exists(source.resolveSibling("package-info.java"))) {
          silent.add(Modules.root().relativize(source.getParent()));
        }
      }
    }

    assertThat(new TreeSet<>(silent)).as("packages without package-info.java").isEmpty();
  }

  @Test
  void no_package_is_in_two_modules() {
    Map<String, Set<Path>> modules = new TreeMap<>();
    for (Path module : Modules.all()) {
      Path start = module.resolve("src/main/java");
      for (Path source : Modules.sources(module, "src/main/java")) {
        modules
            .computeIfAbsent(start.relativize(source.getParent()).toString(), p -> new TreeSet<>())
            .add(Modules.root().relativize(module));
      }
    }
    modules.values().removeIf(in -> in.size() == 1);

    assertThat(modules).as("packages and the modules that they are in").isEmpty();
  }

  @Test
  void every_source_has_something_in_it() {
    Set<Path> empty = new TreeSet<>();
    for (Path module : Modules.all()) {
      List<Path> sources = new ArrayList<>(Modules.sources(module, "src/main/java"));
      sources.addAll(Modules.sources(module, "src/test/java"));
      for (Path source : sources) {
        if (!HAS_SOMETHING.matcher(Modules.read(source)).find()) {
          empty.add(Modules.root().relativize(source));
        }
      }
    }

    assertThat(empty).as("files without a type, a package or a module").isEmpty();
  }

  @Test
  void no_file_is_too_long_to_be_read_at_once() {
    Map<Path, Integer> tooLong = new TreeMap<>();
    for (Path module : Modules.all()) {
      List<Path> sources = new ArrayList<>(Modules.sources(module, "src/main/java"));
      sources.addAll(Modules.sources(module, "src/test/java"));
      for (Path source : sources) {
        int lines = (int) Modules.read(source).lines().count();
        if (lines > LONGEST_FILE) {
          tooLong.put(Modules.root().relativize(source), lines);
        }
      }
    }

    assertThat(tooLong).as("files of more than %d lines", LONGEST_FILE).isEmpty();
  }

  @Test
  void every_type_and_package_that_the_map_names_exists() {
    Matcher named = NAMED_TYPE.matcher(Modules.read(Modules.root().resolve("ARCHITECTURE.md")));
    Set<String> missing = new TreeSet<>();
    int found = 0;
    while (named.find()) {
      found++;
      if (!exists(named.group(1))) {
        missing.add(named.group(1));
      }
    }

    assertThat(found).as("types named in ARCHITECTURE.md").isPositive();
    assertThat(missing).as("named in ARCHITECTURE.md, but nowhere in the sources").isEmpty();
  }

  private static boolean exists(String name) {
    String path = "src/main/java/" + name.replace('.', '/');
    return Modules.all().stream()
        .anyMatch(
            module ->
                Files.exists(module.resolve(path + ".java"))
                    || Files.isDirectory(module.resolve(path)));
  }

  @Test
  void every_invariant_is_kept_somewhere_and_tested_somewhere() {
    Set<Integer> kept = new TreeSet<>();
    Set<Integer> tested = new TreeSet<>();
    for (Path module : Modules.all()) {
      Modules.sources(module, "src/main/java").forEach(source -> kept.addAll(invariantsIn(source)));
      Modules.sources(module, "src/test/java")
          .forEach(source -> tested.addAll(invariantsIn(source)));
    }
    Set<Integer> all = new TreeSet<>(IntStream.rangeClosed(1, 10).boxed().toList());

    assertThat(kept).as("invariants that the code cites as 'Invariant n'").containsAll(all);
    assertThat(tested).as("invariants that a test cites as 'Invariant n'").containsAll(all);
  }

  private static Set<Integer> invariantsIn(Path source) {
    Set<Integer> found = new TreeSet<>();
    Matcher cited = Pattern.compile("(?i)invariant[ _]?(\\d+)").matcher(Modules.read(source));
    while (cited.find()) {
      found.add(Integer.parseInt(cited.group(1)));
    }
    return found;
  }
}
