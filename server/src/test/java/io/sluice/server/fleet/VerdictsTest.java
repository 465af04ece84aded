package io.sluice.server.fleet;

import static io.sluice.server.fleet.PlayedSink.Part.HANGS;
import static io.sluice.server.fleet.PlayedSink.Part.HANGS_IN_COMMIT;
import static io.sluice.server.fleet.PlayedSink.Part.PICKY;
import static io.sluice.server.fleet.PlayedSink.Part.SLOW;
import static io.sluice.server.fleet.PlayedSink.Part.TAKES;
import static io.sluice.server.fleet.PlayedSource.Part.AHEAD;
import static io.sluice.server.fleet.PlayedSource.Part.AWAY;
import static io.sluice.server.fleet.PlayedSource.Part.BEHIND;
import static io.sluice.server.fleet.PlayedSource.Part.EMPTY;
import static io.sluice.server.fleet.PlayedSource.Part.FLOOD;
import static io.sluice.server.fleet.PlayedSource.Part.HEARTBEAT;
import static io.sluice.server.fleet.PlayedSource.Part.LOST;
import static io.sluice.server.fleet.PlayedSource.Part.QUIET;
import static io.sluice.server.fleet.PlayedSource.Part.STEADY;
import static io.sluice.server.fleet.PlayedSource.Part.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.engine.run.RunStatus;
import io.sluice.server.health.HealthWatch;
import io.sluice.server.history.History;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Verdict;
import io.sluice.state.lease.PipelineLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pipelines in every situation that the documentation's table has, on the real engine, all at once
 * in one process: each is called what the table says, and goes on being called so.
 */
@Timeout(180)
class VerdictsTest {
  private static final Path TABLE = Path.of("../docs/concepts/health.md");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration CURRENT = Duration.ofSeconds(3);
  private static final int LOOKS = 10;
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5).plusSeconds(1);

  /** What the table promises of a situation. */
  private record Row(String situation, String state, String freshness, String now, String later) {}

  @TempDir private Path folder;
  private Farm farm;
  private PipelineLock held;
  private History history;
  private HealthWatch health;
  private volatile Duration passed = Duration.ZERO;
  private final Map<String, String> files = new LinkedHashMap<>();

  @BeforeEach
  void open() {
    farm = new Farm(folder);
    held = farm.project.state().lock(name("another process runs it"));
    history = new History(farm.project.state(), Clock.systemUTC());
    health = new HealthWatch(history, new Turned());
  }

  /** The wall's, turned by what the test says has passed. */
  private final class Turned extends Clock {
    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(passed);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @AfterEach
  void close() {
    held.close();
    farm.close();
    history.close();
  }

  @Test
  void each_situation_is_called_what_the_table_says() throws IOException {
    List<Row> table = table();
    play();
    farm.start();
    act();
    assertThat(table.stream().map(Row::situation))
        .as("situations of the table, and those that are played")
        .containsExactlyInAnyOrderElementsOf(files.keySet());

    Map<String, String> wrong = new TreeMap<>();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              look();
              wrong.clear();
              table.forEach(row -> wrong.putAll(differences(row)));
              assertThat(wrong).isEmpty();
            });
    for (int again = 0; again < LOOKS; again++) {
      await().pollDelay(Duration.ofMillis(150)).until(() -> true);
      look();
      table.forEach(row -> wrong.putAll(differences(row)));
    }
    assertThat(wrong).as("what it was called once it is called again").isEmpty();

    passed = FIVE_MINUTES;
    look();
    assertThat(
            table.stream()
                .collect(Collectors.toMap(Row::situation, row -> verdict(row.situation()))))
        .containsExactlyInAnyOrderEntriesOf(
            table.stream().collect(Collectors.toMap(Row::situation, Row::later)));
    assertThat(words("a sink does not come back from a put"))
        .contains("sink it, task 0, which has been in put for");
    assertThat(words("a sink does not come back from a commit")).contains("in preCommit for");
    assertThat(words("one of two sinks hangs, the other advances until it is held back"))
        .contains("sink other, task 0");
    assertThat(words("its sink is away")).contains("sink it, task 0, put: ", "does not answer");
    assertThat(words("its source is away after a while")).contains("source task 0, poll: ");
    assertThat(words("a sink is slow, and freshness is promised")).contains("1 s are promised");
  }

  /** All situations. */
  private void play() {
    plays("its source has nothing new", QUIET, TAKES);
    plays("its source gives nothing but heartbeats", HEARTBEAT, TAKES);
    plays("its source never had any record", EMPTY, TAKES);
    plays("records flow", STEADY, TAKES);
    plays("a sink is slow, and moves", FLOOD, SLOW);
    plays("a sink is slow, and freshness is promised", FLOOD, SLOW, "slo: {freshness: 1s}");
    plays("a sink does not come back from a put", STEADY, HANGS);
    plays("a sink does not come back from a commit", STEADY, HANGS_IN_COMMIT);
    plays("one of two sinks hangs, the other advances until it is held back", STEADY, TAKES);
    plays("its source is away from the beginning", AWAY, TAKES);
    plays("its source is away after a while", LOST, TAKES);
    plays("its sink is away", QUIET, PlayedSink.Part.AWAY);
    plays("its sink fails again and again", QUIET, PlayedSink.Part.BROKEN);
    plays("its source holds what cannot be read", UNREADABLE, TAKES);
    plays("its file has errors", QUIET, TAKES, "slo: {freshness: soon}");
    plays("its source does not come back from its start", PlayedSource.Part.HANGS, TAKES);
    plays("another process runs it", QUIET, TAKES);
    plays("it is wanted paused", QUIET, TAKES);
    plays("it is wanted stopped", QUIET, TAKES);
    plays("it was run once, to the end of its source", QUIET, TAKES);
    plays("it was run once, and met no record", EMPTY, TAKES);
    plays("it was run once, and failed", UNREADABLE, TAKES);
    String bears = "on_error: {max_rate: 100%}";
    plays("one record of ten is refused", STEADY, PICKY, bears);
    plays(
        "one record of ten is refused, and success is promised",
        STEADY,
        PICKY,
        bears + "\nslo: {success: 99%}");
    plays(
        "a filter drops all records",
        FLOOD,
        TAKES,
        "transforms:\n  - type: org.apache.kafka.connect.transforms.Filter");
    plays("its source's clock is an hour ahead", AHEAD, TAKES, "slo: {freshness: 1m}");
    plays("its source's clock is an hour behind", BEHIND, TAKES, "slo: {freshness: 1m}");
  }

  private void plays(String situation, PlayedSource.Part source, PlayedSink.Part sink) {
    plays(situation, source, sink, "");
  }

  private void plays(
      String situation, PlayedSource.Part source, PlayedSink.Part sink, String more) {
    String name = name(situation);
    files.put(situation, name);
    String second =
        situation.startsWith("one of two")
            ? "  - {name: other, connector: io.sluice.server.fleet.PlayedSink, config: {plays:"
                + " HANGS}}\n"
            : "";
    farm.write(
        name + ".yaml",
        """
        name: %s
        source: {connector: io.sluice.server.fleet.PlayedSource, config: {plays: %s}}
        sinks:
          - {name: it, connector: io.sluice.server.fleet.PlayedSink, config: {plays: %s}}
        %sretry: {backoff: 20ms, max_backoff: 100ms, max_restarts: 100000, stop_timeout: 1s}
        checkpoint: {interval: 50ms}
        %s
        """
            .formatted(name, source, sink, second, more));
  }

  private static String name(String situation) {
    return situation.replaceAll("[^a-z]+", "-");
  }

  /** What somebody does to some of them. */
  private void act() {
    for (String stopped :
        List.of(
            "it is wanted stopped",
            "it was run once, to the end of its source",
            "it was run once, and met no record",
            "it was run once, and failed")) {
      farm.fleet.stop(Farm.ALICE, name(stopped), "");
      if (!stopped.contains("stopped")) {
        farm.fleet.runOnce(Farm.ALICE, name(stopped), "");
      }
    }
    farm.awaitQuiet(name("it is wanted paused"));
    farm.fleet.pause(Farm.ALICE, name("it is wanted paused"), "");
  }

  private void look() {
    List<PipelineView> all = farm.fleet.all();
    history.look(all);
    health.look(all);
  }

  private Map<String, String> differences(Row row) {
    PipelineView view = farm.view(name(row.situation()));
    List<String> wrong = new ArrayList<>();
    if (!List.of(row.state().split(", ")).contains(word(view.state()))) {
      wrong.add("state " + word(view.state()));
    }
    Duration freshness = view.status().map(RunStatus::freshness).orElse(null);
    boolean behind = freshness != null && freshness.compareTo(CURRENT) >= 0;
    String seen = freshness == null ? "none" : behind ? "behind" : "current";
    if (!seen.equals(row.freshness())) {
      wrong.add("freshness " + seen);
    }
    if (!verdict(row.situation()).equals(row.now())) {
      wrong.add(verdict(row.situation()));
    }
    return wrong.isEmpty()
        ? Map.of()
        : Map.of(row.situation(), wrong + " " + view.why().orElse("") + words(row.situation()));
  }

  private String verdict(String situation) {
    Verdict verdict = health.verdict(name(situation)).orElseThrow();
    String reasons =
        verdict.reasons().stream().map(Verdict.Reason::code).collect(Collectors.joining(", "));
    return word(verdict.health()) + (reasons.isEmpty() ? "" : ": " + reasons);
  }

  private String words(String situation) {
    return health.verdict(name(situation)).orElseThrow().reasons().stream()
        .map(Verdict.Reason::sentence)
        .collect(Collectors.joining("; "));
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }

  private static List<Row> table() throws IOException {
    String text = Files.readString(TABLE);
    return text.substring(
            text.indexOf("<!-- situations -->"), text.indexOf("<!-- end of situations -->"))
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| situation"))
        .map(line -> line.split("\\|"))
        .map(
            cells ->
                new Row(
                    cells[1].strip(),
                    cells[2].strip(),
                    cells[3].strip(),
                    cells[4].strip(),
                    cells[5].strip()))
        .toList();
  }
}
