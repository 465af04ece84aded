package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.state.storage.Durability;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.sql.Statement;
import java.time.Duration;
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
}
