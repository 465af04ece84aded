package io.sluice.acceptance.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.PostgresDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One source, its pipeline file and its two targets: {@code copy} is upserted and must equal the
 * source, {@code log} is appended to and must hold every event once.
 */
public final class Shipment {
  private static final Duration TO_THE_END = Duration.ofSeconds(120);

  private final Path folder;
  private final PostgresDatabase source;
  private final Target copy;
  private final Target log;
  private final Path file;

  /** Where the copies go. */
  public enum Kind {
    DUCKDB,
    POSTGRES;

    public Target target(Path folder, String name) {
      return switch (this) {
        case DUCKDB -> Target.duckdb(folder, name);
        case POSTGRES -> Target.postgres();
      };
    }
  }

  public Shipment(Path folder, PostgresDatabase source, Kind kind) {
    this(folder, source, kind, "200ms");
  }

  public Shipment(Path folder, PostgresDatabase source, Kind kind, String checkpointInterval) {
    this(folder, source, kind, checkpointInterval, Map.of());
  }

  /**
   * @param settings further ones of the source
   */
  public Shipment(
      Path folder,
      PostgresDatabase source,
      Kind kind,
      String checkpointInterval,
      Map<String, String> settings) {
    this(folder, source, kind, checkpointInterval, settings, true);
  }

  /** One that only appends: sinks that are apart would get rows of a snapshot once more. */
  public static Shipment appending(
      Path folder,
      PostgresDatabase source,
      Kind kind,
      String checkpointInterval,
      Map<String, String> settings) {
    return new Shipment(folder, source, kind, checkpointInterval, settings, false);
  }

  private Shipment(
      Path folder,
      PostgresDatabase source,
      Kind kind,
      String checkpointInterval,
      Map<String, String> settings,
      boolean copying) {
    this(
        folder,
        source,
        kind.target(folder, "copy"),
        kind.target(folder, "log"),
        checkpointInterval,
        settings,
        copying);
  }

  /** Into two targets of any kind. */
  public Shipment(Path folder, PostgresDatabase source, Target copy, Target log) {
    this(folder, source, copy, log, "200ms", Map.of(), true);
  }

  /**
   * On Kafka, through topics of the source's name, a table each.
   *
   * @param topics settings of the topics, such as {@code partitions}
   * @param sink further settings of both sinks
   */
  public static Shipment onKafka(
      Path folder,
      PostgresDatabase source,
      Target copy,
      Target log,
      Map<String, String> topics,
      Map<String, String> sink) {
    Map<String, String> config = sourceConfig(source, source.server().port());
    config.put("topic.prefix", source.name());
    Map<String, String> into = new HashMap<>(topics);
    into.put("prefix", source.name() + ".");
    return new Shipment(
        folder,
        source,
        copy,
        log,
        new PipelineFile(source.name())
            .source("postgres", config)
            .sink("copy", "table", sinkConfig(copy, "upsert", sink))
            .sink("log", "table", sinkConfig(log, "append", sink))
            .section("topics", into)
            .writeTo(folder));
  }

  private Shipment(Path folder, PostgresDatabase source, Target copy, Target log, Path file) {
    this.folder = folder;
    this.source = source;
    this.copy = copy;
    this.log = log;
    this.file = file;
  }

  private Shipment(
      Path folder,
      PostgresDatabase source,
      Target copy,
      Target log,
      String checkpointInterval,
      Map<String, String> settings,
      boolean copying) {
    Map<String, String> config = sourceConfig(source, source.server().port());
    config.putAll(settings);
    this.folder = folder;
    this.source = source;
    this.copy = copy;
    this.log = log;
    PipelineFile pipeline = new PipelineFile("shipment").source("postgres", config);
    if (copying) {
      pipeline.sink("copy", "table", sinkConfig(copy, "upsert"));
    }
    this.file =
        pipeline
            .sink("log", "table", sinkConfig(log, "append"))
            .section("checkpoint", Map.of("interval", checkpointInterval))
            .retryingSoon()
            .writeTo(folder);
  }

  private static Map<String, String> sinkConfig(
      Target target, String mode, Map<String, String> more) {
    Map<String, String> config = sinkConfig(target, mode);
    config.putAll(more);
    return config;
  }

  private static Map<String, String> sinkConfig(Target target, String mode) {
    Map<String, String> config = new HashMap<>(target.login());
    config.put("url", target.url());
    config.put("mode", mode);
    return config;
  }

  /** Settings of our source, through that port. */
  public static Map<String, String> sourceConfig(PostgresDatabase source, int port) {
    Map<String, String> config = new HashMap<>(source.debeziumConfig(port));
    config.put("topic.prefix", "shop");
    config.put("slot.name", source.name());
    config.put("publication.name", source.name());
    return config;
  }

  /** The pipeline. */
  public Path file() {
    return file;
  }

  public Target copy() {
    return copy;
  }

  public Target log() {
    return log;
  }

  /** The engine in a process of its own, not started. */
  public EngineProcess.Plan engine() {
    return new EngineProcess.Plan(file, folder.resolve(".sluice"));
  }

  /** Runs it to where the source stands now; the source must be quiet. */
  public void finish() throws InterruptedException {
    try (EngineProcess last = engine().toTheEnd().start()) {
      int code = last.awaitExit(TO_THE_END);
      assertThat(code).as("exit code of the last run\n%s", last.output()).isZero();
    }
  }

  /** Nothing lost and nothing wrong: the upserted copy equals the source. */
  public void copyEqualsTheSource() throws SQLException {
    assertThat(copy.differencesFrom(source)).isEmpty();
  }

  /**
   * Nothing lost and nothing twice, in what was appended: every row of the journal is there once,
   * and of each customer every version from the first seen to the newest once.
   */
  public void logHoldsEveryEventOnce() throws SQLException {
    assertThat(log.column("SELECT seq FROM journal GROUP BY seq HAVING count(*) > 1 ORDER BY seq"))
        .as("rows of the journal that were appended twice")
        .isEmpty();
    assertThat(
            log.column(
                "SELECT id FROM customers GROUP BY id HAVING count(*) <> count(DISTINCT version)"
                    + " OR max(version) - min(version) + 1 <> count(*) ORDER BY id"))
        .as("customers of whom an event is missing, or there twice")
        .isEqualTo(List.of());
    logHoldsTheNewest();
  }

  /**
   * Nothing lost in what was appended over an interrupted snapshot, and no change twice: only the
   * first state of a customer, which a chunk brought that was under way, may be there again.
   *
   * @param journalBefore the last row of the journal that a snapshot may have read
   */
  public void logHoldsEveryChangeOnce(long journalBefore) throws SQLException {
    assertThat(
            log.column(
                "SELECT seq FROM journal WHERE seq > "
                    + journalBefore
                    + " GROUP BY seq HAVING count(*) > 1 ORDER BY seq"))
        .as("rows of the journal that were appended twice")
        .isEmpty();
    assertThat(
            log.column(
                "SELECT id || ':' || version FROM (SELECT id, version, count(*) AS times,"
                    + " min(version) OVER (PARTITION BY id) AS oldest FROM customers GROUP BY id,"
                    + " version) x WHERE times > 1 AND version > oldest"))
        .as("changes of customers that are there twice")
        .isEmpty();
    assertThat(
            log.column(
                "SELECT id FROM customers GROUP BY id HAVING max(version) - min(version) + 1 <>"
                    + " count(DISTINCT version)"))
        .as("customers of whom a change is missing")
        .isEmpty();
    logHoldsTheNewest();
  }

  /** Nothing lost in what was appended: every row of the journal, the newest of each customer. */
  public void logHoldsTheNewest() throws SQLException {
    Set<String> appended = new HashSet<>(log.column("SELECT seq FROM journal"));
    List<String> missing = new ArrayList<>();
    for (List<?> row : source.rows("SELECT seq FROM journal ORDER BY seq")) {
      if (!appended.contains(String.valueOf(row.get(0)))) {
        missing.add(String.valueOf(row.get(0)));
      }
    }
    assertThat(missing).as("rows of the journal that were not appended").isEmpty();
    assertThat(
            log.number(
                "SELECT sum(newest) FROM (SELECT max(version) AS newest FROM customers GROUP BY id)"
                    + " x"))
        .as("newest versions of all customers, added up")
        .isEqualTo(source.number("SELECT sum(version) FROM customers"));
  }
}
