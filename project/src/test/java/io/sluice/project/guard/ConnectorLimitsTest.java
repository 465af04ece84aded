package io.sluice.project.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.project.Project;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.ProjectPlugins;
import io.sluice.project.Projects;
import io.sluice.project.folder.FolderReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorLimitsTest {
  private static final String LISTS =
      """
      connectors:
        permitted: [file-stream]
        namespaces:
          shop: [table, 'maven:org.acme:shop:1.0', 'maven:org.acme:any']
          lab: ['*']
          attic: []
      """;

  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(folder.resolve("sluice.yaml"), LISTS);
    project = Projects.in(folder);
  }

  @AfterEach
  void close() {
    project.close();
  }

  private static String pipeline(String source, String sink, String more) {
    return """
    name: lines
    source: {connector: '%s', config: {topic: lines, file: in.txt}}
    %s
    sinks: [{connector: '%s', config: {file: out.txt}}]
    """
        .formatted(source, more, sink);
  }

  private ReadResult read(String file, String yaml) {
    return pipeline(file, yaml).read();
  }

  private ProjectPipeline pipeline(String file, String yaml) {
    return project.pipeline(folder.resolve(file), yaml.getBytes(StandardCharsets.UTF_8));
  }

  /** Whatever name a file uses for a connector, it is that connector which counts. */
  @ParameterizedTest
  @CsvSource({
    "lines.yaml, file-stream, true",
    "lines.yaml, FileStreamSource, true",
    "lines.yaml, FILE_STREAM, true",
    "lines.yaml, org.apache.kafka.connect.file.FileStreamSourceConnector, true",
    "lines.yaml, file-stream@1.0, true",
    "lines.yaml, io.sluice.connector.postgres.PostgresConnector, false",
    "lines.yaml, Postgres, false",
    "lines.yaml, postgres@1, false",
    "lines.yaml, maven:org.acme:shop:1.0, false",
    "lines.yaml, maven:file-stream:file-stream, false",
    "lines.yaml, no-such, false",
    "other/deep/lines.yaml, file-stream, true",
    "other/deep/lines.yaml, postgres, false",
    "lab/lines.yaml, postgres, true",
    "lab/deep/lines.yaml, maven:org.acme:evil:1, true",
    "attic/lines.yaml, file-stream, false",
    "shop/lines.yaml, file-stream, false",
    "shop/../lines.yaml, file-stream, true",
    "lab/../shop/lines.yaml, file-stream, false",
    "shop/lines.yaml, maven:org.acme:shop:1.0, true",
    "shop/lines.yaml, maven:org.acme:shop:jar:1.0, true",
    "shop/lines.yaml, maven:org.acme:shop:1.0#ShopSource, true",
    "shop/lines.yaml, maven:org.acme:shop:1.1, false",
    "shop/lines.yaml, maven:org.acme:shop, false",
    "shop/lines.yaml, maven:org.acme:any:7, true",
    "shop/lines.yaml, maven:org.acme:any, true",
    "shop/lines.yaml, maven:org.acme:shop:1.0:x:y:z:q, false",
    "../elsewhere/lines.yaml, file-stream, true",
    "../elsewhere/lines.yaml, postgres, false"
  })
  void a_source_is_permitted_by_the_list_of_its_files_namespace(
      String file, String connector, boolean permitted) {
    ReadResult read = read(file, pipeline(connector, connector, ""));

    List<String> refused =
        read.problems().stream()
            .filter(problem -> problem.message().startsWith("expected a connector"))
            .map(problem -> problem.place().path())
            .toList();
    assertThat(refused.contains("source.connector")).isEqualTo(!permitted);
    assertThat(read.pipeline().isPresent()).isEqualTo(refused.isEmpty());
  }

  @Test
  void what_is_not_permitted_is_told_with_what_is_and_who_says_so() {
    assertThat(read("shop/lines.yaml", pipeline("file-stream", "table", "")).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "shop/lines.yaml:2:10 source.connector: expected a connector that pipelines of"
                + " namespace shop may name, found 'file-stream'. Permitted are table,"
                + " maven:org.acme:shop:1.0, maven:org.acme:any: an administrator says it in"
                + " sluice.yaml, under connectors.namespaces.shop");
    assertThat(read("attic/lines.yaml", pipeline("table", "table", "")).problems())
        .hasSize(2)
        .allMatch(problem -> String.valueOf(problem.hint()).startsWith("Permitted are none"));
  }

  @Test
  void what_is_not_permitted_is_neither_fetched_nor_asked() {
    String fetched = "maven:org.acme:evil:1";
    ProjectPipeline pipeline =
        pipeline(
            "lines.yaml",
            pipeline(
                fetched,
                fetched,
                "transforms: [{type: '%s'}, {hoist-field: {field: a}, predicate: {type: '%s'}}]"
                    .formatted(fetched, fetched)));

    List<Problem> problems = pipeline.problems();

    assertThat(problems).extracting(p -> p.place().path()).contains("source.connector");
    assertThat(problems).noneMatch(p -> p.message().contains("fetched; add it"));
    assertThat(pipeline.read().parts().orElseThrow().source()).isEmpty();
    assertThat(pipeline.read().parts().orElseThrow().sinks()).isEmpty();
    assertThat(ProjectPlugins.names(pipeline.read().parts().orElseThrow())).doesNotContain(fetched);
    assertThat(folder.resolve(".sluice")).doesNotExist();
  }

  @Test
  void transforms_that_are_installed_are_for_all_and_those_of_maven_for_whom_they_are_permitted() {
    String fetched = "transforms: [{type: 'maven:org.acme:any:1', name: a}]";
    assertThat(
            read(
                    "lines.yaml",
                    pipeline(
                        "file-stream", "file-stream", "transforms: [{hoist-field: {field: a}}]"))
                .problems())
        .isEmpty();
    assertThat(read("shop/lines.yaml", pipeline("table", "table", fetched)).problems()).isEmpty();
    assertThat(read("lines.yaml", pipeline("file-stream", "file-stream", fetched)).problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString())
                    .contains("transforms[0]")
                    .contains("expected a transformation that is installed, or that may be"));
  }

  @Test
  void while_the_project_file_is_wrong_nothing_is_permitted() throws IOException {
    Files.writeString(folder.resolve("sluice.yaml"), "connectors: {permitted: [file-stream\n");

    ReadResult read = read("lines.yaml", pipeline("file-stream", "file-stream", ""));

    assertThat(read.pipeline()).isEmpty();
    assertThat(read.problems())
        .anyMatch(problem -> problem.toString().startsWith("sluice.yaml:") && problem.isError());
    assertThat(read.parts().orElseThrow().name()).contains("lines");

    Files.writeString(folder.resolve("sluice.yaml"), LISTS);
    assertThat(read("lines.yaml", pipeline("file-stream", "file-stream", "")).pipeline())
        .isPresent();
  }

  @Test
  void once_it_is_known_what_is_permitted_nobody_changes_it_by_the_file() throws IOException {
    assertThat(read("shop/a.yaml", pipeline("postgres", "table", "")).pipeline()).isEmpty();

    Files.delete(folder.resolve("sluice.yaml"));
    assertThat(read("shop/a.yaml", pipeline("postgres", "table", "")).pipeline()).isEmpty();
    Files.writeString(folder.resolve("sluice.yaml"), "connectors: {");
    assertThat(read("shop/a.yaml", pipeline("postgres", "table", "")).pipeline()).isEmpty();
  }

  @Test
  void namespaces_and_connectors_that_nobody_knows_are_told_with_what_was_meant()
      throws IOException {
    Files.createDirectories(folder.resolve("shop"));
    Files.createDirectories(folder.resolve("lab"));
    Files.writeString(
        folder.resolve("sluice.yaml"),
        """
        connectors:
          permitted: [file-streem, file-stream]
          namespaces:
            shpo: [file-stream]
            lab: [quite-another, 'maven:org.acme:not-fetched-yet:1']
            somewhere-else: []
            default: ['*']
        """);

    assertThat(new FolderReader(project, Clock.systemUTC()).read().problems())
        .extracting(Problem::toString)
        .containsExactlyInAnyOrder(
            "sluice.yaml:4:11 connectors.namespaces.shpo: warning: there is no namespace 'shpo',"
                + " that is no folder of that name in the project's. Did you mean 'shop'?",
            "sluice.yaml:6:21 connectors.namespaces.somewhere-else: warning: there is no namespace"
                + " 'somewhere-else', that is no folder of that name in the project's. Namespaces"
                + " are default, lab, shop",
            "sluice.yaml:2:15 connectors.permitted[0]: warning: no connector is installed that is"
                + " called 'file-streem'. Did you mean 'file-stream'?",
            "sluice.yaml:5:11 connectors.namespaces.lab[0]: warning: no connector is installed that"
                + " is called 'quite-another'. sluice plugin ls lists what there is");
  }
}
