package io.sluice.kafka.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.deploy.Plan.Action;
import io.sluice.kafka.deploy.Plan.KeyChange;
import io.sluice.pipeline.Place;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Map<String, String> NOTHING = Map.of();

  private static Connector connector(String name, String pipeline, Map<String, String> config) {
    return new Connector(
        name,
        pipeline,
        marked("acme", pipeline, config),
        Map.of(),
        new Place(Path.of(pipeline + ".yaml"), 2, 1, "source"));
  }

  private static Map<String, String> marked(
      String project, String pipeline, Map<String, String> config) {
    Map<String, String> all = new HashMap<>(config);
    all.put(Marks.PROJECT, project);
    all.put(Marks.PIPELINE, pipeline);
    return all;
  }

  private static Map<String, RunningConnector> cluster(Map<String, Map<String, String>> configs) {
    Map<String, RunningConnector> connectors = new HashMap<>();
    configs.forEach(
        (name, config) ->
            connectors.put(
                name, new RunningConnector(name, "sink", config, "RUNNING", "", "", List.of())));
    return connectors;
  }

  private static Plan plan(
      List<Connector> desired, Map<String, Map<String, String>> actual, boolean whole) {
    return Plan.of("acme", desired, cluster(actual), whole);
  }

  @Test
  void a_connector_that_is_not_there_is_made() {
    Plan plan = plan(List.of(connector("a", "a", Map.of("k", "1"))), Map.of(), true);

    assertThat(plan.steps()).extracting(Plan.Step::action).containsExactly(Action.CREATE);
    assertThat(plan.steps().get(0).keys()).contains(new KeyChange("k", null, "1"));
  }

  @Test
  void a_connector_that_is_as_it_should_be_stays() {
    Plan plan =
        plan(
            List.of(connector("a", "a", Map.of("k", "1"))),
            Map.of("a", marked("acme", "a", Map.of("k", "1"))),
            true);

    assertThat(plan.changes()).isEmpty();
  }

  @Test
  void settings_that_are_new_other_or_gone_are_told() {
    Plan plan =
        plan(
            List.of(connector("a", "a", Map.of("new", "1", "other", "2", "same", "3"))),
            Map.of("a", marked("acme", "a", Map.of("other", "1", "same", "3", "gone", "4"))),
            true);

    assertThat(plan.changes()).extracting(Plan.Step::action).containsExactly(Action.CHANGE);
    assertThat(plan.changes().get(0).keys())
        .containsExactly(
            new KeyChange("gone", "4", null),
            new KeyChange("new", null, "1"),
            new KeyChange("other", "1", "2"));
  }

  @Test
  void connectors_of_a_file_that_is_gone_are_removed_before_others_are_made() {
    Plan plan =
        plan(
            List.of(connector("a", "a", NOTHING)),
            Map.of("gone", marked("acme", "gone", NOTHING)),
            true);

    assertThat(plan.steps())
        .extracting(Plan.Step::action)
        .containsExactly(Action.REMOVE, Action.CREATE);
  }

  @Test
  void connectors_of_others_and_of_other_projects_are_left_alone() {
    Plan plan =
        plan(
            List.of(), Map.of("theirs", NOTHING, "other", marked("other", "other", NOTHING)), true);

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.problems()).isEmpty();
  }

  @Test
  void of_single_files_only_what_they_do_not_say_any_more_is_removed() {
    Plan plan =
        plan(
            List.of(connector("a", "a", NOTHING)),
            Map.of(
                "a-old", marked("acme", "a", NOTHING),
                "b", marked("acme", "b", NOTHING)),
            false);

    assertThat(plan.of(Action.REMOVE)).extracting(Plan.Step::connector).containsExactly("a-old");
  }

  @Test
  void a_name_that_belongs_to_somebody_else_is_a_problem_and_no_step() {
    Plan plan =
        plan(
            List.of(connector("a", "a", NOTHING), connector("b", "b", NOTHING)),
            Map.of("a", NOTHING, "b", marked("other", "b", NOTHING)),
            true);

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.problems())
        .extracting(problem -> problem.message())
        .containsExactly(
            "connector a of this pipeline cannot be made, its name belongs to somebody else: it was"
                + " not made from a pipeline file",
            "connector b of this pipeline cannot be made, its name belongs to project other");
  }

  @Test
  void a_single_file_does_not_take_the_connector_of_another_pipeline() {
    List<Connector> desired = List.of(connector("a-b-c", "a-b", NOTHING));
    Map<String, Map<String, String>> actual = Map.of("a-b-c", marked("acme", "a", NOTHING));

    Plan single = plan(desired, actual, false);
    Plan whole = plan(desired, actual, true);

    assertThat(single.steps()).isEmpty();
    assertThat(single.problems())
        .extracting(problem -> problem.message())
        .containsExactly(
            "connector a-b-c of this pipeline cannot be made, its name belongs to pipeline a of"
                + " this project");
    assertThat(whole.problems()).as("pipeline a is gone").isEmpty();
    assertThat(whole.steps()).extracting(Plan.Step::action).containsExactly(Action.CHANGE);
  }

  @Test
  void two_pipelines_whose_connectors_have_one_name_are_a_problem() {
    Plan plan =
        plan(
            List.of(connector("a-b", "a", NOTHING), connector("a-b", "a-b", NOTHING)),
            Map.of(),
            true);

    assertThat(plan.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("pipeline a of this project"));
  }
}
