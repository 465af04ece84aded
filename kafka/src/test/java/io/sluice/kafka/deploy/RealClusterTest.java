package io.sluice.kafka.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.kafka.worker.SharedKafka;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.file.PipelineReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a translation says, and what Connect makes of it. */
class RealClusterTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final String name = "p" + UUID.randomUUID().toString().substring(0, 8);
  private final ConnectCluster cluster =
      new ConnectCluster(
          ConnectAddress.of(SharedKafka.get().worker().url().toString(), Map.of(), Path.of("")));
  private Path in = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void files() throws IOException {
    in = Files.writeString(folder.resolve("in.txt"), "one\ntwo\n");
    out = folder.resolve("out.txt");
  }

  @AfterEach
  void remove() {
    for (String connector : List.of(name, name + "-out")) {
      if (cluster.connectors().containsKey(connector)) {
        cluster.remove(connector);
      }
    }
  }

  private List<Connector> connectors(String rest) {
    String yaml =
        "name: "
            + name
            + "\n"
            + "source: {connector: org.apache.kafka.connect.file.FileStreamSourceConnector, config:"
            + " {file: '"
            + in
            + "', topic: lines}}\n"
            + "sinks: [{name: out, connector:"
            + " org.apache.kafka.connect.file.FileStreamSinkConnector, config: {file: '"
            + out
            + "'}}]\n"
            + rest;
    Translated translated =
        Translation.of(
            new PipelineReader()
                .read(Path.of("p.yaml"), yaml.getBytes(StandardCharsets.UTF_8))
                .onKafka()
                .orElseThrow(),
            (kind, className) -> className,
            new Defaults("acme", Map.of()));
    assertThat(translated.problems()).noneMatch(Problem::isError);
    return translated.connectors();
  }

  private void deploy(List<Connector> connectors) {
    connectors.forEach(each -> cluster.configure(each.name(), each.config()));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(cluster.connectors().values())
                    .filteredOn(each -> each.name().startsWith(name))
                    .hasSize(connectors.size())
                    .allMatch(RunningConnector::isSettled));
  }

  private String state(String connector) {
    return cluster.connector(connector).orElseThrow().state();
  }

  private Plan plan(List<Connector> connectors) {
    return Plan.of("acme", connectors, cluster.connectors(), false);
  }

  private TopicDescription topic(String topic) throws InterruptedException, ExecutionException {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", SharedKafka.get().broker().bootstrapServers()))) {
      return admin
          .describeTopics(List.of(topic))
          .topicNameValues()
          .values()
          .iterator()
          .next()
          .get();
    }
  }

  @Test
  void a_pipeline_with_source_topics_and_sink_brings_every_record_through() throws Exception {
    List<Connector> connectors = connectors("topics: {prefix: " + name + "., partitions: 3}\n");
    deploy(connectors);

    await().atMost(SOON).untilAsserted(() -> assertThat(out).hasContent("one\ntwo\n"));
    assertThat(topic(name + ".lines").partitions()).hasSize(3);
    assertThat(topic("dead-letters." + name + "-out").partitions()).hasSize(1);
    assertThat(plan(connectors).changes()).as("a second deployment").isEmpty();
  }

  @Test
  void all_records_go_to_the_one_topic_that_the_pipeline_names() throws Exception {
    deploy(connectors("topic: " + name + ".all\n"));

    await().atMost(SOON).untilAsserted(() -> assertThat(out).hasContent("one\ntwo\n"));
    assertThat(topic(name + ".all").partitions()).isNotEmpty();
  }

  @Test
  void a_connector_that_was_paused_stays_so_when_its_settings_change() {
    deploy(connectors("topic: " + name + ".all\n"));
    cluster.pause(name + "-out");
    deploy(connectors("topic: " + name + ".all\nretry: {retry_for: 1m}\n"));

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(cluster.connector(name + "-out"))
                    .hasValueSatisfying(
                        each -> {
                          assertThat(each.config()).containsEntry("errors.retry.timeout", "60000");
                          assertThat(each.state()).isEqualTo("PAUSED");
                        }));
  }

  @Test
  void the_clusters_own_plugins_judge_before_anything_is_made() {
    List<Connector> connectors =
        connectors(
            "topic: "
                + name
                + ".all\ntransforms: [{type:"
                + " org.apache.kafka.connect.transforms.RegexRouter, name: route, regx: a,"
                + " replacement: b}]\n");
    List<Problem> problems = new ClusterCheck(cluster).problems(connectors.get(0));

    assertThat(problems)
        .anySatisfy(
            problem -> {
              assertThat(problem.isError()).isTrue();
              assertThat(problem.message()).contains("transforms.route.regex");
            })
        .anySatisfy(
            problem ->
                assertThat(problem.hint()).isEqualTo("Did you mean 'transforms.route.regex'?"));
    assertThat(cluster.connectors()).doesNotContainKey(name);
  }

  @Test
  void a_source_that_can_demands_to_be_exactly_once_and_no_sink_does() {
    List<Connector> demanded =
        new ExactlyOnce(cluster).demanded(connectors("topic: " + name + ".all\n"));

    assertThat(demanded.get(0).config()).containsEntry("exactly.once.support", "required");
    assertThat(demanded.get(1).config()).doesNotContainKey("exactly.once.support");
    assertThat(new ClusterCheck(cluster).problems(demanded.get(0))).isEmpty();
  }

  @Test
  void a_source_that_cannot_be_exactly_once_demands_nothing() {
    Connector source = connectors("topic: " + name + ".all\n").get(0);
    // Kafka's source of files has no positions in what comes from standard input.
    Map<String, String> standardInput = new HashMap<>(source.config());
    standardInput.remove("file");

    assertThat(new ExactlyOnce(cluster).demanded(List.of(source.with(standardInput))))
        .singleElement()
        .satisfies(each -> assertThat(each.config()).doesNotContainKey("exactly.once.support"));
  }

  @Test
  void what_the_file_says_of_exactly_once_stands() {
    Connector source = connectors("topic: " + name + ".all\n").get(0);
    Map<String, String> said = new HashMap<>(source.config());
    said.put("exactly.once.support", "requested");

    assertThat(new ExactlyOnce(cluster).demanded(List.of(source.with(said))))
        .containsExactly(source.with(said));
  }

  @Test
  void a_converter_that_the_cluster_lacks_is_a_problem() {
    Connector source = connectors("topic: " + name + ".all\n").get(0);
    Map<String, String> lacking = new HashMap<>(source.config());
    lacking.put("value.converter", "com.example.Nothing");

    assertThat(new ClusterCheck(cluster).problems(source.with(lacking)))
        .singleElement()
        .matches(Problem::isError)
        .asString()
        .contains("value.converter", "com.example.Nothing");
  }

  @Test
  void a_connector_that_the_cluster_does_not_have_is_a_problem_at_its_line() {
    Connector unknown =
        new Connector(
            name,
            name,
            Map.of("connector.class", "com.example.Nothing", "name", name),
            Map.of(),
            connectors("topic: t\n").get(0).place());

    assertThat(new ClusterCheck(cluster).problems(unknown))
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.hint()).startsWith("Deploying installs no plugins"));
  }

  @Test
  void a_source_that_forgets_its_offsets_reads_all_again_and_is_put_back() throws Exception {
    deploy(connectors("topic: " + name + ".all\n"));
    await().atMost(SOON).untilAsserted(() -> assertThat(out).hasContent("one\ntwo\n"));
    await().atMost(SOON).until(() -> !cluster.offsets(name).isEmpty());

    assertThat(new OffsetMove(cluster).move(name, null)).isEmpty();
    await().atMost(SOON).untilAsserted(() -> assertThat(out).hasContent("one\ntwo\none\ntwo\n"));
    assertThat(state(name)).isEqualTo("RUNNING");
  }

  @Test
  void a_paused_sink_that_is_moved_reads_from_there_when_it_goes_on() throws Exception {
    deploy(connectors("topic: " + name + ".all\n"));
    String sink = name + "-out";
    await().atMost(SOON).untilAsserted(() -> assertThat(out).hasContent("one\ntwo\n"));
    await().atMost(SOON).until(() -> !cluster.offsets(sink).isEmpty());
    cluster.pause(sink);
    await().atMost(SOON).until(() -> state(sink).equals("PAUSED"));
    String first =
        "[{\"partition\":{\"kafka_topic\":\""
            + name
            + ".all\",\"kafka_partition\":0},\"offset\":{\"kafka_offset\":0}}]";
    new OffsetMove(cluster).move(sink, new ObjectMapper().readTree(first));

    await().atMost(SOON).until(() -> state(sink).equals("PAUSED"));
    cluster.resume(sink);
    await().atMost(SOON).untilAsserted(() -> assertThat(out).hasContent("one\ntwo\none\ntwo\n"));
  }

  @Test
  void what_is_not_there_is_said_to_be_so() {
    assertThatThrownBy(() -> cluster.pause("nobody-" + name))
        .isInstanceOfSatisfying(
            ConnectClusterException.class,
            e -> assertThat(e.kind()).isEqualTo(ConnectClusterException.Kind.NOT_FOUND));
  }
}
