package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server whose namespaces may name different connectors, asked by who may do what in which. */
@Timeout(120)
class PermittedConnectorsTest extends NewPipelineBed {
  private static final String LISTS =
      """
      connectors:
        permitted: [file-stream, postgres]
        namespaces:
          lab: ['*']
          shop: [postgres, io.sluice.connector.table.TableSinkConnector]
      """;
  private static final String REFUSED = "expected a connector that pipelines of namespace shop may";

  @Override
  @BeforeEach
  void start() {
    try {
      Files.createDirectories(folder.resolve("lab"));
      Files.createDirectories(folder.resolve("shop"));
      Files.writeString(folder.resolve("in.txt"), "one\n");
      Files.writeString(folder.resolve("sluice.yaml"), LISTS);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    super.start();
  }

  /** Of lines of a file into one of the same name in its folder. */
  private String lines(String name) {
    return """
    name: %s
    source: {connector: file-stream, config: {topic: lines, file: '%s'}}
    sinks: [{connector: file-stream, config: {file: '%s'}}]
    """
        .formatted(name, folder.resolve("in.txt"), folder.resolve(name + ".txt"));
  }

  private HttpResponse<String> yaml(String token, String path, String yaml) {
    return send(token, "POST", "/api/v1" + path, "application/yaml", yaml);
  }

  /** No role is above the lists: who may change them writes into {@code sluice.yaml}. */
  @ParameterizedTest
  @CsvSource({
    "shop, editor, shop, 422",
    "shop, admin, shop, 422",
    "*, editor, shop, 422",
    "*, admin, shop, 422",
    "shop, editor, lab, 403",
    "lab, viewer, lab, 403",
    "lab, operator, lab, 403",
    "lab, editor, lab, 201",
    "*, editor, new, 201",
    "default, editor, default, 201"
  })
  void a_file_is_made_where_its_connectors_are_permitted_and_its_maker_may(
      String where, String role, String namespace, int status) throws IOException {
    String file = namespace.equals("default") ? "lines.yaml" : namespace + "/lines.yaml";

    HttpResponse<String> made = yaml(token(where, role), "/pipelines?file=" + file, lines("lines"));

    assertThat(made.statusCode()).as(made.body()).isEqualTo(status);
    assertThat(Files.exists(folder.resolve(file))).isEqualTo(status == 201);
    if (status == 422) {
      assertThat(made.body())
          .contains("source.connector: " + REFUSED)
          .contains("sinks[0].connector: " + REFUSED)
          .contains("connectors.namespaces.shop");
    }
  }

  @Test
  void what_is_not_permitted_is_not_tried_either() throws IOException {
    String editor = token("shop", "editor");
    String secret = "sensitive-" + System.nanoTime();
    Files.writeString(folder.resolve("in.txt"), secret + "\n");

    HttpResponse<String> tested = yaml(editor, "/drafts/test?file=shop/x.yaml", lines("x"));
    HttpResponse<String> rows = yaml(editor, "/drafts/first-rows?file=shop/x.yaml", lines("x"));

    assertThat(tested.body()).contains(REFUSED);
    assertThat(rows.statusCode()).as(rows.body()).isEqualTo(422);
    assertThat(rows.body()).doesNotContain(secret);
    HttpResponse<String> inLab =
        yaml(token("lab", "editor"), "/drafts/first-rows?file=lab/x.yaml", lines("x"));
    assertThat(inLab.body()).contains(secret);
  }

  @Test
  void a_file_that_comes_by_git_is_not_applied() throws IOException {
    Files.writeString(folder.resolve("shop/bad.yaml"), lines("bad"));
    Files.writeString(folder.resolve("lab/good.yaml"), lines("good"));

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(folder.resolve("good.txt")).content().contains("one"));
    JsonNode bad = json("/api/v1/pipelines/bad");
    assertThat(bad.path("state").asText()).isIn("failed", "invalid");
    assertThat(bad.toString()).contains(REFUSED);
    JsonNode changes = json("/api/v1/plan").path("changes");
    assertThat(changes.toString()).contains(REFUSED);
    assertThat(folder.resolve("bad.txt")).doesNotExist();
  }

  @Test
  void a_change_of_a_file_is_held_to_the_list_as_well() throws IOException {
    String editor = token("lab", "editor");
    yaml(editor, "/pipelines?file=lab/lines.yaml", lines("lines"));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(folder.resolve("lines.txt")).content().contains("one"));

    restartWith(LISTS.replace("lab: ['*']", "lab: [table]"));

    JsonNode now = json("/api/v1/pipelines/lines");
    assertThat(now.path("state").asText()).as(now.toString()).isIn("failed", "invalid");
    assertThat(now.toString()).contains("pipelines of namespace lab may name");
    HttpResponse<String> current = get(editor, "/api/v1/pipelines/lines/file");
    HttpResponse<String> written =
        send(
            editor,
            "PUT",
            "/api/v1/pipelines/lines/file",
            "application/yaml",
            lines("lines") + "# more\n",
            Map.of("If-Match", current.headers().firstValue("ETag").orElse("")));
    assertThat(written.statusCode()).as(written.body()).isEqualTo(422);
    assertThat(written.body()).contains("pipelines of namespace lab may name");
    Files.writeString(folder.resolve("in.txt"), "one\ntwo\n");
    assertThat(send(editor, "POST", "/api/v1/pipelines/lines/start", "", "").statusCode())
        .isBetween(400, 499);
    assertThat(folder.resolve("lines.txt")).content().doesNotContain("two");

    restartWith(LISTS);

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(folder.resolve("lines.txt")).content().contains("two"));
  }

  private void restartWith(String lists) throws IOException {
    stop();
    Files.writeString(folder.resolve("sluice.yaml"), lists);
    super.start();
  }

  /** What the list says of the file stream, the PostgreSQL source and the table sink. */
  @ParameterizedTest
  @CsvSource({
    "shop, viewer, '', shop, shop",
    "shop, editor, '', shop, shop",
    "lab, operator, lab, lab, lab",
    "elsewhere, editor, elsewhere, elsewhere, ''",
    "*, viewer, * lab, * lab shop, lab shop",
    "*, admin, * lab, * lab shop, lab shop"
  })
  void each_is_told_where_connectors_are_permitted_of_what_they_see(
      String where, String role, String lines, String postgres, String table) throws IOException {
    String token = token(where, role);

    assertThat(permitted(token, "source", "file-stream")).isEqualTo(words(lines));
    assertThat(permitted(token, "sink", "file-stream")).isEqualTo(words(lines));
    assertThat(permitted(token, "source", "postgres")).isEqualTo(words(postgres));
    assertThat(permitted(token, "sink", "table")).isEqualTo(words(table));
    JsonNode transform =
        JSON.readTree(get(token, "/api/v1/connectors/transformation/hoist-field-value").body());
    assertThat(transform.path("connector").has("permitted_in")).isFalse();
    Document page = page(get(token, "/connectors"));
    assertThat(page.select("#kind-sink [data-plugin=table] [data-permitted]").text().split("[ ,]+"))
        .contains(table.isEmpty() ? new String[] {"not"} : table.split(" "));
    assertThat(page.select("#kind-transformation [data-permitted]")).isEmpty();
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  private List<String> permitted(String token, String kind, String name) throws IOException {
    String one = get(token, "/api/v1/connectors/" + kind + "/" + name).body();
    JsonNode list =
        JSON.readTree(get(token, "/api/v1/connectors?limit=500&kind=" + kind).body())
            .path("connectors");
    for (JsonNode found : list) {
      if (found.path("name").asText().equals(name)) {
        assertThat(JSON.readTree(one).path("connector")).isEqualTo(found);
        assertThat(found.has("permitted_in")).isTrue();
        return JSON.convertValue(found.path("permitted_in"), new TypeReference<List<String>>() {});
      }
    }
    throw new AssertionError("no " + kind + " " + name);
  }

  @Test
  void the_form_offers_what_its_user_may_have_and_takes_nothing_else() throws IOException {
    String editor = token("shop", "editor");
    Document choose = page(get(editor, "/new"));
    assertThat(choose.select("#source option").eachAttr("value")).containsExactly("", "postgres");
    assertThat(choose.select("#sink option").eachAttr("value")).containsExactly("", "table");
    assertThat(page(get(token("*", "editor"), "/new")).select("#sink option").eachAttr("value"))
        .contains("file-stream", "table");

    String way = "/new?name=x&source=file-stream&sink=file-stream&namespace=";
    HttpResponse<String> begun = get(editor, way + "shop");
    assertThat(begun.statusCode()).isEqualTo(422);
    assertThat(page(begun).text())
        .contains("Pipelines of namespace shop may not name the source file-stream");
    Map<String, List<String>> fields = fields(page(get(admin, way + "lab")));
    fill(fields, "source.topic", "lines");
    fill(fields, "source.file", folder.resolve("in.txt").toString());
    fill(fields, "sink.file", folder.resolve("out.txt").toString());
    fill(fields, "namespace", "shop");
    for (String button : List.of("test", "rows", "file", "save")) {
      HttpResponse<String> pressed = press(editor, fields, button);
      assertThat(pressed.statusCode()).as(button).isEqualTo(422);
      assertThat(page(pressed).text())
          .contains("Pipelines of namespace shop may not name the source file-stream");
    }
    assertThat(folder.resolve("shop/x.yaml")).doesNotExist();
    Path out = folder.resolve("out.txt");
    assertThat(out).doesNotExist();
    assertThat(page(get(editor, "/connectors/source/file-stream")).select("[data-do=new-pipeline]"))
        .isEmpty();
    assertThat(page(get(editor, "/connectors/source/postgres")).select("[data-do=new-pipeline]"))
        .hasSize(1);
  }

  @Test
  void what_the_project_file_says_later_is_told_and_holds_from_the_next_start() throws IOException {
    Files.writeString(
        folder.resolve("sluice.yaml"), LISTS.replace("shop:", "shpo:").replace("[file-", "[fiel-"));

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(json("/api/v1/plan").path("notices").toString())
                    .contains("there is no namespace 'shpo'", "Did you mean 'shop'?")
                    .contains("'fiel-stream'", "Did you mean 'file-stream'?")
                    .contains("sluice.yaml has changed since the server started"));
    HttpResponse<String> made =
        yaml(token("shop", "editor"), "/pipelines?file=shop/x.yaml", lines("x"));
    assertThat(made.statusCode()).isEqualTo(422);
  }
}
