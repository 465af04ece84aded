package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.Distribution;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database's password that changes while a pipeline on Kafka runs, for source and sink. */
@Tag("long")
class RotatedPasswordTest {
  private static final Duration SOON = Duration.ofSeconds(90);

  private final PostgresServer server = PostgresServer.start(Map.of());
  private final PostgresDatabase shop = server.newDatabase("shop");
  private final PostgresDatabase copy = server.newDatabase("copy");
  @TempDir Path folder;

  @BeforeEach
  void askForPasswords() throws IOException {
    shop.sql(
        "CREATE ROLE app SUPERUSER REPLICATION LOGIN PASSWORD 'first-secret'",
        "CREATE TABLE visits(id int PRIMARY KEY)",
        "INSERT INTO visits VALUES (1)");
    Files.writeString(
        server.dataFolder().resolve("pg_hba.conf"),
        """
        host all,replication app 127.0.0.1/32 scram-sha-256
        host all,replication all 127.0.0.1/32 trust
        """);
    shop.sql("SELECT pg_reload_conf()");
    password("first-secret");
    Files.writeString(
        folder.resolve("visits.yaml"),
        """
        name: visits
        source:
          connector: postgres
          config:
            database.hostname: 127.0.0.1
            database.port: %1$d
            database.dbname: shop
            database.user: app
            database.password: ${file:%2$s:password}
            table.include.list: public.visits
            topic.prefix: shop
        topics: {prefix: shop.}
        sinks:
          - connector: table
            config:
              url: jdbc:postgresql://127.0.0.1:%1$d/copy
              user: app
              password: ${file:%2$s:password}
        retry: {max_restarts: 60, max_backoff: 1s}
        """
            .formatted(server.port(), folder.resolve("db.properties")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void both_are_refused_say_so_and_go_on_with_the_new_one() throws Exception {
    Path output = folder.resolve("run.out");
    ProcessBuilder builder =
        new ProcessBuilder(Distribution.command().toString(), "run", "visits.yaml")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process run = builder.start();
    try {
      await().atMost(SOON).until(() -> !run.isAlive() || rows() == 1);
      assertThat(run.isAlive()).as(Files.readString(output)).isTrue();

      shop.sql(
          "ALTER ROLE app PASSWORD 'second-secret'",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'",
          "INSERT INTO visits VALUES (2)");
      await().atMost(SOON).until(() -> !run.isAlive() || told().contains("refused the role"));
      assertThat(run.isAlive()).as(told()).isTrue();
      password("second-secret");

      await().atMost(SOON).until(() -> !run.isAlive() || rows() == 2);
      assertThat(rows()).as(told()).isEqualTo(2);
      assertThat(told() + Files.readString(output)).doesNotContain("-secret");
    } finally {
      run.destroy();
      run.onExit().join();
    }
  }

  private void password(String password) throws IOException {
    Files.writeString(folder.resolve("db.properties"), "password=" + password + "\n");
  }

  /** What the log says and whoever asks is told. */
  private String told() {
    return Command.in(folder).run("status", "visits.yaml").out();
  }

  private long rows() {
    return copy.number(
        "SELECT CASE WHEN to_regclass('visits') IS NULL THEN 0 ELSE (xpath('/row/c/text()',"
            + " query_to_xml('SELECT count(*) AS c FROM visits', false, true, '')))[1]::text::int"
            + " END");
  }
}
