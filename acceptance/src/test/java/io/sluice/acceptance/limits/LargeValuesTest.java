package io.sluice.acceptance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.EngineProcess;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values up to the largest that PostgreSQL has, where the heap has room for them and where not. */
@Tag("long")
class LargeValuesTest {
  /** A row of a table, like a message to a client, has less than a gigabyte with all its parts. */
  private static final long LARGEST = (1L << 30) - 1_024;

  private static final long MEGABYTE = 1L << 20;
  private static final String SHIPPED_HEAP = "512m";

  private static final PostgresServer SERVER = PostgresServer.start(Map.of("max_wal_size", "4GB"));

  @TempDir Path folder;
  private final PostgresDatabase source = SERVER.newDatabase();

  @AfterEach
  void drop() {
    source.close();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void a_value_of_200_megabytes_passes_where_the_heap_has_room_for_it() throws Exception {
    long size = 200 * MEGABYTE;
    source.sql("CREATE TABLE large (id int PRIMARY KEY, body text)", insert(1, size));
    Target target = Target.duckdb(folder, "large");
    EngineProcess.Plan engine = plan(target).withHeap("2g");
    runToTheEnd(engine);
    source.sql(insert(2, size), insert(3, 5));
    runToTheEnd(engine);

    String sums = "SELECT id || ' ' || length(body) || ' ' || md5(body) FROM large ORDER BY id";
    assertThat(target.column(sums))
        .containsExactlyElementsOf(source.rows(sums).stream().map(r -> "" + r.get(0)).toList());
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(longs = {300 * MEGABYTE, LARGEST})
  void a_row_of_a_table_that_the_heap_has_no_room_for_is_refused(long size) throws Exception {
    source.sql("CREATE TABLE large (id int PRIMARY KEY, body text)", insert(1, size));

    String said = refused(plan(Target.duckdb(folder, "large")).withHeap(SHIPPED_HEAP));

    assertThat(said).contains("a row of public.large in its snapshot", "-Xmx", "large");
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(longs = {300 * MEGABYTE, LARGEST})
  void a_change_that_the_heap_has_no_room_for_is_refused(long size) throws Exception {
    source.sql("CREATE TABLE large (id int PRIMARY KEY, body text)", insert(1, 5));
    Target target = Target.duckdb(folder, "large");
    EngineProcess.Plan engine = plan(target).withHeap(SHIPPED_HEAP);
    runToTheEnd(engine);
    source.sql(insert(2, 5), insert(3, size));

    String said = refused(engine);

    assertThat(said).contains("log position", "-Xmx");
    assertThat(target.number("SELECT count(*) FROM large")).isEqualTo(2);
  }

  /** The reading fits and what a sink makes of it does not: that ends as well. */
  @Test
  void a_value_that_only_a_sink_has_no_room_for_ends_the_run() throws Exception {
    source.sql("CREATE TABLE large (id int PRIMARY KEY, body text)", insert(1, 180 * MEGABYTE));

    String said = refused(plan(Target.duckdb(folder, "large")).withHeap(SHIPPED_HEAP));

    assertThat(said).contains("heap");
  }

  /** What is stored of it is small, what is sent is not. */
  private static String insert(int id, long size) {
    return "INSERT INTO large VALUES (" + id + ", repeat('x', " + size + "))";
  }

  private EngineProcess.Plan plan(Target target) {
    Path file =
        new PipelineFile("limits")
            .source("postgres", Shipment.sourceConfig(source, SERVER.port()))
            .sink("target", "table", Map.of("url", target.url()))
            .section(
                "retry", Map.of("backoff", "50ms", "max_backoff", "500ms", "max_restarts", "3"))
            .writeTo(folder);
    return new EngineProcess.Plan(file, folder.resolve(".sluice"));
  }

  private static void runToTheEnd(EngineProcess.Plan plan) throws InterruptedException {
    try (EngineProcess engine = plan.toTheEnd().start()) {
      assertThat(engine.awaitExit(Duration.ofMinutes(4))).as(engine.output()).isZero();
    }
  }

  private static String refused(EngineProcess.Plan plan) throws InterruptedException {
    try (EngineProcess engine = plan.toTheEnd().start()) {
      assertThat(engine.awaitExit(Duration.ofMinutes(2))).as(engine.output()).isNotZero();
      return engine.output();
    }
  }
}
