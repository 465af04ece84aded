package io.sluice.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.http.ServerException;
import io.sluice.pipeline.server.ServerSpec;
import io.sluice.project.Layout;
import io.sluice.project.Project;
import io.sluice.project.address.ServerAddress;
import io.sluice.server.operate.Refusal;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server: real pipelines, asked by HTTP. */
class SluiceServerTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Project open;
  private @Nullable SluiceServer running;
  private String token = "";

  @AfterEach
  void close() {
    stop();
  }

  private static ServerSettings settings(Project project, int port, boolean watch) {
    ServerSpec usual = ServerSpec.DEFAULT;
    return ServerSettings.of(
        project,
        new ServerSpec(
            usual.host(),
            port,
            usual.url(),
            usual.tls(),
            usual.trustedProxies(),
            usual.sessions(),
            usual.tokens(),
            usual.oidc()),
        watch,
        "state.db",
        "1");
  }

  private void start(boolean watch) {
    Project project = Projects.in(folder);
    open = project;
    SluiceServer server =
        SluiceServer.start(project, settings(project, 0, watch), Clock.systemUTC());
    running = server;
    server.firstToken().ifPresent(first -> token = first);
  }

  private SluiceServer server() {
    return requireNonNull(running);
  }

  private void stop() {
    if (running != null) {
      running.close();
    }
    if (open != null) {
      open.close();
    }
  }

  /** A pipeline that copies lines. */
  private String lines(String name) {
    return """
    name: %1$s
    source:
      connector: io.sluice.server.fleet.LineSource
      config: {file: "%2$s/%1$s.in"}
    sinks:
      - connector: io.sluice.server.fleet.LineSink
        config: {file: "%2$s/%1$s.out"}
    checkpoint: {interval: 50ms}
    """
        .formatted(name, folder);
  }

  private void feed(String name, String lines) throws IOException {
    Files.writeString(folder.resolve(name + ".in"), lines);
  }

  private HttpResponse<String> ask(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server().url().resolve(path))
            .header("Authorization", "Bearer " + token)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private JsonNode get(String path) {
    try {
      return JsonMapper.builder().build().readTree(ask("GET", path, "").body());
    } catch (IOException e) {
      throw new AssertionError(path, e);
    }
  }

  private void awaitDelivered(String pipeline, int records) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        get("/api/v1/pipelines/" + pipeline).at("/run/records/delivered").asInt())
                    .isEqualTo(records));
  }

  @Test
  void pipelines_of_the_folder_run_and_tell_how_they_stand() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), lines("a"));
    feed("a", "one\ntwo\n");
    start(true);

    awaitDelivered("a", 2);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(ask("GET", "/health/ready", "").statusCode()).isEqualTo(200));
    await() // Its verdict is as of the last look.
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(get("/health/pipelines/a").path("health").asText())
                    .isEqualTo("healthy"));
    assertThat(get("/api/v1/pipelines/a").path("state").asText()).isEqualTo("running");
    assertThat(ask("GET", "/metrics", "").body()).contains("pipeline=\"a\"");
    ask("GET", "/api/v1/pipelines/nobody", "");
    assertThat(ask("GET", "/metrics", "").body())
        .containsPattern("sluice_http_requests_total\\{status=\"2xx\"\\} [1-9]")
        .containsPattern("sluice_http_requests_total\\{status=\"4xx\"\\} [1-9]")
        .containsPattern("sluice_http_request_time_seconds_total [0-9.]*[1-9]");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(get("/api/v1/pipelines/a/state-changes").path("changes")).isNotEmpty());
    assertThat(Files.readString(folder.resolve("a.out"))).isEqualTo("one\ntwo\n");
  }

  @Test
  void a_file_that_is_put_over_the_API_is_applied_and_one_with_errors_is_not_written()
      throws IOException {
    Files.writeString(folder.resolve("a.yaml"), lines("a"));
    start(true);
    await().atMost(SOON).until(() -> get("/api/v1/pipelines/a").has("version"));
    String before = get("/api/v1/pipelines/a").path("version").asText();
    HttpResponse<String> file = ask("GET", "/api/v1/pipelines/a/file", "");
    String tag = file.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> wrong =
        ask(
            "PUT",
            "/api/v1/pipelines/a/file",
            file.body().replace("file:", "fil:"),
            "Content-Type",
            "application/yaml",
            "If-Match",
            tag);
    HttpResponse<String> written =
        ask(
            "PUT",
            "/api/v1/pipelines/a/file",
            file.body() + "owner: ann\n",
            "Content-Type",
            "application/yaml",
            "If-Match",
            tag);

    assertThat(wrong.statusCode()).as(wrong.body()).isEqualTo(422);
    assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              JsonNode now = get("/api/v1/pipelines/a");
              assertThat(now.path("version").asText()).isNotEqualTo(before);
              assertThat(now.path("owner").asText()).isEqualTo("ann");
            });
  }

  @Test
  void without_watching_files_are_applied_when_somebody_says_so() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), lines("a"));
    feed("a", "one\n");
    start(false);
    JsonNode plan = get("/api/v1/plan");

    assertThat(plan.at("/changes/0/kind").asText()).isEqualTo("add");
    assertThat(get("/api/v1/pipelines/a").path("state").asText()).isEqualTo("waiting");
    HttpResponse<String> applied =
        ask(
            "POST",
            "/api/v1/apply",
            "{\"plan\": \"" + plan.path("id").asText() + "\"}",
            "Content-Type",
            "application/json");

    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    awaitDelivered("a", 1);
  }

  @Test
  void what_was_stopped_stays_so_over_a_restart_and_the_token_is_told_once() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), lines("a"));
    feed("a", "one\n");
    start(true);
    awaitDelivered("a", 1);
    ask("POST", "/api/v1/pipelines/a/stop?reason=maintenance", "");
    stop();

    start(true);

    assertThat(server().firstToken()).isEmpty();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(get("/api/v1/pipelines/a").path("desired").asText())
                    .isEqualTo("stopped"));
    assertThat(get("/api/v1/audit?pipeline=a").toString()).contains("maintenance");
    assertThat(get("/api/v1/pipelines/a/runs").path("runs")).hasSize(1);
  }

  @Test
  void commands_in_the_folder_find_it_by_a_file_that_nobody_else_may_read() throws IOException {
    start(true);
    Path file = folder.resolve(Layout.STATE).resolve(ServerAddress.FILE);

    ServerAddress address = ServerAddress.find(folder.resolve(Layout.STATE)).orElseThrow();
    token = address.token();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Path state = folder.resolve(Layout.STATE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rwx------");
    assertThat(state.resolve(".gitignore")).hasContent("*");
    assertThat(address.url()).isEqualTo(server().url());
    assertThat(get("/api/v1/me").path("name").asText()).isEqualTo("command line");
    server().close();
    assertThat(file).doesNotExist();
  }

  @Test
  void people_are_sent_to_sign_in_and_see_pages_then() throws Exception {
    start(true);
    HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    HttpResponse<String> away =
        browser.send(
            HttpRequest.newBuilder(server().url().resolve("/"))
                .header("Accept", "text/html")
                .build(),
            BodyHandlers.ofString());

    assertThat(away.statusCode()).isEqualTo(303);
    assertThat(away.headers().firstValue("Location").orElse("")).contains("sign-in");
    assertThat(away.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'");
  }

  @Test
  void two_servers_do_not_have_one_folder() {
    start(true);

    Project project = requireNonNull(open);
    assertThatThrownBy(
            () -> SluiceServer.start(project, settings(project, 0, true), Clock.systemUTC()))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.kind()).isEqualTo(Refusal.Kind.CONFLICT));
    assertThat(get("/api/v1/me").path("name").asText()).startsWith("token:");
  }

  @Test
  void a_port_that_is_taken_is_told_and_leaves_nothing_behind() throws IOException {
    Project project = Projects.in(folder);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(
              () ->
                  SluiceServer.start(
                      project, settings(project, taken.getLocalPort(), true), Clock.systemUTC()))
          .isInstanceOf(ServerException.class);
    }
    project.close();
    start(true);
    assertThat(URI.create(server().url().toString()).getPort()).isPositive();
  }
}
