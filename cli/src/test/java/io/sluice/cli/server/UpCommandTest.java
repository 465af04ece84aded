package io.sluice.cli.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.project.address.ServerAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice up} as a process of its own, which is stopped as people stop it. */
class UpCommandTest {
  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private @Nullable Process started;

  @AfterEach
  void kill() {
    if (started != null) {
      started.destroyForcibly();
    }
  }

  private Process process() {
    return requireNonNull(started);
  }

  private Path printed(int start) {
    return folder.resolve("printed-" + start);
  }

  private void up(int start, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.sluice.cli.Main",
                "up",
                "--port",
                "0"));
    command.addAll(List.of(more));
    started =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed(start).toFile())
            .start();
    await()
        .atMost(SOON)
        .until(() -> Files.readString(printed(start)).contains("Ctrl-C stops") || ended());
  }

  private boolean ended() {
    return !process().isAlive();
  }

  private ServerAddress address() {
    return ServerAddress.find(folder.resolve(".sluice")).orElseThrow();
  }

  private static HttpResponse<String> get(URI url, String token) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(url).header("Authorization", "Bearer " + token).build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(url.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void it_serves_prints_a_token_once_logs_by_pipeline_and_stops_in_order() throws Exception {
    Files.writeString(
        folder.resolve("a.yaml"),
        """
        name: a
        source:
          connector: io.sluice.cli.server.NoSuchSource
          config: {}
        sinks: [{connector: table, config: {url: "duckdb:a.duckdb"}}]
        """);
    up(1);
    String first = Files.readString(printed(1));
    String token =
        first.lines().filter(l -> l.startsWith("Token")).findFirst().orElseThrow().substring(8);

    assertThat(get(address().url().resolve("/api/v1/me"), token).body()).contains("admin");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(get(address().url().resolve("/api/v1/pipelines/a"), token).body())
                    .contains("NoSuchSource"));
    for (String line : Files.readAllLines(folder.resolve(".sluice/logs/server.log"))) {
      JsonNode said = JsonMapper.builder().build().readTree(line);
      assertThat(said.path("at").asText()).isNotEmpty();
      assertThat(said.path("message").asText()).doesNotContain(token);
    }

    process().destroy(); // SIGTERM
    assertThat(process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process().exitValue()).isZero();
    assertThat(folder.resolve(".sluice/server.json")).doesNotExist();

    up(2);
    assertThat(Files.readString(printed(2))).contains("Server ").doesNotContain("Token ");
  }

  @Test
  void files_are_named_from_the_project_on_and_a_dead_link_keeps_no_other_pipeline()
      throws Exception {
    Path project = folder.resolve("pipelines");
    Files.createDirectories(project.resolve("sales"));
    Files.writeString(project.resolve("sales/lit.yaml"), pipeline("lit", "nonsense: 1"));
    Files.writeString(project.resolve("sales/two-a.yaml"), pipeline("two", "nonsense: 1"));
    Files.writeString(project.resolve("sales/two-b.yaml"), pipeline("two", ""));
    Files.writeString(project.resolve("gone.yaml"), pipeline("gone", ""));
    Files.createSymbolicLink(project.resolve("sales/dangling.yaml"), Path.of("nowhere"));
    up(1, "pipelines");
    String token =
        Files.readString(printed(1))
            .lines()
            .filter(l -> l.startsWith("Token"))
            .findFirst()
            .orElseThrow()
            .substring(8);
    URI url = ServerAddress.find(project.resolve(".sluice")).orElseThrow().url();

    assertThat(get(url.resolve("/api/v1/pipelines/lit"), token).body()).contains("sales/lit.yaml");
    assertThat(get(url.resolve("/api/v1/plan"), token).body())
        .contains("sales/two-a.yaml", "sales/two-b.yaml", "sales/lit.yaml", "nonsense")
        .contains("sales/dangling.yaml:1:1: is a link that leads nowhere")
        .doesNotContain("pipelines/sales");
    assertThat(get(url.resolve("/api/v1/pipelines"), token).body())
        .contains("gone")
        .doesNotContain("pipelines/sales");

    Files.delete(project.resolve("gone.yaml"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(get(url.resolve("/api/v1/pipelines/gone"), token).statusCode())
                    .isEqualTo(404));
  }

  private static String pipeline(String name, String more) {
    return """
    name: %s
    source:
      connector: io.sluice.cli.server.NoSuchSource
      config: {}
    sinks: [{connector: table, config: {url: "duckdb:a.duckdb"}}]
    %s
    """
        .formatted(name, more);
  }

  @Test
  void a_second_one_in_the_folder_is_told_where_the_first_is() throws Exception {
    up(1);
    Process one = process();
    try {
      up(2);
      assertThat(process().waitFor(60, TimeUnit.SECONDS)).isTrue();

      assertThat(Files.readString(printed(2))).contains("a server runs on this folder already");
      assertThat(one.isAlive()).isTrue();
    } finally {
      one.destroyForcibly();
    }
  }
}
