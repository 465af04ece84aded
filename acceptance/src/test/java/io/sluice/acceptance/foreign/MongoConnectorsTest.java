package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Shipment;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sinks into MongoDB, behind our PostgreSQL source. */
@Tag("long")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoConnectorsTest {
  private static final Duration SOON = Duration.ofSeconds(40);

  private final MongoServer server = new MongoServer(new MemoryBackend());
  private String address = "";

  @TempDir Path folder;

  @BeforeAll
  void start() {
    address = server.bindAndGetConnectionString();
  }

  @AfterAll
  void stop() {
    server.shutdownNow();
  }

  @BeforeEach
  void empty() {
    try (MongoClient client = MongoClients.create(address)) {
      client.getDatabase("shop").drop();
    }
  }

  @Test
  @Tried(
      connector = "MongoDB",
      artifact = "org.mongodb.kafka:mongo-kafka-connect:2.0.1:jar:all",
      kind = "sink",
      what =
          "rows as documents, by its handler of PostgreSQL's changes: inserts, updates, deletes;"
              + " mongo-java-server stands for a MongoDB",
      note = "has no service files: name its class")
  void mongos_own_sink_follows_a_table() {
    follows(
        "com.mongodb.kafka.connect.MongoSinkConnector",
        true,
        Map.of(
            "connection.uri", address,
            "database", "shop",
            "collection", "people",
            "change.data.capture.handler",
                "com.mongodb.kafka.connect.sink.cdc.debezium.rdbms.postgres.PostgresHandler"));
  }

  @Test
  @Tried(
      connector = "Debezium MongoDB",
      artifact = "io.debezium:debezium-connector-mongodb:3.6.1.Final",
      kind = "sink",
      what = "rows as documents: inserts, updates; mongo-java-server stands for a MongoDB",
      result = "runs, without deletes",
      note =
          "it fails on a tombstone and on a batch that begins with a delete, says so to nobody, and"
              + " drops the batch: nothing can be set aside or tried again")
  void debeziums_sink_follows_a_table() {
    follows(
        "io.debezium.connector.mongodb.MongoDbSinkConnector",
        false,
        Map.of(
            "mongodb.connection.string", address,
            "sink.database", "shop",
            "collection.name.format", "people"));
  }

  private void follows(String connector, boolean deletes, Map<String, String> settings) {
    try (PostgresDatabase source = PostgresServer.shared().newDatabase();
        Engine engine = Connectors.engine(folder)) {
      source.sql(
          "CREATE TABLE people (id int PRIMARY KEY, name text)",
          "INSERT INTO people SELECT i, 'name ' || i FROM generate_series(1, 500) i");
      Path file =
          new PipelineFile("people")
              .source("postgres", Shipment.sourceConfig(source, source.server().port()))
              .sink("documents", connector, settings)
              .retryingSoon()
              .writeTo(folder);
      PipelineRun run = engine.start(file);
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(names()).as("%s", run.status()).hasSize(500));

      source.sql(
          "UPDATE people SET name = 'new' WHERE id <= 100",
          "INSERT INTO people VALUES (1000, 'last')");
      if (deletes) {
        source.sql("DELETE FROM people WHERE id > 450 AND id < 1000");
      }

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(names())
                      .as("%s", run.status())
                      .hasSize(deletes ? 451 : 501)
                      .containsEntry(1, "new")
                      .containsEntry(450, "name 450")
                      .containsEntry(1000, "last"));
      RunStatus end = run.stop(SOON);
      assertThat(end.state()).as("%s", end.lastError()).isEqualTo(RunState.STOPPED);
      assertThat(end.counts().deadLettered()).isZero();
    }
  }

  private Map<Integer, String> names() {
    Map<Integer, String> names = new TreeMap<>();
    try (MongoClient client = MongoClients.create(address)) {
      MongoCollection<Document> people = client.getDatabase("shop").getCollection("people");
      for (Document person : people.find()) {
        Document id = person.get("_id", Document.class);
        names.put(id.getInteger("id"), person.getString("name"));
      }
    }
    return names;
  }
}
