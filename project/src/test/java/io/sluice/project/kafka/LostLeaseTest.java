package io.sluice.project.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.engine.run.RunState;
import io.sluice.kafka.deploy.Translated;
import io.sluice.project.Host;
import io.sluice.project.Layout;
import io.sluice.project.Project;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.ProjectPlugins;
import io.sluice.project.StateLocation;
import io.sluice.state.history.Runs;
import io.sluice.state.lease.LeaseTerms;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

/**
 * A run on Kafka whose lease, in a state on PostgreSQL, is over: somebody else has the pipeline, or
 * may.
 */
@Tag("long")
class LostLeaseTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LEASE = LeaseTerms.STANDARD.length();

  @TempDir private Path folder;

  private Path pipeline() throws IOException {
    Files.writeString(folder.resolve("lines.txt"), "one\n");
    return Files.writeString(
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
  }

  /** What arrived. */
  private String copy() throws IOException {
    Path copy = folder.resolve("lines.copy");
    return Files.exists(copy) ? Files.readString(copy) : "";
  }

  @Test
  void it_ends_with_its_connectors_and_says_why() throws Exception {
    Path state = folder.resolve(".sluice");
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        Project project = project(state, database.jdbcUrl());
        ProjectPipeline pipeline = project.pipeline(pipeline());
        FolderKafka kafka = FolderKafka.in(state, List.of())) {
      KafkaStart start = start(pipeline);
      Translated made = made(start, kafka);
      try (KafkaRun run = run(start, made, kafka, Duration.ofMillis(200))) {
        CompletableFuture<Void> over = CompletableFuture.runAsync(() -> look(run));
        await().atMost(SOON).until(() -> run.status().state() == RunState.RUNNING);

        database.sql("update lease set token = token + 1, holder = 'somebody else'");
        over.get(SOON.toSeconds(), TimeUnit.SECONDS);

        assertThat(run.status().state()).isEqualTo(RunState.FAILED);
        assertThat(String.valueOf(run.status().lastError())).contains("the lease of the pipeline");
        assertThat(run.mayPass()).isTrue();
      }
      assertThat(states(start, kafka)).containsExactlyInAnyOrderElementsOf(all(made, "STOPPED"));
      assertThat(project.state().runs().latest("lines").orElseThrow().outcome())
          .isEqualTo(Runs.Outcome.FAILED);
    }
  }

  @Test
  void while_the_state_is_away_it_stands_still_before_the_lease_ends_and_goes_on_afterwards()
      throws Exception {
    Path state = folder.resolve(".sluice");
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        TcpProxy proxy = TcpProxy.to(database.server().port());
        Project project = project(state, database.jdbcUrl(proxy.port()));
        ProjectPipeline pipeline = project.pipeline(pipeline());
        FolderKafka kafka = FolderKafka.in(state, List.of())) {
      KafkaStart start = start(pipeline);
      Translated made = made(start, kafka);
      // It looks so rarely that its tasks stand still by themselves, or not at all.
      try (KafkaRun run = run(start, made, kafka, Duration.ofSeconds(5))) {
        CompletableFuture<Void> over = CompletableFuture.runAsync(() -> look(run));
        await().atMost(SOON).until(() -> copy().contains("one"));

        proxy.refuse();
        Thread.sleep(LEASE.toMillis()); // From here on somebody else may have it.
        Files.writeString(folder.resolve("lines.txt"), "two\n", StandardOpenOption.APPEND);
        await().atMost(SOON).until(() -> run.status().state() == RunState.RETRYING);
        assertThat(String.valueOf(run.status().lastError())).contains("could not be renewed");
        Thread.sleep(2_000);
        assertThat(copy()).doesNotContain("two");
        assertThat(over).isNotDone();

        proxy.heal();
        await().atMost(SOON).until(() -> copy().contains("two"));
        await().atMost(SOON).until(() -> run.status().state() == RunState.RUNNING);
        assertThat(copy()).isEqualTo("one\ntwo\n");
        run.stop();
        over.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(run.status().state()).isEqualTo(RunState.STOPPED);
      }
    }
  }

  @Test
  void on_a_kafka_that_others_reach_connectors_wait_and_those_of_another_are_left_alone()
      throws Exception {
    Path state = folder.resolve(".sluice");
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        TcpProxy proxy = TcpProxy.to(database.server().port());
        Project project = project(state, database.jdbcUrl(proxy.port()));
        ProjectPipeline pipeline = project.pipeline(pipeline());
        FolderKafka elsewhere = FolderKafka.in(state, List.of());
        FolderKafka kafka = FolderKafka.in(state, List.of())) {
      assertThat(kafka.outlivesThisProcess()).isTrue();
      KafkaStart start = start(pipeline);
      Translated made = made(start, kafka);
      try (KafkaRun run = run(start, made, kafka, Duration.ofMinutes(5))) {
        CompletableFuture<Void> over = CompletableFuture.runAsync(() -> look(run));
        await().atMost(SOON).until(() -> copy().contains("one"));

        proxy.refuse();
        await()
            .atMost(LEASE)
            .untilAsserted(
                () ->
                    assertThat(states(start, elsewhere))
                        .containsExactlyInAnyOrderElementsOf(all(made, "PAUSED")));

        Thread.sleep(LEASE.toMillis());
        // Another process takes it, has it run there, and is asked by nobody.
        database.sql("update lease set token = token + 1, holder = 'somebody else'");
        made.connectors().forEach(each -> start.connect(elsewhere).resume(each.name()));
        run.stop();
        over.handle((ended, failure) -> ended).get(SOON.toSeconds(), TimeUnit.SECONDS);

        assertThat(run.status().state().ended()).isTrue();
        await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(states(start, elsewhere))
                        .containsExactlyInAnyOrderElementsOf(all(made, "RUNNING")));
      }
    }
  }

  private static KafkaStart start(ProjectPipeline pipeline) {
    return new KafkaStart(pipeline, pipeline.read().onKafka().orElseThrow(), note -> {});
  }

  private static Translated made(KafkaStart start, FolderKafka kafka) {
    Translated made = start.translated();
    assertThat(start.makeTopics(kafka, made.topics(), grown -> false)).isTrue();
    return made;
  }

  private static KafkaRun run(
      KafkaStart start, Translated made, FolderKafka kafka, Duration lookEvery) {
    return new KafkaRun(start, made.connectors(), kafka, lookEvery, Clock.systemUTC());
  }

  private static List<Tuple> states(KafkaStart start, FolderKafka kafka) {
    return start.connect(kafka).connectors().values().stream()
        .map(each -> Tuple.tuple(each.name(), each.state()))
        .toList();
  }

  private static List<Tuple> all(Translated made, String state) {
    return made.connectors().stream().map(each -> Tuple.tuple(each.name(), state)).toList();
  }

  private static void look(KafkaRun run) {
    try {
      run.run(status -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Project project(Path state, String url) {
    Host host =
        new Host(
            Map.of(StateLocation.VARIABLE, url),
            folder,
            folder,
            Clock.systemUTC(),
            redaction -> {},
            line -> {});
    return new Project(
        host, new Layout(folder, state, new ProjectPlugins(host, folder, state), List.of()));
  }
}
