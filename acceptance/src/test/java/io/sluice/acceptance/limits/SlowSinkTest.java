package io.sluice.acceptance.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.SluiceProcess;
import io.sluice.acceptance.run.Target;
import io.sluice.kafka.run.KafkaAddress;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.TcpProxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A source that is many times as fast as the sink, with a topic between them. */
@Tag("long")
@Timeout(value = 700, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowSinkTest {
  private static final int TIMES = 10;
  private static final Duration FAR_AWAY = Duration.ofSeconds(1);

  /** Half of what the launcher gives. Whoever gets no memory, and be it Kafka, ends the process. */
  private static final String HEAP = "-Xmx256m -XX:+ExitOnOutOfMemoryError";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final Target copy = Target.postgres();

  @AfterEach
  void close() {
    source.close();
  }

  @ParameterizedTest(name = "{0} rows of {1} times 32 bytes")
  @CsvSource({"200_000, 64", "300_000, 1", "600, 32_768"})
  void the_topic_takes_what_the_sink_cannot_and_the_sink_catches_up(String many, String times)
      throws Exception {
    int rows = Integer.parseInt(many.replace("_", ""));
    source.sql(
        "CREATE TABLE t (id int PRIMARY KEY, body text NOT NULL)",
        "INSERT INTO t SELECT i, repeat(md5(i::text), "
            + times.replace("_", "")
            + ") FROM generate_series(1, "
            + rows
            + ") i");
    try (TcpProxy slow = TcpProxy.to(PostgresServer.shared().port());
        SluiceProcess run = run(slow)) {
      slow.delay(FAR_AWAY);

      eventually().until(() -> !run.isAlive() || inTheTopic() >= rows);
      assertThat(copied()).as(run.output()).isLessThan(rows / TIMES);
      slow.delay(Duration.ZERO);

      eventually().until(() -> !run.isAlive() || copied() == rows);
      assertThat(run.stop()).as(run.output()).isZero();
    }
    String sums =
        "SELECT count(*) || ' ' || count(DISTINCT id) || ' ' || sum(hashtext(body)) FROM t";
    assertThat(copy.column(sums)).containsExactly(source.value(sums));
  }

  private SluiceProcess run(TcpProxy slow) {
    Map<String, String> config = new HashMap<>();
    config.put("url", copy.through(slow.port()).url());
    Path file =
        new PipelineFile("outpaced")
            .source("postgres", Shipment.sourceConfig(source, source.server().port()))
            .sink("copy", "table", config)
            .section("topics", Map.of("prefix", "shop."))
            .writeTo(folder);
    return SluiceProcess.launch(folder, HEAP, List.of("run", file.toString()));
  }

  private long copied() {
    try {
      return copy.number("SELECT count(*) FROM t");
    } catch (SQLException e) {
      return 0; // The table is not there yet.
    }
  }

  private long inTheTopic() throws Exception {
    KafkaAddress kafka =
        KafkaAddress.find(folder.resolve(".sluice").resolve(KafkaAddress.FOLDER)).orElseThrow();
    TopicPartition only = new TopicPartition("shop.public.t", 0);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      return admin
          .listOffsets(Map.of(only, OffsetSpec.latest()))
          .partitionResult(only)
          .get()
          .offset();
    }
  }

  private static ConditionFactory eventually() {
    return await()
        .atMost(Duration.ofSeconds(300))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions();
  }
}
