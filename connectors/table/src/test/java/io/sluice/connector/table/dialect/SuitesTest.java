package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.commons.support.AnnotationSupport.findRepeatableAnnotations;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every dialect runs every suite of this package, or it says here why it cannot. */
class SuitesTest {
  private static final List<String> DIALECTS =
      List.of("postgres", "duckdb", "mysql", "sqlite", "jdbc");

  private static final String KEYS_FIRST = "no key comes last: ModelCases are as much";

  /** Suites that a dialect does not run, as {@code dialect Suite}, with the reason. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "duckdb FirstLoadModelCases",
          KEYS_FIRST,
          "jdbc FirstLoadModelCases",
          KEYS_FIRST,
          "duckdb LateKeyCases",
          KEYS_FIRST,
          "jdbc LateKeyCases",
          KEYS_FIRST,
          "duckdb HeldUpKeyCases",
          KEYS_FIRST,
          "jdbc HeldUpKeyCases",
          KEYS_FIRST,
          "sqlite HeldUpKeyCases",
          "no reader holds up a key there",
          "jdbc TypeCases",
          "which types there are is the database's to say: H2TypesTest goes through those",
          "jdbc RandomTypeCases",
          "compares by a dialect's readings, which a database without a dialect does not have");

  private static final String MODEL =
      "hundreds of starts, crashes and commits, each of which takes a worker long";

  /** Suites that do not run on a worker, beside those that are {@link NotOnWorker}. */
  private static final Map<String, String> NOT_ON_WORKER =
      Map.of(
          "ModelCases",
          MODEL,
          "FirstLoadModelCases",
          MODEL,
          "ModeModelCases",
          MODEL,
          "HistoryModelCases",
          MODEL,
          "HistoryByTimeModelCases",
          MODEL,
          "RandomTypeCases",
          "what becomes of a value is the same whoever calls");

  private static Set<Class<?>> classes(String inPackage) throws Exception {
    Path folder =
        Path.of(SuitesTest.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("io/sluice/connector/table/" + inPackage);
    Set<Class<?>> classes = new LinkedHashSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".class")) {
          String simple = name.substring(0, name.length() - ".class".length());
          classes.add(Class.forName("io.sluice.connector.table." + inPackage + "." + simple));
        }
      }
    }
    return classes;
  }

  /** Suites that a dialect has to make its own, by name. */
  private static Set<String> suites() throws Exception {
    return classes("dialect").stream()
        .filter(type -> type.getSimpleName().endsWith("Cases"))
        .filter(type -> !type.isInterface() && Modifier.isAbstract(type.getModifiers()))
        .map(Class::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Suites that classes of a package make their own. */
  private static Set<String> run(String dialect) throws Exception {
    return classes(dialect).stream()
        .filter(type -> !Modifier.isAbstract(type.getModifiers()))
        .flatMap(SuitesTest::ancestors)
        .map(Class::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** One suite may be a part of another. */
  private static Stream<Class<?>> ancestors(Class<?> type) {
    return Stream.iterate(type.getSuperclass(), Objects::nonNull, Class::getSuperclass);
  }

  @Test
  void every_dialect_runs_every_suite_or_says_why_not() throws Exception {
    Set<String> suites = suites();
    assertThat(suites).contains("UpsertCases", "FaultCases", "ModelCases");
    Map<String, String> leftOut = new TreeMap<>();
    for (String dialect : DIALECTS) {
      Set<String> here = run(dialect);
      for (String suite : suites) {
        String which = dialect + " " + suite;
        if (!here.contains(suite)) {
          leftOut.put(which, LEFT_OUT.getOrDefault(which, "no reason is given"));
        }
      }
    }
    assertThat(leftOut).isEqualTo(LEFT_OUT);
  }

  @Test
  void every_suite_is_one_for_the_worker_or_it_says_why_not() throws Exception {
    Set<String> untold = new TreeSet<>();
    for (Class<?> type : classes("dialect")) {
      boolean suite = type.getSimpleName().endsWith("Cases") && !type.isInterface();
      boolean tagged =
          findRepeatableAnnotations(type, Tag.class).stream()
              .anyMatch(tag -> tag.value().equals("suites"));
      if (suite && !tagged && type.getAnnotation(NotOnWorker.class) == null) {
        untold.add(type.getSimpleName());
      }
    }
    assertThat(untold).isEqualTo(NOT_ON_WORKER.keySet());
  }
}
