package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.operate.FolderPlan;
import io.sluice.server.operate.FolderPlan.Kind;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.Desired;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.state.history.Audit;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files become pipelines that run, and what did not change is left alone. */
class FleetTest {
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
  void all_files_of_a_folder_and_of_those_below_run() {
    farm.add("one");
    farm.write("shop/two.yaml", farm.lines("two", "owner: shop@example.com"));
    farm.feed("one", "a", "b");
    farm.feed("two", "c");

    farm.start();

    farm.awaitOut("one", "a", "b");
    farm.awaitOut("two", "c");
    assertThat(farm.await("one", PipelineState.RUNNING).namespace()).isEqualTo("default");
    PipelineView two = farm.await("two", PipelineState.RUNNING);
    assertThat(two.namespace()).isEqualTo("shop");
    assertThat(two.owner()).contains("shop@example.com");
    assertThat(two.file()).isEqualTo(Path.of("shop/two.yaml"));
    assertThat(two.desired()).isEqualTo(Desired.RUNNING);
    assertThat(two.sinks()).hasSize(1);
    assertThat(two.unapplied()).isFalse();
  }

  @Test
  void a_bad_file_stops_neither_the_others_nor_its_own_older_version() {
    farm.add("one");
    farm.add("two");
    farm.start();
    farm.await("one", PipelineState.RUNNING);
    farm.await("two", PipelineState.RUNNING);
    long one = farm.run("one");
    long two = farm.run("two");

    farm.write("one.yaml", "name: one\nsource: {connector: [\n");
    farm.write("three.yaml", farm.lines("three", "sinkz: []"));
    farm.fleet.follow();
    farm.feed("one", "still here");
    farm.feed("two", "and here");

    farm.awaitOut("one", "still here");
    farm.awaitOut("two", "and here");
    assertThat(farm.run("one")).isEqualTo(one);
    assertThat(farm.run("two")).isEqualTo(two);
    assertThat(farm.view("one").problems()).isNotEmpty();
    assertThat(farm.view("one").unapplied()).isTrue();
    assertThat(farm.view("three").state()).isEqualTo(PipelineState.INVALID);
    assertThat(farm.view("three").problems().toString()).contains("sinkz").contains("three.yaml");
    assertThat(farm.project.state().runs().latest("three")).isEmpty();
  }

  @Test
  void the_older_version_of_a_bad_file_runs_after_a_restart() {
    farm.add("one");
    farm.start();
    farm.await("one", PipelineState.RUNNING);

    farm.write("one.yaml", "name: one\nsource: {connector: [\n");
    farm.restart();
    farm.fleet.follow();
    farm.feed("one", "still here");

    farm.awaitOut("one", "still here");
    assertThat(farm.view("one").problems()).isNotEmpty();
  }

  @Test
  void what_did_not_change_is_the_very_same_run() {
    farm.add("one");
    farm.add("two");
    farm.start();
    farm.await("one", PipelineState.RUNNING);
    farm.await("two", PipelineState.RUNNING);
    long one = farm.run("one");
    long two = farm.run("two");

    farm.write("two.yaml", farm.lines("two", "description: changed"));
    FolderPlan plan = farm.fleet.follow();
    farm.feed("one", "a");
    farm.feed("two", "b");

    farm.awaitOut("one", "a");
    farm.awaitOut("two", "b");
    assertThat(plan.changes())
        .extracting(FolderPlan.Change::kind)
        .containsExactly(Kind.UNCHANGED, Kind.CHANGE);
    assertThat(farm.run("one")).isEqualTo(one);
    assertThat(farm.run("two")).isGreaterThan(two);
    assertThat(farm.view("two").description()).contains("changed");
  }

  @Test
  void a_changed_pipeline_goes_on_from_its_last_checkpoint() {
    farm.add("one");
    farm.feed("one", "a", "b");
    farm.start();
    farm.awaitOut("one", "a", "b");

    farm.write("one.yaml", farm.lines("one", "description: another"));
    farm.fleet.follow();
    farm.feed("one", "c");

    // Neither twice nor not at all: it ended in order.
    farm.awaitOut("one", "a", "b", "c");
    assertThat(farm.audit("one"))
        .extracting(Audit.Entry::action)
        .containsExactly("pipeline.change", "pipeline.add");
    assertThat(farm.audit("one").get(0).who()).isEqualTo("folder");
    assertThat(farm.audit("one").get(0).before()).contains("\"version\"");
    assertThat(farm.audit("one").get(0).after())
        .contains("\"version\"")
        .isNotEqualTo(farm.audit("one").get(0).before());
  }

  @Test
  void another_name_for_the_file_is_no_change() {
    farm.add("one");
    farm.start();
    farm.await("one", PipelineState.RUNNING);
    long run = farm.run("one");

    farm.write("renamed.yaml", farm.lines("one", ""));
    farm.delete("one.yaml");
    FolderPlan plan = farm.fleet.follow();
    farm.feed("one", "a");

    farm.awaitOut("one", "a");
    assertThat(plan.isEmpty()).isTrue();
    assertThat(farm.run("one")).isEqualTo(run);
    assertThat(farm.view("one").file()).isEqualTo(Path.of("renamed.yaml"));
    farm.restart();
    farm.fleet.follow();
    assertThat(farm.view("one").file()).isEqualTo(Path.of("renamed.yaml"));
    assertThat(farm.audit("one"))
        .extracting(Audit.Entry::action)
        .containsExactly("pipeline.rename", "pipeline.add");
    assertThat(farm.audit("one").get(0).before()).contains("\"one.yaml\"");
    assertThat(farm.audit("one").get(0).after()).contains("\"renamed.yaml\"");
  }

  @Test
  void a_pipeline_whose_file_is_gone_ends_in_order_and_keeps_its_position() {
    farm.add("one");
    farm.feed("one", "a");
    farm.start();
    farm.awaitOut("one", "a");

    farm.delete("one.yaml");
    farm.fleet.follow();

    org.awaitility.Awaitility.await()
        .atMost(Farm.SOON)
        .until(() -> farm.fleet.named("one").isEmpty());
    assertThat(farm.project.state().holderOf("one")).isEmpty();
    farm.add("one");
    farm.feed("one", "b");
    farm.fleet.follow();
    farm.awaitOut("one", "a", "b");
  }

  @Test
  void a_file_that_becomes_something_else_does_not_stop_its_pipeline() {
    farm.add("one");
    farm.start();
    farm.await("one", PipelineState.RUNNING);
    long run = farm.run("one");

    farm.write("one.yaml", ""); // Half a checkout.
    FolderPlan plan = farm.fleet.follow();

    assertThat(plan.changes()).extracting(FolderPlan.Change::kind).containsExactly(Kind.INVALID);
    assertThat(farm.view("one").problems().toString()).contains("no pipeline file any more");
    farm.feed("one", "a");
    farm.awaitOut("one", "a");
    assertThat(farm.run("one")).isEqualTo(run);
  }

  @Test
  void two_files_with_one_name_are_both_told_and_what_ran_goes_on() {
    farm.add("one");
    farm.start();
    farm.await("one", PipelineState.RUNNING);
    long run = farm.run("one");

    farm.write("shop/copy.yaml", farm.lines("one", ""));
    FolderPlan plan = farm.fleet.follow();
    farm.feed("one", "a");

    farm.awaitOut("one", "a");
    assertThat(farm.run("one")).isEqualTo(run);
    assertThat(plan.changes())
        .extracting(FolderPlan.Change::kind)
        .containsExactly(Kind.INVALID, Kind.INVALID);
    assertThat(farm.view("one").problems().toString())
        .contains("shop/copy.yaml")
        .contains("one.yaml");
  }

  @Test
  void a_plan_that_somebody_looked_at_is_applied_and_no_other() {
    farm.add("one");
    farm.lead();
    FolderPlan seen = farm.fleet.plan();
    assertThat(seen.changes()).extracting(FolderPlan.Change::kind).containsExactly(Kind.ADD);
    assertThat(seen.changes().get(0).difference()).contains("+name: one");
    assertThat(farm.fleet.plan().id()).isEqualTo(seen.id());
    assertThat(farm.view("one").state()).isEqualTo(PipelineState.WAITING);
    assertThat(farm.view("one").why().orElseThrow()).contains("sluice apply");

    farm.write("one.yaml", farm.lines("one", "description: sneaked in"));

    assertThatThrownBy(() -> farm.fleet.apply(Farm.ALICE, seen, "looks good"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT));
    assertThat(farm.audit("one")).isEmpty();
    farm.fleet.apply(Farm.ALICE, farm.fleet.plan(), "looks good");
    farm.await("one", PipelineState.RUNNING);
    assertThat(farm.audit("one"))
        .extracting(Audit.Entry::who, Audit.Entry::reason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("alice", "looks good"));
  }

  @Test
  void a_changed_project_file_waits_for_a_restart_and_says_so() {
    farm.add("one");
    farm.start();
    assertThat(farm.fleet.plan().notices()).isEmpty();

    farm.write("sluice.yaml", "name: farm\n");

    assertThat(farm.fleet.plan().notices().toString()).contains("sluice.yaml").contains("restart");
    farm.restart();
    assertThat(farm.fleet.plan().notices()).isEmpty();
  }
}
