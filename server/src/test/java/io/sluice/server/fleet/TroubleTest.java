package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.operate.FolderPlan;
import io.sluice.server.operate.FolderPlan.Kind;
import io.sluice.server.operate.OffsetRequest;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.state.lease.PipelineLock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails or hangs is told as it is, tried again where that helps, and harms no other. */
class TroubleTest {
  @TempDir private Path folder;
  private Farm farm;

  @BeforeEach
  void open() {
    farm = new Farm(folder);
  }

  @AfterEach
  void close() {
    farm.close();
  }

  @Test
  void sources_that_hang_hold_nobody_up() {
    for (int i = 0; i < 8; i++) { // Twice as many as may start at once, and before it by name.
      farm.add("a" + i);
      farm.mark("a" + i + ".in.hangs");
    }
    farm.add("z");
    farm.feed("z", "made it");

    farm.start();

    farm.awaitOut("z", "made it");
    farm.await("a0", PipelineState.STARTING);
    farm.unmark("a0.in.hangs");
    farm.feed("a0", "late");
    farm.awaitOut("a0", "late");
  }

  @Test
  void a_sink_that_fails_is_tried_again_and_says_when_until_it_is_back() {
    farm.add("one");
    farm.mark("one.out.broken");
    farm.feed("one", "a");
    farm.start();

    PipelineView failed =
        Awaitility.await()
            .atMost(Farm.SOON)
            .until(() -> farm.view("one"), view -> view.nextTry().isPresent());

    assertThat(failed.state()).isEqualTo(PipelineState.RETRYING);
    assertThat(failed.why().orElseThrow()).contains("the printer is on fire");
    assertThat(failed.nextTry().orElseThrow()).isAfter(Instant.now().minusSeconds(30));
    long run = farm.run("one");
    Awaitility.await().atMost(Farm.SOON).until(() -> farm.run("one") > run);
    farm.unmark("one.out.broken");
    farm.awaitOut("one", "a");
    farm.await("one", PipelineState.RUNNING);
  }

  @Test
  void settings_that_a_plugin_refuses_are_told_before_anything_stops() {
    farm.add("one");
    farm.start();
    farm.await("one", PipelineState.RUNNING);
    long run = farm.run("one");

    farm.write("one.yaml", farm.lines("one", "").replace(".out\"}", ".out\", width: -3}"));
    FolderPlan plan = farm.fleet.follow();

    assertThat(plan.changes()).extracting(FolderPlan.Change::kind).containsExactly(Kind.INVALID);
    assertThat(farm.view("one").problems().toString()).contains("width");
    farm.feed("one", "a");
    farm.awaitOut("one", "a");
    assertThat(farm.run("one")).isEqualTo(run);
  }

  @Test
  void a_change_that_cannot_start_says_why_and_the_older_file_is_the_way_back() {
    farm.add("one");
    farm.feed("one", "a");
    farm.start();
    farm.awaitOut("one", "a");

    // What the connector minds only when it is started.
    farm.mark("one.in.refused");
    farm.write("one.yaml", farm.lines("one", "description: another"));
    FolderPlan plan = farm.fleet.follow();

    assertThat(plan.changes()).extracting(FolderPlan.Change::kind).containsExactly(Kind.CHANGE);
    PipelineView failed = farm.await("one", PipelineState.FAILED);
    assertThat(failed.why().orElseThrow()).contains("refused");
    assertThat(failed.nextTry()).isEmpty();
    farm.unmark("one.in.refused");
    farm.add("one");
    farm.fleet.follow();
    farm.feed("one", "b");
    farm.awaitOut("one", "a", "b");
    farm.await("one", PipelineState.RUNNING);
  }

  @Test
  void what_another_process_runs_waits_and_says_for_whom() {
    farm.add("one");
    farm.feed("one", "a");
    try (PipelineLock held = farm.project.state().lock("one")) {
      farm.start();

      PipelineView waiting =
          Awaitility.await()
              .atMost(Farm.SOON)
              .until(() -> farm.view("one"), view -> view.nextTry().isPresent());

      assertThat(waiting.state()).isEqualTo(PipelineState.WAITING);
      assertThat(waiting.why().orElseThrow()).contains("is run by");
      assertThat(held.held()).isTrue();
    }
    farm.awaitOut("one", "a");
  }

  @Test
  void secrets_are_in_no_plan_no_state_and_no_reason() {
    String secret = "correct-horse-battery";
    farm.write(
        "one.yaml", farm.lines("one", "").replace(".out\"}", ".out\", password: " + secret + "}"));
    farm.lead();

    FolderPlan plan = farm.fleet.plan();
    farm.fleet.apply(Farm.ALICE, plan, "");
    farm.await("one", PipelineState.RUNNING);
    String another = secret + "-staple";
    farm.write(
        "one.yaml", farm.lines("one", "").replace(".out\"}", ".out\", password: " + another + "}"));
    FolderPlan change = farm.fleet.plan();

    assertThat(plan.toString()).doesNotContain(secret);
    assertThat(change.toString()).doesNotContain(secret);
    assertThat(change.changes()).extracting(FolderPlan.Change::kind).containsExactly(Kind.CHANGE);
    assertThat(farm.audit("one").toString()).doesNotContain(secret);
    // Not kept, so that it cannot come back once the file says something else.
    farm.restart();
    assertThat(farm.view("one").state()).isEqualTo(PipelineState.INVALID);
    assertThat(farm.view("one").problems().toString())
        .contains("written out")
        .doesNotContain(secret);
    farm.fleet.follow();
    farm.await("one", PipelineState.RUNNING);
  }

  @Test
  void a_position_is_not_moved_where_nobody_knows_who_keeps_it() {
    farm.write(
        "one.yaml",
        farm.lines("one", "").replace(".out\"}", ".out\", password: correct-horse-battery}"));
    farm.feed("one", "a");
    farm.start();
    farm.awaitOut("one", "a");
    farm.fleet.stop(Farm.ALICE, "one", "");
    farm.write("one.yaml", "name: one\nsource: {connector: [\n");
    farm.restart();
    OffsetRequest beginning = new OffsetRequest(true, Optional.empty(), Map.of());

    for (ThrowingCallable ask :
        List.<ThrowingCallable>of(
            () -> farm.fleet.planReset("one", beginning),
            () -> farm.fleet.reset(Farm.ALICE, "one", beginning, ""))) {
      assertThatThrownBy(ask)
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT))
          .hasMessageContaining("not known whether its position is kept here or by Kafka");
    }
    assertThat(farm.audit("one")).noneMatch(entry -> entry.action().equals("offsets.reset"));
  }

  @Test
  void what_was_not_kept_runs_again_when_its_file_is_as_it_was() {
    String text =
        farm.lines("one", "").replace(".out\"}", ".out\", password: correct-horse-battery}");
    farm.write("one.yaml", text);
    farm.start();
    farm.await("one", PipelineState.RUNNING);
    farm.write("one.yaml", "name: one\nsource: {connector: [\n");
    farm.restart();
    assertThat(farm.view("one").state()).isEqualTo(PipelineState.INVALID);

    farm.write("one.yaml", text);
    FolderPlan plan = farm.fleet.plan();
    farm.fleet.apply(Farm.ALICE, plan, "mended");

    assertThat(plan.isEmpty()).isFalse();
    farm.await("one", PipelineState.RUNNING);
    assertThat(farm.audit("one").get(0).action()).isEqualTo("pipeline.change");
    assertThat(farm.fleet.plan().isEmpty()).as("nothing is left to be done").isTrue();
  }
}
