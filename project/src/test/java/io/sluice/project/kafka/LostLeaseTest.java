package io.sluice.project.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.engine.run.RunState;
import io.sluice.kafka.deploy.Connector;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.deploy.Translated;
import io.sluice.project.Host;
import io.sluice.project.Layout;
import io.sluice.project.Project;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.ProjectPlugins;
import io.sluice.project.StateLocation;
import io.sluice.state.history.Runs;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on Kafka whose lease, in a state on PostgreSQL, somebody else has taken. */
@Tag("long")
class LostLeaseTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void it_ends_with_its_connectors_and_says_why() throws Exception {
    Files.writeString(folder.resolve("lines.txt"), "one\n");
    Path file =
        Files.writeString(
            folder.resolve("lines.yaml"),
            """
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
                .formatted(folder));
    Path state = folder.resolve(".sluice");
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        Project project = project(state, database);
        ProjectPipeline pipeline = project.pipeline(file);
        FolderKafka kafka = FolderKafka.in(state, List.of())) {
      KafkaStart start =
          new KafkaStart(pipeline, pipeline.read().onKafka().orElseThrow(), note -> {});
      Translated made = start.translated();
      assertThat(start.makeTopics(kafka, made.topics(), grown -> false)).isTrue();
      try (KafkaRun run =
          new KafkaRun(
              start, made.connectors(), kafka, Duration.ofMillis(200), Clock.systemUTC())) {
        CompletableFuture<Void> over = CompletableFuture.runAsync(() -> look(run));
        await().atMost(SOON).until(() -> run.status().state() == RunState.RUNNING);

        database.sql("update lease set token = token + 1, holder = 'somebody else'");
        over.get(SOON.toSeconds(), TimeUnit.SECONDS);

        assertThat(run.status().state()).isEqualTo(RunState.FAILED);
        assertThat(String.valueOf(run.status().lastError())).contains("the lease of the pipeline");
        assertThat(run.mayPass()).isTrue();
      }
      assertThat(start.connect(kafka).connectors().values())
          .extracting(RunningConnector::name, RunningConnector::state)
          .containsExactlyInAnyOrderElementsOf(
              made.connectors().stream()
                  .map(Connector::name)
                  .map(name -> Tuple.tuple(name, "STOPPED"))
                  .toList());
      assertThat(project.state().runs().latest("lines").orElseThrow().outcome())
          .isEqualTo(Runs.Outcome.FAILED);
    }
  }

  private static void look(KafkaRun run) {
    try {
      run.run(status -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Project project(Path state, PostgresDatabase database) {
    Host host =
        new Host(
            Map.of(StateLocation.VARIABLE, database.jdbcUrl()),
            folder,
            folder,
            Clock.systemUTC(),
            redaction -> {},
            line -> {});
    return new Project(
        host, new Layout(folder, state, new ProjectPlugins(host, folder, state), List.of()));
  }
}
