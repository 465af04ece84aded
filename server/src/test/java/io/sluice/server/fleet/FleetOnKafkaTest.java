package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.engine.run.RestartScope;
import io.sluice.kafka.deploy.ConnectAddress;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.run.KafkaAddress;
import io.sluice.project.kafka.FolderKafka;
import io.sluice.server.FullAudit;
import io.sluice.server.operate.OffsetRequest;
import io.sluice.server.operate.OffsetReset;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.state.history.Audit;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines that name a topic, on the Kafka that the fleet starts for them. */
class FleetOnKafkaTest {
  @TempDir private Path folder;
  private Farm farm;

  @BeforeEach
  void open() {
    farm = new Farm(folder);
  }

  @AfterEach
  void close() {
    farm.close();
  }

  @Test
  void they_run_beside_direct_ones_and_kafka_is_there_as_long_as_one_of_them_is() {
    farm.add("direct");
    farm.write("events.yaml", farm.linesOnKafka("events", ""));
    farm.feed("direct", "a");
    farm.feed("events", "b");

    try (OwnedLines log =
        new OwnedLines(farm.project.logOwner(), "org.apache.kafka.connect.runtime")) {
      farm.start();

      farm.awaitOut("events", "b");
      assertThat(log.of("events"))
          .as("what Connect says of its connectors is in its log")
          .extracting(OwnedLines.Line::logger)
          .contains(
              "org.apache.kafka.connect.runtime.AbstractWorkerSourceTask",
              "org.apache.kafka.connect.runtime.WorkerSinkTask");
      assertThat(log.of("direct")).isEmpty();
    }
    farm.awaitOut("direct", "a");
    PipelineView events = farm.await("events", PipelineState.RUNNING);
    assertThat(events.onKafka()).isTrue();
    assertThat(events.topics()).containsExactly("events");
    assertThat(kafka()).isPresent();
    assertThatThrownBy(() -> farm.fleet.runOnce(Farm.ALICE, "events", ""))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("Kafka");

    farm.fleet.pause(Farm.ALICE, "events", "");
    farm.await("events", PipelineState.PAUSED);
    farm.fleet.resume(Farm.ALICE, "events", "");
    farm.feed("events", "c");
    farm.awaitOut("events", "b", "c");

    farm.await("events", PipelineState.RUNNING);
    long run = farm.run("events");
    String sink = farm.view("events").sinks().get(0);
    assertThat(farm.fleet.restartTask(Farm.ALICE, "events", "sink-" + sink + "-0", "odd"))
        .isEqualTo(RestartScope.TASK);
    assertThat(farm.audit("events").get(0).action()).isEqualTo("pipeline.restart_task");
    assertThatThrownBy(() -> farm.fleet.restartTask(Farm.ALICE, "events", "source-7", ""))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no such task");
    farm.feed("events", "again");
    farm.awaitOut("events", "b", "c", "again");
    assertThat(farm.run("events")).as("it is the same run").isEqualTo(run);

    farm.write("events.yaml", farm.linesOnKafka("events", "description: another"));
    farm.fleet.follow();
    farm.feed("events", "d");
    farm.awaitOut("events", "b", "c", "again", "d");
    long direct = farm.run("direct");

    farm.fleet.stop(Farm.ALICE, "events", "");
    assertThat(farm.view("events").state()).isEqualTo(PipelineState.STOPPED);
    await().atMost(Farm.SOON).until(() -> kafka().isEmpty());
    assertThat(farm.run("direct")).isEqualTo(direct);
  }

  @Test
  @Tag("long")
  void a_source_is_moved_where_connect_keeps_its_place_and_that_is_in_the_audit() {
    farm.write("events.yaml", farm.linesOnKafka("events", ""));
    OffsetRequest beginning = new OffsetRequest(true, Optional.empty(), Map.of());
    OffsetRequest first = new OffsetRequest(false, Optional.empty(), Map.of("next", 1));
    farm.feed("events", "a", "b");
    farm.start();
    farm.awaitOut("events", "a", "b");
    assertThatThrownBy(() -> farm.fleet.reset(Farm.ALICE, "events", first, ""))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("only a stopped one");
    farm.fleet.stop(Farm.ALICE, "events", "");

    FullAudit.after(0, farm.project.state());
    assertThatThrownBy(() -> farm.fleet.reset(Farm.ALICE, "events", first, "b was wrong"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("It was not done, since it cannot be noted");
    FullAudit.end(farm.project.state());
    OffsetReset planned = farm.fleet.planReset("events", first);
    OffsetReset done = farm.fleet.reset(Farm.ALICE, "events", first, "b was wrong");

    assertThat(planned.before()).singleElement().asString().contains("\"next\":2");
    assertThat(planned.after()).singleElement().asString().contains("\"next\":1");
    assertThat(done).isEqualTo(planned);
    Audit.Entry entry = farm.audit("events").get(0);
    assertThat(entry.action()).isEqualTo("offsets.reset");
    assertThat(entry.who()).isEqualTo("alice");
    assertThat(entry.before()).contains("\"next\":2");
    assertThat(entry.after()).contains("\"next\":1");
    assertThat(farm.view("events").state()).isEqualTo(PipelineState.STOPPED);
    farm.fleet.start(Farm.ALICE, "events", "");
    farm.awaitOut("events", "a", "b", "b");

    farm.fleet.stop(Farm.ALICE, "events", "");
    assertThat(farm.fleet.reset(Farm.ALICE, "events", beginning, "all again").after()).isEmpty();
    farm.fleet.start(Farm.ALICE, "events", "");
    farm.awaitOut("events", "a", "b", "b", "a", "b");
  }

  @Test
  @Tag("long")
  void a_sink_reads_again_what_its_topics_have_from_a_time_on() {
    farm.write("events.yaml", farm.linesOnKafka("events", ""));
    farm.feed("events", "a");
    farm.start();
    farm.awaitOut("events", "a");
    Instant between = Instant.now();
    farm.feed("events", "b");
    farm.awaitOut("events", "a", "b");
    String sink = farm.view("events").sinks().get(0);
    OffsetRequest wanted = OffsetRequest.of(sink, between);
    assertThatThrownBy(() -> farm.fleet.reset(Farm.ALICE, "events", wanted, ""))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("only a stopped one");
    farm.fleet.stop(Farm.ALICE, "events", "");

    OffsetReset planned = farm.fleet.planReset("events", wanted);
    OffsetReset done = farm.fleet.reset(Farm.ALICE, "events", wanted, "b was lost");

    assertThat(planned.before()).isNotEqualTo(planned.after());
    assertThat(planned.warnings()).singleElement().asString().contains("come to the sink again");
    assertThat(done.after()).isEqualTo(planned.after());
    Audit.Entry entry = farm.audit("events").get(0);
    assertThat(entry.action()).isEqualTo("offsets.reset");
    assertThat(entry.before()).contains("events-" + sink);
    assertThat(entry.after()).contains("kafka_offset");
    farm.fleet.start(Farm.ALICE, "events", "");
    farm.awaitOut("events", "a", "b", "b");

    farm.fleet.stop(Farm.ALICE, "events", "");
    Instant later = Instant.now().plus(Duration.ofDays(1));
    assertThat(farm.fleet.planReset("events", OffsetRequest.of(sink, later)).warnings())
        .as("nothing is that new: it stays at the end, behind the end of a transaction")
        .allSatisfy(warning -> assertThat(warning).startsWith("Up to 1 records never come"));
    assertRefused(Refusal.Kind.NOT_FOUND, OffsetRequest.of("other", between));
    assertRefused(
        Refusal.Kind.INVALID,
        new OffsetRequest(
            Optional.empty(), false, Optional.of(between), Optional.empty(), Map.of()));
  }

  private void assertRefused(Refusal.Kind kind, OffsetRequest request) {
    assertThatThrownBy(() -> farm.fleet.planReset("events", request))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind));
  }

  @Test
  @Tag("long")
  void a_broker_that_fails_is_told_and_replaced_and_what_runs_direct_goes_on() {
    farm.add("direct");
    farm.write("events.yaml", farm.linesOnKafka("events", ""));
    farm.feed("events", "a");
    farm.start();
    farm.awaitOut("events", "a");
    farm.await("direct", PipelineState.RUNNING);
    long direct = farm.run("direct");

    assertThatThrownBy(() -> Exit.halt(1, "no disk")).isInstanceOf(RuntimeException.class);

    PipelineView told = farm.await("events", PipelineState.RETRYING);
    assertThat(told.why().orElseThrow()).contains("broker has failed").contains("no disk");
    farm.feed("direct", "b");
    farm.feed("events", "c");
    farm.awaitOut("direct", "b");
    farm.awaitOut("events", "a", "c");
    assertThat(farm.run("direct")).isEqualTo(direct);
  }

  @Test
  @Tag("long")
  void the_kafka_of_another_process_is_used_while_it_is_there() throws Exception {
    farm.write("events.yaml", farm.linesOnKafka("events", ""));
    farm.feed("events", "a");
    Path state = farm.folder.resolve(".sluice");
    try (FolderKafka other = FolderKafka.in(state, List.of())) {
      farm.start();
      farm.awaitOut("events", "a");
      assertThat(kafka()).contains(other.address());
    }
    farm.feed("events", "b");
    farm.awaitOut("events", "a", "b");
    farm.await("events", PipelineState.RUNNING);
  }

  @Test
  @Tag("long")
  void a_cluster_that_the_project_names_is_joined_by_a_worker_of_the_projects_own()
      throws Exception {
    try (FolderKafka cluster = FolderKafka.in(folder.resolve("elsewhere"), List.of())) {
      String named =
          "kafka: {bootstrap.servers: '" + cluster.client().get("bootstrap.servers") + "'}";
      farm.write("sluice.yaml", named);
      farm.write("events.yaml", farm.linesOnKafka("events", ""));
      farm.feed("events", "a");
      farm.start();
      PipelineView nameless = farm.await("events", PipelineState.FAILED);
      assertThat(nameless.why().orElseThrow()).contains("sluice.yaml").contains("name:");

      farm.write("sluice.yaml", "name: farm\n" + named);
      farm.fleet.restart(Farm.ALICE, "events", "");

      farm.awaitOut("events", "a");
      farm.await("events", PipelineState.RUNNING);
      KafkaAddress joined = kafka().orElseThrow();
      assertThat(joined.bootstrapServers()).isEqualTo(cluster.address().bootstrapServers());
      assertThat(joined.connect()).isNotEqualTo(cluster.address().connect());
      assertThat(connectors(cluster.address().connect()))
          .as("workers that are there already run none of it")
          .isEmpty();
      assertThat(farm.folder.resolve(".sluice/kafka"))
          .as("no broker of the folder")
          .isDirectoryNotContaining("glob:**/data*");

      farm.restart();

      farm.feed("events", "b");
      farm.awaitOut("events", "a", "b");
      farm.fleet.stop(Farm.ALICE, "events", "");
      assertThat(farm.view("events").state()).isEqualTo(PipelineState.STOPPED);
      assertThat(connectors(kafka().orElseThrow().connect()))
          .containsOnlyKeys("events", "events-" + farm.view("events").sinks().get(0))
          .allSatisfy((name, each) -> assertThat(each.state()).isEqualTo("STOPPED"));
    }
  }

  private static Map<String, RunningConnector> connectors(URI connect) {
    return new ConnectCluster(ConnectAddress.of(connect.toString(), Map.of(), Path.of("")))
        .connectors();
  }

  @Test
  @Tag("long")
  void what_is_wrong_with_a_connector_is_told_and_another_one_goes_on() {
    farm.mark("bad.in.refused");
    farm.write("bad.yaml", farm.linesOnKafka("bad", ""));
    farm.write("good.yaml", farm.linesOnKafka("good", ""));
    farm.start();

    PipelineView bad = farm.await("bad", PipelineState.FAILED);
    assertThat(bad.why().orElseThrow()).contains("connector bad").contains("is refused");
    farm.feed("good", "a");
    farm.awaitOut("good", "a");

    farm.unmark("bad.in.refused");
    farm.feed("bad", "b");
    farm.fleet.restart(Farm.ALICE, "bad", "");
    farm.awaitOut("bad", "b");
  }

  @Test
  void a_file_that_gets_a_topic_is_refused_while_what_it_was_goes_on() {
    farm.add("one");
    farm.start();
    farm.await("one", PipelineState.RUNNING);
    long run = farm.run("one");

    farm.write("one.yaml", farm.linesOnKafka("one", ""));
    farm.fleet.follow();

    assertThat(farm.view("one").problems().toString()).contains("expected no topic");
    farm.feed("one", "a");
    farm.awaitOut("one", "a");
    assertThat(farm.run("one")).isEqualTo(run);
    assertThat(kafka()).isEmpty();
  }

  private Optional<KafkaAddress> kafka() {
    return KafkaAddress.find(farm.folder.resolve(".sluice").resolve(KafkaAddress.FOLDER));
  }
}
