package io.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.server.access.Role;
import io.sluice.server.http.event.EventHub;
import io.sluice.server.operate.LetterChoice;
import io.sluice.state.checkpoint.Checkpoints;
import io.sluice.state.checkpoint.EpochRecord;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.history.AuditAction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTest {
  private static final String ORDERS = "/api/v1/pipelines/orders";
  private static final String YAML =
      "name: orders\n"
          + "source: {connector: postgres, config: {url: 'postgres://me:hunter2@db/shop',"
          + " password: plain-text}}\n"
          + "transforms: [{type: mask, fields: [mail]}]\n"
          + "sinks: [{connector: table, config: {url: '${env:TARGET}'}}]\n";

  @TempDir private Path home;
  private ServedApi api;
  private String admin;

  @BeforeEach
  void serve() {
    api = new ServedApi(home);
    admin = api.admin();
  }

  @AfterEach
  void close() {
    api.close();
  }

  private static List<String> names(JsonNode list) {
    return list.path("pipelines").findValuesAsText("name");
  }

  @Test
  void pipelines_are_listed_by_name_searched_filtered_and_paged() {
    for (int i = 0; i < 5; i++) {
      api.views.add(Views.running("shop", "p" + i));
    }

    assertThat(names(api.get(admin, "/api/v1/pipelines").json()))
        .containsExactly("invoices", "orders", "p0", "p1", "p2", "p3", "p4");
    assertThat(names(api.get(admin, "/api/v1/pipelines?search=TEAM-bill").json()))
        .containsExactly("invoices");
    assertThat(names(api.get(admin, "/api/v1/pipelines?state=failed&state=paused").json()))
        .containsExactly("invoices");
    assertThat(names(api.get(admin, "/api/v1/pipelines?namespace=shop&search=p3").json()))
        .containsExactly("p3");

    JsonNode first = api.get(admin, "/api/v1/pipelines?limit=3").json();
    JsonNode second =
        api.get(admin, "/api/v1/pipelines?limit=9&cursor=" + first.path("next_cursor").asText())
            .json();
    assertThat(names(first)).containsExactly("invoices", "orders", "p0");
    assertThat(first.path("total").asInt()).isEqualTo(7);
    assertThat(names(second)).containsExactly("p1", "p2", "p3", "p4");
    assertThat(second.has("next_cursor")).isFalse();
  }

  @Test
  void who_may_see_one_namespace_sees_no_other() {
    String viewer = api.token(Role.VIEWER, "billing");

    assertThat(names(api.get(viewer, "/api/v1/pipelines").json())).containsExactly("invoices");
    String none = "/api/v1/pipelines/nobody";
    assertThat(api.get(viewer, ORDERS).status()).isEqualTo(404);
    assertThat(api.get(viewer, ORDERS).text().replace(ORDERS, none))
        .as("as if there were none")
        .isEqualTo(api.get(viewer, none).text());
  }

  @Test
  void a_pipeline_tells_how_it_stands_with_the_keys_of_the_command() {
    JsonNode orders = api.get(admin, ORDERS).json();

    assertThat(orders.path("state").asText()).isEqualTo("running");
    assertThat(orders.at("/run/records/delivered").asInt()).isEqualTo(10);
    assertThat(orders.at("/run/records").has("dead_lettered")).isFalse();
    assertThat(orders.at("/run/lag_ms").asInt()).isEqualTo(120);
    assertThat(orders.at("/run/started_at").asText()).isEqualTo("2026-11-22T09:59:00Z");
    assertThat(orders.at("/run").has("freshness_ms")).isFalse();
    assertThat(orders.path("open_dead_letters").asInt()).isZero();
  }

  @Test
  void what_is_not_known_of_one_that_nobody_here_can_read_is_absent() {
    api.views.add(Views.unknown("shop", "elsewhere"));
    String elsewhere = "/api/v1/pipelines/elsewhere";

    JsonNode one = api.get(admin, elsewhere).json();
    ServedApi.Said list = api.get(admin, elsewhere + "/dead-letters");
    JsonNode groups = api.get(admin, "/api/v1/dead-letters/groups").json();

    assertThat(one.path("name").asText()).isEqualTo("elsewhere");
    assertThat(one.has("on_kafka")).isFalse();
    assertThat(one.has("open_dead_letters")).isFalse();
    assertThat(list.status()).isEqualTo(409);
    assertThat(list.json().path("detail").asText()).contains("not known where the dead letters");
    assertThat(groups.path("unknown").toString()).contains("elsewhere");
  }

  @Test
  void actions_reach_the_operations_with_who_and_why() {
    for (String action : List.of("start", "stop", "pause", "resume", "restart", "run-once")) {
      ServedApi.Said said = api.post(admin, ORDERS + "/" + action + "?reason=a%0Ab", null);
      assertThat(said.status()).as(said.text()).isEqualTo(200);
      assertThat(said.json().path("name").asText()).isEqualTo("orders");
    }
    api.post(admin, ORDERS + "/snapshot", "{\"tables\": [\"public.a\"]}");
    api.post(admin, ORDERS + "/snapshot", "{\"data_collections\": [\"public[.]o.*\"]}");
    api.post(
        admin,
        ORDERS + "/snapshot?reason=lost",
        "{\"tables\": [\"public.a\"], \"condition\": \"total > 5\", \"since\":"
            + " {\"column\": \"at \\\" or 1=1 --\", \"time\": \"2026-11-01T00:00:00Z\"}}");
    api.post(
        admin,
        ORDERS + "/offsets/reset",
        "{\"sink\": \"copy\", \"time\": \"2026-11-01T00:00:00Z\", \"dry_run\": true}");
    ServedApi.Said task = api.post(admin, ORDERS + "/tasks/sink-copy-0/restart?reason=hangs", null);

    assertThat(api.asked.calls)
        .contains("token:admin-all stop [orders, a b]", "token:admin-all run-once [orders, a b]")
        .contains("token:admin-all snapshot [orders, [\\Qpublic.a\\E], all, ]")
        .contains(
            "token:admin-all snapshot [orders, [\\Qpublic.a\\E], (total > 5) AND \"at \"\" or 1=1"
                + " --\" >= '2026-11-01T00:00:00Z', lost]")
        .contains("token:admin-all snapshot [orders, [public[.]o.*], all, ]")
        .contains("token:admin-all restart-task [orders, sink-copy-0, hangs]")
        .anyMatch(call -> call.contains("sink=Optional[copy]") && call.contains("2026-11-01"))
        .hasSize(11);
    assertThat(task.json().path("task").asText()).isEqualTo("sink-copy-0");
    assertThat(task.json().path("restarted").asText()).isEqualTo("all_tasks");
    assertThat(task.json().path("meaning").asText()).contains("last checkpoint");
  }

  @Test
  void sql_for_the_source_is_taken_only_from_who_may_write_the_file() {
    String body = "{\"tables\": [\"public.a\"], \"condition\": \"pg_sleep(9) is null\"}";

    String operator = api.token(Role.OPERATOR, "shop");
    String editor = api.token(Role.EDITOR, "shop");

    assertThat(api.post(operator, ORDERS + "/snapshot", body).status()).isEqualTo(403);
    assertThat(api.asked.calls).isEmpty();
    assertThat(api.post(editor, ORDERS + "/snapshot", body).status()).isEqualTo(200);
  }

  @Test
  void positions_are_told_without_values_to_who_may_not_look_at_records() {
    Checkpoints checkpoints = api.state.checkpoints();
    checkpoints.prepare(
        "orders",
        new EpochRecord(
            1,
            Map.of("{\"server\":\"shop\"}", "{\"after\":\"ann@example.com\"}"),
            Map.of(),
            1,
            "one"));
    checkpoints.commit("orders", 1);
    letters(1);
    String viewer = api.token(Role.VIEWER, "shop");

    JsonNode hidden = api.get(viewer, ORDERS + "/offsets").json();
    assertThat(hidden.path("epoch").asInt()).isEqualTo(1);
    assertThat(hidden.at("/source/0/partition/server").asText()).isEqualTo("shop");
    assertThat(hidden.at("/source/0/offset/after").asText()).isEqualTo("***");
    assertThat(api.get(admin, ORDERS + "/offsets").json().at("/source/0/offset/after").asText())
        .isEqualTo("ann@example.com");
    String letters = ORDERS + "/dead-letters";
    assertThat(api.get(viewer, letters).json().at("/letters/0/source_offset/lsn").asText())
        .isEqualTo("***");
    assertThat(api.get(admin, letters).json().at("/letters/0/source_offset/lsn").isNumber())
        .isTrue();
  }

  @Test
  void a_reset_that_is_only_planned_changes_nothing() {
    JsonNode planned =
        api.post(admin, ORDERS + "/offsets/reset", "{\"beginning\": true, \"dry_run\": true}")
            .json();
    JsonNode done =
        api.post(
                admin,
                ORDERS + "/offsets/reset?reason=why",
                "{\"offset\": {\"lsn\": 5}, \"before\": [\"{} {}\"]}")
            .json();

    assertThat(planned.path("changed").asBoolean()).isFalse();
    assertThat(done.path("changed").asBoolean()).isTrue();
    assertThat(done.path("warnings").get(0).asText()).isEqualTo("rows again");
    assertThat(api.asked.calls).hasSize(2);
    assertThat(api.asked.calls.get(0)).startsWith("plan reset");
    assertThat(api.asked.calls.get(1)).contains("{lsn=5}", "seen=Optional[[{} {}]]", "why");
  }

  private void letters(int count) {
    List<DeadLetter> letters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      letters.add(Letters.of("orders", i, "no such column '" + i + "'"));
    }
    api.state.deadLetters().add(letters);
  }

  @Test
  void dead_letters_are_grouped_paged_and_shown_to_who_may_look() {
    letters(3);
    String viewer = api.token(Role.VIEWER, "shop");

    JsonNode groups = api.get(admin, ORDERS + "/dead-letters/groups").json();
    assertThat(groups.path("open").asInt()).isEqualTo(3);
    assertThat(groups.at("/groups/0/message").asText()).contains("no such column");
    JsonNode hidden = api.get(viewer, ORDERS + "/dead-letters/groups").json();
    assertThat(hidden.at("/groups/0/count").asInt()).isEqualTo(3);
    assertThat(hidden.at("/groups/0").has("message")).isFalse();

    JsonNode page = api.get(admin, ORDERS + "/dead-letters?limit=2").json();
    JsonNode rest =
        api.get(admin, ORDERS + "/dead-letters?cursor=" + page.path("next_cursor").asText()).json();
    assertThat(page.path("letters")).hasSize(2);
    assertThat(rest.path("letters")).hasSize(1);
    assertThat(page.at("/letters/0").has("record")).isFalse();
    assertThat(api.get(viewer, ORDERS + "/dead-letters").text()).doesNotContain("no such column");

    long id = page.at("/letters/0/id").asLong();
    assertThat(api.get(admin, ORDERS + "/dead-letters/" + id).json().path("record").toString())
        .contains("secret-value");
    assertThat(api.get(viewer, ORDERS + "/dead-letters/" + id).status()).isEqualTo(403);
  }

  @Test
  void letters_are_selected_by_id_by_kind_and_all_together() {
    letters(150);
    String signature =
        api.get(admin, ORDERS + "/dead-letters/groups").json().at("/groups/0/signature").asText();
    long first = api.get(admin, ORDERS + "/dead-letters").json().at("/letters/0/id").asLong();

    ServedApi.Said one =
        api.post(admin, ORDERS + "/dead-letters/replay", "{\"ids\": [" + first + "]}");
    JsonNode kind =
        api.post(admin, ORDERS + "/dead-letters/replay", "{\"signature\": \"" + signature + "\"}")
            .json();
    JsonNode all =
        api.post(admin, ORDERS + "/dead-letters/purge?reason=old", "{\"all\": true}").json();

    assertThat(one.status()).isEqualTo(202);
    assertThat(one.json().path("meant").asInt()).isEqualTo(1);
    assertThat(kind.path("meant").asInt()).isEqualTo(150);
    assertThat(all.path("meant").asInt()).isEqualTo(150);
    assertThat(all.path("kind").asText()).isEqualTo("purge");
    assertThat(api.letters.calls)
        .last()
        .asString()
        .isEqualTo("token:admin-all PURGE " + LetterChoice.ALL + " old");
    String job = ORDERS + "/dead-letters/jobs/" + all.path("id").asText();
    assertThat(api.get(admin, job).json().path("state").asText()).isEqualTo("running");
    assertThat(api.post(admin, job + "/stop", null).status()).isEqualTo(200);
    assertThat(api.get(admin, ORDERS + "/dead-letters/jobs").json().path("jobs")).hasSize(3);
    assertThat(api.get(admin, ORDERS + "/dead-letters/jobs/none").status()).isEqualTo(404);
  }

  @Test
  void letters_are_counted_over_time_and_in_all_pipelines_that_one_may_see() {
    letters(3);
    api.state.deadLetters().add(List.of(Letters.of("invoices", 1, "no such table")));
    String shop = api.token(Role.VIEWER, "shop");

    JsonNode all = api.get(admin, "/api/v1/dead-letters/groups?span=1h").json();
    JsonNode some = api.get(shop, "/api/v1/dead-letters/groups?span=7d").json();

    assertThat(all.path("groups")).hasSize(2);
    assertThat(all.path("interval_ms").asLong()).isEqualTo(60_000);
    assertThat(all.at("/groups/0/arrivals")).hasSize(60);
    assertThat(some.path("groups")).hasSize(1);
    assertThat(some.at("/groups/0/pipeline").asText()).isEqualTo("orders");
    assertThat(some.toString()).doesNotContain("no such");
    long arrived = 0;
    for (JsonNode one : some.at("/groups/0/arrivals")) {
      arrived += one.asLong();
    }
    assertThat(arrived).isEqualTo(3);
  }

  @Test
  void a_copy_is_made_tried_and_edited_by_its_etag() {
    letters(1);
    long id = api.get(admin, ORDERS + "/dead-letters").json().at("/letters/0/id").asLong();
    String letter = ORDERS + "/dead-letters/" + id;

    ServedApi.Said made = api.post(admin, letter + "/copies?reason=x", "{\"value\": \"better\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("copy_of").asLong()).isEqualTo(id);
    assertThat(made.json().at("/record/value").asText()).isEqualTo("better");
    assertThat(made.json().at("/record/key").asLong()).isZero();
    String copy = ORDERS + "/dead-letters/" + made.json().path("id").asLong();
    assertThat(api.get(admin, letter).json().path("copies")).hasSize(1);

    Map<String, String> json = Map.of("Content-Type", "application/json");
    assertThat(api.send(admin, "PUT", copy + "/record", "{\"key\": 9}", json).status())
        .as("without If-Match")
        .isEqualTo(428);
    Map<String, String> match = Map.of("Content-Type", "application/json", "If-Match", made.etag());
    ServedApi.Said edited = api.send(admin, "PUT", copy + "/record", "{\"key\": 9}", match);
    assertThat(edited.status()).isEqualTo(200);
    assertThat(edited.json().at("/record/key").asLong()).isEqualTo(9);
    assertThat(edited.etag()).isNotEqualTo(made.etag());
    assertThat(api.send(admin, "PUT", copy + "/record", "{\"key\": 8}", match).status())
        .as("by an ETag that is old")
        .isEqualTo(412);

    ServedApi.Said unfit = api.post(admin, letter + "/test", "{\"key\": \"secret-key\"}");
    assertThat(unfit.status()).isEqualTo(422);
    assertThat(unfit.json().at("/errors/0/pointer").asText()).isEqualTo("#/key");
    assertThat(unfit.json().at("/errors/0/detail").asText()).contains("whole number");
    assertThat(unfit.text()).doesNotContain("secret-key");
    assertThat(api.get(admin, letter + "/test").json().path("reaches_sinks").asBoolean()).isTrue();
    assertThat(api.get(admin, letter + "/record").text()).contains("secret-value");
  }

  @Test
  void configuration_is_shown_without_secrets() throws IOException {
    api.write("shop/orders.yaml", YAML);
    String viewer = api.token(Role.VIEWER, "shop");

    ServedApi.Said said = api.get(viewer, ORDERS + "/configuration");

    assertThat(said.text()).doesNotContain("hunter2", "plain-text").contains("${env:TARGET}");
    assertThat(said.json().at("/source/connector").asText()).isEqualTo("postgres");
    assertThat(said.json().at("/transforms/0/type").asText()).isEqualTo("mask");
    assertThat(api.get(viewer, ORDERS + "/file").status()).isEqualTo(403);
  }

  @Test
  void a_file_is_written_by_who_has_read_it_and_stays_as_private_as_it_was() throws IOException {
    Path file = api.write("shop/orders.yaml", YAML);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    String editor = api.token(Role.EDITOR, "shop");
    ServedApi.Said read = api.get(editor, ORDERS + "/file");
    Map<String, String> headers =
        Map.of("Content-Type", "application/yaml", "If-Match", read.etag());

    ServedApi.Said written =
        api.send(editor, "PUT", ORDERS + "/file", YAML + "owner: me\n", headers);
    ServedApi.Said again = api.send(editor, "PUT", ORDERS + "/file", YAML, headers);

    assertThat(read.text()).isEqualTo(YAML);
    assertThat(written.status()).as(written.text()).isEqualTo(200);
    assertThat(written.etag()).isNotEqualTo(read.etag());
    assertThat(again.status()).isEqualTo(412);
    assertThat(Files.readString(file)).endsWith("owner: me\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(Files.list(file.getParent())).hasSize(1);
    JsonNode entry = api.get(admin, "/api/v1/audit?pipeline=orders").json().at("/entries/0");
    assertThat(entry.path("action").asText()).isEqualTo("file.write");
    assertThat(entry.path("who").asText()).isEqualTo("token:editor-shop");
    assertThat(entry.toString()).doesNotContain("plain-text");
  }

  @Test
  void a_file_with_errors_or_of_another_pipeline_is_not_written() throws IOException {
    Path file = api.write("shop/orders.yaml", YAML);
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/yaml",
            "If-Match",
            api.get(admin, ORDERS + "/file").etag());

    ServedApi.Said wrong =
        api.send(admin, "PUT", ORDERS + "/file", "name: orders\nsorce: x\n", headers);
    ServedApi.Said other =
        api.send(admin, "PUT", ORDERS + "/file", YAML.replace("name: orders", "name: b"), headers);

    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().path("errors").findValuesAsText("pointer")).contains("line:2:1");
    assertThat(wrong.json().path("errors").size()).isGreaterThan(1);
    assertThat(other.status()).isEqualTo(422);
    assertThat(Files.readString(file)).isEqualTo(YAML);
  }

  @Test
  void a_file_that_is_a_link_is_changed_where_it_comes_from() throws IOException {
    Path real = api.write("kept/orders.txt", YAML);
    Files.createDirectories(home.resolve("shop"));
    Files.createSymbolicLink(home.resolve("shop/orders.yaml"), real);
    ServedApi.Said read = api.get(admin, ORDERS + "/file");

    ServedApi.Said written =
        api.send(
            admin,
            "PUT",
            ORDERS + "/file",
            YAML + "owner: me\n",
            Map.of("Content-Type", "application/yaml", "If-Match", read.etag()));

    assertThat(written.status()).isEqualTo(502);
    assertThat(written.json().path("detail").asText()).contains("a link");
    assertThat(Files.readString(real)).isEqualTo(YAML);
  }

  @Test
  void a_plan_is_applied_only_as_it_was_looked_at() {
    String plan = api.get(admin, "/api/v1/plan").json().path("id").asText();

    assertThat(api.post(admin, "/api/v1/apply", "{\"plan\": \"old\"}").status()).isEqualTo(409);
    JsonNode applied = api.post(admin, "/api/v1/apply", "{\"plan\": \"" + plan + "\"}").json();

    assertThat(applied.at("/changes/0/kind").asText()).isEqualTo("add");
    assertThat(api.asked.calls).hasSize(1);
  }

  @Test
  void logs_are_those_of_the_pipeline() throws IOException {
    api.write(
        ".sluice/logs/server.log",
        "{\"at\":\"2026-11-22T10:00:00Z\",\"level\":\"WARN\",\"pipeline\":\"orders\","
            + "\"thread\":\"t\",\"logger\":\"l\",\"message\":\"mine\"}\n"
            + "{\"at\":\"2026-11-22T10:00:00Z\",\"level\":\"WARN\",\"pipeline\":\"invoices\","
            + "\"thread\":\"t\",\"logger\":\"l\",\"message\":\"not mine\"}\n");

    JsonNode lines = api.get(admin, ORDERS + "/logs").json().path("lines");

    assertThat(lines.findValuesAsText("message")).containsExactly("mine");
  }

  @Test
  void a_token_is_made_used_and_revoked() {
    ServedApi.Said made =
        api.post(
            admin,
            "/api/v1/tokens?reason=ci",
            "{\"name\": \"ci\", \"grants\": {\"shop\": \"viewer\"}, \"lifetime_ms\": 3600000}");
    String secret = made.json().path("secret").asText();

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(api.get(secret, "/api/v1/me").json().path("name").asText()).isEqualTo("token:ci");
    assertThat(api.get(secret, "/api/v1/me").json().at("/grants/shop").asText())
        .isEqualTo("viewer");
    assertThat(api.get(admin, "/api/v1/tokens").text()).contains("ci").doesNotContain(secret);

    api.send(admin, "DELETE", "/api/v1/tokens/ci", null, Map.of());
    assertThat(api.get(secret, "/api/v1/me").status()).isEqualTo(401);
    ServedApi.Said twice =
        api.post(admin, "/api/v1/tokens", "{\"name\": \"\", \"grants\": {\"*\": \"admin\"}}");
    assertThat(twice.status()).isEqualTo(422);
  }

  @Test
  void the_audit_log_is_filtered_paged_and_verified() {
    for (int i = 0; i < 5; i++) {
      api.state.audit().add("ann", AuditAction.PIPELINE_STOP, "orders", "", "", "no " + i);
    }
    api.state.audit().add("ben", AuditAction.OFFSETS_RESET, "invoices", "", "{}", "");

    JsonNode first = api.get(admin, "/api/v1/audit?who=ann&limit=3").json();
    JsonNode rest =
        api.get(admin, "/api/v1/audit?who=ann&cursor=" + first.path("next_cursor").asText()).json();
    JsonNode resets = api.get(admin, "/api/v1/audit?action=offsets").json();
    JsonNode check = api.get(admin, "/api/v1/audit/verify").json();

    assertThat(first.path("entries").findValuesAsText("reason"))
        .containsExactly("no 4", "no 3", "no 2");
    assertThat(rest.path("entries").findValuesAsText("reason")).containsExactly("no 1", "no 0");
    assertThat(resets.path("entries").findValuesAsText("who")).containsExactly("ben");
    assertThat(check.path("intact").asBoolean()).isTrue();
    assertThat(check.path("entries").asLong()).isEqualTo(6);
    assertThat(
            api.get(admin, "/api/v1/audit/verify?head=" + "f".repeat(64))
                .json()
                .path("intact")
                .asBoolean())
        .isFalse();
    assertThat(api.get(admin, "/api/v1/audit/verify?head=zz").status())
        .as("a head that is none is no alarm")
        .isEqualTo(400);
  }

  @Test
  void probes_are_for_everybody_and_metrics_for_who_may_see() {
    assertThat(api.get("", "/health/live").json().path("passed").asBoolean()).isTrue();
    assertThat(api.get("", "/health/ready").status()).isEqualTo(503);
    assertThat(api.get(admin, "/health/pipelines/invoices").status()).isEqualTo(503);
    assertThat(api.get(admin, "/health/pipelines/orders").status()).isEqualTo(200);
    assertThat(api.get(admin, "/metrics").type()).startsWith("text/plain");
  }

  @Test
  void the_server_tells_of_itself() {
    JsonNode server = api.get(admin, "/api/v1/server").json();

    assertThat(server.path("version").asText()).isEqualTo("1.2.3");
    assertThat(server.at("/pipelines/running").asInt()).isEqualTo(1);
    assertThat(server.at("/pipelines/failed").asInt()).isEqualTo(1);
  }

  @Test
  void nobody_listens_for_ever_for_one_that_is_not_there_or_not_theirs() {
    String viewer = api.token(Role.VIEWER, "shop");

    assertThat(api.get(admin, "/api/v1/events?pipeline=no-such").status()).isEqualTo(404);
    api.views.add(Views.failed("billing", "not-yours"));
    assertThat(api.get(viewer, "/api/v1/events?pipeline=not-yours").status()).isEqualTo(404);
  }

  @Test
  void who_listens_is_told_all_at_first_and_then_what_changes() throws IOException {
    String viewer = api.token(Role.VIEWER, "shop");
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(api.url() + "/api/v1/events").toURL().openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + viewer);
    connection.setReadTimeout(30_000);
    EventHub hub = api.events();
    try (InputStream in = connection.getInputStream();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      assertThat(next(lines, "event: pipeline")).contains("\"name\":\"orders\"");

      api.views.removeIf(view -> view.name().equals("orders"));
      api.views.add(Views.failed("billing", "not-yours"));
      api.views.add(Views.failed("shop", "returns"));
      hub.wake();

      assertThat(next(lines, "event: pipeline"))
          .contains("\"name\":\"returns\"", "\"state\":\"failed\"");
      assertThat(next(lines, "event: removed")).contains("\"name\":\"orders\"");
    }
  }

  /** The data of the next event, which must be of this name. */
  private static String next(BufferedReader lines, String event) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith("event: ")) {
      line = lines.readLine();
    }
    assertThat(line).isEqualTo(event);
    return lines.readLine();
  }

  @Test
  void nobody_is_told_what_they_may_not_do() {
    assertThat(api.get("", "/api/v1/pipelines").status()).isEqualTo(401);
    assertThat(api.get("slc_nonsense", "/api/v1/pipelines").status()).isEqualTo(401);
  }
}
