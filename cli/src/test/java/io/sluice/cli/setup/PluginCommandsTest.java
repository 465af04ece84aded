package io.sluice.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginCommandsTest {
  @TempDir Path work;
  private Path project;
  private AcmeRepository repository;

  @BeforeEach
  void publish() throws Exception {
    project = Files.createDirectories(work.resolve("project"));
    repository = new AcmeRepository(work);
    repository.publish("1.0");
  }

  private Invocation sluice(String... arguments) {
    return Invocation.in(project, repository.environment(), arguments);
  }

  private JsonNode listed() {
    JsonNode plugins = sluice("plugin", "ls", "-o", "json").json().path("plugins");
    return StreamSupport.stream(plugins.spliterator(), false)
        .filter(p -> p.path("alias").asText().equals("acme-source"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_plugin_is_added_by_its_coordinates_and_then_listed_and_described() {
    Invocation add = sluice("plugin", "add", "org.acme:numbers:1.0");

    assertThat(add.code()).as(add.err()).isZero();
    assertThat(add.out())
        .contains("added  numbers@1.0", "source connector  " + AcmeSource.class.getName());
    assertThat(project.resolve("sluice.lock")).exists();
    JsonNode listed = listed();
    assertThat(listed.path("version").asText()).isEqualTo("1.0");
    assertThat(listed.path("source").asText()).isEqualTo("maven:org.acme:numbers:jar:1.0");
    assertThat(sluice("plugin", "describe", "acme-source").out())
        .contains("count  int, default 3", "How many numbers.");
  }

  @Test
  void one_of_several_versions_is_described_by_the_version_that_it_was_added_in() throws Exception {
    repository.publish("1.1");
    sluice("plugin", "add", "org.acme:numbers:1.0");
    sluice("plugin", "add", "org.acme:numbers:1.1");

    assertThat(sluice("plugin", "describe", "acme-source@1.0").out())
        .contains("version 1.0 (reports of the class)");
    assertThat(sluice("plugin", "describe", "acme-source").out()).contains("version 1.1 (");
    Invocation other = sluice("plugin", "describe", "acme-source@1.2");
    assertThat(other.code()).isEqualTo(5);
    assertThat(other.err()).contains("is not there in version 1.2, only in 1.0, 1.1");
  }

  @Test
  void an_update_says_from_where_to_where() throws Exception {
    sluice("plugin", "add", "org.acme:numbers");
    repository.publish("1.1");

    assertThat(sluice("plugin", "update").out()).contains("numbers@1.0 -> 1.1");
    assertThat(listed().path("version").asText()).isEqualTo("1.1");
    assertThat(sluice("plugin", "update", "numbers").out()).contains("Nothing is newer");
  }

  @Test
  void an_update_that_is_offline_says_what_is_not_known() {
    sluice("plugin", "add", "org.acme:numbers:1.0");

    Invocation update = sluice("plugin", "update", "--offline");

    assertThat(update.code()).isEqualTo(5);
    assertThat(update.err()).contains("which versions of org.acme:numbers there are is not known");
  }

  @Test
  void coordinates_are_tried_and_described_as_they_are_added() {
    Invocation test = sluice("plugin", "test", "org.acme:numbers:1.0", "--records", "1");

    assertThat(test.code()).as(test.err()).isZero();
    assertThat(project.resolve("sluice.lock")).content().contains("maven:org.acme:numbers:jar:1.0");
    assertThat(sluice("plugin", "describe", "org.acme:numbers:1.0").out())
        .contains("acme-source", "version 1.0");
  }

  @Test
  void a_plugin_that_is_removed_is_not_found_any_more() {
    sluice("plugin", "add", "org.acme:numbers:1.0");

    assertThat(sluice("plugin", "rm", "numbers").out()).contains("removed  numbers@1.0");
    assertThat(sluice("plugin", "describe", "acme-source").code()).isEqualTo(5);
    Invocation again = sluice("plugin", "rm", "numbers");
    assertThat(again.code()).isEqualTo(5);
    assertThat(again.err()).contains("no plugin 'numbers'");
  }

  @Test
  void a_jar_is_added_and_what_a_fresh_machine_lacks_is_fetched_again() throws Exception {
    repository.jar(project.resolve("numbers-2.0.jar"));

    assertThat(sluice("plugin", "add", "numbers-2.0.jar").out())
        .contains("numbers@2.0  file:numbers-2.0.jar");
    delete(project.resolve(".sluice"));
    assertThat(sluice("plugin", "describe", "acme-source").code()).isZero();
    delete(project.resolve(".sluice"));
    assertThat(sluice("plugin", "sync").out()).contains("fetched  numbers@2.0");
  }

  @Test
  void what_cannot_be_had_is_told_with_its_exit_code() {
    Invocation nothing = sluice("plugin", "add", "org.acme:nothing:1.0");
    Invocation file = sluice("plugin", "add", "no/such.zip");
    assertThat(nothing.code()).isEqualTo(5);
    assertThat(nothing.err()).contains("org.acme:nothing:jar:1.0 was found in none of acme");
    assertThat(file.code()).isEqualTo(5);
    assertThat(file.err()).contains("'no/such.zip' is no file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "p@s3cret", "p/s3cret", "p^s3cret"})
  void a_repository_with_a_login_is_refused_without_showing_it(String password) {
    Invocation url =
        sluice(
            "plugin",
            "add",
            "org.acme:numbers",
            "--debug",
            "--repository",
            "https://a:" + password + "@localhost:1/");

    assertThat(url.code()).isEqualTo(2);
    assertThat(url.err()).contains("<servers>").doesNotContain("s3cret");
  }

  @Test
  void a_pipeline_that_names_coordinates_fetches_them_into_the_lock_file() throws IOException {
    pipeline("maven:org.acme:numbers:1.0");

    Invocation validate = sluice("validate", "shop.yaml");

    assertThat(validate.out() + validate.err()).doesNotContain("source.connector");
    assertThat(project.resolve("sluice.lock")).content().contains("maven:org.acme:numbers:jar:1.0");
  }

  @Test
  void coordinates_that_cannot_be_fetched_are_a_problem_of_their_line() throws IOException {
    pipeline("maven:org.acme:nothing:1.0");

    Invocation validate = sluice("validate", "shop.yaml");

    assertThat(validate.code()).isEqualTo(2);
    assertThat(validate.out())
        .contains("shop.yaml:4:3 source.connector: org.acme:nothing:jar:1.0 was found in none of");
  }

  @Test
  void a_source_that_is_tried_shows_shapes_and_leaves_nothing() throws Exception {
    sluice("plugin", "add", "org.acme:numbers:1.0");

    Invocation test =
        sluice("plugin", "test", "acme-source", "--config", "count=5", "--records", "2");

    assertThat(test.code()).as(test.err()).isZero();
    assertThat(test.out())
        .contains("numbers  key int32  value string", "2 records came out.")
        .doesNotContain("value-1");
    assertThat(project.resolve(".sluice").resolve("state.db")).doesNotExist();
  }

  @Test
  void a_source_that_is_tried_shows_values_when_asked() {
    sluice("plugin", "add", "org.acme:numbers:1.0");

    JsonNode records =
        sluice("plugin", "test", "acme-source", "--records", "3", "--show-values", "-o", "json")
            .json()
            .path("records");

    assertThat(records).hasSize(3);
    assertThat(records.path(2).path("value").asText()).isEqualTo("value-3");
  }

  @Test
  void why_nothing_came_of_a_source_that_is_tried_is_told() {
    sluice("plugin", "add", "org.acme:numbers:1.0");

    Invocation test =
        sluice("plugin", "test", "acme-source", "--config", "broken=true", "--for", "2");

    assertThat(test.code()).isEqualTo(1);
    assertThat(test.out()).contains("0 records came out.");
    assertThat(test.err()).contains("the log of changes is switched off");
  }

  @Test
  void a_wrong_setting_of_a_connector_that_is_tried_is_told() {
    sluice("plugin", "add", "org.acme:numbers:1.0");

    Invocation test = sluice("plugin", "test", "acme-source", "--config", "cuont=5");

    assertThat(test.code()).isEqualTo(2);
    assertThat(test.err())
        .contains("--config cuont: 'cuont' is not a setting of")
        .contains("Did you mean 'count'?")
        .doesNotContain("trial.yaml");
  }

  @Test
  void a_wrong_setting_in_the_users_file_is_told_with_its_line() throws IOException {
    sluice("plugin", "add", "org.acme:numbers:1.0");
    Files.writeString(
        project.resolve("acme.properties"),
        """
        # as on the cluster, C:\\
        connector.class=org.acme.Numbers
        cuont=\\
          5
        broken:maybe
        """);

    Invocation test =
        sluice("plugin", "test", "acme-source", "--config-file", "acme.properties", "-o", "json");

    assertThat(test.code()).isEqualTo(2);
    assertThat(test.out())
        .contains("\"acme.properties\"", "\"cuont\"", "'cuont' is not a setting")
        .doesNotContain("trial.yaml");
    JsonNode problems = test.json().path("error").path("problems");
    assertThat(problems.findValuesAsText("path")).containsExactlyInAnyOrder("cuont", "broken");
    assertThat(problems.findValuesAsText("line")).containsExactlyInAnyOrder("3", "5");
  }

  @Test
  void a_source_that_fails_is_not_waited_for() {
    sluice("plugin", "add", "org.acme:numbers:1.0");

    Invocation test =
        sluice("plugin", "test", "acme-source", "--config", "broken=true", "--for", "100000");

    assertThat(test.code()).isEqualTo(1);
    assertThat(test.err()).contains("the log of changes is switched off");
  }

  @Test
  void a_source_that_has_nothing_to_give_is_told_from_one_that_fails() {
    sluice("plugin", "add", "org.acme:numbers:1.0");

    Invocation test = sluice("plugin", "test", "acme-source", "--config", "count=0", "--for", "1");

    assertThat(test.code()).isZero();
    assertThat(test.out()).contains("0 records came out within 1 s. --for SECONDS waits longer.");
  }

  @Test
  void a_sink_that_is_tried_gets_the_lines_of_standard_input() throws IOException {
    Path file = work.resolve("out.jsonl");

    Invocation test =
        Invocation.typing(
            project,
            repository.environment(),
            "{\"key\": 1, \"value\": {\"id\": 1, \"name\": \"ada\"}}\n",
            "plugin",
            "test",
            "io.sluice.cli.trial.TrialSink",
            "--config",
            "file=" + file,
            "--config",
            "values=true");

    assertThat(test.code()).as(test.err()).isZero();
    assertThat(test.out()).contains("The sink took 1 of 1 records.");
    assertThat(file)
        .content()
        .contains("\"topic\":\"trial\"", "{id: int64?, name: string?}", "\"name\":\"ada\"");
  }

  @Test
  void a_sink_that_remembers_offsets_takes_the_records_of_a_second_trial_too() throws IOException {
    Path target = Files.createDirectories(work.resolve("target"));
    for (String key : List.of("1", "2")) {
      Invocation test =
          Invocation.typing(
              project,
              repository.environment(),
              "{\"key\": " + key + "}\n",
              "plugin",
              "test",
              "io.sluice.cli.trial.RememberingSink",
              "--config",
              "folder=" + target);
      assertThat(test.code()).as(test.err()).isZero();
    }

    assertThat(target.resolve("rows")).content().isEqualTo("1\n2\n");
  }

  @Test
  void a_relative_path_of_a_database_starts_where_the_command_was_given() throws IOException {
    Invocation test =
        Invocation.typing(
            project,
            repository.environment(),
            "{\"key\": 1}\n",
            "plugin",
            "test",
            "io.sluice.cli.trial.RememberingSink",
            "--config",
            "folder=" + Files.createDirectories(work.resolve("target")),
            "--config",
            "url=jdbc:duckdb:try.duckdb");

    assertThat(test.code()).as(test.err()).isZero();
    assertThat(work.resolve("target").resolve("url"))
        .content()
        .isEqualTo("jdbc:duckdb:" + project.resolve("try.duckdb"));
  }

  @Test
  void a_line_that_is_no_record_is_refused_before_anything_runs() {
    Invocation test =
        Invocation.typing(
            project,
            repository.environment(),
            "{\"value\": 1}\n[secret]\n",
            "plugin",
            "test",
            "io.sluice.cli.trial.TrialSink",
            "--config",
            "file=" + work.resolve("out.jsonl"));

    assertThat(test.code()).isEqualTo(2);
    assertThat(test.err()).contains("line 2").doesNotContain("secret]");
  }

  private void pipeline(String connector) throws IOException {
    Files.writeString(
        project.resolve("shop.yaml"),
        """
        name: shop
        owner: you@example.com
        source:
          connector: %s
          config: {count: 2}
        sinks:
          - connector: nowhere
            config: {}
        """
            .formatted(connector));
  }

  private static void delete(Path folder) throws IOException {
    try (var tree = Files.walk(folder)) {
      for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
