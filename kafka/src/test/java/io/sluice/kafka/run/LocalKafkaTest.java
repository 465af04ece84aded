package io.sluice.kafka.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.kafka.broker.BrokerSettings;
import io.sluice.kafka.deploy.ConnectAddress;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.Marks;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.worker.WorkerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKafkaTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void what_a_killed_run_has_left_is_stopped_before_others_find_this_kafka() throws IOException {
    try (LocalKafka first = start()) {
      ConnectCluster cluster = cluster(first);
      cluster.configure("left", lines(PipelineOnKafka.PROJECT));
      cluster.configure("deployed", lines("acme"));
      await().atMost(SOON).until(() -> isRunning(cluster, "left"));
      await().atMost(SOON).until(() -> isRunning(cluster, "deployed"));
    }

    try (LocalKafka again = start()) {
      assertThat(KafkaAddress.find(folder).orElseThrow().connect()).isEqualTo(again.worker().url());
      ConnectCluster cluster = cluster(again);
      await()
          .atMost(SOON)
          .until(
              () ->
                  cluster
                      .connector("left")
                      .filter(each -> each.state().equals("STOPPED"))
                      .isPresent());
      await().atMost(SOON).until(() -> isRunning(cluster, "deployed"));
    }
  }

  @Test
  void a_port_that_is_taken_before_the_broker_has_it_costs_no_start() throws IOException {
    try (ServerSocket other = new ServerSocket();
        LocalKafka kafka =
            LocalKafka.start(
                BrokerSettings.in(folder),
                servers -> {
                  take(servers, other);
                  return WorkerSettings.alone(servers, "127.0.0.1:0", List.of(), Map.of());
                })) {
      assertThat(kafka.broker().orElseThrow().bootstrapServers())
          .isNotEqualTo("127.0.0.1:" + other.getLocalPort());
      assertThat(KafkaAddress.find(folder).orElseThrow().bootstrapServers())
          .isEqualTo(kafka.broker().orElseThrow().bootstrapServers());
    }
  }

  private static void take(String servers, ServerSocket other) {
    if (other.isBound()) {
      return;
    }
    int port = Integer.parseInt(servers.substring(servers.indexOf(':') + 1));
    try {
      other.bind(new InetSocketAddress("127.0.0.1", port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LocalKafka start() {
    return LocalKafka.start(
        BrokerSettings.in(folder),
        servers -> WorkerSettings.alone(servers, "127.0.0.1:0", List.of(), Map.of()));
  }

  private ConnectCluster cluster(LocalKafka kafka) {
    return new ConnectCluster(ConnectAddress.of(kafka.worker().url().toString(), Map.of(), folder));
  }

  private static boolean isRunning(ConnectCluster cluster, String name) {
    return cluster
        .connector(name)
        .filter(each -> each.state().equals("RUNNING"))
        .filter(RunningConnector::isSettled)
        .isPresent();
  }

  private Map<String, String> lines(String project) throws IOException {
    Path file = Files.writeString(folder.resolve("lines.txt"), "one\n");
    return Map.of(
        "connector.class",
        "FileStreamSource",
        "file",
        file.toString(),
        "topic",
        "lines",
        Marks.PROJECT,
        project,
        Marks.PIPELINE,
        "into");
  }
}
