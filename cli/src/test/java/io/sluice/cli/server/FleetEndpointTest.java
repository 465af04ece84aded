package io.sluice.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.Invocation;
import io.sluice.cli.deadletter.SetAside;
import io.sluice.cli.live.LiveAddress;
import io.sluice.project.Host;
import io.sluice.project.Layout;
import io.sluice.project.Project;
import io.sluice.project.ProjectPlugins;
import io.sluice.project.address.ServerAddress;
import io.sluice.server.fleet.Fleet;
import io.sluice.server.fleet.FleetSettings;
import io.sluice.server.operate.LetterJob;
import io.sluice.server.view.Desired;
import io.sluice.server.view.PipelineState;
import io.sluice.state.history.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of a folder reach pipelines that a server runs, each its own. */
class FleetEndpointTest {
  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir private Path folder;
  private Project project;
  private Fleet fleet;
  private FleetEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    write("one");
    write("two");
    Host host = new Host(Map.of(), folder, folder, Clock.systemUTC(), redaction -> {}, line -> {});
    Path state = folder.resolve(".sluice");
    project =
        new Project(
            host, new Layout(folder, state, new ProjectPlugins(host, folder, state), List.of()));
    fleet = new Fleet(project, FleetSettings.DEFAULT, Clock.systemUTC());
    fleet.lead(project.state().lockServer());
    fleet.follow();
    endpoint = FleetEndpoint.start(fleet, project, "carol", text -> text);
    await("one", PipelineState.RUNNING);
    await("two", PipelineState.RUNNING);
    Awaitility.await()
        .atMost(SOON)
        .until(() -> LiveAddress.read(LiveAddress.in(state, "two")).isPresent());
    Awaitility.await()
        .atMost(SOON)
        .until(() -> LiveAddress.read(LiveAddress.in(state, "one")).isPresent());
  }

  private void write(String name) throws IOException {
    Files.writeString(folder.resolve(name + ".in"), "a\n");
    Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        name: %1$s
        source:
          connector: org.apache.kafka.connect.file.FileStreamSourceConnector
          config: {file: "%2$s/%1$s.in", topic: lines}
        sinks:
          - name: printer
            connector: org.apache.kafka.connect.file.FileStreamSinkConnector
            config: {file: "%2$s/%1$s.out"}
        """
            .formatted(name, folder));
  }

  @AfterEach
  void stop() {
    endpoint.close();
    fleet.close();
    project.close();
  }

  @Test
  void status_is_that_of_the_run_in_the_server() {
    JsonNode one = json("status", "one.yaml", "-o", "json");

    assertThat(one.path("pipeline").asText()).isEqualTo("one");
    assertThat(one.path("running").asBoolean()).isTrue();
    assertThat(one.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(json("status", "two.yaml", "-o", "json").path("pipeline").asText()).isEqualTo("two");
  }

  @Test
  void a_pause_and_a_stop_are_wanted_of_the_one_that_is_named_and_in_the_audit() {
    assertThat(run("pause", "one.yaml").code()).isZero();
    await("one", PipelineState.PAUSED);
    assertThat(fleet.named("one").orElseThrow().desired()).isEqualTo(Desired.PAUSED);
    assertThat(run("resume", "one.yaml").code()).isZero();
    await("one", PipelineState.RUNNING);

    assertThat(run("stop", "one.yaml").code()).isZero();

    assertThat(fleet.named("one").orElseThrow().desired()).isEqualTo(Desired.STOPPED);
    assertThat(fleet.named("two").orElseThrow().state()).isEqualTo(PipelineState.RUNNING);
    assertThat(project.state().audit().list("one", 10))
        .filteredOn(entry -> entry.who().equals("carol"))
        .extracting(Audit.Entry::action)
        .containsExactly("pipeline.stop", "pipeline.resume", "pipeline.pause");
    assertThat(json("status", "one.yaml", "-o", "json").path("state").asText())
        .isEqualTo("stopped");
    assertThat(run("pause", "one.yaml").code()).isEqualTo(5); // It does not run.
  }

  @Test
  void a_restart_is_that_of_the_one_that_is_named_and_of_its_task() {
    Audit audit = project.state().audit();
    assertThat(run("restart", "one.yaml", "--task", "sink-printer-0").code()).isZero();
    await("one", PipelineState.RUNNING);
    assertThat(run("restart", "one.yaml", "--task", "sink-none-0").code()).isEqualTo(5);
    assertThat(run("restart", "one.yaml").code()).isZero();
    await("one", PipelineState.RUNNING);

    assertThat(audit.list("one", 10))
        .filteredOn(entry -> entry.who().equals("carol"))
        .extracting(Audit.Entry::action)
        .containsExactly("pipeline.restart", "pipeline.restart_task");
    assertThat(audit.list("two", 10)).noneMatch(entry -> entry.who().equals("carol"));
    assertThat(project.state().runs().list("one", 10)).hasSize(2);
  }

  @Test
  void a_file_in_a_folder_below_is_the_servers_above() throws IOException {
    Files.createDirectory(folder.resolve("shop"));
    write("three");
    Files.move(folder.resolve("three.yaml"), folder.resolve("shop/three.yaml"));
    try (PretendedServer server = new PretendedServer()) {
      ServerAddress.ofThisProcess(server.url(), "token").write(folder.resolve(".sluice"));
      server.answers.put(
          "POST /api/v1/pipelines/three/pause",
          "200 {\"name\": \"three\", \"state\": \"paused\", \"run\": {\"checkpoint\": {}}}");

      Invocation pause = run("pause", "shop/three.yaml", "-o", "json");

      assertThat(pause.code()).as(pause.err()).isZero();
      assertThat(pause.json().path("state").asText()).isEqualTo("paused");
      assertThat(server.asked)
          .containsExactly("POST /api/v1/pipelines/three/pause {} Bearer token");
    }
  }

  @Test
  void a_file_in_a_folder_below_is_the_same_projects_when_its_server_has_ended()
      throws IOException {
    Files.createDirectory(folder.resolve("shop"));
    write("three");
    Files.move(folder.resolve("three.yaml"), folder.resolve("shop/three.yaml"));
    fleet.follow();
    await("three", PipelineState.RUNNING);
    Files.createFile(folder.resolve(".sluice").resolve(Layout.SERVER_LOCK));
    endpoint.close();
    fleet.close();

    JsonNode status = json("status", "shop/three.yaml", "-o", "json");

    assertThat(status.path("state").asText()).isEqualTo("stopped");
    assertThat(folder.resolve("shop/.sluice")).doesNotExist();
  }

  @Test
  void dead_letters_are_replayed_by_a_job_of_the_server_copies_in_place_of_their_letters() {
    long letter = SetAside.letter(project.state(), "one", "wrong");
    long copy = SetAside.copy(project.state(), letter, "corrected");

    JsonNode replay = json("dlq", "replay", "one.yaml", "--all", "-o", "json");

    assertThat(replay.path("replayed").toString()).isEqualTo("[" + copy + "]");
    assertThat(replay.path("failed_again")).isEmpty();
    assertThat(folder.resolve("one.out")).content().contains("corrected").doesNotContain("wrong");
    assertThat(fleet.letters().jobs("one"))
        .singleElement()
        .satisfies(job -> assertThat(job.state()).isEqualTo(LetterJob.State.DONE))
        .satisfies(job -> assertThat(job.who()).isEqualTo("carol"));
    assertThat(project.state().audit().list("one", 10))
        .filteredOn(entry -> entry.who().equals("carol"))
        .extracting(Audit.Entry::action)
        .containsExactly("dead_letters.replay", "dead_letters.replay");
  }

  @Test
  void what_is_refused_says_why() {
    Invocation resume = run("resume", "two.yaml");

    assertThat(resume.code()).isEqualTo(4);
    assertThat(resume.err()).contains("is not paused");
  }

  @Test
  void nobody_is_sent_to_a_server_that_has_ended() {
    endpoint.close();

    assertThat(LiveAddress.in(folder.resolve(".sluice"), "one")).doesNotExist();
    assertThat(run("pause", "one.yaml").code()).isEqualTo(5);
  }

  private Invocation run(String... arguments) {
    return Invocation.in(folder, arguments);
  }

  private JsonNode json(String... arguments) {
    return run(arguments).json();
  }

  private void await(String name, PipelineState state) {
    Awaitility.await().atMost(SOON).until(() -> fleet.named(name).orElseThrow().state() == state);
  }
}
