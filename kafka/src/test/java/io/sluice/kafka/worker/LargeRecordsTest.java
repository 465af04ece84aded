package io.sluice.kafka.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.kafka.deploy.ConnectAddress;
import io.sluice.kafka.deploy.ConnectCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
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

  @Test
  void what_repeats_itself_takes_little_room_in_a_topic() throws Exception {
    Path file = Files.writeString(folder.resolve("same.txt"), "x".repeat(LARGE) + "\n");

    cluster()
        .configure(
            "large-same",
            Map.of(
                "connector.class",
                "FileStreamSource",
                "topic",
                "large-same",
                "file",
                file.toString()));

    await().atMost(SOON).until(() -> bytesOf("large-same") > 0);
    assertThat(bytesOf("large-same")).isLessThan(LARGE / 10);
  }

  private static long bytesOf(String topic) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", SharedKafka.get().broker().bootstrapServers()))) {
      long bytes = 0;
      for (var broker : admin.describeLogDirs(List.of(1)).allDescriptions().get().values()) {
        for (LogDirDescription folder : broker.values()) {
          for (var replica : folder.replicaInfos().entrySet()) {
            bytes += replica.getKey().topic().equals(topic) ? replica.getValue().size() : 0;
          }
        }
      }
      return bytes;
    }
  }

  /** Such as nothing makes smaller. */
  private static String text() {
    byte[] bytes = new byte[LARGE / 4 * 3];
    new Random(5).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private Map<String, String> source() throws IOException {
    Path file = Files.writeString(folder.resolve("large.txt"), text() + "\n");
    return Map.of("connector.class", "FileStreamSource", "topic", "large", "file", file.toString());
  }

  private ConnectCluster cluster() {
    return new ConnectCluster(
        ConnectAddress.of(SharedKafka.get().worker().url().toString(), Map.of(), folder));
  }
}
