package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that refuses one row, and what the commands make of it. */
class DeadLettersTest {
  private static final String SHOP = "shop.yaml";

  @TempDir Path folder;
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final PostgresDatabase target = PostgresServer.shared().newDatabase();
  private Command sluice;

  @BeforeEach
  void oneRowIsRefused() {
    database.sql(
        "create table orders (id int primary key, total int)",
        "insert into orders values (1, 10), (2, -5), (3, 20)");
    target.sql(
        "create table orders (id int primary key, total int constraint positive check (total >"
            + " 0))");
    sluice = Command.in(folder);
    sluice.init(database, SHOP, "--target", target.jdbcUrl());
    sluice.run("run", SHOP, "--once").ok();
  }

  @Test
  void it_is_listed_and_shown_with_its_values_and_the_others_are_in_the_target() {
    JsonNode groups = sluice.run("dlq", "ls", SHOP, "-o", "json").ok().json();
    assertThat(groups.path("open").asInt()).isEqualTo(1);
    assertThat(groups.path("groups").path(0).path("message").asText())
        .contains("23514")
        .doesNotContain("-5");
    JsonNode letter = sluice.run("dlq", "show", SHOP, "1", "-o", "json").ok().json();
    assertThat(letter.path("stage").asText()).isEqualTo("sink");
    assertThat(letter.path("record").toString()).contains("-5");
    assertThat(target.number("select count(*) from orders")).isEqualTo(2);
  }

  @Test
  void replayed_into_the_same_target_it_fails_again_and_stays() {
    JsonNode outcome = sluice.run("dlq", "replay", SHOP, "--all", "--yes", "-o", "json").json();
    assertThat(outcome.path("failed_again")).hasSize(1);
    JsonNode letter = sluice.run("dlq", "show", SHOP, "1", "-o", "json").ok().json();
    assertThat(letter.path("attempts").asInt()).isEqualTo(2);
  }

  @Test
  void a_letter_with_a_key_is_not_replayed_unasked() {
    Command.Result unasked = sluice.run("dlq", "replay", SHOP, "--all");
    assertThat(unasked.code()).isEqualTo(2);
    assertThat(unasked.err()).contains("1 letter has a key", "older state", "--yes");
    JsonNode letter = sluice.run("dlq", "show", SHOP, "1", "-o", "json").ok().json();
    assertThat(letter.path("attempts").asInt()).isEqualTo(1);
  }

  @Test
  void replayed_after_the_cause_was_mended_it_arrives() {
    target.sql("alter table orders drop constraint positive");
    Command.Result replay = sluice.run("dlq", "replay", SHOP, "--all", "--yes").ok();
    assertThat(replay.out()).contains("1 replayed, 0 failed again");
    assertThat(target.number("select total from orders where id = 2")).isEqualTo(-5);
    assertThat(sluice.run("dlq", "ls", SHOP).ok().out()).contains("No dead letters.");
  }

  @Test
  void replayed_beside_the_running_pipeline_it_arrives_too() throws Exception {
    CompletableFuture<Command.Result> end = sluice.start(SHOP);
    target.sql("alter table orders drop constraint positive");
    Command.Result replay = sluice.run("dlq", "replay", SHOP, "--id", "1", "--yes");
    sluice.run("stop", SHOP).ok();
    end.get(30, TimeUnit.SECONDS);
    assertThat(replay.out()).contains("1 replayed, 0 failed again");
    assertThat(target.number("select count(*) from orders")).isEqualTo(3);
  }

  @Test
  void purged_with_a_reason_it_is_gone_for_good() {
    assertThat(sluice.run("dlq", "purge", SHOP, "--all").code())
        .as("without a reason")
        .isEqualTo(2);
    sluice.run("dlq", "purge", SHOP, "--all", "--reason", "test orders", "--dry-run").ok();
    assertThat(sluice.run("dlq", "ls", SHOP).ok().out()).doesNotContain("No dead letters.");
    sluice.run("dlq", "purge", SHOP, "--all", "--reason", "test orders", "--yes").ok();
    assertThat(sluice.run("dlq", "ls", SHOP).ok().out()).contains("No dead letters.");
    JsonNode letter = sluice.run("dlq", "show", SHOP, "1", "-o", "json").ok().json();
    assertThat(letter.path("status").asText()).isEqualTo("purged");
    assertThat(letter.has("record")).isFalse();
  }
}
