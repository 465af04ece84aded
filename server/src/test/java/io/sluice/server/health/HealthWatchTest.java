package io.sluice.server.health;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Failure;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunFigures.SnapshotFigures;
import io.sluice.engine.run.RunFigures.SnapshotState;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.Ratio;
import io.sluice.pipeline.Slo;
import io.sluice.server.history.History;
import io.sluice.server.view.Desired;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.Verdict;
import io.sluice.server.view.Verdict.Health;
import io.sluice.server.view.Verdict.Reason;
import io.sluice.server.view.Views;
import io.sluice.state.StateDatabase;
import io.sluice.testkit.HandClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verdicts are wrong in neither direction: each ailment, and what looks like it and is none. */
class HealthWatchTest {
  @TempDir Path folder;
  private final HandClock clock = new HandClock(Views.START);
  private final Views shop = new Views();
  private StateDatabase state;
  private History history;
  private HealthWatch health;

  @BeforeEach
  void open() {
    state = StateDatabase.open(folder, clock);
    history = new History(state, clock);
    health = new HealthWatch(history, clock);
    shop.polled = 100;
    shop.delivered = 100;
    checkpoint(1);
    look();
  }

  @AfterEach
  void close() {
    history.close();
    state.close();
  }

  private void checkpoint(long epoch) {
    shop.checkpoint = new RunStatus.LastCheckpoint(epoch, clock.instant(), 10);
  }

  private Verdict look() {
    var views = List.of(shop.make());
    history.look(views);
    health.look(views);
    return health.verdict("shop").orElseThrow();
  }

  private Verdict after(Duration time) {
    clock.advance(time);
    return look();
  }

  private void becomes(PipelineState next) {
    shop.state = next;
    shop.since = clock.instant();
  }

  private static void assertIs(Verdict verdict, Health expected, String... codes) {
    assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    assertThat(verdict.health()).isEqualTo(expected);
    assertThat(verdict.reasons())
        .allMatch(reason -> !reason.remedy().isEmpty() && reason.page().startsWith("docs/"));
  }

  @Test
  void a_pipeline_that_runs_or_has_nothing_to_do_is_healthy_however_long() {
    assertIs(look(), Health.HEALTHY);
    assertIs(after(Duration.ofDays(3)), Health.HEALTHY);
    assertThat(health.verdict("unknown")).isEmpty();
  }

  @Test
  void one_that_failed_is_unhealthy_and_says_with_what() {
    becomes(PipelineState.FAILED);
    shop.lastError = Views.error(clock.instant(), "sink warehouse", "put", "no table");

    Verdict verdict = look();

    assertIs(verdict, Health.UNHEALTHY, "failed");
    assertThat(verdict.reasons().get(0).sentence()).contains("sink warehouse, put: no table");
    assertThat(verdict.reasons().get(0).remedy()).isEqualTo(Fault.TASK_FAILED.remedy());
    assertThat(verdict.reasons().get(0).page()).isEqualTo(Fault.TASK_FAILED.page());
    assertThat(verdict.reasons().get(0).error()).contains(shop.lastError);
  }

  @Test
  void one_whose_only_run_failed_is_unhealthy_although_nobody_wants_it_to_run() {
    shop.desired = Desired.STOPPED;
    becomes(PipelineState.FAILED);

    assertIs(after(Duration.ofHours(1)), Health.UNHEALTHY, "failed");
  }

  @Test
  void one_whose_end_failed_is_not_healthy_and_says_why_it_still_runs() {
    shop.desired = Desired.STOPPED;
    shop.lastError = Views.error(clock.instant(), "Kafka Connect", "", "not known to have stopped");
    shop.why = shop.lastError.message();
    becomes(PipelineState.STOPPING);
    look();

    Verdict verdict = after(Duration.ofMinutes(2));

    assertThat(verdict.health()).isNotEqualTo(Health.HEALTHY);
    assertThat(verdict.reasons().get(0).sentence())
        .contains("wanted stopped and has been stopping for 2 m", "not known to have stopped");
    assertThat(verdict.reasons().get(0).error()).contains(shop.lastError);
  }

  @Test
  void one_that_stalls_names_whom_it_waits_for() {
    becomes(PipelineState.STALLED);
    shop.waitsFor = "sink warehouse, task 0, in put for 42 s";

    Verdict verdict = look();

    assertIs(verdict, Health.UNHEALTHY, "stalled");
    assertThat(verdict.reasons().get(0).sentence()).contains("sink warehouse, task 0");
  }

  @Test
  void an_invalid_file_is_unhealthy_where_nothing_runs_and_a_warning_where_a_version_goes_on() {
    Place place = new Place(Path.of("shop.yaml"), 3, 5, "sinks");
    shop.problems = List.of(Problem.warning(place, "is old", null));
    assertIs(look(), Health.HEALTHY);

    shop.problems = List.of(Problem.error(place, "is not known", null));
    assertIs(look(), Health.DEGRADED, "file_invalid");

    becomes(PipelineState.INVALID);
    shop.hasRun = false;
    Verdict verdict = look();
    assertIs(verdict, Health.UNHEALTHY, "invalid");
    assertThat(verdict.reasons().get(0).sentence()).contains("is not known");
  }

  @Test
  void tries_are_a_warning_first_and_unhealthy_when_no_checkpoint_comes_between_them() {
    becomes(PipelineState.RETRYING);
    shop.restarts = 1;
    assertIs(look(), Health.DEGRADED, "retrying");

    // As a run that fails again and again goes: each state is young.
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofSeconds(40));
      becomes(PipelineState.STARTING);
      assertIs(look(), Health.DEGRADED, "retrying");
      clock.advance(Duration.ofSeconds(20));
      becomes(PipelineState.RETRYING);
      shop.restarts++;
      look();
    }

    assertIs(look(), Health.UNHEALTHY, "retrying_long");
  }

  /** As a run begins that a server tries anew: without a checkpoint, then with the old one. */
  private Verdict tryAnew(RunStatus.LastCheckpoint old) {
    becomes(PipelineState.STARTING);
    shop.hasRun = false;
    shop.checkpoint = null;
    shop.restarts = 0;
    after(Duration.ofSeconds(5));
    shop.hasRun = true;
    after(Duration.ofSeconds(5));
    shop.checkpoint = old;
    becomes(PipelineState.RUNNING);
    shop.lag = Duration.ofSeconds(1);
    Verdict running = after(Duration.ofSeconds(5));
    becomes(PipelineState.RETRYING);
    shop.restarts = 1;
    after(Duration.ofSeconds(45));
    return running;
  }

  @Test
  void a_checkpoint_that_a_new_run_goes_on_from_ends_no_trouble() {
    RunStatus.LastCheckpoint old = requireNonNull(shop.checkpoint);
    becomes(PipelineState.RETRYING);
    shop.restarts = 1;
    assertIs(look(), Health.DEGRADED, "retrying");
    for (int i = 0; i < 5; i++) {
      tryAnew(old);
    }

    assertIs(tryAnew(old), Health.UNHEALTHY, "retrying_long");
    assertIs(look(), Health.UNHEALTHY, "retrying_long");

    becomes(PipelineState.RUNNING);
    checkpoint(2);
    assertIs(look(), Health.HEALTHY);
  }

  @Test
  void nor_does_one_of_before_the_server_that_looks() {
    RunStatus.LastCheckpoint old = requireNonNull(shop.checkpoint);
    health = new HealthWatch(history, clock);
    clock.advance(Duration.ofMinutes(1));
    shop.checkpoint = null;
    becomes(PipelineState.RETRYING);
    assertIs(look(), Health.DEGRADED, "retrying");
    for (int i = 0; i < 5; i++) {
      tryAnew(old);
    }

    assertIs(tryAnew(old), Health.UNHEALTHY, "retrying_long");
  }

  @Test
  void tries_that_get_on_are_no_long_trouble() {
    for (int i = 2; i < 20; i++) {
      becomes(PipelineState.RETRYING);
      shop.restarts++;
      assertIs(after(Duration.ofSeconds(30)), Health.DEGRADED, "retrying");
      becomes(PipelineState.RUNNING);
      shop.lag = Duration.ofSeconds(1);
      checkpoint(i);
      assertIs(after(Duration.ofSeconds(30)), Health.HEALTHY);
    }
  }

  @Test
  void on_kafka_where_there_is_no_checkpoint_trouble_is_over_when_it_has_run_for_a_while() {
    shop.onKafka = true;
    shop.lag = null;
    shop.freshness = null;
    shop.checkpoint = null;
    becomes(PipelineState.RETRYING);
    shop.restarts = 1;
    assertIs(look(), Health.DEGRADED, "retrying");
    becomes(PipelineState.RUNNING);

    assertIs(after(Duration.ofSeconds(30)), Health.DEGRADED, "retrying");
    assertIs(after(Duration.ofSeconds(31)), Health.HEALTHY);
    assertIs(after(Duration.ofMinutes(10)), Health.HEALTHY);
  }

  @Test
  void one_that_starts_is_not_known_yet_and_one_that_never_gets_through_is_told() {
    becomes(PipelineState.STARTING);
    assertIs(look(), Health.UNKNOWN, "starting");
    assertIs(after(Duration.ofMinutes(6)), Health.DEGRADED, "starting_long");

    becomes(PipelineState.WAITING);
    assertIs(look(), Health.UNKNOWN, "waiting");
    assertIs(after(Duration.ofMinutes(6)), Health.UNHEALTHY, "not_running");
  }

  @ParameterizedTest
  @EnumSource(
      value = PipelineState.class,
      names = {"PAUSED", "STOPPED"})
  void one_that_does_not_run_although_it_is_wanted_to_is_told_after_a_moment(PipelineState idle) {
    becomes(idle);
    assertIs(look(), Health.HEALTHY);
    assertIs(after(Duration.ofSeconds(61)), Health.UNHEALTHY, "not_running");

    shop.desired = idle == PipelineState.PAUSED ? Desired.PAUSED : Desired.STOPPED;
    assertIs(look(), Health.HEALTHY);
  }

  @Test
  void one_that_goes_on_although_it_is_wanted_stopped_is_told_after_a_moment() {
    shop.desired = Desired.STOPPED;
    assertIs(look(), Health.HEALTHY);

    assertIs(after(Duration.ofSeconds(61)), Health.DEGRADED, "not_stopped");
  }

  @Test
  void a_promise_of_freshness_is_held_against_freshness_and_not_where_nothing_is_wanted() {
    shop.promised = new Slo(Optional.of(Duration.ofSeconds(60)), Optional.empty());
    shop.freshness = Duration.ofSeconds(60);
    assertIs(look(), Health.HEALTHY);

    shop.freshness = Duration.ofSeconds(61);
    Verdict verdict = look();
    assertIs(verdict, Health.UNHEALTHY, "freshness_exceeded");
    assertThat(verdict.reasons().get(0).sentence()).contains("61 s", "60 s");

    shop.desired = Desired.PAUSED;
    becomes(PipelineState.PAUSED);
    assertIs(look(), Health.HEALTHY);
  }

  @Test
  void freshness_that_is_missed_because_something_fails_says_how_to_mend_that() {
    shop.promised = new Slo(Optional.of(Duration.ofSeconds(60)), Optional.empty());
    shop.freshness = Duration.ofSeconds(61);
    shop.restarts = 1;
    SQLException inner = new SQLException("no connections now");
    Failure failure =
        Failure.of("sink table, task 0", "start", new ConnectException("opening it", inner));
    shop.lastError = RunError.of(Views.START, failure, text -> text);
    shop.why = shop.lastError.message();
    becomes(PipelineState.RETRYING);

    Reason worst = look().reasons().get(0);

    assertThat(worst.code()).isEqualTo("freshness_exceeded");
    assertThat(worst.remedy()).isEqualTo(Fault.TASK_FAILED.remedy());
    assertThat(worst.sentence())
        .endsWith("and it fails: sink table, task 0, start: no connections now");
    assertThat(worst.error().orElseThrow().cause()).contains("opening it");
  }

  @Test
  void new_dead_letters_are_a_warning_for_a_quarter_of_an_hour_and_a_broken_promise_more() {
    clock.advance(Duration.ofSeconds(1));
    shop.polled += 1_000;
    shop.delivered += 995;
    shop.deadLettered += 5;
    assertIs(look(), Health.DEGRADED, "dead_letters");

    shop.promised = new Slo(Optional.empty(), Optional.of(Ratio.ofPercent(99)));
    assertIs(look(), Health.DEGRADED, "dead_letters");
    shop.promised = new Slo(Optional.empty(), Optional.of(Ratio.ofPercent(99.9)));
    assertIs(look(), Health.UNHEALTHY, "success_missed");

    Verdict later = look();
    for (int i = 0; i < 181; i++) {
      later = after(Duration.ofSeconds(5));
    }
    assertIs(later, Health.HEALTHY);
  }

  @Test
  void success_without_a_row_is_a_fault_where_the_source_has_rows_and_none_where_it_is_empty() {
    shop.polled = 0;
    shop.delivered = 0;
    becomes(PipelineState.COMPLETED);
    shop.snapshot = snapshot(2, 0, 0);
    assertIs(look(), Health.HEALTHY);

    shop.snapshot = snapshot(2, 0, 40_000);
    Verdict verdict = look();
    assertIs(verdict, Health.UNHEALTHY, "no_rows");
    assertThat(verdict.reasons().get(0).sentence()).contains("40000");

    becomes(PipelineState.RUNNING);
    assertIs(look(), Health.UNHEALTHY, "no_rows");

    shop.snapshot = snapshot(2, 39_000, 40_000);
    assertIs(look(), Health.HEALTHY);
  }

  @Test
  void a_filter_of_tables_that_matches_none_is_told() {
    shop.polled = 0;
    shop.delivered = 0;
    shop.snapshot = snapshot(0, 0, 0);
    assertIs(look(), Health.HEALTHY); // It took up a snapshot that was through with all of them.

    shop.checkpoint = null;
    assertIs(look(), Health.DEGRADED, "no_tables");
  }

  @Test
  void a_publication_that_lacks_tables_is_told_with_their_names() {
    becomes(PipelineState.RUNNING);
    assertIs(look(), Health.HEALTHY);

    shop.unpublished = IntStream.range(0, 7).mapToObj(i -> "public.t" + i).toList();
    Verdict verdict = look();
    assertIs(verdict, Health.DEGRADED, "unpublished");
    assertThat(verdict.reasons().get(0).sentence())
        .contains("7 captured tables")
        .endsWith("public.t0, public.t1, public.t2, public.t3, public.t4 and 2 more");
  }

  @Test
  void one_that_ended_without_ever_meeting_a_record_is_not_called_healthy() {
    shop.polled = 0;
    shop.delivered = 0;
    shop.checkpoint = null;
    becomes(PipelineState.COMPLETED);
    assertIs(look(), Health.UNKNOWN, "nothing_found");

    checkpoint(7); // Of an earlier run: this one just had nothing new.
    assertIs(look(), Health.HEALTHY);
  }

  @Test
  void a_filter_of_records_that_drops_all_of_many_is_told() {
    shop.polled = 999;
    shop.filtered = 999;
    shop.delivered = 0;
    assertIs(look(), Health.HEALTHY);

    shop.polled = 1_000;
    shop.filtered = 1_000;
    assertIs(look(), Health.DEGRADED, "all_filtered");

    shop.filtered = 999;
    shop.delivered = 1;
    assertIs(look(), Health.HEALTHY);
  }

  @Test
  void a_file_that_is_not_applied_is_told_after_a_moment() {
    shop.unapplied = true;
    assertIs(look(), Health.HEALTHY);
    assertIs(after(Duration.ofSeconds(61)), Health.DEGRADED, "unapplied");

    shop.unapplied = false;
    assertIs(look(), Health.HEALTHY);
  }

  @Test
  void the_worst_reason_is_the_verdict_and_comes_first() {
    becomes(PipelineState.STALLED);
    shop.problems =
        List.of(Problem.error(new Place(Path.of("shop.yaml"), 1, 1, ""), "no sink", null));

    assertIs(look(), Health.UNHEALTHY, "stalled", "file_invalid");
  }

  @ParameterizedTest
  @EnumSource(Ailment.class)
  void every_reason_is_in_the_runbook_with_its_verdict(Ailment ailment) throws IOException {
    Reason reason = ailment.because("");

    List<String> rows =
        Files.readAllLines(Path.of("../docs/how-to/troubleshoot.md")).stream()
            .filter(line -> line.startsWith("| `") && line.contains("`" + reason.code() + "`"))
            .toList();

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0)).contains("| " + reason.health().name().toLowerCase(Locale.ROOT) + " |");
    String[] page = reason.page().split("#", 2);
    String text = Files.readString(Path.of("..", page[0]));
    if (page.length > 1) {
      assertThat(text.lines().filter(line -> line.startsWith("#")).map(HealthWatchTest::anchor))
          .contains(page[1]);
    }
  }

  /** As those who show the page make it of a heading. */
  private static String anchor(String heading) {
    return heading
        .replaceFirst("^#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }

  private static Optional<SnapshotFigures> snapshot(int tables, long rows, long expected) {
    return Optional.of(
        new SnapshotFigures(
            SnapshotState.COMPLETED, tables, 0, rows, expected, 1, Optional.empty(), List.of()));
  }
}
