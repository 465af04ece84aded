package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Who edits one namespace tries to become the administrator of all, by the pipelines they write.
 */
@Timeout(120)
class NamespaceGuardTest extends NewPipelineBed {
  private static final String STOLEN = "slc_the-folders-own-token";

  private static final Set<String> FAILED = Set.of("failed", "invalid");

  private static final List<String> ATTACKS =
      List.of(
          "token as a field",
          "token as a key",
          "token as lines",
          "token by a link",
          "state as a target",
          "state as DuckDB's",
          "state as lines",
          "project file",
          "another's pipeline");

  /** Of lines of a file, each with a field more, into a file. */
  private String pipeline(String field, String source, String sink) {
    return """
    name: esc
    source:
      connector: file-stream
      config: {topic: lines, file: "%s"}
    transforms:
      - hoist-field: {field: line}
      - insert-field: {static.field: more, static.value: "%s"}
    sinks:
      - %s
    """
        .formatted(source, field, sink);
  }

  private String toFile(String file) {
    return "{connector: file-stream, config: {file: \"" + file + "\"}}";
  }

  private String attack(String kind) {
    String harmless = folder.resolve("in.txt").toString();
    String out = toFile(folder.resolve("out.txt").toString());
    String state = folder.resolve(".sluice").toString();
    return switch (kind) {
      case "token as a field" -> pipeline("${dir:../.sluice:server.json}", harmless, out);
      case "token as a key" -> pipeline("${file:../.sluice/server.json:token}", harmless, out);
      case "token as lines" -> pipeline("x", state + "/server.json", out);
      case "token by a link" -> pipeline("${dir:way:server.json}", harmless, out);
      case "state as a target" ->
          pipeline(
              "x",
              harmless,
              "{connector: table, config: {url: \"jdbc:sqlite:../.sluice/state.db\"}}");
      case "state as DuckDB's" ->
          pipeline(
              "x",
              harmless,
              "{connector: table, config: {url: \"jdbc:duckdb:" + state + "/new.db\"}}");
      case "state as lines" -> pipeline("x", harmless, toFile("file:" + state + "/state.db"));
      case "project file" ->
          pipeline("x", harmless, toFile(folder.resolve("sluice.yaml").toString()));
      case "another's pipeline" ->
          pipeline("x", harmless, toFile(folder.resolve("sales/shop.yaml").toString()));
      case "none" -> pipeline("x", harmless, out);
      default -> throw new AssertionError(kind);
    };
  }

  private void lay() throws IOException {
    Files.createDirectories(folder.resolve("fin"));
    Files.createDirectories(folder.resolve("sales"));
    Files.writeString(folder.resolve("in.txt"), "one\n");
    Files.writeString(folder.resolve(".sluice/server.json"), "{\"token\":\"" + STOLEN + "\"}\n");
    Files.createSymbolicLink(folder.resolve("fin/way"), folder.resolve(".sluice"));
  }

  @Test
  void no_pipeline_reaches_what_the_project_is_made_of() throws IOException {
    lay();
    String editor = token("fin", "editor");
    int number = 0;
    for (String kind : ATTACKS) {
      String yaml = attack(kind).replace("name: esc", "name: esc" + number);
      String file = "fin/esc" + number++ + ".yaml";
      HttpResponse<String> made = yaml(editor, "/pipelines?file=" + file, yaml);
      assertThat(made.statusCode()).as(kind + made.body()).isEqualTo(422);
      isRefused(kind, made);
      assertThat(folder.resolve(file)).as(kind).doesNotExist();
      isRefused(kind, yaml(editor, "/drafts/test?file=" + file, yaml));
      HttpResponse<String> rows = yaml(editor, "/drafts/first-rows?file=" + file, yaml);
      assertThat(rows.body()).as(kind).doesNotContain(STOLEN); // It asks no sink.
      Files.writeString(folder.resolve(file), yaml); // As by Git: nobody has judged it before.
    }

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(json("/api/v1/pipelines?limit=50").path("pipelines"))
                    .hasSize(ATTACKS.size())
                    .allMatch(one -> FAILED.contains(one.path("state").asText())));
    assertThat(get(admin, "/api/v1/pipelines/esc0").body()).doesNotContain(STOLEN);
    assertThat(folder.resolve("out.txt")).doesNotExist();
    assertThat(folder.resolve("sluice.yaml")).doesNotExist();
    assertThat(folder.resolve("sales/shop.yaml")).doesNotExist();
    assertThat(folder.resolve(".sluice/new.db")).doesNotExist();
    assertThat(foreignTables()).isZero();
    assertThat(get(editor, "/api/v1/me").body()).doesNotContain("admin");
  }

  private static void isRefused(String kind, HttpResponse<String> answer) {
    assertThat(answer.body())
        .as(kind)
        .containsPattern("it leads to |expected a place that pipelines may use")
        .doesNotContain(STOLEN);
  }

  @Test
  void the_same_pipeline_between_files_of_its_own_runs() throws IOException {
    lay();
    String yaml = attack("none");

    HttpResponse<String> made = yaml(token("fin", "editor"), "/pipelines?file=fin/esc.yaml", yaml);

    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    Path out = folder.resolve("out.txt");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(out).content().contains("one").contains("more"));
  }

  @Test
  void a_pipeline_is_not_written_in_the_place_of_the_project_file() throws IOException {
    String editor = token("*", "editor");
    for (String file : List.of("sluice.yaml", "sluice.yml", "Sluice.yaml", "fin/sluice.yaml")) {
      HttpResponse<String> made = yaml(editor, "/pipelines?file=" + file, attack("none"));

      assertThat(made.statusCode()).as(file + made.body()).isEqualTo(422);
      assertThat(made.body()).contains("that of the project file");
      assertThat(folder.resolve(file)).doesNotExist();
    }
  }

  @Test
  void nor_by_the_form() throws IOException {
    String editor = token("default", "editor");
    Map<String, List<String>> fields =
        fields(
            page(
                get(
                    admin,
                    "/new?name=shop&namespace=default&source=file-stream&sink=file-stream")));
    fill(fields, "name", "sluice");

    HttpResponse<String> saved = press(editor, fields, "save");

    assertThat(page(saved).text()).contains("project file");
    assertThat(folder.resolve("sluice.yaml")).doesNotExist();
  }

  private HttpResponse<String> yaml(String token, String path, String yaml) {
    return send(token, "POST", "/api/v1" + path, "application/yaml", yaml);
  }

  /** What a table sink would have made in the state. */
  private int foreignTables() {
    return project
        .state()
        .read(
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet found =
                      statement.executeQuery(
                          "select count(*) from sqlite_master where name like '%sluice_offsets%'"
                              + " or name = 'lines'")) {
                return found.getInt(1);
              }
            });
  }
}
