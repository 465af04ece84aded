package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.testkit.kafka.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's MirrorMaker reads a topic into a pipeline that knows nothing of Kafka. */
@Tag("long")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MirrorMakerTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Path JARS =
      Path.of(System.getProperty("basedir", "")).resolve("../testkit/kafka/target/lib");

  @TempDir Path folder;

  @Test
  @Tried(
      connector = "MirrorMaker 2",
      artifact = "org.apache.kafka:connect-mirror:4.3.1",
      kind = "source",
      what = "a topic of a Kafka broker, stop and go on",
      note = "has a cluster on either side by design; both may be the same")
  void a_topic_is_read_and_gone_on_with() {
    try (KafkaBroker broker = KafkaBroker.start(JARS, folder);
        Exchange exchange = new Exchange(List.of())) {
      broker.createTopic("numbers");
      Path file =
          new PipelineFile("mirror")
              .source(
                  "org.apache.kafka.connect.mirror.MirrorSourceConnector",
                  Map.of(
                      "source.cluster.alias", "here",
                      "target.cluster.alias", "there",
                      "source.cluster.bootstrap.servers", broker.bootstrapServers(),
                      "target.cluster.bootstrap.servers", broker.bootstrapServers(),
                      "topics", "numbers",
                      "offset-syncs.topic.replication.factor", "1",
                      "replication.factor", "1"))
              .sink("kept", KeptSink.class.getName(), exchange.config())
              .retryingSoon()
              .writeTo(folder);
      send(broker, 0, 100);
      try (Engine engine = Connectors.engine(folder)) {
        PipelineRun run = engine.start(file);
        arrives(run, exchange, 100);
        stops(run);
      }
      send(broker, 100, 200);

      try (Engine engine = Connectors.engine(folder)) {
        PipelineRun run = engine.start(file);
        arrives(run, exchange, 200);
        stops(run);
      }

      assertThat(values(exchange))
          .isEqualTo(IntStream.range(0, 200).mapToObj(i -> "number " + i).toList());
      assertThat(exchange.kept().get(0).topic()).isEqualTo("here.numbers");
    }
  }

  private static void send(KafkaBroker broker, int from, int to) {
    for (int i = from; i < to; i++) {
      broker.send("numbers", "key " + i, "number " + i);
    }
  }

  private static List<String> values(Exchange exchange) {
    return exchange.kept().stream()
        .map(record -> new String((byte[]) record.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private static void arrives(PipelineRun run, Exchange exchange, int count) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(exchange.kept()).as("%s", run.status()).hasSize(count));
  }

  private static void stops(PipelineRun run) {
    RunStatus end = run.stop(SOON);
    assertThat(end.state()).as("%s", end.lastError()).isEqualTo(RunState.STOPPED);
  }
}
