package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.connector.GaugeReader;
import io.sluice.bench.connector.SinkGaugeMXBean;
import io.sluice.bench.engine.EngineBed;
import io.sluice.bench.engine.EngineBed.Running;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.peer.EmbeddedDebezium;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads one table of the source into a sink that counts, by our connector or by Debezium's: the
 * settings of all, and how each is timed. Each capture has its own slot; all share one publication.
 */
final class Captures implements AutoCloseable {

  static final String PUBLICATION = "bench";
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String GAUGE = "captured";

  private final BenchServer server;
  private final OrdersTable table;
  private final EngineBed engines;
  private final GaugeReader gauge = new GaugeReader(GAUGE);

  Captures(BenchServer server, OrdersTable table, Workbench bench) throws Exception {
    this.server = server;
    this.table = table;
    this.engines = new EngineBed(bench);
    server.execute(
        "DROP PUBLICATION IF EXISTS " + PUBLICATION,
        "CREATE PUBLICATION " + PUBLICATION + " FOR TABLE " + table);
  }

  /** Our connector, as it comes. */
  Stop ours(String slot) {
    return new Stop("postgres", common(slot));
  }

  /** Debezium's, with the larger batch and queue that it profits from. */
  Stop debezium(String slot) {
    Map<String, String> config = common(slot);
    config.putAll(debeziumOnly());
    return new Stop("io.debezium.connector.postgresql.PostgresConnector", config);
  }

  /** Debezium's, with nothing said that it does not ask for. */
  Stop debeziumAtDefaults(String slot) {
    Map<String, String> config = common(slot);
    config.put("plugin.name", "pgoutput");
    return new Stop("io.debezium.connector.postgresql.PostgresConnector", config);
  }

  /** Debezium's, made to look for new changes as often as it can. */
  Stop debeziumForLatency(String slot) {
    Map<String, String> config = common(slot);
    config.putAll(debeziumOnly());
    config.put("poll.interval.ms", "1");
    return new Stop("io.debezium.connector.postgresql.PostgresConnector", config);
  }

  /** The same for Debezium's own engine. */
  Map<String, String> embedded(String slot) {
    Map<String, String> config = common(slot);
    config.putAll(debeziumOnly());
    return config;
  }

  private static Map<String, String> debeziumOnly() {
    return Map.of("max.batch.size", "8192", "max.queue.size", "32768", "plugin.name", "pgoutput");
  }

  private Map<String, String> common(String slot) {
    Map<String, String> config = new TreeMap<>();
    config.put("database.hostname", "localhost");
    config.put("database.port", Integer.toString(server.port()));
    config.put("database.user", server.user());
    config.put("database.password", "unused");
    config.put("database.dbname", server.database());
    config.put("topic.prefix", "bench");
    config.put("table.include.list", table.toString());
    config.put("slot.name", slot);
    config.put("publication.name", PUBLICATION);
    config.put("publication.autocreate.mode", "disabled");
    return config;
  }

  /** A sink that counts into the gauge of these captures. */
  static Stop counting() {
    return new Stop("io.sluice.bench.connector.CountingSinkConnector", Map.of("gauge", GAUGE));
  }

  /** A sink that counts the records of one topic. */
  static Stop counting(String topic) {
    return new Stop(
        "io.sluice.bench.connector.CountingSinkConnector",
        Map.of("gauge", GAUGE, "count.topic", topic));
  }

  /** A sink that also takes the time of each envelope. */
  static Stop timing() {
    return new Stop(
        "io.sluice.bench.connector.CountingSinkConnector",
        Map.of("gauge", GAUGE, "latency", "true"));
  }

  /** Starts a capture in our engine. */
  Running start(String name, Stop source, Stop sink) {
    gauge.clear();
    return engines.start(name, source, sink);
  }

  /** Waits for so many records in the sink of a running capture. */
  SinkGaugeMXBean await(Running running, long records) throws Exception {
    return gauge.await(records, LIMIT, running::check);
  }

  /**
   * Runs a capture in our engine until so many records are in the sink; answers how many came a
   * second.
   */
  double rate(String name, Stop source, long records) throws Exception {
    double rate;
    try (Running running = start(name, source, counting())) {
      rate = GaugeReader.rate(await(running, records));
    }
    awaitFree(source.config());
    return rate;
  }

  /**
   * Runs a capture in Debezium's engine until it handed over so many records; answers how many came
   * a second.
   */
  double rate(EmbeddedDebezium engine, Map<String, String> config, Path offsets, long records)
      throws Exception {
    double rate;
    try (EmbeddedDebezium.Running running = engine.start(config, offsets)) {
      rate = running.awaitRate(records, LIMIT.toSeconds());
    }
    awaitFree(config);
    return rate;
  }

  /** A slot is let go a moment after its reader has gone; who comes before that is refused. */
  void awaitFree(Map<String, String> config) throws SQLException, InterruptedException {
    String busy =
        "SELECT count(*) FROM pg_replication_slots WHERE active AND slot_name = '"
            + config.get("slot.name")
            + "'";
    for (int i = 0; i < 1_000 && server.number(busy) > 0; i++) {
      Thread.sleep(10);
    }
  }

  @Override
  public void close() {
    engines.close();
  }
}
