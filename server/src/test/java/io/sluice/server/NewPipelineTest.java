package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From an empty folder to a pipeline that runs, by the form alone, on a real database. */
@Timeout(120)
class NewPipelineTest extends NewPipelineBed {
  private static final String PASSWORD = "correct-horse-battery";
  private static final String NEW = "/new?name=shop&namespace=default&source=postgres&sink=table";

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  private Map<String, List<String>> filled() {
    return filled(NEW);
  }

  private Map<String, List<String>> filled(String address) {
    Map<String, List<String>> fields = fields(page(get(admin, address)));
    fill(fields, "source.database.hostname", database.server().host());
    fill(fields, "source.database.port", Integer.toString(database.server().port()));
    fill(fields, "source.database.dbname", database.name());
    fill(fields, "source.database.user", database.server().user());
    fill(fields, "source.database.password", PASSWORD);
    fill(fields, "source.slot.name", "new_" + database.name());
    fill(fields, "source.publication.name", "new_" + database.name());
    return fields;
  }

  private long left() {
    return database.number(
        "SELECT (SELECT count(*) FROM pg_publication) + (SELECT count(*) FROM pg_replication_slots"
            + " WHERE database = current_database())");
  }

  @Test
  void a_first_user_gets_from_the_form_to_a_pipeline_that_runs() throws IOException {
    database.sql(
        "CREATE TABLE orders(id int PRIMARY KEY, email text)",
        "INSERT INTO orders SELECT i, 'a' || i || '@example.com' FROM generate_series(1, 40) i",
        "CREATE TABLE secrets(id int PRIMARY KEY)",
        "INSERT INTO secrets VALUES (1)",
        "ANALYZE");

    Document choose = page(get(admin, "/new"));
    assertThat(choose.select("#source option").eachAttr("value")).contains("postgres");
    assertThat(choose.select("#sink option").eachAttr("value")).contains("table");

    Document tested = page(press(admin, filled(), "test"));
    assertThat(tested.select("[data-tested=good]")).as(tested.text()).hasSize(1);
    Element picks = tested.selectFirst("[data-picks=source.table.include.list]");
    assertThat(picks.text()).contains("public.orders", "about 40 rows", "primary key");
    assertThat(tested.html()).doesNotContain(PASSWORD);

    Map<String, List<String>> fields = fields(tested);
    fields.put("pick.source.table.include.list", List.of("public.orders"));
    fill(fields, "mask", "email");
    Document looked = page(press(admin, fields, "rows"));
    Element rows = looked.selectFirst("[data-rows=shop.public.orders]");
    assertThat(rows).as(looked.select("[data-preview], [role=alert]").text()).isNotNull();
    assertThat(rows.select("thead th").eachText()).containsExactly("id", "email");
    assertThat(rows.select("tbody tr")).hasSize(5);
    assertThat(rows.text()).contains("****").doesNotContain("example.com");
    assertThat(looked.select("[data-rows]")).hasSize(1);
    assertThat(left()).as("slots and publications").isZero();

    Document shown = page(press(admin, fields(looked), "file"));
    String yaml = shown.selectFirst("[data-yaml]").wholeText();
    assertThat(yaml)
        .contains("${file:secrets/shop.properties:source.database.password}", "public.orders")
        .doesNotContain(PASSWORD);
    assertThat(shown.select(".field .error")).isEmpty();
    assertThat(folder.resolve("shop.yaml")).doesNotExist();

    HttpResponse<String> saved = press(admin, fields(shown), "save");
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
    assertThat(saved.headers().firstValue("Location")).contains("/new/made?pipeline=shop");
    assertThat(Files.readString(folder.resolve("shop.yaml"))).isEqualTo(yaml);
    Path secrets = folder.resolve("secrets/shop.properties");
    assertThat(Files.readString(secrets)).contains(PASSWORD);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
        .isEqualTo("rw-------");

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(json("/api/v1/pipelines/shop").at("/run/records/delivered").asInt())
                    .isEqualTo(40));
    assertThat(page(get(admin, "/new/made?pipeline=shop")).select("[data-do=open]")).hasSize(1);
    JsonNode audit = json("/api/v1/audit?limit=50").path("entries");
    assertThat(audit.findValuesAsText("action")).contains("file.create");
    assertThat(audit.toString()).doesNotContain(PASSWORD);
    server.close(); // so that nobody reads the slot when the database is dropped
  }

  @Test
  void a_user_that_the_server_does_not_know_is_told_and_no_secret_with_it() {
    Map<String, List<String>> fields = filled();
    fill(fields, "source.database.user", "nobody_knows");

    Document tested = page(press(admin, fields, "test"));

    assertThat(tested.select("[data-tested=bad]")).hasSize(1);
    assertThat(tested.select("[data-finding=problem]").text()).contains("cannot look at");
    assertThat(tested.html()).doesNotContain(PASSWORD);
  }

  @Test
  void a_server_without_logical_log_is_told_with_what_changes_that() {
    try (PostgresServer plain = PostgresServer.start(Map.of("wal_level", "replica"))) {
      Map<String, List<String>> fields = filled();
      fill(fields, "source.database.port", Integer.toString(plain.port()));
      fill(fields, "source.database.dbname", "postgres");

      Document tested = page(press(admin, fields, "test"));

      assertThat(tested.select("[data-tested=bad] [data-finding=problem] [data-copy-text]").text())
          .contains("ALTER SYSTEM SET wal_level = logical;");
      assertThat(
              tested.select("[data-error='source.database.hostname'] [data-copy-text]").eachText())
          .contains("ALTER SYSTEM SET wal_level = logical;");
    }
  }

  @Test
  void what_a_role_lacks_is_told_with_the_statements_that_grant_it() {
    String role = "weak_" + database.name();
    database.sql(
        "CREATE TABLE keyless(v int)",
        "CREATE ROLE " + role + " LOGIN",
        "GRANT SELECT ON keyless TO " + role);
    Map<String, List<String>> fields = filled();
    fill(fields, "source.database.user", role);

    Document tested = page(press(admin, fields, "test"));

    assertThat(tested.select("[data-finding=problem] [data-copy-text]").eachText())
        .anyMatch(sql -> sql.contains("REPLICATION;"))
        .anyMatch(sql -> sql.startsWith("CREATE PUBLICATION"));
    assertThat(tested.select("[data-finding=warning]").text()).contains("no primary key");
    assertThat(tested.select("[data-finding=warning] [data-copy-text]").text())
        .contains("REPLICA IDENTITY FULL");
    assertThat(tested.select("[data-picks]").text()).contains("public.keyless", "no primary key");
  }

  @Test
  void a_sink_that_may_not_make_tables_is_told_at_its_field() {
    String role = "guest_" + database.name();
    database.sql("CREATE ROLE " + role + " LOGIN", "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    Map<String, List<String>> fields = filled();
    fill(
        fields,
        "sink.url",
        "jdbc:postgresql://127.0.0.1:" + database.server().port() + "/" + database.name());
    fill(fields, "sink.user", role);

    Document tested = page(press(admin, fields, "test"));

    assertThat(tested.select("[data-error='sink.user'] [data-copy-text]").text())
        .contains("GRANT CREATE ON SCHEMA");
  }

  @Test
  void names_that_mean_ill_stay_names() {
    database.sql(
        "CREATE TABLE \"\"\"; drop\"(id int PRIMARY KEY)",
        "CREATE TABLE \"<b>bold\"(id int PRIMARY KEY, \"<i>c\" text)",
        "INSERT INTO \"<b>bold\" VALUES (1, '<script>alert(1)</script>')");
    Document tested = page(press(admin, filled(), "test"));
    assertThat(tested.select("[data-picks] b, [data-picks] script")).isEmpty();
    assertThat(tested.select("[data-picks] label").eachText())
        .anyMatch(label -> label.contains("public.\"; drop"))
        .anyMatch(label -> label.contains("public.<b>bold"));

    Map<String, List<String>> fields = fields(tested);
    fields.put("pick.source.table.include.list", List.of("public.\"; drop", "public.<b>bold"));
    Document looked = page(press(admin, fields, "rows"));
    assertThat(looked.select("main script, [data-preview] i")).isEmpty();
    assertThat(looked.select("[data-preview] td").eachText()).contains("<script>alert(1)</script>");

    Document shown = page(press(admin, fields(looked), "file"));
    assertThat(shown.select(".field .error")).as(shown.select(".error").text()).isEmpty();
    assertThat(shown.selectFirst("[data-yaml]").wholeText()).contains("public.\\\"; drop");
  }

  @Test
  void of_two_editors_that_make_the_same_one_gets_it_and_the_other_is_told() throws IOException {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)");
    Map<String, List<String>> one = filled();
    Map<String, List<String>> other = filled();
    fill(other, "source.database.password", "another-password");

    assertThat(press(admin, one, "save").statusCode()).isEqualTo(303);
    String first = Files.readString(folder.resolve("shop.yaml"));
    HttpResponse<String> second = press(admin, other, "save");

    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(page(second).select("[data-refused]").text()).contains("shop.yaml is there already");
    assertThat(Files.readString(folder.resolve("shop.yaml"))).isEqualTo(first);
    assertThat(Files.readString(folder.resolve("secrets/shop.properties")))
        .contains(PASSWORD)
        .doesNotContain("another-password");
    server.close();
  }

  @Test
  void what_is_wrong_is_told_beside_its_field_and_nothing_is_written() {
    Map<String, List<String>> fields = filled();
    fill(fields, "source.database.port", "many");
    fill(fields, "source.slot.name", "Not A Slot");
    fill(fields, "source.database.dbname", "");

    HttpResponse<String> refused = press(admin, fields, "save");

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(page(refused).select(".error").eachAttr("data-error"))
        .contains("source.database.port", "source.slot.name", "source.database.dbname");
    assertThat(page(refused).select("input[name='source.database.port']").val()).isEqualTo("many");
    assertThat(folder.resolve("shop.yaml")).doesNotExist();
    assertThat(folder.resolve("secrets/shop.properties")).doesNotExist();
  }

  @Test
  void a_password_that_somebody_typed_is_of_no_use_to_another() throws IOException {
    String other = token("*", "editor");
    Map<String, List<String>> fields = fields(page(press(admin, filled(), "file")));
    assertThat(fields).containsKey("kept.source.database.password");

    Document shown = page(press(other, fields, "file"));

    assertThat(shown.text()).contains("source.database.password was typed too long ago");
    assertThat(shown.selectFirst("[data-yaml]").wholeText()).doesNotContain("password:");
  }

  @Test
  void who_edits_one_namespace_makes_pipelines_there_and_nowhere_else() throws IOException {
    String sales = token("sales", "editor");
    assertThat(page(get(sales, "/new")).select("#namespace option").eachAttr("value"))
        .containsExactly("sales");
    assertThat(get(sales, NEW).statusCode()).isEqualTo(403);
    assertThat(press(sales, filled(), "test").statusCode()).isEqualTo(403);
    assertThat(get(sales, NEW.replace("=default", "=sales")).statusCode()).isEqualTo(200);

    String operator = token("sales", "operator");
    assertThat(get(operator, "/new").statusCode()).isEqualTo(403);
    assertThat(get(operator, "/connectors").statusCode()).isEqualTo(200);
    assertThat(press(operator, filled(), "save").statusCode()).isEqualTo(403);
    assertThat(folder.resolve("shop.yaml")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/new?name=..%2Fx&namespace=default&source=postgres&sink=table",
        "/new?name=x&namespace=..&source=postgres&sink=table",
        "/new?name=x&namespace=.sluice&source=postgres&sink=table",
        "/new?name=x&namespace=a%2Fb%2F..&source=postgres&sink=table"
      })
  void a_file_elsewhere_is_refused(String address) {
    assertThat(get(admin, address).statusCode()).isEqualTo(422);
  }

  @Test
  void each_connector_has_a_form_with_a_field_for_each_of_its_options() {
    for (String kind : List.of("source", "sink")) {
      JsonNode all = json("/api/v1/connectors?kind=" + kind).path("connectors");
      assertThat(all).isNotEmpty();
      for (JsonNode one : all) {
        String name = one.path("name").asText();
        String other = kind.equals("source") ? "sink=table" : "source=postgres";
        HttpResponse<String> form =
            get(admin, "/new?name=x&namespace=default&" + kind + "=" + name + "&" + other);
        assertThat(form.statusCode()).as(name).isEqualTo(200);
        Map<String, List<String>> fields = fields(page(form));
        json("/api/v1/connectors/" + kind + "/" + name)
            .path("options")
            .forEach(
                option ->
                    assertThat(fields).containsKey(kind + "." + option.path("name").asText()));
      }
    }
  }

  @Test
  void the_api_tries_looks_and_writes_as_the_form_does() throws IOException {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t VALUES (7)");
    String yaml =
        """
        name: by-api
        source:
          connector: postgres
          config:
            database.hostname: %s
            database.port: %d
            database.user: %s
            database.dbname: %s
            topic.prefix: api
            slot.name: api_%s
            publication.name: api_%s
            publication.autocreate.mode: filtered
        sinks:
          - connector: table
            config: {url: "jdbc:duckdb:api.duckdb"}
        """
            .formatted(
                database.server().host(),
                database.server().port(),
                database.server().user(),
                database.name(),
                database.name(),
                database.name());

    JsonNode tested = JSON.readTree(yaml("/drafts/test?file=team/by-api.yaml", yaml).body());
    assertThat(tested.path("good").asBoolean()).as(tested.toPrettyString()).isTrue();
    assertThat(tested.path("tables").findValuesAsText("table")).contains("public.t");
    FullAudit.after(0, project.state());
    assertThat(yaml("/drafts/first-rows?file=team/by-api.yaml", yaml).body())
        .as("nobody looks who cannot be noted")
        .doesNotContain("topics");
    FullAudit.end(project.state());
    JsonNode rows = JSON.readTree(yaml("/drafts/first-rows?file=team/by-api.yaml", yaml).body());
    assertThat(rows.at("/topics/0/rows/0/0").asText()).as(rows.toPrettyString()).isEqualTo("7");
    assertThat(rows.path("leaves_nothing").asBoolean()).isTrue();
    assertThat(json("/api/v1/audit?action=draft.first_rows").at("/entries/0").toString())
        .as("it refers to nothing, and rows are looked at all the same")
        .contains("team/by-api.yaml");
    assertThat(left()).isZero();
    assertThat(folder.resolve("team")).as("made by a test").doesNotExist();

    HttpResponse<String> made = yaml("/pipelines?file=team/by-api.yaml", yaml);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("ETag")).isPresent();
    assertThat(Files.readString(folder.resolve("team/by-api.yaml"))).isEqualTo(yaml);
    assertThat(yaml("/pipelines?file=team/by-api.yaml", yaml).statusCode()).isEqualTo(409);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(get(admin, "/api/v1/pipelines/by-api").statusCode()).isEqualTo(200));
    assertThat(yaml("/pipelines?file=other.yaml", yaml).body()).contains("pipeline by-api already");
    assertThat(yaml("/pipelines?file=../x.yaml", yaml).statusCode()).isEqualTo(422);
    assertThat(yaml("/pipelines?file=x.yaml", "name: x\n").statusCode()).isEqualTo(422);
    server.close();
  }

  @Test
  void first_rows_show_no_secret_that_a_transform_writes_into_them_and_are_in_the_audit_log()
      throws IOException {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t VALUES (7)");
    Files.createDirectories(folder.resolve("billing"));
    Files.writeString(folder.resolve("billing/own.properties"), "pw=open-sesame-of-billing\n");
    String yaml =
        """
        name: peek
        source:
          connector: postgres
          config:
            database.hostname: %s
            database.port: %d
            database.user: %s
            database.dbname: %s
            topic.prefix: peek
            slot.name: peek_%s
            publication.name: peek_%s
            publication.autocreate.mode: filtered
        transforms:
          - type: org.apache.kafka.connect.transforms.ExtractField$Value
            field: after
          - type: org.apache.kafka.connect.transforms.InsertField$Value
            static.field: stolen
            static.value: ${file:../billing/own.properties:pw}
        sinks:
          - connector: table
            config: {url: "jdbc:duckdb:api.duckdb"}
        """
            .formatted(
                database.server().host(),
                database.server().port(),
                database.server().user(),
                database.name(),
                database.name(),
                database.name());

    HttpResponse<String> rows =
        send(
            token("shop", "editor"),
            "POST",
            "/api/v1/drafts/first-rows?file=shop/peek.yaml",
            "application/yaml",
            yaml);

    assertThat(rows.statusCode()).as(rows.body()).isEqualTo(200);
    assertThat(rows.body()).contains("\"stolen\"", "***").doesNotContain("open-sesame");
    assertThat(json("/api/v1/audit?action=draft.first_rows").at("/entries/0").toString())
        .contains("${file:../billing/own.properties:pw}", "shop/peek.yaml");
  }

  @Test
  void a_word_that_is_tried_as_a_password_stays_readable_for_everybody_else() {
    Map<String, List<String>> fields = filled();
    fill(fields, "source.database.password", "running");

    Document tested = page(press(admin, fields, "test"));

    assertThat(tested.select("[data-tested]")).hasSize(1);
    assertThat(project.secrets().redact("orders is running")).isEqualTo("orders is running");
  }

  private HttpResponse<String> yaml(String path, String yaml) {
    return send(admin, "POST", "/api/v1" + path, "application/yaml", yaml);
  }
}
