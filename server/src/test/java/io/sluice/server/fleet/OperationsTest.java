package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.sluice.engine.run.RestartScope;
import io.sluice.server.FullAudit;
import io.sluice.server.operate.LetterChoice;
import io.sluice.server.operate.LetterJob;
import io.sluice.server.operate.LetterOperations;
import io.sluice.server.operate.OffsetRequest;
import io.sluice.server.operate.OffsetReset;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.TableSnapshot;
import io.sluice.server.view.Desired;
import io.sluice.server.view.PipelineState;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.history.Audit;
import io.sluice.state.storage.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people ask is done, kept, and in the audit; what cannot be done is refused. */
class OperationsTest {
  private static final OffsetRequest BEGINNING =
      new OffsetRequest(true, Optional.empty(), Map.of());

  @TempDir private Path folder;
  private Farm farm;

  @BeforeEach
  void open() {
    farm = new Farm(folder);
    farm.add("one");
    farm.feed("one", "a", "b");
    farm.start();
    farm.awaitOut("one", "a", "b");
    farm.awaitQuiet("one");
  }

  @AfterEach
  void close() {
    farm.close();
  }

  @Test
  void a_stopped_one_has_ended_and_stays_so_over_a_restart() {
    farm.fleet.stop(Farm.ALICE, "one", "maintenance");

    assertThat(farm.view("one").state()).isEqualTo(PipelineState.STOPPED);
    assertThat(farm.project.state().holderOf("one")).isEmpty();
    farm.restart();
    farm.fleet.follow();
    farm.feed("one", "c");
    assertThat(farm.view("one").desired()).isEqualTo(Desired.STOPPED);
    assertThat(farm.view("one").state()).isEqualTo(PipelineState.STOPPED);
    assertThat(farm.out("one")).containsExactly("a", "b");

    farm.fleet.start(Farm.ALICE, "one", "done");

    farm.awaitOut("one", "a", "b", "c");
    assertThat(farm.audit("one"))
        .extracting(Audit.Entry::action)
        .containsExactly("pipeline.start", "pipeline.stop", "pipeline.add");
    Audit.Entry stop = farm.audit("one").get(1);
    assertThat(stop.who()).isEqualTo("alice");
    assertThat(stop.reason()).isEqualTo("maintenance");
    assertThat(stop.before()).isEqualTo("{\"desired\":\"running\"}");
    assertThat(stop.after()).isEqualTo("{\"desired\":\"stopped\"}");
  }

  @Test
  void what_takes_long_keeps_nobody_else_waiting_for_it() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try {
      Future<Boolean> writing =
          threads.submit(
              () ->
                  farm.project
                      .state()
                      .write(
                          Durability.NOW,
                          connection -> {
                            inside.countDown();
                            return await(goOn);
                          }));
      inside.await();
      Future<?> pausing = threads.submit(() -> farm.fleet.pause(Farm.ALICE, "one", ""));
      Refusal refusal =
          Awaitility.await()
              .atMost(Duration.ofSeconds(30))
              .until(
                  () -> {
                    try {
                      farm.fleet.restartTask(Farm.ALICE, "one", "source/7", "");
                      return null;
                    } catch (Refusal refused) {
                      return refused.kind() == Refusal.Kind.CONFLICT ? refused : null;
                    }
                  },
                  refused -> refused != null);

      assertThat(refusal)
          .hasMessageStartingWith(
              "pipeline one is busy: what is wanted of it is written down, for ");
      goOn.countDown();
      assertThat(writing.get(20, TimeUnit.SECONDS)).isTrue();
      pausing.get(20, TimeUnit.SECONDS);
      assertThat(farm.view("one").desired()).isEqualTo(Desired.PAUSED);
    } finally {
      goOn.countDown();
      threads.shutdownNow();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void a_pause_moves_nothing_and_survives_a_restart() {
    long run = farm.run("one");
    farm.fleet.pause(Farm.ALICE, "one", "");
    farm.await("one", PipelineState.PAUSED);
    farm.feed("one", "c");

    farm.restart();
    farm.await("one", PipelineState.PAUSED);
    assertThat(farm.run("one")).isGreaterThan(run);
    assertThat(farm.out("one")).containsExactly("a", "b");

    long paused = farm.run("one");
    farm.fleet.resume(Farm.ALICE, "one", "");
    farm.awaitOut("one", "a", "b", "c");
    assertThat(farm.run("one")).isEqualTo(paused);
    refused(Refusal.Kind.CONFLICT, () -> farm.fleet.resume(Farm.ALICE, "one", ""));
  }

  @Test
  void a_restart_is_another_run_from_the_last_checkpoint() {
    long run = farm.run("one");

    farm.fleet.restart(Farm.ALICE, "one", "");

    farm.feed("one", "c");
    farm.awaitOut("one", "a", "b", "c");
    assertThat(farm.run("one")).isGreaterThan(run);
  }

  @Test
  void a_task_begins_anew_with_all_others_of_its_run_and_nothing_comes_twice() {
    long run = farm.run("one");
    String task = "sink-" + farm.view("one").sinks().get(0) + "-0";

    RestartScope restarted = farm.fleet.restartTask(Farm.ALICE, "one", task, "odd");

    assertThat(restarted).isEqualTo(RestartScope.ALL_TASKS);
    farm.feed("one", "c");
    farm.awaitOut("one", "a", "b", "c");
    assertThat(farm.run("one")).as("it is the same run").isEqualTo(run);
    Audit.Entry entry = farm.audit("one").get(0);
    assertThat(entry.action()).isEqualTo("pipeline.restart_task");
    assertThat(entry.who()).isEqualTo("alice");
    assertThat(entry.reason()).isEqualTo("odd");
    assertThat(entry.before()).isEqualTo("{\"state\":\"running\",\"task\":\"" + task + "\"}");
    assertThat(entry.after()).isEqualTo("{\"restarted\":\"all_tasks\",\"task\":\"" + task + "\"}");
  }

  @Test
  void a_task_that_is_none_and_one_of_no_run_are_refused_and_not_noted() {
    for (String none : List.of("source-7", "sink-other-0", "all", "")) {
      refused(Refusal.Kind.NOT_FOUND, () -> farm.fleet.restartTask(Farm.ALICE, "one", none, ""));
    }
    refused(
        Refusal.Kind.NOT_FOUND, () -> farm.fleet.restartTask(Farm.ALICE, "two", "source-0", ""));
    farm.fleet.stop(Farm.ALICE, "one", "");
    refused(Refusal.Kind.CONFLICT, () -> farm.fleet.restartTask(Farm.ALICE, "one", "source-0", ""));

    assertThat(farm.audit("one"))
        .extracting(Audit.Entry::action)
        .doesNotContain("pipeline.restart_task");
  }

  @Test
  void a_stopped_one_runs_once_to_its_end_and_is_complete() {
    farm.fleet.stop(Farm.ALICE, "one", "");
    farm.feed("one", "c");
    refused(Refusal.Kind.CONFLICT, () -> farm.fleet.restart(Farm.ALICE, "one", ""));
    refused(Refusal.Kind.CONFLICT, () -> farm.fleet.pause(Farm.ALICE, "one", ""));

    farm.fleet.runOnce(Farm.ALICE, "one", "catch up");

    refused(Refusal.Kind.CONFLICT, () -> farm.fleet.runOnce(Farm.ALICE, "one", ""));
    farm.await("one", PipelineState.COMPLETED);
    farm.awaitOut("one", "a", "b", "c");
    assertThat(farm.view("one").desired()).isEqualTo(Desired.STOPPED);
    farm.restart();
    assertThat(farm.view("one").state()).isEqualTo(PipelineState.COMPLETED);
    assertThat(farm.project.state().holderOf("one")).isEmpty();
  }

  @Test
  void a_position_is_moved_of_a_stopped_one_only_and_told_before() {
    OffsetReset plan = farm.fleet.planReset("one", BEGINNING);
    assertThat(plan.before())
        .containsExactly("{\"partition\":{\"file\":\"one.in\"},\"offset\":{\"next\":2}}");
    assertThat(plan.after()).isEmpty();
    assertThat(plan.warnings()).isNotEmpty();
    refused(Refusal.Kind.CONFLICT, () -> farm.fleet.reset(Farm.ALICE, "one", BEGINNING, ""));

    farm.fleet.stop(Farm.ALICE, "one", "");
    OffsetRequest second = new OffsetRequest(false, Optional.empty(), Map.of("next", 1));
    assertThat(farm.fleet.planReset("one", second).after().toString()).contains("\"next\":1");
    Map<String, @Nullable Object> unknown = new HashMap<>();
    unknown.put("next", null);
    assertThat(
            farm.fleet
                .planReset("one", new OffsetRequest(false, Optional.empty(), unknown))
                .after())
        .containsExactly("{\"partition\":{\"file\":\"one.in\"},\"offset\":{\"next\":null}}");
    farm.fleet.reset(Farm.ALICE, "one", second, "b was wrong");
    farm.fleet.start(Farm.ALICE, "one", "");

    farm.awaitOut("one", "a", "b", "b");
    assertThat(farm.audit("one"))
        .filteredOn(entry -> entry.action().equals("offsets.reset"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.reason()).isEqualTo("b was wrong"));
  }

  @Test
  void a_position_that_is_another_one_than_what_was_looked_at_is_not_moved() {
    farm.fleet.stop(Farm.ALICE, "one", "");
    OffsetRequest first = new OffsetRequest(false, Optional.empty(), Map.of("next", 1));
    List<String> seen = farm.fleet.planReset("one", BEGINNING).before();
    farm.fleet.reset(Farm.ALICE, "one", first.ifAt(seen), "somebody was faster");

    refused(
        Refusal.Kind.CONFLICT,
        () -> farm.fleet.reset(Farm.ALICE, "one", BEGINNING.ifAt(seen), "meant what was there"));

    OffsetReset now = farm.fleet.planReset("one", BEGINNING);
    assertThat(now.before().toString()).contains("\"next\":1");
    farm.fleet.reset(Farm.ALICE, "one", BEGINNING.ifAt(now.before()), "looked again");
    assertThat(farm.fleet.planReset("one", BEGINNING).before()).isEmpty();
  }

  @Test
  void a_position_that_the_source_cannot_have_is_refused_and_nothing_is_changed() {
    farm.fleet.stop(Farm.ALICE, "one", "");
    List<String> before = farm.fleet.planReset("one", BEGINNING).before();
    Optional<Map<String, @Nullable Object>> other = Optional.of(Map.of("file", "nosuch"));
    for (OffsetRequest wrong :
        List.of(
            new OffsetRequest(false, other, Map.of("next", 1)),
            new OffsetRequest(false, Optional.empty(), Map.of("next", "abc")))) {
      refused(Refusal.Kind.INVALID, () -> farm.fleet.planReset("one", wrong));
      refused(Refusal.Kind.INVALID, () -> farm.fleet.reset(Farm.ALICE, "one", wrong, ""));
    }
    assertThatThrownBy(
            () -> farm.fleet.planReset("one", new OffsetRequest(false, other, Map.of("next", 1))))
        .hasMessageContaining("expected one of {\"file\":\"one.in\"}");
    OffsetRequest far = new OffsetRequest(false, Optional.empty(), Map.of("next", 5_000));
    assertThatThrownBy(() -> farm.fleet.reset(Farm.ALICE, "one", far, ""))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("the source refuses the offset: next: expected at most 1000");
    assertThat(farm.fleet.planReset("one", BEGINNING).before()).isEqualTo(before);

    assertThat(
            farm.fleet
                .planReset("one", new OffsetRequest(false, Optional.empty(), Map.of("nxt", 1)))
                .warnings()
                .toString())
        .contains("loses next", "has no nxt");
  }

  @Test
  void a_position_that_is_none_is_refused() {
    refused(
        Refusal.Kind.INVALID,
        () -> farm.fleet.planReset("one", new OffsetRequest(false, Optional.empty(), Map.of())));
    refused(Refusal.Kind.NOT_FOUND, () -> farm.fleet.planReset("two", BEGINNING));
    Instant now = Instant.EPOCH;
    refused(
        Refusal.Kind.INVALID, () -> farm.fleet.planReset("one", OffsetRequest.of("LineSink", now)));
    refused(
        Refusal.Kind.INVALID,
        () ->
            farm.fleet.planReset(
                "one",
                new OffsetRequest(
                    Optional.empty(), false, Optional.of(now), Optional.empty(), Map.of())));
  }

  @Test
  void dead_letters_are_replayed_or_purged_beside_the_run() {
    farm.mark("one.out.strict");
    farm.feed("one", "bad 1", "bad 2", "good");
    farm.awaitOut("one", "a", "b", "good");
    List<Long> open = letters();
    long run = farm.run("one");
    farm.unmark("one.out.strict");

    LetterJob replay =
        job(
            LetterJob.Kind.REPLAY,
            LetterChoice.ofNumbers(open.subList(0, 1)),
            "the sink is kinder now");
    LetterJob purge = purge(LetterChoice.ofNumbers(open.subList(1, 2)));

    assertThat(replay.done()).isEqualTo(1);
    assertThat(purge.done()).isEqualTo(1);
    assertThat(purge.state()).isEqualTo(LetterJob.State.DONE);
    farm.awaitOut("one", "a", "b", "good", "bad 1");
    assertThat(farm.run("one")).isGreaterThanOrEqualTo(run);
    assertThat(farm.view("one").state()).isEqualTo(PipelineState.RUNNING);
    refused(
        Refusal.Kind.NOT_FOUND,
        () -> job(LetterJob.Kind.REPLAY, LetterChoice.ofNumbers(open), "once more"));
    refused(Refusal.Kind.NOT_FOUND, () -> purge(LetterChoice.ALL));
    assertThat(farm.audit("one"))
        .extracting(Audit.Entry::action)
        .startsWith("dead_letters.purge", "dead_letters.replay");
  }

  @Test
  void a_replay_that_is_under_way_when_the_server_ends_leaves_nothing_open_that_arrived() {
    farm.write("one.yaml", farm.lines("one", "").replace("stop_timeout: 5s", "stop_timeout: 40s"));
    farm.fleet.follow();
    farm.mark("one.out.strict");
    farm.feed("one", "bad 1", "bad 2", "good");
    farm.awaitOut("one", "a", "b", "good");
    List<Long> open = letters();
    farm.unmark("one.out.strict");
    farm.mark("one.out.slow");
    farm.fleet
        .letters()
        .begin(Farm.ALICE, "one", LetterJob.Kind.REPLAY, LetterChoice.ofNumbers(open), "");
    Awaitility.await()
        .atMost(Farm.SOON)
        .until(() -> Files.exists(farm.data.resolve("one.out.begun")));

    farm.restart();

    assertThat(farm.out("one")).containsExactly("a", "b", "good", "bad 1", "bad 2");
    assertThat(farm.project.state().deadLetters().count(DeadLetters.Filter.open("one"))).isZero();
    Audit.Entry entry = farm.audit("one").get(0);
    assertThat(entry.action()).isEqualTo("dead_letters.replay.failed");
    assertThat(entry.after())
        .as("what arrived is counted, though it was broken off")
        .isEqualTo("{\"failed_again\":0,\"replayed\":2,\"stopped\":true}");
  }

  @Test
  void a_replay_that_cannot_be_noted_is_not_begun_and_stands_in_nobodys_way() {
    farm.mark("one.out.strict");
    farm.feed("one", "bad 1", "bad 2");
    LetterChoice open = LetterChoice.ofNumbers(letters());
    farm.unmark("one.out.strict");
    LetterOperations letters = farm.fleet.letters();
    FullAudit.after(0, farm.project.state());

    assertThatThrownBy(
            () -> letters.begin(Farm.ALICE, "one", LetterJob.Kind.REPLAY, open, "mended"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("It was not done, since it cannot be noted")
        .extracting(refused -> ((Refusal) refused).hint())
        .asString()
        .contains("Nothing was changed");

    assertThat(letters.jobs("one")).isEmpty();
    assertThat(farm.out("one")).containsExactly("a", "b");
    FullAudit.end(farm.project.state());
    assertThat(job(LetterJob.Kind.REPLAY, open, "mended").done()).isEqualTo(2);
    assertThat(farm.audit("one"))
        .filteredOn(entry -> entry.action().equals("dead_letters.replay"))
        .extracting(Audit.Entry::before, Audit.Entry::after)
        .containsExactly(
            tuple("{\"letters\":2}", "{\"failed_again\":0,\"replayed\":2}"),
            tuple("{\"letters\":2}", "{\"begun\":true}"));
  }

  @Test
  void a_job_goes_on_whose_end_by_somebodys_hand_cannot_be_noted() {
    farm.mark("one.out.strict");
    farm.feed("one", "bad 1", "bad 2");
    LetterChoice open = LetterChoice.ofNumbers(letters());
    farm.unmark("one.out.strict");
    farm.mark("one.out.slow");
    LetterOperations letters = farm.fleet.letters();
    LetterJob job = letters.begin(Farm.ALICE, "one", LetterJob.Kind.REPLAY, open, "");
    FullAudit.after(0, farm.project.state());

    refused(Refusal.Kind.FAILED, () -> letters.stop(Farm.ALICE, "one", job.id()));

    FullAudit.end(farm.project.state());
    Awaitility.await()
        .atMost(Farm.SOON)
        .until(() -> letters.job("one", job.id()).orElseThrow().state().ended());
    assertThat(farm.audit("one").get(0).after()).isEqualTo("{\"failed_again\":0,\"replayed\":2}");
  }

  private LetterJob purge(LetterChoice choice) {
    return job(LetterJob.Kind.PURGE, choice, "a test");
  }

  private LetterJob job(LetterJob.Kind kind, LetterChoice choice, String reason) {
    LetterOperations letters = farm.fleet.letters();
    LetterJob job = letters.begin(Farm.ALICE, "one", kind, choice, reason);
    return Awaitility.await()
        .atMost(Farm.SOON)
        .until(() -> letters.job("one", job.id()).orElseThrow(), now -> now.state().ended());
  }

  private List<Long> letters() {
    DeadLetters letters = farm.project.state().deadLetters();
    return Awaitility.await()
        .atMost(Farm.SOON)
        .until(
            () ->
                letters.list(DeadLetters.Filter.open("one"), 0, 10).stream()
                    .map(DeadLetters.Stored::id)
                    .toList(),
            found -> found.size() == 2);
  }

  @Test
  void a_name_means_itself_and_an_expression_what_it_means_to_debezium() {
    TableSnapshot both =
        new TableSnapshot(
            List.of("public.a+b"), List.of("public[.]order.*"), Optional.empty(), Optional.of("x"));

    assertThat(Snapshots.data(both))
        .isEqualTo(
            "{\"additional-conditions\":[{\"data-collection\":\".*\",\"filter\":\"x\"}],"
                + "\"data-collections\":[\"\\\\Qpublic.a+b\\\\E\",\"public[.]order.*\"],"
                + "\"type\":\"incremental\"}");
    refused(
        Refusal.Kind.INVALID,
        () ->
            farm.fleet.snapshot(
                Farm.ALICE,
                "one",
                new TableSnapshot(
                    List.of(), List.of("public.(order"), Optional.empty(), Optional.empty()),
                ""));
  }

  @Test
  void a_source_that_takes_no_signals_is_told_as_such_and_noted_as_failed() {
    refused(
        Refusal.Kind.NOT_FOUND,
        () ->
            farm.fleet.snapshot(Farm.ALICE, "one", TableSnapshot.of(List.of("public.orders")), ""));
    refused(
        Refusal.Kind.INVALID,
        () -> farm.fleet.snapshot(Farm.ALICE, "one", TableSnapshot.of(List.of()), ""));

    assertThat(farm.audit("one"))
        .extracting(Audit.Entry::action)
        .containsExactly("pipeline.snapshot.failed", "pipeline.snapshot", "pipeline.add");
  }

  @Test
  void many_who_ask_at_once_leave_what_the_last_of_the_audit_says() throws Exception {
    ExecutorService people = Executors.newFixedThreadPool(4);
    CountDownLatch begin = new CountDownLatch(1);
    List<Future<?>> asked = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      boolean stops = i % 2 == 0;
      asked.add(
          people.submit(
              () -> {
                begin.await();
                for (int n = 0; n < 5; n++) {
                  if (stops) {
                    farm.fleet.stop(Farm.ALICE, "one", "");
                  } else {
                    farm.fleet.start(Farm.ALICE, "one", "");
                  }
                }
                return stops;
              }));
    }
    begin.countDown();
    for (Future<?> one : asked) {
      one.get(Farm.SOON.toSeconds(), TimeUnit.SECONDS);
    }
    people.shutdown();

    String last = farm.audit("one").get(0).action();
    Desired wanted = last.equals("pipeline.stop") ? Desired.STOPPED : Desired.RUNNING;
    assertThat(farm.audit("one")).hasSize(21);
    assertThat(farm.view("one").desired()).isEqualTo(wanted);
    farm.await("one", wanted == Desired.STOPPED ? PipelineState.STOPPED : PipelineState.RUNNING);
    farm.fleet.start(Farm.ALICE, "one", "");
    farm.feed("one", "c");
    farm.awaitOut("one", "a", "b", "c");
  }

  @Test
  void nobody_is_asked_about_what_there_is_not() {
    refused(Refusal.Kind.NOT_FOUND, () -> farm.fleet.start(Farm.ALICE, "two", ""));
    refused(Refusal.Kind.NOT_FOUND, () -> farm.fleet.stop(Farm.ALICE, "two", ""));
    assertThat(farm.fleet.named("two")).isEmpty();
  }

  private static void refused(Refusal.Kind kind, ThrowingCallable what) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind));
  }
}
