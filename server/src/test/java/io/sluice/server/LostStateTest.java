package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.state.storage.Durability;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The state's file is taken away under a server that has it open. */
@Timeout(120)
class LostStateTest extends NewPipelineBed {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void a_server_whose_state_was_deleted_is_not_ready_and_calls_no_token_unknown()
      throws IOException {
    String lost = token("*", "viewer");
    await().atMost(SOON).until(() -> get("", "/health/ready").statusCode() == 200);
    assertThat(get(lost, "/api/v1/me").statusCode()).isEqualTo(200);
    project
        .state()
        .write(
            Durability.NOW,
            connection -> {
              try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(
                    "delete from server_token where name = 'viewer-all'");
              }
            });
    assertThat(get(lost, "/api/v1/me").statusCode())
        .as("its row is gone, the state well")
        .isEqualTo(401);

    // What a second copy of SQLite in the process does when it closes the file.
    Files.delete(folder.resolve(".sluice/state.db-wal"));

    // Seconds after it was seen to be well, it is looked at again.
    HttpResponse<String> unknown =
        await()
            .atMost(SOON)
            .until(() -> get(lost, "/api/v1/me"), answer -> answer.statusCode() == 503);
    assertThat(unknown.body()).contains("urn:sluice:problem:state-away").doesNotContain("state.db");
    await().atMost(SOON).until(() -> get("", "/health/ready").statusCode() == 503);
    assertThat(get(lost, "/health/ready").body()).contains("deleted or replaced");
    assertThat(get("", "/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void nothing_is_changed_or_called_healthy_while_the_state_is_gone() throws IOException {
    Path lines = Files.writeString(folder.resolve("lines"), "one\n");
    for (String name : List.of("busy", "idle")) {
      Path source = name.equals("busy") ? lines : Files.writeString(folder.resolve("none"), "");
      Files.writeString(
          folder.resolve(name + ".yaml"),
          """
          name: %1$s
          source:
            connector: io.sluice.server.fleet.LineSource
            config: {file: "%2$s"}
          sinks:
            - connector: io.sluice.server.fleet.LineSink
              config: {file: "%3$s/%1$s.out"}
          checkpoint: {interval: 100ms}
          """
              .formatted(name, source, folder));
    }
    for (String name : List.of("busy", "idle")) {
      await().atMost(SOON).until(() -> get(admin, "/health/pipelines/" + name).statusCode() == 200);
    }

    Path state = folder.resolve(".sluice/state.db");
    Path away = Files.move(state, folder.resolve("away.db"));
    HttpResponse<String> paused = post("/api/v1/pipelines/idle/pause");
    assertThat(paused.statusCode()).as(paused.body()).isEqualTo(503);
    assertThat(paused.body()).contains("state-away", "deleted or replaced");
    Files.writeString(lines, "two\n", StandardOpenOption.APPEND);

    for (String name : List.of("busy", "idle")) {
      await()
          .atMost(SOON)
          .until(() -> get(admin, "/health/pipelines/" + name).body().contains("state_lost"));
      assertThat(get(admin, "/health/pipelines/" + name).statusCode()).isEqualTo(503);
    }
    await()
        .atMost(SOON)
        .until(() -> json("/api/v1/pipelines/busy").path("state").asText().equals("failed"));

    Files.move(away, state);
    await().atMost(SOON).until(() -> get(admin, "/health/pipelines/idle").statusCode() == 200);
    assertThat(json("/api/v1/pipelines/idle").path("state").asText()).isEqualTo("running");
    assertThat(post("/api/v1/pipelines/busy/start").statusCode()).isEqualTo(200);
    await().atMost(SOON).until(() -> get(admin, "/health/pipelines/busy").statusCode() == 200);
    assertThat(Files.readAllLines(folder.resolve("busy.out")))
        .anyMatch(line -> line.contains("two"));
  }

  private HttpResponse<String> post(String path) {
    return send(admin, "POST", path, "application/json", "");
  }
}
