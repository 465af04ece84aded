package io.sluice.project.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.engine.run.RunState;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.deploy.Translated;
import io.sluice.kafka.run.KafkaAddress;
import io.sluice.project.Project;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.Projects;
import io.sluice.state.history.Runs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on Kafka whose connectors cannot be stopped: a proxy before Connect refuses it. */
@Tag("long")
class FailedEndTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile boolean refuses;
  private HttpServer proxy;

  @BeforeEach
  void open() throws IOException {
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.start();
  }

  @AfterEach
  void close() {
    proxy.stop(0);
  }

  @Test
  void it_has_not_ended_and_keeps_the_pipeline_until_they_have_stopped() throws Exception {
    Files.writeString(folder.resolve("lines.txt"), "one\n");
    Path file = Files.writeString(folder.resolve("lines.yaml"), yaml());
    try (Project project = Projects.in(folder);
        ProjectPipeline pipeline = project.pipeline(file);
        FolderKafka ours = FolderKafka.in(project.stateFolder(), List.of());
        FolderKafka kafka = behindProxy(project.stateFolder(), ours)) {
      KafkaStart start =
          new KafkaStart(pipeline, pipeline.read().onKafka().orElseThrow(), note -> {});
      Translated made = start.translated();
      assertThat(start.makeTopics(kafka, made.topics(), grown -> false)).isTrue();
      try (KafkaRun run =
          new KafkaRun(
              start, made.connectors(), kafka, Duration.ofMillis(200), Clock.systemUTC())) {
        run.answerForEnd();
        CompletableFuture<Void> over = CompletableFuture.runAsync(() -> look(run));
        await().atMost(SOON).until(() -> run.status().state() == RunState.RUNNING);

        refuses = true;
        run.stop();

        await().atMost(SOON).until(() -> run.status().lastError() != null);
        assertThat(run.status().state()).isEqualTo(RunState.STOPPING);
        assertThat(String.valueOf(run.status().lastError()))
            .contains("not known to have stopped", "with 500");
        assertThat(project.state().holderOf("lines")).as("nobody else runs it").isPresent();
        assertThat(over).isNotDone();

        refuses = false;
        run.stop();

        over.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(run.status().state()).isEqualTo(RunState.STOPPED);
        assertThat(project.state().holderOf("lines")).isEmpty();
      }
      assertThat(start.connect(ours).connectors().values())
          .extracting(RunningConnector::state)
          .containsOnly("STOPPED");
      assertThat(project.state().runs().latest("lines").orElseThrow().outcome())
          .isEqualTo(Runs.Outcome.STOPPED);
    }
  }

  private String yaml() {
    return """
    name: lines
    source:
      connector: org.apache.kafka.connect.file.FileStreamSourceConnector
      config: {file: "%1$s/lines.txt", topic: lines}
    topic: lines
    converters:
      key.converter: org.apache.kafka.connect.storage.StringConverter
      value.converter: org.apache.kafka.connect.storage.StringConverter
    sinks:
      - name: copy
        connector: org.apache.kafka.connect.file.FileStreamSinkConnector
        config: {file: "%1$s/lines.copy"}
    """
        .formatted(folder);
  }

  /** The same Kafka, as another process has it. */
  private FolderKafka behindProxy(Path state, FolderKafka ours) throws Exception {
    URI connect = ours.address().connect();
    proxy.createContext("/", exchange -> forward(exchange, connect));
    Path address = state.resolve(KafkaAddress.FOLDER).resolve("address.properties");
    Files.writeString(
        address,
        "bootstrap.servers="
            + ours.address().bootstrapServers()
            + "\nconnect=http://127.0.0.1:"
            + proxy.getAddress().getPort()
            + "\n");
    FolderKafka others = FolderKafka.in(state, List.of());
    assertThat(others.isOurs()).isFalse();
    return others;
  }

  private void forward(HttpExchange exchange, URI to) throws IOException {
    try (exchange) {
      URI asked = exchange.getRequestURI();
      if (refuses && asked.getPath().endsWith("/stop")) {
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      HttpRequest request =
          HttpRequest.newBuilder(to.resolve(asked.toString()))
              .header("Content-Type", "application/json")
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
              .build();
      HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
      boolean empty = answer.body().length == 0;
      exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : answer.body().length);
      if (!empty) {
        exchange.getResponseBody().write(answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void look(KafkaRun run) {
    try {
      run.run(status -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
