package io.sluice.kafka.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.kafka.deploy.ConnectAddress;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.Defaults;
import io.sluice.kafka.deploy.Marks;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.worker.SharedKafka;
import io.sluice.pipeline.file.PipelineReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineOnKafkaTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final String name = "p" + UUID.randomUUID().toString().substring(0, 8);
  private final ConnectCluster cluster =
      new ConnectCluster(
          ConnectAddress.of(SharedKafka.get().worker().url().toString(), Map.of(), Path.of("")));

  @AfterEach
  void remove() {
    if (cluster.connectors().containsKey(name)) {
      cluster.remove(name);
    }
  }

  @Test
  void one_that_is_refused_leaves_none_of_those_before_it_running() throws IOException {
    PipelineOnKafka pipeline = pipeline("com.example.Nothing");

    assertThatThrownBy(() -> pipeline.begin(false))
        .isInstanceOfSatisfying(
            ConnectClusterException.class,
            refused -> assertThat(refused.lacksPlugin()).as(refused.getMessage()).isTrue());
    pipeline.endWhile(() -> true);

    awaitState("STOPPED");
  }

  @Test
  void what_is_somebody_elses_is_not_stopped_with_it() throws Exception {
    PipelineOnKafka pipeline = pipeline("org.apache.kafka.connect.file.FileStreamSinkConnector");
    cluster.configure(
        name,
        Map.of(
            "connector.class",
            "org.apache.kafka.connect.file.FileStreamSourceConnector",
            "file",
            folder.resolve("lines.txt").toString(),
            "topic",
            name));
    awaitState("RUNNING");

    assertThatThrownBy(() -> pipeline.begin(false)).isInstanceOf(KafkaRunException.class);
    pipeline.endWhile(() -> true);
    assertThat(pipeline.look()).isNotEmpty();
    assertThat(pipeline.awaitEnd(Duration.ZERO, now -> {}))
        .as("nobody waits for its tasks")
        .isEmpty();

    assertThatThrownBy(() -> cluster.forgetOffsets(name))
        .as("only a connector that is stopped lets go of its offsets")
        .isInstanceOf(ConnectClusterException.class)
        .hasMessageContaining("STOPPED");
  }

  @Test
  void what_an_earlier_version_of_the_file_asked_for_is_removed_and_no_other() throws IOException {
    String earlier = name + "-earlier";
    String deployed = name + "-deployed";
    cluster.configure(earlier, lines(PipelineOnKafka.PROJECT));
    cluster.configure(deployed, lines("acme"));
    try {
      await()
          .atMost(SOON)
          .until(() -> cluster.connectors().keySet().containsAll(List.of(earlier, deployed)));
      PipelineOnKafka pipeline = pipeline("org.apache.kafka.connect.file.FileStreamSinkConnector");
      pipeline.begin(false);
      pipeline.endWhile(() -> true);

      await().atMost(SOON).until(() -> !cluster.connectors().containsKey(earlier));
      assertThat(cluster.connectors()).containsKeys(name, deployed);
    } finally {
      for (String each : List.of(earlier, deployed, name + "-out")) {
        if (cluster.connectors().containsKey(each)) {
          cluster.remove(each);
        }
      }
    }
  }

  @Test
  void a_connector_of_another_pipeline_is_neither_changed_nor_stopped() throws Exception {
    Map<String, String> anothers = lines(PipelineOnKafka.PROJECT, name + "-other");
    cluster.configure(name, anothers);
    awaitState("RUNNING");
    PipelineOnKafka pipeline = pipeline("org.apache.kafka.connect.file.FileStreamSinkConnector");

    assertThatThrownBy(() -> pipeline.begin(false))
        .isInstanceOf(KafkaRunException.class)
        .hasMessageContaining("connector " + name + " of pipeline " + name)
        .hasMessageContaining("belongs to pipeline " + name + "-other")
        .hasMessageContaining("rename the pipeline or the sink");
    pipeline.endWhile(() -> true);

    assertThat(cluster.connectors()).doesNotContainKey(name + "-out");
    assertThat(cluster.connector(name).orElseThrow().config()).containsAllEntriesOf(anothers);
    assertThatThrownBy(() -> cluster.forgetOffsets(name))
        .as("only a connector that is stopped lets go of its offsets")
        .hasMessageContaining("STOPPED");
  }

  @Test
  void a_connector_that_is_made_under_a_taken_name_is_not_made_over_it() {
    Map<String, String> first = lines(PipelineOnKafka.PROJECT, "first");
    assertThat(cluster.create(name, first, false)).isTrue();
    awaitState("RUNNING");

    assertThat(cluster.create(name, lines(PipelineOnKafka.PROJECT, "second"), true)).isFalse();

    assertThat(cluster.connector(name).orElseThrow().config()).containsAllEntriesOf(first);
  }

  @Test
  void a_new_one_that_is_to_wait_has_read_nothing_when_it_is_told_to_go_on() throws Exception {
    PipelineOnKafka pipeline = pipeline("org.apache.kafka.connect.file.FileStreamSinkConnector");
    List<String> states = new CopyOnWriteArrayList<>();
    AtomicBoolean enough = new AtomicBoolean();
    Thread watch = new Thread(() -> states(states, enough));
    watch.start();
    try {
      pipeline.begin(true);
      awaitState("PAUSED");
    } finally {
      enough.set(true);
      watch.join();
    }
    assertThat(states).contains("PAUSED").doesNotContain("RUNNING");
    assertThat(folder.resolve("out.txt")).doesNotExist();

    pipeline.resume();

    await().atMost(SOON).until(() -> Files.exists(folder.resolve("out.txt")));
    pipeline.endWhile(() -> true);
    cluster.remove(name + "-out");
  }

  private void states(List<String> seen, AtomicBoolean enough) {
    while (!enough.get()) {
      cluster.connector(name).ifPresent(each -> seen.add(each.state()));
    }
  }

  private Map<String, String> lines(String project) {
    return lines(project, name);
  }

  private Map<String, String> lines(String project, String pipeline) {
    return Map.of(
        "connector.class",
        "org.apache.kafka.connect.file.FileStreamSourceConnector",
        "file",
        folder.resolve("lines.txt").toString(),
        "topic",
        name,
        Marks.PROJECT,
        project,
        Marks.PIPELINE,
        pipeline);
  }

  private void awaitState(String state) {
    await()
        .atMost(SOON)
        .until(
            () -> cluster.connector(name).filter(each -> each.state().equals(state)).isPresent());
  }

  private PipelineOnKafka pipeline(String sink) throws IOException {
    Path lines = Files.writeString(folder.resolve("lines.txt"), "one\n");
    String yaml =
        """
        name: %s
        source: {connector: org.apache.kafka.connect.file.FileStreamSourceConnector, config: {file: '%s', topic: %s}}
        topic: %s
        sinks: [{name: out, connector: %s, config: {file: '%s'}}]
        """
            .formatted(name, lines, name, name, sink, folder.resolve("out.txt"));
    return new PipelineOnKafka(
        cluster,
        new ConnectorLook(System::nanoTime),
        name,
        Translation.of(
                new PipelineReader()
                    .read(Path.of("p.yaml"), yaml.getBytes(StandardCharsets.UTF_8))
                    .onKafka()
                    .orElseThrow(),
                (kind, className) -> className,
                new Defaults(PipelineOnKafka.PROJECT, Map.of()))
            .connectors());
  }
}
