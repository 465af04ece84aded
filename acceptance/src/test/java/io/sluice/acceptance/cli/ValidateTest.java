package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sluice validate} tells of a file with mistakes of every kind. */
class ValidateTest {
  @TempDir Path folder;

  @Test
  void mistakes_of_the_file_and_of_every_plugins_settings_are_told_in_one_go() throws IOException {
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        name: shop
        ownr: you@example.com
        source:
          connector: postgres
          config:
            database.hostname: localhost
            database.user: sluice
            database.dbname: shop
            slot.nmae: shop
        transforms:
          - {type: mask, feilds: email}
        sinks:
          - connector: table
            config: {url: "jdbc:duckdb:w.duckdb", mdoe: upsert}
        """);

    Command.Result validate = Command.in(folder).run("validate", "shop.yaml");

    assertThat(validate.code()).isEqualTo(2);
    assertThat(validate.out())
        .containsSubsequence(
            "shop.yaml:2:1 ownr: ",
            "Did you mean 'owner'?",
            "shop.yaml:9:5 ",
            "Did you mean 'slot.name'?",
            "shop.yaml:11:",
            "Did you mean 'fields'?",
            "shop.yaml:14:",
            "Did you mean 'mode'?");
  }

  @Test
  void a_source_that_does_not_answer_is_told_from_a_file_that_is_wrong() throws IOException {
    write("jdbc:duckdb:w.duckdb", 1, "shop", "");
    assertThat(Command.in(folder).run("validate", "shop.yaml").code()).isEqualTo(3);
    Command.Result run = Command.in(folder).run("run", "shop.yaml", "--once", "-o", "json");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.json().path("error").path("code").asText()).isEqualTo("unreachable");

    write("jdbc:duckdb:w.duckdb", 1, "shop", "slot.nmae: x");
    assertThat(Command.in(folder).run("validate", "shop.yaml").code()).isEqualTo(2);
  }

  @Test
  void on_kafka_too_a_source_that_does_not_answer_is_told_by_its_place()
      throws IOException, InterruptedException {
    write("jdbc:duckdb:w.duckdb", 1, "shop", "");
    Files.writeString(
        folder.resolve("shop.yaml"), "topics: {prefix: shop.}\n", StandardOpenOption.APPEND);

    Command.Result run = Command.in(folder).runAlone("run", "shop.yaml", "-o", "json");

    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(3);
    assertThat(run.json().at("/error/code").asText()).isEqualTo("unreachable");
    assertThat(run.json().at("/error/problems/0/path").asText()).startsWith("source.");
    assertThat(run.json().at("/error/problems/0/line").asInt()).isPositive();
  }

  @Test
  void a_target_that_does_not_answer_is_told_from_a_file_that_is_wrong() throws IOException {
    PostgresDatabase source = PostgresServer.shared().newDatabase();
    source.sql("create table orders (id int primary key)");
    write("jdbc:postgresql://localhost:1/x", source.server().port(), source.name(), "");
    assertThat(Command.in(folder).run("validate", "shop.yaml").code()).isEqualTo(3);
  }

  @Test
  void a_database_that_the_server_does_not_have_is_a_wrong_file() throws IOException {
    write("jdbc:duckdb:w.duckdb", PostgresServer.shared().port(), "nosuch", "");
    assertThat(Command.in(folder).run("validate", "shop.yaml").code()).isEqualTo(2);
  }

  private void write(String target, int port, String database, String more) throws IOException {
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        name: shop
        source:
          connector: postgres
          config:
            database.hostname: localhost
            database.port: %d
            database.user: postgres
            database.password: ${env:SLUICE_PASSWORD}
            database.dbname: %s
            topic.prefix: shop
            %s
        sinks:
          - connector: table
            config: {url: "%s"}
        """
            .formatted(port, database, more, target));
  }
}
