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

class OffsetsResetTest {
  private static final String SHOP = "shop.yaml";

  @TempDir Path folder;
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private Command sluice;

  @BeforeEach
  void aCopy() {
    database.sql(
        "create table orders (id int primary key, status text)",
        "insert into orders select i, 'new' from generate_series(1, 100) i");
    sluice = Command.in(folder);
    sluice.init(database, SHOP);
    sluice.run("run", SHOP, "--once").ok();
  }

  @Test
  void a_dry_run_shows_what_would_be_and_changes_nothing() {
    String before = sluice.run("offsets", "get", SHOP, "-o", "json").ok().out();
    JsonNode dry = sluice.run("offsets", "reset", SHOP, "--dry-run", "-o", "json").ok().json();
    assertThat(dry.path("changed").asBoolean()).isFalse();
    assertThat(dry.path("before")).isNotEmpty();
    assertThat(dry.path("after")).isEmpty();
    assertThat(sluice.run("offsets", "get", SHOP, "-o", "json").ok().out()).isEqualTo(before);
  }

  @Test
  void after_a_reset_the_next_run_takes_a_snapshot_again() {
    sluice.run("offsets", "reset", SHOP, "--yes", "--reason", "test").ok();
    JsonNode again = sluice.run("run", SHOP, "--once", "-o", "json").ok().json();
    assertThat(again.path("records").path("delivered").asLong()).isGreaterThanOrEqualTo(100);
    assertThat(sluice.ask("select count(*) from orders", SHOP)).isEqualTo("100");
  }

  @Test
  void after_a_reset_the_copy_ends_equal_although_rows_were_deleted_meanwhile() {
    database.sql(
        "delete from orders where id <= 40",
        "insert into orders values (7, 'again')",
        "update orders set status = 'sent' where id > 90");
    sluice.run("offsets", "reset", SHOP, "--yes", "--reason", "test").ok();
    sluice.run("run", SHOP, "--once").ok();
    assertThat(sluice.ask("select count(*) from orders", SHOP)).isEqualTo("61");
    assertThat(sluice.ask("select status from orders where id = 7", SHOP)).isEqualTo("again");
    assertThat(sluice.ask("select count(*) from orders where status = 'sent'", SHOP))
        .isEqualTo("10");
  }

  @Test
  void a_position_that_was_printed_can_be_set_again() throws Exception {
    Path position = folder.resolve("position.json");
    java.nio.file.Files.writeString(
        position, sluice.run("offsets", "get", SHOP, "-o", "json").ok().out());
    database.sql("insert into orders values (101, 'late')");
    sluice.run("run", SHOP, "--once").ok();
    JsonNode back =
        sluice
            .run("offsets", "reset", SHOP, "--to", "position.json", "--yes", "-o", "json")
            .ok()
            .json();
    assertThat(back.path("after")).hasSize(1);
    sluice.run("run", SHOP, "--once").ok();
    assertThat(sluice.ask("select count(*) from orders", SHOP)).isEqualTo("101");
  }

  @Test
  void a_position_that_the_source_cannot_have_is_refused_and_nothing_is_changed() {
    String before = sluice.run("offsets", "get", SHOP, "-o", "json").ok().out();
    JsonNode stored = sluice.run("offsets", "get", SHOP, "-o", "json").ok().json().path("source");
    String place = stored.path(0).path("partition").toString();

    Command.Result nowhere = to("{\"server\":\"nosuch\"}", "{\"lsn\":5}");
    Command.Result text = to(place, "{\"lsn\":\"abc\"}");
    Command.Result broken = to(place, "{\"lsn\":5,\"sluice_tables\":\"a|b|c|d\"}");
    Command.Result less =
        sluice.run("offsets", "reset", SHOP, "--to", list(place, "{\"lsn\":5}"), "--dry-run");

    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).contains("expected one of " + place);
    assertThat(text.code()).isEqualTo(2);
    assertThat(text.err()).contains("offset.lsn: expected a whole number but found a text");
    assertThat(broken.code()).as("the source itself was asked").isEqualTo(2);
    assertThat(broken.err()).contains("the source refuses the offset").contains("sluice_tables");
    assertThat(less.ok().out()).contains("loses ").contains("ts_usec");
    assertThat(sluice.run("offsets", "get", SHOP, "-o", "json").ok().out()).isEqualTo(before);
  }

  private Command.Result to(String partition, String offset) {
    return sluice.run("offsets", "reset", SHOP, "--yes", "--to", list(partition, offset));
  }

  private static String list(String partition, String offset) {
    return "[{\"partition\":" + partition + ",\"offset\":" + offset + "}]";
  }

  @Test
  void while_the_pipeline_runs_a_reset_is_refused() throws Exception {
    CompletableFuture<Command.Result> end = sluice.start(SHOP);
    Command.Result refused = sluice.run("offsets", "reset", SHOP, "--yes");
    sluice.run("stop", SHOP).ok();
    end.get(30, TimeUnit.SECONDS);
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.err()).contains("" + ProcessHandle.current().pid());
  }

  @Test
  void where_nobody_can_be_asked_nothing_is_reset_without_yes() throws Exception {
    sluice.run("run", SHOP, "--once").ok();
    String before = sluice.run("offsets", "get", SHOP, "-o", "json").ok().out();

    Command.Result refused = sluice.run("offsets", "reset", SHOP);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("--yes");
    assertThat(sluice.run("offsets", "get", SHOP, "-o", "json").ok().out()).isEqualTo(before);
  }
}
