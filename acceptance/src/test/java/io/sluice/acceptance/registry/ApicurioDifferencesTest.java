package io.sluice.acceptance.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.sluice.acceptance.registry.Comparison.Pair;
import io.sluice.testkit.registry.ApicurioServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same questions, at random, to our registry and to Apicurio's API of Confluent's (version 7):
 * what both claim to be the same is, but for what {@link KnownDifference} lists.
 */
@Tag("long")
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ApicurioDifferencesTest {
  private static final Path BASE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path PAGE =
      BASE.resolveSibling("docs").resolve("reference/registry-differences.md");
  private static final int SEQUENCES = 100;
  private static final int STEPS = 40;

  /** After one of these both no longer hold the same. */
  private static final Set<String> CHANGING =
      Set.of("register", "delete-version", "delete-subject", "set-level");

  @TempDir static Path folder;
  private static OwnRegistry ours;
  private static ApicurioServer theirs;

  @BeforeAll
  static void start() throws IOException {
    Path unpacked = BASE.resolve("target/apicurio");
    Optional<String> obstacle = ApicurioServer.obstacle(unpacked, System.getenv());
    if (obstacle.isPresent()) {
      abort(obstacle.get());
    }
    Path output = Files.createDirectory(folder.resolve("apicurio"));
    theirs = ApicurioServer.start(unpacked, output, System.getenv(), List.of("-Xmx512m"));
    ours = OwnRegistry.start(folder.resolve("state"));
    for (String url : List.of(ours.url(), theirs.url())) {
      // Apicurio's own default is NONE.
      new Api(url).ask("PUT", "/config", "{\"compatibility\":\"BACKWARD\"}");
    }
  }

  @AfterAll
  static void stop() {
    if (ours != null) {
      ours.close();
    }
    if (theirs != null) {
      theirs.close();
    }
  }

  @Test
  void random_sequences_are_answered_alike_but_for_what_is_listed() {
    Set<KnownDifference> met = new TreeSet<>();
    int same = 0;
    long first = Long.getLong("sluice.test.seed", System.nanoTime() & 0xffff);
    for (long seed = first; seed < first + SEQUENCES; seed++) {
      same += compare(seed, met);
    }

    // Else two registries that refuse everything would be alike.
    assertThat(same).as("answers that were alike").isGreaterThan(SEQUENCES * STEPS / 3);
    assertThat(met).as("differences that are listed, and were met").isNotEmpty();
  }

  private static int compare(long seed, Set<KnownDifference> met) {
    String prefix = "seed" + seed + "-";
    RandomSteps steps = new RandomSteps(seed, prefix);
    Comparison comparison = new Comparison(new Api(ours.url()), new Api(theirs.url()), prefix);
    List<String> history = new ArrayList<>();
    Set<String> withLevel = new TreeSet<>();
    int same = 0;
    for (int i = 0; i < STEPS; i++) {
      Pair pair = comparison.ask(steps.next());
      history.add(pair.step().toString());
      if (pair.step().kind().equals("set-level")) {
        withLevel.add(subject(pair));
      }
      if (pair.isSame()) {
        same++;
        if (isForGood(pair)) {
          break; // VERSIONS_NEVER_AGAIN: numbers begin anew in Apicurio
        }
        if (isOfLevel(pair, withLevel)) {
          break; // LEVEL_OF_DELETED: Apicurio goes on with the level that the subject had
        }
        continue;
      }
      Optional<KnownDifference> known = KnownDifference.of(pair);
      assertThat(known)
          .as("-Dsluice.test.seed=%d: %s%n after %s", seed, pair, String.join("\n  ", history))
          .isPresent();
      known.ifPresent(met::add);
      if (isOfLevel(pair, withLevel)) {
        break;
      }
      if (CHANGING.contains(pair.step().kind()) && pair.ours().isGood() != pair.theirs().isGood()) {
        break;
      }
    }
    return same;
  }

  private static boolean isOfLevel(Pair pair, Set<String> withLevel) {
    return pair.step().kind().equals("delete-subject")
        && pair.ours().isGood()
        && withLevel.contains(subject(pair));
  }

  /** The last part of {@code /config/s}, or of {@code /subjects/s?permanent=true}. */
  private static String subject(Pair pair) {
    String path = pair.step().path().replaceFirst("\\?.*", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static boolean isForGood(Pair pair) {
    return pair.step().kind().startsWith("delete-")
        && pair.step().path().endsWith("?permanent=true")
        && pair.ours().isGood();
  }

  /** Ours never, Apicurio does: what follows cannot be compared. */
  @Test
  void the_number_of_a_version_that_was_deleted_for_good_is_not_given_again() {
    String schema = "{\"schema\": \"\\\"string\\\"\"}";
    List<Integer> versions = new ArrayList<>();
    for (String url : List.of(ours.url(), theirs.url())) {
      Api api = new Api(url);
      api.ask("POST", "/subjects/again/versions", schema);
      api.ask("DELETE", "/subjects/again", null);
      assertThat(api.ask("DELETE", "/subjects/again?permanent=true", null).isGood()).isTrue();
      api.ask("POST", "/subjects/again/versions", schema);
      versions.add(
          api.ask("GET", "/subjects/again/versions/latest", null).body().path("version").asInt());
    }

    assertThat(versions).as("ours, Apicurio's").containsExactly(2, 1);
  }

  /** Ours forgets it, Apicurio goes on with it. */
  @Test
  void the_level_of_a_subject_goes_with_it() {
    List<String> levels = new ArrayList<>();
    for (String url : List.of(ours.url(), theirs.url())) {
      Api api = new Api(url);
      api.ask("POST", "/subjects/gone/versions", "{\"schema\": \"\\\"string\\\"\"}");
      api.ask("PUT", "/config/gone", "{\"compatibility\":\"NONE\"}");
      assertThat(api.ask("DELETE", "/subjects/gone", null).isGood()).isTrue();
      api.ask("POST", "/subjects/gone/versions", "{\"schema\": \"\\\"int\\\"\"}");
      levels.add(
          api.ask("GET", "/config/gone?defaultToGlobal=true", null)
              .body()
              .path("compatibilityLevel")
              .asText());
    }

    assertThat(levels).as("ours, Apicurio's").containsExactly("BACKWARD", "NONE");
  }

  @Test
  void the_page_lists_every_difference_and_no_other() throws IOException {
    List<String> listed =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .filter(name -> name.matches("[A-Z_]+"))
            .toList();
    List<String> known = new ArrayList<>(List.of("VERSIONS_NEVER_AGAIN", "LEVEL_OF_DELETED"));
    Arrays.stream(KnownDifference.values()).map(Enum::name).forEach(known::add);

    assertThat(listed).containsExactlyElementsOf(known);
  }
}
