package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** MongoDB's own source reads what was there, then the stream of changes. */
@Tag("long")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MongoSourceTest {
  private static final Duration SOON = Duration.ofSeconds(40);

  /** A MongoDB says by itself whose event it is; the connector makes the topic of it. */
  private static final String WHERE = "[{$addFields: {ns: {db: 'shop', coll: 'people'}}}]";

  /** From here on they are documents that nobody compares. */
  private static final int MARK = 10_000;

  @TempDir Path folder;

  @Test
  @Tried(
      connector = "MongoDB",
      artifact = "org.mongodb.kafka:mongo-kafka-connect:2.0.1:jar:all",
      kind = "source",
      what =
          "documents that were there, then inserts and deletes from the stream of changes, stop and"
              + " go on; mongo-java-server stands for a MongoDB",
      note =
          "has no service files: name its class; its events are texts in JSON unless"
              + " `output.format.value` says otherwise")
  void a_collection_is_read_and_followed_and_gone_on_with() {
    MongoServer server = new MongoServer(new MemoryBackend());
    server.enableOplog();
    String address = server.bindAndGetConnectionString();
    try (Exchange exchange = new Exchange(List.of());
        MongoClient client = MongoClients.create(address)) {
      MongoCollection<Document> people = client.getDatabase("shop").getCollection("people");
      insert(people, 0, 100);
      Path file =
          new PipelineFile("people")
              .source(
                  "com.mongodb.kafka.connect.MongoSourceConnector",
                  Map.of(
                      "connection.uri", address,
                      "database", "shop",
                      "collection", "people",
                      "startup.mode", "copy_existing",
                      "pipeline", WHERE,
                      "poll.await.time.ms", "200"))
              .sink("kept", KeptSink.class.getName(), exchange.config())
              .retryingSoon()
              .writeTo(folder);
      try (Engine engine = Connectors.engine(folder)) {
        PipelineRun run = engine.start(file);
        arrives(run, exchange, 100);
        untilFollowed(run, exchange, people);
        insert(people, 100, 150);
        people.deleteOne(Filters.eq("_id", 7));
        arrives(run, exchange, 151);
        stops(run);
      }
      insert(people, 150, 200);
      people.deleteOne(Filters.eq("_id", 170));

      try (Engine engine = Connectors.engine(folder)) {
        PipelineRun run = engine.start(file);
        arrives(run, exchange, 202);
        stops(run);
      }

      List<String> expected = new ArrayList<>();
      IntStream.range(0, 150).forEach(i -> expected.add("insert " + i + " name " + i));
      expected.add("delete 7 null");
      IntStream.range(150, 200).forEach(i -> expected.add("insert " + i + " name " + i));
      expected.add("delete 170 null");
      assertThat(events(exchange)).isEqualTo(expected);
      assertThat(exchange.kept().get(0).topic()).isEqualTo("shop.people");
    } finally {
      server.shutdownNow();
    }
  }

  /**
   * A MongoDB gives its stream from where the copy began; mongo-java-server from where somebody
   * begins to read it.
   */
  private static void untilFollowed(
      PipelineRun run, Exchange exchange, MongoCollection<Document> people) {
    AtomicInteger next = new AtomicInteger(MARK);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              insert(people, next.get(), next.incrementAndGet());
              assertThat(exchange.kept()).as("%s", run.status()).hasSizeGreaterThan(100);
            });
  }

  private static void insert(MongoCollection<Document> people, int from, int to) {
    people.insertMany(
        IntStream.range(from, to)
            .mapToObj(i -> new Document("_id", i).append("name", "name " + i))
            .toList());
  }

  private static List<String> events(Exchange exchange) {
    return exchange.kept().stream()
        .map(record -> Document.parse((String) record.value()))
        .filter(change -> change.get("documentKey", Document.class).getInteger("_id") < MARK)
        .map(MongoSourceTest::event)
        .toList();
  }

  private static String event(Document change) {
    Document now = change.get("fullDocument", Document.class);
    return change.getString("operationType")
        + " "
        + change.get("documentKey", Document.class).get("_id")
        + " "
        + (now == null ? null : now.getString("name"));
  }

  private static void arrives(PipelineRun run, Exchange exchange, int count) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(events(exchange)).as("%s", run.status()).hasSize(count));
  }

  private static void stops(PipelineRun run) {
    RunStatus end = run.stop(SOON);
    assertThat(end.state()).as("%s", end.lastError()).isEqualTo(RunState.STOPPED);
  }
}
