package io.sluice.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Invocation;
import io.sluice.http.tls.ServerKey;
import io.sluice.project.address.ServerAddress;
import io.sluice.testkit.tls.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCommandsTest {
  private static final String PLAN =
      """
      200 {"id": "p1", "empty": false, "notices": ["sluice.yaml has changed"], "changes": [
        {"kind": "add", "pipeline": "orders", "file": "a/orders.yaml", "difference": ["+name: orders"], "problems": []},
        {"kind": "invalid", "pipeline": "bad", "file": "bad.yaml", "difference": [],
         "problems": [{"file": "bad.yaml", "line": 2, "column": 3, "path": "source", "severity": "error",
                       "message": "expected a source", "hint": "Write one"}]},
        {"kind": "unchanged", "pipeline": "same", "file": "same.yaml", "difference": [], "problems": []}%s]}
      """;
  private static final String REMOVED =
      ", {\"kind\": \"remove\", \"pipeline\": \"old\", \"file\": \"old.yaml\", \"difference\": [],"
          + " \"problems\": []}";
  private static final String NOTHING =
      "200 {\"id\": \"p0\", \"empty\": true, \"notices\": [], \"changes\": [{\"kind\":"
          + " \"unchanged\", \"pipeline\": \"same\", \"file\": \"same.yaml\", \"difference\": [],"
          + " \"problems\": []}]}";

  @TempDir private Path folder;
  private PretendedServer server;

  @BeforeEach
  void start() throws IOException {
    server = new PretendedServer();
    ServerAddress.ofThisProcess(server.url(), "its-token").write(folder.resolve(".sluice"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void plan_is_that_of_the_server_that_runs_in_the_folder() {
    server.answers.put("GET /api/v1/plan", PLAN.formatted(""));
    Invocation plan = Invocation.in(folder, "plan");
    assertThat(plan.out())
        .contains("+ orders  (a/orders.yaml)", "    +name: orders", "! bad  (bad.yaml)")
        .contains("    bad.yaml:2:3 source: expected a source. Write one")
        .contains("sluice.yaml has changed")
        .contains("1 to add, 0 to change, 0 to remove, 1 as they should be. 1 file is not valid;")
        .doesNotContain("same.yaml");
    assertThat(plan.code()).isEqualTo(2);
    assertThat(server.asked).containsExactly("GET /api/v1/plan  Bearer its-token");
  }

  @Test
  void apply_sends_the_plan_that_was_shown_and_why() {
    server.answers.put("GET /api/v1/plan", PLAN.formatted(""));
    server.answers.put("POST /api/v1/apply?reason=PLAT-12+%26+more", NOTHING);
    Invocation apply = Invocation.in(folder, "apply", "--reason", "PLAT-12 & more");
    assertThat(apply.out()).contains("+ orders", "Applied.");
    assertThat(apply.code()).isZero();
    assertThat(server.asked.get(1)).contains("{\"plan\":\"p1\"}");
  }

  @Test
  void apply_changes_nothing_where_there_is_nothing_to_do() {
    server.answers.put("GET /api/v1/plan", NOTHING);
    Invocation apply = Invocation.in(folder, "apply");
    assertThat(apply.out()).contains("Nothing to do: 1 as they should be.");
    assertThat(apply.code()).isZero();
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void apply_asks_before_pipelines_are_stopped_that_no_file_has_any_more() {
    server.answers.put("GET /api/v1/plan", PLAN.formatted(REMOVED));
    server.answers.put("POST /api/v1/apply", NOTHING);
    Invocation nobody = Invocation.in(folder, "apply");
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("Stop old, which no file has any more?", "--yes");
    Invocation no = Invocation.typing(folder, Map.of(), "n\n", "apply");
    assertThat(no.code()).isEqualTo(4);
    assertThat(server.asked).noneMatch(asked -> asked.startsWith("POST"));
    assertThat(Invocation.in(folder, "apply", "--yes").code()).isZero();
    assertThat(server.asked).anyMatch(asked -> asked.startsWith("POST"));
  }

  @Test
  void what_the_server_refuses_is_told_with_its_words_and_a_code() {
    server.answers.put("GET /api/v1/plan", PLAN.formatted(""));
    server.answers.put(
        "POST /api/v1/apply",
        "409 {\"status\": 409, \"detail\": \"the files have changed\", \"hint\": \"Look again.\"}");
    Invocation apply = Invocation.in(folder, "apply");
    assertThat(apply.code()).isEqualTo(4);
    assertThat(apply.err()).contains("the files have changed", "Look again.");
    server.answers.put("GET /api/v1/plan", "401 {\"detail\": \"nobody is known by that token\"}");
    Invocation stranger = Invocation.in(folder, "plan");
    assertThat(stranger.code()).isEqualTo(3);
    assertThat(stranger.err()).contains("SLUICE_TOKEN").doesNotContain("its-token");
  }

  @Test
  void what_is_no_server_of_ours_is_told_as_such() {
    server.answers.put("GET /api/v1/plan", "200 <html>hello</html>");
    Invocation plan = Invocation.in(folder, "plan");
    assertThat(plan.code()).isEqualTo(3);
    assertThat(plan.err()).contains("answered 200, and not as a server of Sluice does");
  }

  @Test
  void a_server_elsewhere_wants_a_token_and_gets_no_other_ones() throws IOException {
    try (PretendedServer other = new PretendedServer()) {
      other.answers.put("GET /api/v1/plan", NOTHING);
      String url = other.url().toString();
      Invocation without = Invocation.in(folder, "plan", "--server", url);
      assertThat(without.code()).isEqualTo(2);
      assertThat(without.err()).contains("SLUICE_TOKEN is not set");
      assertThat(other.asked).isEmpty();
      Map<String, String> environment = Map.of("SLUICE_SERVER", url + "/", "SLUICE_TOKEN", "mine");
      assertThat(Invocation.in(folder, environment, "plan").code()).isZero();
      assertThat(other.asked).containsExactly("GET /api/v1/plan  Bearer mine");
      assertThat(server.asked).isEmpty();
    }
  }

  @Test
  void a_server_by_https_is_known_by_the_certificate_that_it_wrote_down() throws Exception {
    CertificateAuthority unknown = new CertificateAuthority(folder, "acme", Clock.systemUTC());
    ServerKey key = key(unknown, "one");
    try (PretendedServer other = PretendedServer.with(key)) {
      other.answers.put("GET /api/v1/plan", NOTHING);
      Path state = folder.resolve(".sluice");
      ServerAddress.ofThisProcess(other.url(), "its-token", Optional.of(key.fingerprint()))
          .write(state);
      assertThat(Invocation.in(folder, "plan").code()).isZero();

      String another = key(unknown, "two").fingerprint();
      ServerAddress.ofThisProcess(other.url(), "its-token", Optional.of(another)).write(state);
      Invocation impostor = Invocation.in(folder, "plan");
      assertThat(impostor.code()).isEqualTo(3);
      assertThat(impostor.err()).contains("is not trusted", "not the one that the server has");

      ServerAddress.ofThisProcess(other.url(), "its-token").write(state);
      assertThat(Invocation.in(folder, "plan").code()).isEqualTo(3);
      assertThat(other.asked).hasSize(1);
    }
  }

  private static ServerKey key(CertificateAuthority authority, String owner) {
    return ServerKey.read(
        authority.keystore(owner, "sluice.example.com"), CertificateAuthority.PASSWORD);
  }

  @Test
  void a_login_in_the_url_is_refused_and_not_repeated() {
    Invocation plan =
        Invocation.in(folder, "plan", "--server", "http://me:pass@127.0.0.1:1/somewhere");
    assertThat(plan.code()).isEqualTo(2);
    assertThat(plan.err()).contains("--server: expected").doesNotContain("pass@");
  }

  @Test
  void where_no_server_runs_apply_says_how_to_start_one_and_plan_means_a_cluster() {
    Path empty = folder.resolve("empty");
    Invocation apply = Invocation.in(folder, "apply", empty.toString());
    assertThat(apply.code()).isEqualTo(5);
    assertThat(apply.err()).contains("no server runs in this folder", "sluice up");
  }

  @Test
  void a_cluster_that_is_named_is_meant_though_a_server_runs_here() throws IOException {
    Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
    Invocation cluster = Invocation.in(folder, "plan", "--connect", "http://127.0.0.1:1");
    assertThat(cluster.code()).isEqualTo(3);
    assertThat(server.asked).isEmpty();
    Invocation both =
        Invocation.in(
            folder, "plan", "--connect", "http://127.0.0.1:1", "--server", "http://127.0.0.1:2");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("--server and --connect exclude each other");
  }
}
