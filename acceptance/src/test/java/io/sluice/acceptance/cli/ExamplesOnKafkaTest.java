package io.sluice.acceptance.cli;

import static io.sluice.acceptance.stock.StockConnect.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.stock.StockConnect;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same files mean the same on both engines: each example, with topics between source and sinks
 * and deployed to a Connect cluster, gives the very answers that its README shows and that {@link
 * ExamplesTest} gets from the direct engine.
 */
@Tag("long")
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExamplesOnKafkaTest {
  /** How the topics are called where the connector or a transform does not begin with "shop.". */
  private static final Map<String, String> TOPICS =
      Map.of(
          "file-to-duckdb", "topic: visits",
          "transforms-and-predicates", "topics: {prefix: support.}");

  private static final String ON_KAFKA = "on-kafka.yaml";

  @TempDir Path temporary;
  private final StockConnect connect = StockConnect.shared();
  private final Path secrets = Path.of("secrets.properties");

  static List<Example> examples() throws IOException {
    return Example.all();
  }

  @AfterEach
  void removeAll() throws InterruptedException, ExecutionException {
    for (String connector : connectors()) {
      connect.api().ask("DELETE", "/connectors/" + connector, null);
    }
    await().atMost(SOON).until(() -> connectors().isEmpty());
    try (Admin admin = admin()) {
      admin.deleteTopics(topics(admin)).all().get();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_gives_the_same_answers_with_topics_in_between(Example example)
      throws IOException {
    PostgresDatabase source = PostgresServer.shared().newDatabase();
    Path folder = example.copied(temporary, source);
    Files.writeString(
        folder.resolve(secrets), "SHOP_PASSWORD=postgres\nPII_KEY=the key of this test\n");
    Files.writeString(folder.resolve(ON_KAFKA), onKafka(example, folder));
    Command sluice =
        new Command(folder, Map.of("SHOP_PASSWORD", "postgres", "PII_KEY", "the key of this test"));

    Example.execute(source, folder.resolve("source.sql"));
    deploy(sluice);
    long records = awaitMoreThan(0);
    if (Example.execute(source, folder.resolve("change.sql"))) {
      awaitMoreThan(records);
    }

    List<Example.Question> questions = example.questions();
    assertThat(questions).isNotEmpty();
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() -> answered(sluice, questions));
    assertThat(deploy(sluice)).contains("Nothing to do");
  }

  private String deploy(Command sluice) {
    return sluice
        .run(
            "deploy",
            ON_KAFKA,
            "--connect",
            connect.api().url(),
            "--plugin-path",
            Example.FOREIGN.toString())
        .ok()
        .out();
  }

  /** Files of DuckDB are asked while nobody writes them. */
  private void answered(Command sluice, List<Example.Question> questions) {
    List<String> sinks = connectors().stream().filter(name -> !isSource(name)).toList();
    sinks.forEach(connect::stop);
    try {
      for (Example.Question question : questions) {
        assertThat(sluice.run(question.arguments().toArray(String[]::new)).ok().out())
            .as("%s", question.arguments())
            .isEqualTo(question.answer());
      }
    } finally {
      sinks.forEach(name -> connect.api().put("/connectors/" + name + "/resume", null));
      sinks.forEach(connect::awaitRunning);
    }
  }

  private boolean isSource(String connector) {
    return connect
        .api()
        .get("/connectors/" + connector)
        .body()
        .path("type")
        .asText()
        .equals("source");
  }

  /** The same file, with topics, and secrets where the workers find them. */
  private String onKafka(Example example, Path folder) throws IOException {
    String text =
        Files.readString(folder.resolve(Example.PIPELINE))
            .replaceAll("\\$\\{env:(\\w+)\\}", "\\${file:" + folder.resolve(secrets) + ":$1}");
    return text + TOPICS.getOrDefault(example.name(), "topics: {prefix: shop.}") + "\n";
  }

  private List<String> connectors() {
    List<String> names = new ArrayList<>();
    connect.api().get("/connectors").body().forEach(name -> names.add(name.asText()));
    return names;
  }

  /** Until more lies in the topics than before, and nothing comes for a while. */
  private long awaitMoreThan(long before) {
    Quiet quiet = new Quiet(before);
    await().atMost(SOON).pollInterval(Duration.ofMillis(500)).until(quiet::isReached);
    return quiet.records;
  }

  private final class Quiet {
    private final long before;
    private long records;
    private int looks;

    Quiet(long before) {
      this.before = before;
    }

    boolean isReached() throws InterruptedException, ExecutionException {
      long now = records();
      looks = now > before && now == records ? looks + 1 : 0;
      records = now;
      return looks >= 6;
    }
  }

  private long records() throws InterruptedException, ExecutionException {
    try (Admin admin = admin()) {
      Map<TopicPartition, OffsetSpec> ends =
          admin.describeTopics(topics(admin)).allTopicNames().get().values().stream()
              .flatMap(
                  topic ->
                      topic.partitions().stream()
                          .map(each -> new TopicPartition(topic.name(), each.partition())))
              .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(end -> end.offset())
          .sum();
    }
  }

  private static Set<String> topics(Admin admin) throws InterruptedException, ExecutionException {
    return admin.listTopics().names().get().stream()
        .filter(name -> name.matches("(shop|support)\\..*|visits|dead-letters\\..*"))
        .collect(Collectors.toSet());
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", connect.broker().bootstrapServers()));
  }
}
