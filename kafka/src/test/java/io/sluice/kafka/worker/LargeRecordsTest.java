package io.sluice.kafka.worker;

import static org.awaitility.Awaitility.await;

import io.sluice.kafka.deploy.ConnectAddress;
import io.sluice.kafka.deploy.ConnectCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records far beyond the megabyte that Kafka takes by default. */
class LargeRecordsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int LARGE = 10_000_000;

  @TempDir Path folder;

  @AfterEach
  void remove() {
    ConnectCluster cluster = cluster();
    cluster.connectors().keySet().stream()
        .filter(name -> name.startsWith("large"))
        .forEach(cluster::remove);
  }

  @Test
  void a_large_record_goes_through_a_topic_without_a_setting() throws IOException {
    Path copy = folder.resolve("copy.txt");

    cluster().configure("large", source());
    cluster()
        .configure(
            "large-sink",
            Map.of(
                "connector.class", "FileStreamSink", "topics", "large", "file", copy.toString()));

    await()
        .atMost(SOON)
        .until(() -> Files.exists(copy) && Files.size(copy) == LARGE + "\n".length());
  }

  private Map<String, String> source() throws IOException {
    Path file = Files.writeString(folder.resolve("large.txt"), "x".repeat(LARGE) + "\n");
    return Map.of("connector.class", "FileStreamSource", "topic", "large", "file", file.toString());
  }

  private ConnectCluster cluster() {
    return new ConnectCluster(
        ConnectAddress.of(SharedKafka.get().worker().url().toString(), Map.of(), folder));
  }
}
