package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.testkit.MariaDbServer;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debezium's connectors from their makers' archives, several releases of Debezium in one process.
 */
@Tag("long")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DebeziumConnectorsTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final List<String> BINARY_LOG =
      List.of(
          "--log-bin",
          "--server-id=1",
          "--binlog-format=ROW",
          "--binlog-row-image=FULL",
          "--binlog-row-metadata=FULL",
          "--gtid-strict-mode=1");

  @Test
  @Tried(
      connector = "Debezium MariaDB",
      artifact = "io.debezium:debezium-connector-mariadb:3.5.0.Final",
      kind = "source",
      what =
          "MariaDB 11.4: snapshot, binary log, stop and go on; into PostgreSQL by the table sink")
  void debezium_mariadb_goes_on_where_it_stopped(@TempDir Path folder) throws Exception {
    try (MariaDbServer server = MariaDbServer.start(BINARY_LOG)) {
      goesOnWhereItStopped(
          server, folder, "io.debezium.connector.mariadb.MariaDbConnector", Map.of());
    }
  }

  @Test
  @Tried(
      connector = "Debezium MySQL",
      artifact = "io.debezium:debezium-connector-mysql:3.6.1.Final",
      kind = "source",
      what = "as above",
      note = "in front of MariaDB: no MySQL server is published as an artifact")
  void debezium_mysql_goes_on_where_it_stopped(@TempDir Path folder) throws Exception {
    List<String> options = new ArrayList<>(BINARY_LOG);
    // It asks for the log's place in a way that depends on the version, and MariaDB has the old.
    options.add("--version=8.0.36-MariaDB");
    try (MariaDbServer server = MariaDbServer.start(options)) {
      goesOnWhereItStopped(
          server,
          folder,
          "io.debezium.connector.mysql.MySqlConnector",
          Map.of("database.ssl.mode", "disabled"));
    }
  }

  private void goesOnWhereItStopped(
      MariaDbServer server, Path folder, String connector, Map<String, String> settings)
      throws Exception {
    String database = server.newDatabase();
    execute(
        server,
        database,
        "CREATE TABLE people (id int PRIMARY KEY, name varchar(50), paid decimal(8,2), at"
            + " datetime(3))",
        "INSERT INTO people SELECT seq, CONCAT('name ', seq), seq / 4, '2026-01-02 03:04:05.678'"
            + " FROM seq_1_to_500");
    Map<String, String> config = new HashMap<>(settings);
    config.put("database.hostname", "127.0.0.1");
    config.put("database.port", Integer.toString(server.port()));
    config.put("database.user", server.user());
    config.put("database.password", server.password());
    config.put("database.server.id", "4711");
    config.put("topic.prefix", "shop");
    config.put("database.include.list", database);
    config.put("schema.history.internal", "io.debezium.storage.file.history.FileSchemaHistory");
    config.put("schema.history.internal.file.filename", folder.resolve("history").toString());
    config.put("include.schema.changes", "false");
    Target target = Target.postgres();
    Path file =
        new PipelineFile("people")
            .source(connector, config)
            .sink("copy", "table", Map.of("url", target.url()))
            .retryingSoon()
            .writeTo(folder);

    try (Engine engine = Connectors.engine(folder)) {
      PipelineRun first = engine.start(file);
      delivered(first, 500);
      execute(server, database, "UPDATE people SET name = 'new' WHERE id <= 100");
      delivered(first, 600);
      stops(first);
    }
    execute(
        server,
        database,
        "DELETE FROM people WHERE id > 450",
        "INSERT INTO people VALUES (1000, 'žluťoučký', 12.34, NULL)");
    try (Engine engine = Connectors.engine(folder)) {
      PipelineRun second = engine.start(file);
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(second.status().counts().delivered()).isPositive());
      execute(server, database, "INSERT INTO people VALUES (1001, 'last', 0, NULL)");
      String rows = "SELECT concat_ws(',', id, name, paid) FROM people ORDER BY id";
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(target.column(rows))
                      .as("%s", second.status())
                      .isEqualTo(column(server, database, rows))
                      .hasSize(452)
                      .contains("1,new,0.25", "1000,žluťoučký,12.34"));
      RunStatus end = stops(second);
      assertThat(end.counts().polled()).as("not all again").isLessThan(400);
    }
    assertThat(
            target.number("SELECT count(*) FROM people WHERE \"at\" = '2026-01-02 03:04:05.678'"))
        .isEqualTo(450);
  }

  @Test
  @Tried(
      connector = "Debezium JDBC",
      artifact = "io.debezium:debezium-connector-jdbc:3.5.0.Final",
      kind = "sink",
      what =
          "behind Debezium PostgreSQL: upserts, updates and deletes, a column that comes later;"
              + " into PostgreSQL 18")
  void debezium_jdbc_follows_debezium_postgres(@TempDir Path folder) throws Exception {
    Target target = Target.postgres();
    try (PostgresDatabase source = PostgresServer.shared().newDatabase();
        Engine engine = Connectors.engine(folder)) {
      source.sql(
          "CREATE TABLE people (id int PRIMARY KEY, name text, paid numeric(8,2))",
          "INSERT INTO people SELECT i, 'name ' || i, i / 4.0 FROM generate_series(1, 500) i");
      Map<String, String> config =
          new HashMap<>(Shipment.sourceConfig(source, source.server().port()));
      config.put("plugin.name", "pgoutput");
      Path file =
          new PipelineFile("people")
              .source("io.debezium.connector.postgresql.PostgresConnector", config)
              .sink(
                  "copy",
                  "io.debezium.connector.jdbc.JdbcSinkConnector",
                  Map.of(
                      "connection.url", target.url(),
                      "connection.username", "postgres",
                      "connection.password", "postgres",
                      "insert.mode", "upsert",
                      "delete.enabled", "true",
                      "primary.key.mode", "record_key",
                      "schema.evolution", "basic",
                      "collection.name.format", "people_copy"))
              .retryingSoon()
              .writeTo(folder);
      PipelineRun run = engine.start(file);
      delivered(run, 500);

      source.sql(
          "UPDATE people SET name = 'new' WHERE id <= 100",
          "DELETE FROM people WHERE id > 450",
          "ALTER TABLE people ADD note text",
          "INSERT INTO people VALUES (1000, 'last', 12.34, 'noted')");

      String rows = "SELECT concat_ws(',', id, name, paid, note) FROM ";
      await()
          .atMost(SOON)
          .ignoreExceptions() // while the column is not there
          .untilAsserted(
              () ->
                  assertThat(target.column(rows + "people_copy ORDER BY id"))
                      .isEqualTo(new Target(source.jdbcUrl()).column(rows + "people ORDER BY id"))
                      .contains("1000,last,12.34,noted"));
      stops(run);
    }
  }

  private static void delivered(PipelineRun run, long count) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(run.status().counts().delivered())
                    .as("%s", run.status())
                    .isGreaterThanOrEqualTo(count));
  }

  private static RunStatus stops(PipelineRun run) {
    RunStatus end = run.stop(SOON);
    assertThat(end.state()).as("%s", end.lastError()).isEqualTo(RunState.STOPPED);
    assertThat(end.counts().deadLettered()).isZero();
    return end;
  }

  private static void execute(MariaDbServer server, String database, String... statements)
      throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> column(MariaDbServer server, String database, String query)
      throws SQLException {
    return new Target(
            server.jdbcUrl(database),
            Map.of("user", server.user(), "password", server.password()),
            false)
        .column(query);
  }
}
