package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.testkit.kafka.KafkaBroker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's MirrorMaker reads topics and positions into pipelines that know nothing of Kafka. */
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
                  settings(broker, Map.of("topics", "numbers")))
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

  @Test
  @Tried(
      connector = "MirrorMaker 2, heartbeats",
      artifact = "org.apache.kafka:connect-mirror:4.3.1",
      kind = "source",
      what = "heartbeats, stop and go on",
      note = "as above")
  void heartbeats_come_and_go_on() {
    try (KafkaBroker broker = KafkaBroker.start(JARS, folder);
        Exchange exchange = new Exchange(List.of())) {
      Path file =
          new PipelineFile("heartbeats")
              .source(
                  "org.apache.kafka.connect.mirror.MirrorHeartbeatConnector",
                  settings(broker, Map.of("emit.heartbeats.interval.seconds", "1")))
              .sink("kept", KeptSink.class.getName(), exchange.config())
              .retryingSoon()
              .writeTo(folder);
      for (int beats = 2; beats <= 4; beats += 2) {
        int enough = beats;
        try (Engine engine = Connectors.engine(folder)) {
          PipelineRun run = engine.start(file);
          await()
              .atMost(SOON)
              .untilAsserted(
                  () ->
                      assertThat(exchange.kept())
                          .as("%s", run.status())
                          .hasSizeGreaterThanOrEqualTo(enough));
          stops(run);
        }
      }

      assertThat(exchange.kept())
          .allSatisfy(beat -> assertThat(beat.topic()).isEqualTo("heartbeats"))
          .allSatisfy(beat -> assertThat(text(beat.key())).contains("here", "there"));
      assertThat(exchange.kept())
          .extracting(beat -> ByteBuffer.wrap((byte[]) beat.value()).getLong(Short.BYTES))
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  @Tried(
      connector = "MirrorMaker 2, checkpoints",
      artifact = "org.apache.kafka:connect-mirror:4.3.1",
      kind = "source",
      what = "positions of a consumer group, beside MirrorMaker's source; stop and go on",
      note = "as above")
  void positions_of_a_consumer_group_are_read() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(JARS, folder);
        Exchange records = new Exchange(List.of());
        Exchange checkpoints = new Exchange(List.of());
        Engine engine = Connectors.engine(folder)) {
      broker.createTopic("numbers");
      send(broker, 0, 100);
      Path mirror =
          new PipelineFile("mirror")
              .source(
                  "org.apache.kafka.connect.mirror.MirrorSourceConnector",
                  settings(broker, Map.of("topics", "numbers", "offset.lag.max", "0")))
              .sink("kept", KeptSink.class.getName(), records.config())
              .retryingSoon()
              .writeTo(folder);
      Path file =
          new PipelineFile("checkpoints")
              .source(
                  "org.apache.kafka.connect.mirror.MirrorCheckpointConnector",
                  settings(
                      broker,
                      Map.of(
                          "groups", "readers",
                          "emit.checkpoints.interval.seconds", "1",
                          "refresh.groups.interval.seconds", "1",
                          "checkpoints.topic.replication.factor", "1")))
              .sink("kept", KeptSink.class.getName(), checkpoints.config())
              .retryingSoon()
              .writeTo(folder);
      PipelineRun mirrored = engine.start(mirror);
      arrives(mirrored, records, 100);

      for (long position : List.of(40L, 90L)) {
        commits(broker, position);
        PipelineRun run = engine.start(file);
        await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(checkpoints.kept())
                        .as("%s", run.status())
                        .anyMatch(checkpoint -> upstream(checkpoint) == position));
        stops(run);
      }
      stops(mirrored);

      assertThat(checkpoints.kept())
          .allSatisfy(
              checkpoint -> assertThat(checkpoint.topic()).isEqualTo("here.checkpoints.internal"))
          .allSatisfy(
              checkpoint -> assertThat(text(checkpoint.key())).contains("readers", "numbers"));
    }
  }

  /** The position of the group in the topic that was mirrored, behind the form's version. */
  private static long upstream(SinkRecord checkpoint) {
    return ByteBuffer.wrap((byte[]) checkpoint.value()).getLong(Short.BYTES);
  }

  private static void commits(KafkaBroker broker, long position) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .alterConsumerGroupOffsets(
              "readers", Map.of(new TopicPartition("numbers", 0), new OffsetAndMetadata(position)))
          .all()
          .get();
    }
  }

  private static Map<String, String> settings(KafkaBroker broker, Map<String, String> own) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "source.cluster.alias", "here",
                "target.cluster.alias", "there",
                "source.cluster.bootstrap.servers", broker.bootstrapServers(),
                "target.cluster.bootstrap.servers", broker.bootstrapServers(),
                "offset-syncs.topic.replication.factor", "1",
                "replication.factor", "1"));
    settings.putAll(own);
    return settings;
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  private static void send(KafkaBroker broker, int from, int to) {
    for (int i = from; i < to; i++) {
      broker.send("numbers", "key " + i, "number " + i);
    }
  }

  private static List<String> values(Exchange exchange) {
    return exchange.kept().stream().map(record -> text(record.value())).toList();
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
