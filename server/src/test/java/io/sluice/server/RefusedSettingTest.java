package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A file that becomes wrong in what its sink refuses takes no pipeline down. */
@Timeout(120)
class RefusedSettingTest extends NewPipelineBed {
  private static final Duration SOON = Duration.ofSeconds(60);

  private String file(String url) {
    return """
    name: prod
    source:
      connector: io.sluice.server.fleet.LineSource
      config: {file: "%s"}
    sinks:
      - connector: table
        config: {url: "%s", mode: append, primary.key.mode: none}
    """
        .formatted(folder.resolve("lines"), url);
  }

  @Test
  void the_version_that_ran_goes_on_and_the_pipeline_says_what_is_wrong() throws IOException {
    Files.writeString(folder.resolve("lines"), "");
    Path file = folder.resolve("prod.yaml");
    String sound = "jdbc:sqlite:" + folder.resolve("prod.db");
    Files.writeString(file, file(sound));
    await().atMost(SOON).until(() -> json("/api/v1/pipelines/prod").has("state"));
    String before = json("/api/v1/pipelines/prod/runs").toString();

    Files.writeString(file, file(sound + "?mode=rwc"));

    await()
        .atMost(SOON)
        .until(
            () ->
                json("/api/v1/pipelines/prod")
                    .path("problems")
                    .toString()
                    .contains("has the parameter mode"));
    assertThat(json("/api/v1/pipelines/prod/runs").findValuesAsText("id"))
        .as(before)
        .hasSizeLessThanOrEqualTo(1);
    assertThat(
            send(
                    admin,
                    "POST",
                    "/api/v1/pipelines?file=other.yaml",
                    "application/yaml",
                    file(sound + "?mode=rwc").replace("name: prod", "name: other"))
                .statusCode())
        .isEqualTo(422);
  }
}
