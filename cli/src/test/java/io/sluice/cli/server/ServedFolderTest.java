package io.sluice.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.Invocation;
import io.sluice.pipeline.server.ServerSpec;
import io.sluice.project.Host;
import io.sluice.project.Layout;
import io.sluice.project.Project;
import io.sluice.project.ProjectPlugins;
import io.sluice.server.ServerSettings;
import io.sluice.server.SluiceServer;
import io.sluice.server.view.Desired;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan} and {@code apply} as clients of a server that runs a folder's pipelines. */
class ServedFolderTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Project project;
  private SluiceServer server;

  @BeforeEach
  void start() {
    Host host = new Host(Map.of(), folder, folder, Clock.systemUTC(), rule -> {}, notice -> {});
    Path state = folder.resolve(Layout.STATE);
    project =
        new Project(
            host, new Layout(folder, state, new ProjectPlugins(host, folder, state), List.of()));
    server =
        SluiceServer.start(
            project,
            ServerSettings.of(project, anyPort(), false, "state.db", "1"),
            Clock.systemUTC());
  }

  /** As usual, on a free port. */
  static ServerSpec anyPort() {
    ServerSpec usual = ServerSpec.DEFAULT;
    return new ServerSpec(
        usual.host(),
        0,
        usual.url(),
        usual.tls(),
        usual.trustedProxies(),
        usual.sessions(),
        usual.tokens(),
        usual.oidc());
  }

  @AfterEach
  void stop() {
    server.close();
    project.close();
  }

  @Test
  void what_files_say_runs_when_it_is_applied_and_not_before() throws IOException {
    write("one");
    Invocation plan = Invocation.in(folder, "plan");
    assertThat(plan.err()).isEmpty();
    assertThat(plan.out()).contains("+ one  (one.yaml)", "1 to add, 0 to change");
    assertThat(folder.resolve("one.out")).doesNotExist();

    Invocation apply = Invocation.in(folder, "apply", "--reason", "the first");
    assertThat(apply.code()).as(apply.err()).isZero();
    await().atMost(SOON).until(() -> Files.exists(folder.resolve("one.out")));
    assertThat(folder.resolve("one.out")).hasContent("a line of one");
    assertThat(Invocation.in(folder, "plan").out()).contains("Nothing to do: 1 as they should be.");
  }

  @Test
  void a_wrong_file_is_told_and_stops_no_other() throws IOException {
    write("good");
    Files.writeString(folder.resolve("bad.yaml"), "name: bad\nsource: 7\nsinks: []\n");
    Invocation apply = Invocation.in(folder, "apply");
    assertThat(apply.code()).isEqualTo(2);
    assertThat(apply.out()).contains("! bad  (bad.yaml)", "bad.yaml:2:", "+ good", "Applied.");
    await().atMost(SOON).until(() -> Files.exists(folder.resolve("good.out")));
  }

  @Test
  void a_pipeline_whose_file_is_gone_is_stopped_when_somebody_says_yes() throws IOException {
    write("one");
    assertThat(Invocation.in(folder, "apply").code()).isZero();
    Files.delete(folder.resolve("one.yaml"));
    Invocation asked = Invocation.in(folder, "apply");
    assertThat(asked.code()).isEqualTo(2);
    assertThat(asked.err()).contains("Stop one, which no file has any more?");
    Invocation done = Invocation.in(folder, "apply", "--yes", "-o", "json");
    assertThat(done.code()).as(done.err()).isZero();
    JsonNode change = done.json().path("changes").path(0);
    assertThat(change.path("kind").asText()).isEqualTo("remove");
    assertThat(change.path("pipeline").asText()).isEqualTo("one");
  }

  @Test
  void a_token_that_the_server_does_not_know_is_refused() {
    Map<String, String> stranger =
        Map.of("SLUICE_SERVER", server.url().toString(), "SLUICE_TOKEN", "nobody's");
    Invocation plan = Invocation.in(folder, stranger, "plan");
    assertThat(plan.code()).isEqualTo(3);
    assertThat(plan.out()).isEmpty();
  }

  @Test
  void what_a_token_may_not_is_refused_with_the_role_that_it_lacks() throws IOException {
    write("one");
    assertThat(Invocation.in(folder, "apply").code()).isZero();
    String url = server.url().toString();
    String admin = server.firstToken().orElseThrow();
    Path away = Files.createDirectory(folder.resolve("away"));

    Invocation made =
        Invocation.in(
            away,
            Map.of("SLUICE_SERVER", url, "SLUICE_TOKEN", admin),
            "token",
            "create",
            "looker",
            "--role",
            "viewer@default",
            "-o",
            "json");
    assertThat(made.code()).as(made.err()).isZero();
    Map<String, String> viewer =
        Map.of("SLUICE_SERVER", url, "SLUICE_TOKEN", made.json().path("token").asText());

    assertThat(
            Invocation.in(away, viewer, "status", "one", "-o", "json")
                .json()
                .path("pipeline")
                .asText())
        .isEqualTo("one");
    Invocation stop = Invocation.in(away, viewer, "stop", "one");
    assertThat(stop.code()).isEqualTo(1);
    assertThat(stop.err()).contains("no permission operate", "for the role operator");
    Invocation audit = Invocation.in(away, viewer, "audit", "ls");
    assertThat(audit.code()).isEqualTo(1);
    assertThat(audit.err()).contains("for the role admin");
    assertThat(server.fleet().named("one").orElseThrow().desired()).isEqualTo(Desired.RUNNING);
    assertThat(away).isEmptyDirectory();
  }

  @Test
  void a_name_that_the_server_has_not_is_told_with_those_like_it() throws IOException {
    write("orders");
    write("visits");
    assertThat(Invocation.in(folder, "apply").code()).isZero();
    Invocation near = Invocation.in(folder, "pause", "order");
    assertThat(near.code()).isEqualTo(5);
    assertThat(near.err()).contains("has no pipeline order", "Did you mean 'orders'?");
    Invocation far = Invocation.in(folder, "status", "warehouse");
    assertThat(far.code()).isEqualTo(5);
    assertThat(far.err()).contains("It has orders, visits.");
  }

  @Test
  void while_no_server_runs_a_name_is_that_of_a_file_in_a_folder_below() throws IOException {
    write("orders");
    Files.createDirectory(folder.resolve("sales"));
    Files.move(folder.resolve("orders.yaml"), folder.resolve("sales/o.yaml"));
    server.close();
    Invocation status = Invocation.in(folder, "status", "orders", "-o", "json");
    assertThat(status.json().path("state").asText()).isEqualTo("never_ran");
    Invocation start = Invocation.in(folder, "start", "orders");
    assertThat(start.code()).isEqualTo(5);
    assertThat(start.err()).contains("no server runs in this folder", "sluice run");
    Invocation wrong = Invocation.in(folder, "status", "order");
    assertThat(wrong.code()).isEqualTo(5);
    assertThat(wrong.err()).contains("no pipeline of that name", "Did you mean 'orders'?");
  }

  private void write(String name) throws IOException {
    Files.writeString(folder.resolve(name + ".in"), "a line of " + name + "\n");
    Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        name: %1$s
        source: {connector: FileStreamSource, config: {file: "%2$s/%1$s.in", topic: lines}}
        sinks: [{connector: FileStreamSink, config: {file: "%2$s/%1$s.out"}}]
        """
            .formatted(name, folder));
  }
}
