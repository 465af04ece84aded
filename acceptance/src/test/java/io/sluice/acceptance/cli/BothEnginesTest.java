package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.acceptance.pair.EveryType;
import io.sluice.acceptance.run.Distribution;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values of all types of PostgreSQL, by snapshot and by stream, into DuckDB and PostgreSQL: with a
 * topic in between the copies are what they are without.
 */
@Tag("long")
class BothEnginesTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(process -> process.destroyForcibly().onExit().join());
    source.close();
  }

  @Test
  void a_topic_in_between_changes_no_value() throws Exception {
    source.sql(EveryType.table());
    insert(0);
    Target direct = Target.postgres();
    Target byTopic = Target.postgres();
    Process one = start("run", pipeline("direct", direct));
    Path onKafka = pipeline("bytopic", byTopic);
    Files.writeString(onKafka, "topics: {prefix: shop.}\n", StandardOpenOption.APPEND);
    Process other = start("run", onKafka);
    await().atMost(LIMIT).until(() -> rows(direct) >= EveryType.ROWS);
    await().atMost(LIMIT).until(() -> rows(byTopic) >= EveryType.ROWS);

    insert(EveryType.ROWS);

    int all = 2 * EveryType.ROWS;
    await().atMost(LIMIT).until(() -> rows(direct) >= all);
    await().atMost(LIMIT).until(() -> rows(byTopic) >= all);
    await().atMost(LIMIT).until(() -> delivered("direct") >= all && delivered("bytopic") >= all);
    stop("direct.yaml", one);
    stop("bytopic.yaml", other);
    for (EveryType type : EveryType.values()) {
      String query = "select id || ' ' || coalesce(" + type.column() + "::text, '-') from ";
      String rows = query + "every_type order by id";
      assertThat(byTopic.column(rows)).as("PostgreSQL, %s", type).isEqualTo(direct.column(rows));
      assertThat(duckDb("bytopic").column(rows))
          .as("DuckDB, %s", type)
          .hasSize(all)
          .isEqualTo(duckDb("direct").column(rows));
    }
  }

  private Path pipeline(String name, Target target) {
    Map<String, String> config = Shipment.sourceConfig(source, source.server().port());
    config.put("slot.name", name);
    config.put("publication.name", name);
    config.put("interval.handling.mode", "string");
    return new PipelineFile(name)
        .source("postgres", config)
        .sink("postgres", "table", Map.of("url", target.url()))
        .sink("duckdb", "table", Map.of("url", duckDb(name).url()))
        .writeTo(folder);
  }

  private Target duckDb(String name) {
    return Target.duckdb(folder, name);
  }

  private void insert(int above) {
    for (int row = 1; row <= EveryType.ROWS; row++) {
      source.sql(EveryType.insert(row, above));
    }
  }

  private static long rows(Target target) {
    try {
      return target.number("select count(*) from every_type");
    } catch (SQLException e) {
      return 0; // The table is not there yet.
    }
  }

  /** What the slowest of the sinks has. */
  private long delivered(String pipeline) {
    JsonNode status = Command.in(folder).run("status", pipeline + ".yaml", "-o", "json").json();
    return status.path("records").path("delivered").asLong();
  }

  private void stop(String file, Process running) throws IOException, InterruptedException {
    Process stop = start("stop", Path.of(file));
    assertThat(stop.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(running.exitValue()).isZero();
  }

  private Process start(String command, Path file) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Distribution.command().toString(), command, file.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(command + file.getFileName() + ".out").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    started.add(process);
    return process;
  }
}
