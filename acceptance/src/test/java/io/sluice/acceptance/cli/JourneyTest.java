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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a database to a copy by the commands that the tutorial names. */
class JourneyTest {
  private static final String SHOP = "shop.yaml";

  @TempDir Path folder;
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private Command sluice;

  @BeforeEach
  void aShop() {
    database.sql(
        "create table orders (id int primary key, status text, total numeric(10,2))",
        "create table customers (id int primary key, name text)",
        "insert into orders select i, 'new', i * 1.5 from generate_series(1, 500) i",
        "insert into customers select i, 'n' || i from generate_series(1, 20) i");
    sluice = Command.in(folder);
    sluice.init(database, SHOP);
  }

  @Test
  void the_file_that_init_writes_is_valid_to_the_connectors_too() {
    assertThat(sluice.run("validate", SHOP, "-o", "json").ok().json().path("valid").asBoolean())
        .isTrue();
  }

  @Test
  void once_copies_everything_and_the_next_run_goes_on_from_there() {
    JsonNode first = sluice.run("run", SHOP, "--once", "-o", "json").ok().json();
    assertThat(first.path("records").path("delivered").asLong()).isEqualTo(520);
    assertThat(sluice.ask("select sum(total)::varchar from orders", SHOP)).isEqualTo("187875.00");

    database.sql(
        "update orders set status = 'sent' where id <= 10", "delete from customers where id = 1");
    JsonNode second = sluice.run("run", SHOP, "--once", "-o", "json").ok().json();

    assertThat(second.path("state").asText()).isEqualTo("completed");
    assertThat(second.path("records").path("delivered").asLong()).isLessThan(50);
    assertThat(sluice.ask("select count(*) from orders where status = 'sent'", SHOP))
        .isEqualTo("10");
    assertThat(sluice.ask("select count(*) from customers", SHOP)).isEqualTo("19");
  }

  @Test
  void without_a_name_the_one_pipeline_of_the_folder_is_meant() {
    sluice.run("run", "--once").ok();
    assertThat(sluice.run("status").ok().out()).contains("completed", "520");
    assertThat(sluice.run("offsets", "get").ok().out()).contains("next offset");
    assertThat(sluice.run("dlq", "ls").ok().out()).contains("No dead letters.");
    assertThat(sluice.run("doctor").ok().out()).contains("the database is sound");
  }

  @Test
  void a_running_pipeline_is_asked_paused_resumed_and_stopped_from_outside() throws Exception {
    CompletableFuture<Command.Result> end = sluice.start(SHOP);
    sluice.awaitAnswer("select count(*) from orders", SHOP, "500");

    sluice.run("pause", SHOP).ok();
    assertThat(sluice.run("status", SHOP).ok().out()).contains("paused");
    sluice.run("resume", SHOP).ok();
    database.sql("insert into orders values (501, 'late', 1)");
    sluice.awaitAnswer("select count(*) from orders", SHOP, "501");
    assertThat(sluice.run("run", SHOP).code()).as("a second run of it").isEqualTo(4);
    sluice.run("stop", SHOP).ok();

    Command.Result result = end.get(30, TimeUnit.SECONDS);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("Stopped: ");
    assertThat(sluice.run("status", SHOP).ok().out()).contains("stopped", "not running");
    assertThat(folder.resolve(".sluice/live/shop.json")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commit; drop table orders",
        "drop table orders",
        "copy orders to 'stolen.csv'",
        "attach 'other.duckdb'",
        "pragma memory_limit='1MB'",
        "set threads=1",
        "select 1; delete from orders",
      })
  void the_running_process_lets_nobody_write(String hostile) throws Exception {
    CompletableFuture<Command.Result> end = sluice.start(SHOP);
    sluice.awaitAnswer("select count(*) from orders", SHOP, "500");
    Command.Result refused = sluice.run("sql", hostile, "-p", SHOP);
    String rows = sluice.ask("select count(*) from orders", SHOP);
    sluice.run("stop", SHOP).ok();
    end.get(30, TimeUnit.SECONDS);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(rows).isEqualTo("500");
  }

  @Test
  void a_copy_in_postgres_is_asked_like_one_in_duckdb() {
    PostgresDatabase target = PostgresServer.shared().newDatabase();
    sluice.init(
        database, "to-postgres.yaml", "--name", "to-postgres", "--target", target.jdbcUrl());
    sluice.run("run", "to-postgres.yaml", "--once").ok();
    assertThat(sluice.ask("select count(*) from orders", "to-postgres.yaml")).isEqualTo("500");
    assertThat(sluice.run("sql", "delete from orders", "-p", "to-postgres.yaml").code())
        .isNotZero();
    assertThat(target.number("select count(*) from orders")).isEqualTo(500);
  }
}
