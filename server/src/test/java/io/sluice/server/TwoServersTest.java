package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.pipeline.server.ServerSpec;
import io.sluice.project.Host;
import io.sluice.project.Layout;
import io.sluice.project.Project;
import io.sluice.project.ProjectPlugins;
import io.sluice.server.view.Lead;
import io.sluice.state.history.Audit;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers of one state, each with a copy of the project's folder. */
@Timeout(120)
class TwoServersTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final Deque<Node> nodes = new ArrayDeque<>();
  private String token = "";

  @BeforeEach
  void feed() throws IOException {
    Files.writeString(folder.resolve("a.in"), "one\ntwo\n");
    Files.writeString(folder.resolve("b.in"), "one\n");
  }

  @AfterEach
  void close() {
    nodes.forEach(Node::close);
    database.close();
  }

  /** A server with its folder. */
  private final class Node {
    final Project project;
    final SluiceServer server;
    private boolean closed;

    Node(String name) throws IOException {
      Path home = Files.createDirectories(folder.resolve(name));
      Files.writeString(
          home.resolve("sluice.yaml"), "state:\n  url: " + database.jdbcUrl() + "\n  lease: 2s\n");
      Files.writeString(home.resolve("a.yaml"), lines("a"));
      Files.writeString(home.resolve("b.yaml"), lines("b"));
      Host host = new Host(Map.of(), home, home, Clock.systemUTC(), redaction -> {}, notice -> {});
      Path state = home.resolve(Layout.STATE);
      project =
          new Project(
              host, new Layout(home, state, new ProjectPlugins(host, home, state), List.of()));
      ServerSpec usual = ServerSpec.DEFAULT;
      server =
          SluiceServer.start(
              project,
              ServerSettings.of(
                  project,
                  new ServerSpec(
                      usual.host(),
                      0,
                      usual.url(),
                      usual.tls(),
                      usual.trustedProxies(),
                      usual.sessions(),
                      usual.tokens(),
                      usual.oidc()),
                  true,
                  project.location().toString(),
                  "1"),
              Clock.systemUTC());
      server.firstToken().ifPresent(first -> token = first);
      nodes.push(this);
    }

    HttpResponse<String> ask(String method, String path) {
      HttpRequest request =
          HttpRequest.newBuilder(server.url().resolve(path))
              .header("Authorization", "Bearer " + token)
              .method(method, BodyPublishers.noBody())
              .build();
      try {
        return http.send(request, BodyHandlers.ofString());
      } catch (IOException e) {
        throw new AssertionError(path, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    JsonNode get(String path) {
      try {
        return JsonMapper.builder().build().readTree(ask("GET", path).body());
      } catch (IOException e) {
        throw new AssertionError(path, e);
      }
    }

    void awaitState(String pipeline, String state) {
      await(pipeline + " " + state)
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(get("/api/v1/pipelines/" + pipeline).toString())
                      .contains("\"state\":\"" + state + "\""));
    }

    void awaitReady(int status) {
      await().atMost(SOON).until(() -> ask("GET", "/health/ready").statusCode() == status);
    }

    void close() {
      if (!closed) {
        closed = true;
        server.close();
        project.close();
      }
    }
  }

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

  private List<String> out(String name) throws IOException {
    Path file = folder.resolve(name + ".out");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @Test
  void the_second_waits_says_who_runs_them_and_goes_on_where_the_first_ended() throws IOException {
    Node first = new Node("first");
    first.awaitState("a", "running");
    first.awaitReady(200);
    Node second = new Node("second");

    assertThat(second.ask("GET", "/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = second.ask("GET", "/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body())
        .contains("stands by", "process " + ProcessHandle.current().pid(), first.server.url() + "");
    assertThat(second.get("/api/v1/pipelines").path("pipelines")).hasSize(2);
    assertThat(second.get("/api/v1/pipelines/a").path("state").asText()).isEqualTo("waiting");
    await()
        .atMost(SOON)
        .until(
            () ->
                second
                    .get("/health/pipelines/a")
                    .at("/reasons/0/code")
                    .asText()
                    .equals("elsewhere"));
    for (String refused :
        List.of("POST /api/v1/pipelines/a/stop", "POST /api/v1/pipelines/a/pause")) {
      HttpResponse<String> answer = second.ask("POST", refused.split(" ")[1]);
      assertThat(answer.statusCode()).as(refused).isEqualTo(503);
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("problem+json");
      assertThat(answer.body()).contains("urn:sluice:problem:standby", first.server.url() + "");
    }
    assertThat(first.ask("POST", "/api/v1/pipelines/b/stop?reason=moved").statusCode())
        .isEqualTo(200);
    Files.writeString(folder.resolve("a.in"), "one\ntwo\nthree\n");
    await().atMost(SOON).until(() -> out("a").equals(List.of("one", "two", "three")));

    first.close();

    second.awaitReady(200);
    second.awaitState("a", "running");
    Files.writeString(folder.resolve("a.in"), "one\ntwo\nthree\nfour\n");
    await().atMost(SOON).until(() -> out("a").equals(List.of("one", "two", "three", "four")));
    assertThat(second.get("/api/v1/pipelines/b").path("desired").asText()).isEqualTo("stopped");
    assertThat(second.get("/api/v1/pipelines/b").path("state").asText()).isEqualTo("stopped");
    assertThat(leads(second)).hasSize(2);
    assertThat(second.get("/api/v1/pipelines/a/state-changes").toString()).contains("\"stopped\"");
  }

  @Test
  void one_whose_lead_was_taken_ends_its_runs_and_stands_by() throws IOException {
    Node first = new Node("first");
    first.awaitState("a", "running");
    Node second = new Node("second");
    // As if it had stood still: the lease is over, and nobody renews it before the other takes it.
    database.sql(
        "update lease set ends_at = clock_timestamp() - interval '1 second',"
            + " token = token + 1, holder = 'nobody'");

    await().atMost(SOON).until(() -> leads(second).size() == 2);
    await().atMost(SOON).until(() -> ready(first) + ready(second) == 503 + 200);
    Node leader = ready(first) == 200 ? first : second;
    Node other = leader == first ? second : first;
    leader.awaitState("a", "running");
    other.awaitState("a", "waiting");
    Files.writeString(folder.resolve("a.in"), "one\ntwo\nthree\n");
    await().atMost(SOON).until(() -> out("a").contains("three"));
    assertThat(other.project.state().serverHolder()).isPresent();
    assertThat(leads(other).get(0).after()).contains(leader.server.url().toString());
    assertThat(other.ask("POST", "/api/v1/pipelines/a/stop").statusCode()).isEqualTo(503);
  }

  @Test
  void one_whose_state_may_not_be_written_for_a_while_stands_still_and_goes_on()
      throws IOException {
    Node first = new Node("first");
    first.awaitState("a", "running");
    first.awaitReady(200);
    // As at a failover to a standby: it answers, and may not be written.
    String mode = "alter database \"" + database.name() + "\" set default_transaction_read_only = ";
    database.sql(
        mode + "on",
        "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
            + " current_database() and pid <> pg_backend_pid()");
    first.awaitReady(503);
    Files.writeString(folder.resolve("a.in"), "one\ntwo\nthree\n");
    await()
        .during(Duration.ofSeconds(6)) // Three leases.
        .atMost(SOON)
        .until(() -> first.server.lead().duty() == Lead.Duty.CUT_OFF);
    assertThat(first.ask("GET", "/health/ready").body()).doesNotContain("stands by");
    assertThat(first.get("/api/v1/pipelines/a").path("state").asText()).isEqualTo("retrying");

    database.sql("set default_transaction_read_only = off", mode + "off");

    first.awaitReady(200);
    first.awaitState("a", "running");
    await().atMost(SOON).until(() -> out("a").contains("three"));
    assertThat(leads(first)).as("it never had to take over").hasSize(1);
    assertThat(first.get("/api/v1/pipelines/a/runs").path("runs"))
        .as("its run never ended")
        .hasSize(1);
  }

  /** Newest first. */
  private static List<Audit.Entry> leads(Node node) {
    return node.project.state().audit().list("", 100).stream()
        .filter(entry -> entry.action().equals("server.lead"))
        .toList();
  }

  private static int ready(Node node) {
    return node.ask("GET", "/health/ready").statusCode();
  }
}
