package io.sluice.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunOptions;
import io.sluice.engine.run.RunState;
import io.sluice.pipeline.Problem;
import io.sluice.plugin.PluginId;
import io.sluice.plugin.Plugins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {
  @TempDir private Path folder;

  @Test
  void pipelines_of_a_folder_share_plugins_secrets_state_and_engine() throws IOException {
    Path one = write("one.yaml", copying("one"));
    Path two = write("team/two.yaml", copying("two"));
    try (Project project = Projects.in(folder)) {
      ProjectPipeline first = project.pipeline(one);
      ProjectPipeline second = project.pipeline(two);
      assertThat(second.plugins()).isSameAs(first.plugins());
      assertThat(second.secrets()).isSameAs(first.secrets());
      assertThat(second.state()).isSameAs(first.state());
      assertThat(second.engine()).isSameAs(first.engine());
      assertThat(second.stateFolder()).isEqualTo(folder.resolve(".sluice"));
      first.close();
      assertThat(second.state().runs().latest("two")).isEmpty(); // still open
    }
  }

  @Test
  void several_run_beside_each_other_in_one_engine() throws Exception {
    List<PipelineRun> runs = new ArrayList<>();
    try (Project project = Projects.in(folder)) {
      for (String name : List.of("a", "b", "c")) {
        Files.writeString(folder.resolve(name + ".in"), "line of " + name + "\n");
        ProjectPipeline pipeline = project.pipeline(write(name + ".yaml", copying(name)));
        runs.add(pipeline.engine().start(pipeline.pipeline(), RunOptions.UNTIL_STOPPED));
      }
      for (String name : List.of("a", "b", "c")) {
        Path out = folder.resolve(name + ".out");
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(out).exists().hasContent("line of " + name));
      }
      runs.get(0).stop(Duration.ofSeconds(30));
      assertThat(runs.get(0).status().state()).isEqualTo(RunState.STOPPED);
      assertThat(runs.get(1).status().state().ended()).isFalse();
    }
    assertThat(runs).allMatch(run -> run.status().state().ended());
  }

  @Test
  void a_secret_of_one_pipeline_is_taken_out_of_what_any_says() throws IOException {
    List<UnaryOperator<String>> rules = new ArrayList<>();
    Map<String, String> environment = Map.of("A_PASSWORD", "hunter-a", "B_PASSWORD", "hunter-b");
    try (Project project = Projects.in(folder, environment, rules::add)) {
      for (String name : List.of("A", "B")) {
        String text = copying(name.toLowerCase(java.util.Locale.ROOT));
        Path file =
            write(
                name + ".yaml",
                text.replace("file: ", "password: '${env:" + name + "_PASSWORD}', file: "));
        ProjectPipeline pipeline = project.pipeline(file);
        assertThat(pipeline.resolved(pipeline.pipeline().source()))
            .containsEntry("password", "hunter-" + name.toLowerCase(java.util.Locale.ROOT));
      }
      assertThat(rules).hasSize(1);
      assertThat(rules.get(0).apply("not hunter-a and not hunter-b")).doesNotContain("hunter");
    }
  }

  @Test
  void a_pipeline_is_what_a_text_says_whatever_is_in_the_file_now() throws IOException {
    Path file = write("one.yaml", "nothing of a pipeline");
    try (Project project = Projects.in(folder)) {
      byte[] before = copying("one").getBytes(StandardCharsets.UTF_8);
      assertThat(project.pipeline(file, before).pipeline().name()).isEqualTo("one");
      assertThatThrownBy(() -> project.pipeline(file).pipeline())
          .isInstanceOf(InvalidPipelineException.class);
    }
  }

  @Test
  void relative_paths_of_databases_start_at_each_pipelines_own_file() throws IOException {
    Path file =
        write(
            "team/one.yaml",
            copying("one")
                .replaceFirst(
                    "sinks: .*", "sinks: [{connector: table, config: {url: 'jdbc:duckdb:w.db'}}]"));
    try (Project project = Projects.in(folder)) {
      assertThat(project.pipeline(file).pipeline().sinks().get(0).connector().config().values())
          .containsEntry("url", "jdbc:duckdb:" + folder.resolve("team/w.db"));
    }
  }

  @Test
  void the_project_file_counts_for_pipelines_in_folders_below() throws IOException {
    write(
        "sluice.yaml",
        "registry: {url: 'http://127.0.0.1:1', ssl.truststore.location: trust.p12}\n");
    Path file = write("team/one.yaml", copying("one") + "schema: {subject_name: topic}\n");
    try (Project project = Projects.in(folder)) {
      ProjectPipeline pipeline = project.pipeline(file);
      assertThat(pipeline.read().problems()).noneMatch(Problem::isError);
      Optional<Map<String, String>> address =
          RegistryAddress.resolved(
              pipeline.pipeline().schema().orElseThrow(), project.folder(), project.secrets());
      assertThat(address.orElseThrow())
          .containsEntry("ssl.truststore.location", folder.resolve("trust.p12").toString());
    }
  }

  @Test
  void a_plugin_that_is_added_meanwhile_comes_to_those_that_run() throws Exception {
    Path jars = Files.createDirectory(folder.resolve("acme"));
    Path jar =
        Path.of(
            org.apache.kafka.connect.file.FileStreamSourceConnector.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    Files.copy(jar, jars.resolve("acme-1.0.jar"));
    try (Project project = Projects.in(folder)) {
      Plugins plugins = project.plugins();
      assertThat(plugins.list()).noneMatch(ProjectTest::isAdded);
      project.layout().plugins().hub().add("acme", jars);
      assertThat(project.plugins()).isSameAs(plugins);
      assertThat(plugins.list()).anyMatch(ProjectTest::isAdded);
      Files.writeString(folder.resolve("sluice.lock"), "torn");
      assertThat(project.plugins().list()).anyMatch(ProjectTest::isAdded);
    }
  }

  private static boolean isAdded(PluginId id) {
    return id.className().contains("FileStreamSource")
        && id.location().filter(path -> path.toString().contains(".sluice")).isPresent();
  }

  private String copying(String name) {
    return "name: "
        + name
        + "\nsource: {connector: FileStreamSource, config: {file: "
        + folder.resolve(name + ".in")
        + ", topic: lines}}\nsinks: [{connector: FileStreamSink, config: {file: "
        + folder.resolve(name + ".out")
        + "}}]\n";
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
