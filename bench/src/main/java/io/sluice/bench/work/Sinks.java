package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.engine.EngineBed.Stop;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The sinks that write tables: ours as it comes, and the peer's as fast as it can be set. */
final class Sinks {

  /** How a result says how the peer was set. */
  static final String DEBEZIUM =
      "Debezium's JDBC sink 3.5.0 in our engine, behind our source; upserts, deletes, batches of"
          + " 10,000, its reduction buffer, the driver rewriting batches.";

  /** The same on a Connect worker. */
  static final String DEBEZIUM_ON_KAFKA =
      "Both on the worker that sluice run starts, as one task, out of one topic. Debezium's JDBC"
          + " sink 3.5.0: upserts, deletes, batches of 10,000, its reduction buffer, the driver"
          + " rewriting batches, and max.poll.records of 10,000, since it writes what one poll gave"
          + " it.";

  private Sinks() {}

  /** Our table sink into one table of a PostgreSQL server. */
  static Stop postgres(BenchServer target, String table) {
    return new Stop("table", Map.of("url", target.url(), "table.name.format", table));
  }

  /** Our table sink into a DuckDB file. */
  static Stop duckDb(Path file) {
    return new Stop("table", Map.of("url", "jdbc:duckdb:" + file));
  }

  /** Debezium's into one table of a PostgreSQL server. */
  static Stop debezium(BenchServer target, String table) {
    return new Stop(
        "io.debezium.connector.jdbc.JdbcSinkConnector",
        Map.ofEntries(
            Map.entry("connection.url", target.url() + "&reWriteBatchedInserts=true"),
            Map.entry("connection.username", target.user()),
            Map.entry("connection.password", "unused"),
            Map.entry("insert.mode", "upsert"),
            Map.entry("delete.enabled", "true"),
            Map.entry("primary.key.mode", "record_key"),
            Map.entry("schema.evolution", "basic"),
            Map.entry("batch.size", "10000"),
            Map.entry("use.reduction.buffer", "true"),
            Map.entry("collection.name.format", table)));
  }

  /** The same on Kafka, given as many records at a time as it writes at once. */
  static Stop debeziumOnKafka(BenchServer target, String table) {
    Stop stop = debezium(target, table);
    Map<String, String> config = new TreeMap<>(stop.config());
    config.put("consumer.override.max.poll.records", "10000");
    return new Stop(stop.connector(), config);
  }
}
