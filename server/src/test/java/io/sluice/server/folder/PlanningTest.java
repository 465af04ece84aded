package io.sluice.server.folder;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.RetryPolicy;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.pipeline.kafka.ProjectFile;
import io.sluice.pipeline.kafka.TopicSpec;
import io.sluice.server.operate.FolderPlan;
import io.sluice.server.operate.FolderPlan.Change;
import io.sluice.server.operate.FolderPlan.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What becomes of each pipeline follows from what was applied and what the files say. */
class PlanningTest {
  private static final Problem WRONG =
      Problem.error(new Place(Path.of("x.yaml"), 1, 1, ""), "wrong", null);

  @Test
  void each_file_is_told_with_what_becomes_of_it() {
    Plan plan =
        plan(
            applied(
                was("changed", "c.yaml", "1"),
                was("gone", "g.yaml", "1"),
                was("same", "s.yaml", "1")),
            file("changed", "c.yaml", "2"),
            file("new", "n.yaml", "1"),
            file("same", "s.yaml", "1"),
            broken("wrong", "w.yaml"));

    assertThat(kinds(plan))
        .containsExactly(
            Tuple.tuple("changed", Kind.CHANGE),
            Tuple.tuple("gone", Kind.REMOVE),
            Tuple.tuple("new", Kind.ADD),
            Tuple.tuple("same", Kind.UNCHANGED),
            Tuple.tuple("wrong", Kind.INVALID));
    assertThat(plan.apply()).containsOnlyKeys("changed", "new");
    assertThat(plan.remove()).containsExactly("gone");
    assertThat(plan.rename()).isEmpty();
  }

  @Test
  void what_was_applied_and_could_not_be_read_is_taken_up_when_its_file_is_sound_again() {
    Map<String, Applied> applied = applied(was("a", "a.yaml", "1"));

    Plan plan = plan(applied, Map.of(), file("a", "a.yaml", "1"));
    Plan wrong = plan(applied, Map.of(), broken("a", "a.yaml"));

    assertThat(kinds(plan)).containsExactly(Tuple.tuple("a", Kind.CHANGE));
    assertThat(plan.apply()).containsOnlyKeys("a");
    assertThat(plan.shown().changes().get(0).difference().toString()).contains("The same text");
    assertThat(plan.shown().id())
        .isNotEqualTo(plan(applied, file("a", "a.yaml", "1")).shown().id());
    assertThat(kinds(wrong)).containsExactly(Tuple.tuple("a", Kind.INVALID));
    assertThat(wrong.apply()).isEmpty();
  }

  @Test
  void differences_are_unified_and_told_of_changes_only() {
    Plan plan =
        plan(
            applied(was("a", "a.yaml", "1"), was("b", "b.yaml", "1")),
            file("a", "a.yaml", "2"),
            file("b", "b.yaml", "1"));

    assertThat(plan.shown().changes().get(0).difference())
        .containsExactly(
            "--- a.yaml", "+++ a.yaml", "@@ -1,2 +1,2 @@", " name: a", "-text: 1", "+text: 2");
    assertThat(plan.shown().changes().get(1).difference()).isEmpty();
  }

  @Test
  void a_secret_is_in_no_difference() {
    Plan plan =
        Planning.plan(
            applied(was("a", "a.yaml", "1")),
            Map.of(),
            folder(file("a", "a.yaml", "2")),
            ProjectFile.NONE,
            text -> text.replaceAll("text: .*", "text: ***"));

    assertThat(plan.shown().changes().get(0).kind()).isEqualTo(Kind.CHANGE);
    assertThat(plan.shown().changes().get(0).difference())
        .containsExactly("The texts differ in a secret only.");
  }

  @Test
  void what_is_written_out_under_the_name_of_a_secret_is_in_no_difference() {
    Plan plan =
        plan(
            applied(was("a", "a.yaml", "1\npassword: hunter2\nhost: one")),
            file("a", "a.yaml", "1\npassword: hunter3\nhost: two"));

    assertThat(plan.shown().changes().get(0).difference().toString())
        .contains("-host: one", "+host: two")
        .doesNotContain("hunter");
  }

  @Test
  void another_file_with_the_same_text_goes_on_as_the_same_run() {
    Plan plan = plan(applied(was("a", "a.yaml", "1")), file("a", "b.yaml", "1"));

    assertThat(kinds(plan)).containsExactly(Tuple.tuple("a", Kind.UNCHANGED));
    assertThat(plan.rename()).containsOnlyKeys("a");
    assertThat(plan.apply()).isEmpty();
  }

  @Test
  void another_folder_is_another_version_since_relative_paths_start_there() {
    Plan plan = plan(applied(was("a", "a.yaml", "1")), file("a", "shop/a.yaml", "1"));

    assertThat(kinds(plan)).containsExactly(Tuple.tuple("a", Kind.CHANGE));
    assertThat(plan.shown().changes().get(0).difference().toString()).contains("another folder");
  }

  @Test
  void two_files_with_one_name_are_both_told_and_what_ran_goes_on() {
    Plan plan =
        plan(applied(was("a", "a.yaml", "1")), broken("a", "a.yaml"), broken("a", "copy.yaml"));

    assertThat(kinds(plan))
        .containsExactly(Tuple.tuple("a", Kind.INVALID), Tuple.tuple("a", Kind.INVALID));
    assertThat(plan.shown().isEmpty()).isTrue();
    assertThat(plan.remove()).isEmpty();
  }

  @Test
  void a_broken_file_that_is_called_after_its_file_keeps_no_pipeline_of_that_name_back() {
    Plan plan = plan(applied(), broken("a", "a.yaml"), file("a", "b.yaml", "1"));

    assertThat(kinds(plan))
        .containsExactly(Tuple.tuple("a", Kind.INVALID), Tuple.tuple("a", Kind.ADD));
    assertThat(plan.apply()).containsOnlyKeys("a");
  }

  @Test
  void a_broken_file_that_says_another_name_removes_nothing() {
    Plan plan = plan(applied(was("orders", "a.yaml", "1")), broken("order", "a.yaml"));

    assertThat(kinds(plan)).containsExactly(Tuple.tuple("orders", Kind.INVALID));
  }

  @Test
  void a_broken_file_is_not_that_of_a_pipeline_which_has_moved_elsewhere() {
    Plan plan =
        plan(
            applied(was("orders", "a.yaml", "1")),
            broken("order", "a.yaml"),
            file("orders", "b.yaml", "1"));

    assertThat(kinds(plan))
        .containsExactly(Tuple.tuple("order", Kind.INVALID), Tuple.tuple("orders", Kind.UNCHANGED));
  }

  @Test
  void a_file_with_another_name_in_it_is_another_pipeline() {
    Plan plan = plan(applied(was("old", "a.yaml", "1")), file("young", "a.yaml", "2"));

    assertThat(kinds(plan))
        .containsExactly(Tuple.tuple("old", Kind.REMOVE), Tuple.tuple("young", Kind.ADD));
  }

  @Test
  void a_file_that_is_something_else_now_is_not_gone() {
    Folder folder =
        new Folder(List.of(), Set.of(Path.of("a.yaml")), Set.of(), ProjectFile.NONE, List.of());

    Plan plan =
        Planning.plan(
            applied(was("a", "a.yaml", "1"), was("b", "b.yaml", "1")),
            Map.of(),
            folder,
            ProjectFile.NONE,
            text -> text);

    assertThat(kinds(plan))
        .containsExactly(Tuple.tuple("a", Kind.INVALID), Tuple.tuple("b", Kind.REMOVE));
    assertThat(plan.remove()).containsExactly("b");
  }

  @Test
  void nothing_is_taken_for_gone_while_the_folder_cannot_be_read() {
    Folder folder =
        new Folder(List.of(), Set.of(), Set.of(Path.of("")), ProjectFile.NONE, List.of(WRONG));

    Plan plan =
        Planning.plan(
            applied(was("a", "a.yaml", "1")), Map.of(), folder, ProjectFile.NONE, text -> text);

    assertThat(kinds(plan)).containsExactly(Tuple.tuple("a", Kind.INVALID));
    assertThat(plan.remove()).isEmpty();
    assertThat(plan.shown().notices().toString()).contains("x.yaml");
  }

  @Test
  void what_cannot_be_read_keeps_what_is_there_and_nothing_else() {
    Folder folder =
        new Folder(
            List.of(),
            Set.of(),
            Set.of(Path.of("team"), Path.of("bad/dangling.yaml")),
            ProjectFile.NONE,
            List.of());

    Plan plan =
        Planning.plan(
            applied(
                was("a", "a.yaml", "1"),
                was("b", "bad/other.yaml", "1"),
                was("c", "bad/dangling.yaml", "1"),
                was("d", "team/deep/d.yaml", "1"),
                was("e", "teams/e.yaml", "1")),
            Map.of(),
            folder,
            ProjectFile.NONE,
            text -> text);

    assertThat(plan.remove()).containsExactlyInAnyOrder("a", "b", "e");
    assertThat(kinds(plan))
        .contains(Tuple.tuple("c", Kind.INVALID), Tuple.tuple("d", Kind.INVALID));
    assertThat(plan.shown().changes().get(2).problems())
        .singleElement()
        .extracting(Problem::toString)
        .asString()
        .contains("bad/dangling.yaml:1:1: the file of pipeline c cannot be looked at")
        .doesNotContain("since");
    assertThat(plan.shown().changes().get(3).problems())
        .singleElement()
        .extracting(Problem::toString)
        .asString()
        .contains("team/deep/d.yaml:1:1: ")
        .contains("cannot be looked at, since team cannot be read");
  }

  @Test
  void the_id_is_that_of_the_same_plan_only() {
    Map<String, Applied> applied = applied(was("a", "a.yaml", "1"));
    FolderPlan change = plan(applied, file("a", "a.yaml", "2")).shown();

    assertThat(plan(applied, file("a", "a.yaml", "2")).shown().id()).isEqualTo(change.id());
    assertThat(plan(applied, file("a", "a.yaml", "3")).shown().id()).isNotEqualTo(change.id());
    assertThat(plan(applied(was("a", "a.yaml", "0")), file("a", "a.yaml", "2")).shown().id())
        .isNotEqualTo(change.id());
    assertThat(plan(applied, file("a", "b.yaml", "2")).shown().id()).isNotEqualTo(change.id());
    assertThat(plan(applied).shown().id()).isNotEqualTo(change.id());
  }

  @Test
  void a_pipeline_does_not_move_to_the_other_engine_under_its_name() {
    PipelineFile direct = file("a", "a.yaml", "1");
    PipelineFile onKafka = onKafka("a", "a.yaml", "2");

    Plan there =
        plan(applied(was("a", "a.yaml", "1")), Map.of("a", direct.definition().get()), onKafka);
    Plan back =
        plan(applied(was("a", "a.yaml", "2")), Map.of("a", onKafka.definition().get()), direct);

    assertThat(kinds(there)).containsExactly(Tuple.tuple("a", Kind.INVALID));
    assertThat(there.apply()).isEmpty();
    assertThat(requireNonNull(there.files().get("a")).get(0).problems().toString())
        .contains("a.yaml:3")
        .contains("expected no topic")
        .contains("another name");
    assertThat(kinds(back)).containsExactly(Tuple.tuple("a", Kind.INVALID));
    assertThat(back.shown().changes().toString()).contains("expected a topic");
    // As a pipeline that was never applied it is no move.
    assertThat(kinds(plan(applied(), onKafka))).containsExactly(Tuple.tuple("a", Kind.ADD));
  }

  @Test
  void what_is_left_on_kafka_of_a_pipeline_that_goes_is_told() {
    PipelineFile onKafka = onKafka("a", "a.yaml", "1");

    Plan plan = plan(applied(was("a", "a.yaml", "1")), Map.of("a", onKafka.definition().get()));

    assertThat(plan.remove()).containsExactly("a");
    assertThat(plan.shown().notices().toString()).contains("connectors").contains("topic events");
    Definition direct = file("a", "a.yaml", "1").definition().get();
    assertThat(plan(applied(was("a", "a.yaml", "1")), Map.of("a", direct)).shown().notices())
        .isEmpty();
  }

  private static List<Tuple> kinds(Plan plan) {
    return plan.shown().changes().stream()
        .map((Change change) -> Tuple.tuple(change.pipeline(), change.kind()))
        .toList();
  }

  private static Plan plan(Map<String, Applied> applied, PipelineFile... files) {
    Map<String, Definition> versions = new HashMap<>();
    applied.forEach(
        (name, was) ->
            file(name, was.file().toString(), was.version())
                .definition()
                .ifPresent(version -> versions.put(name, version)));
    return plan(applied, versions, files);
  }

  private static Plan plan(
      Map<String, Applied> applied, Map<String, Definition> versions, PipelineFile... files) {
    return Planning.plan(applied, versions, folder(files), ProjectFile.NONE, text -> text);
  }

  private static Folder folder(PipelineFile... files) {
    return new Folder(List.of(files), Set.of(), Set.of(), ProjectFile.NONE, List.of());
  }

  private static Map<String, Applied> applied(Applied... all) {
    return Arrays.stream(all).collect(Collectors.toMap(Applied::pipeline, one -> one));
  }

  private static Applied was(String name, String file, String version) {
    return new Applied(
        name,
        Path.of(file),
        "default",
        version,
        Optional.of(text(name, version)),
        Instant.EPOCH,
        "alice");
  }

  private static String text(String name, String version) {
    return "name: " + name + "\ntext: " + version + "\n";
  }

  private static PipelineFile file(String name, String file, String version) {
    Path path = Path.of(file);
    ConnectorSpec connector =
        new ConnectorSpec("any", UnresolvedConfig.of(Map.of()), new Place(path, 1, 1, ""));
    Pipeline pipeline =
        Pipeline.of(name, connector, List.of(), List.of(new SinkSpec("sink", connector)));
    Definition definition =
        new Definition(
            name,
            path,
            "default",
            version,
            text(name, version),
            true,
            Optional.of(pipeline),
            Optional.empty());
    return new PipelineFile(path, "default", name, version, Optional.of(definition), List.of());
  }

  private static PipelineFile onKafka(String name, String file, String version) {
    Path path = Path.of(file);
    Place place = new Place(path, 3, 1, "topic");
    ConnectorSpec connector = new ConnectorSpec("any", UnresolvedConfig.of(Map.of()), place);
    KafkaPipeline pipeline =
        new KafkaPipeline(
            name,
            Optional.empty(),
            Optional.empty(),
            Optional.of(connector),
            new TopicSpec(TopicSpec.Naming.NAMES, List.of("events"), Map.of(), place),
            UnresolvedConfig.of(Map.of()),
            List.of(),
            Optional.empty(),
            List.of(new SinkSpec("sink", connector)),
            ErrorPolicy.DEFAULT,
            RetryPolicy.DEFAULT,
            path,
            version);
    Definition definition =
        new Definition(
            name,
            path,
            "default",
            version,
            text(name, version),
            true,
            Optional.empty(),
            Optional.of(pipeline));
    return new PipelineFile(path, "default", name, version, Optional.of(definition), List.of());
  }

  private static PipelineFile broken(String name, String file) {
    return new PipelineFile(Path.of(file), "default", name, "0", Optional.empty(), List.of(WRONG));
  }
}
