package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a running pipeline are asked for again. */
class ReadAgainTest {
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
  void the_running_pipeline_reads_the_rows_that_it_is_told_to() throws Exception {
    CompletableFuture<Command.Result> end = sluice.start(SHOP);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                sluice
                        .run(
                            "signal",
                            "execute-snapshot",
                            SHOP,
                            "--table",
                            "public.orders",
                            "--where",
                            "id > 60")
                        .code()
                    == 0);

    Command.Result refused =
        sluice.run("signal", "execute-snapshot", SHOP, "--table", "public.nobody");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("no captured table is called 'public.nobody'");

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        sluice
                            .run("status", SHOP, "-o", "json")
                            .json()
                            .path("records")
                            .path("delivered")
                            .asLong())
                    .as("the rows, and a record or two that carry a position alone")
                    .isBetween(41L, 42L));
    sluice.run("stop", SHOP).ok();
    end.get(30, TimeUnit.SECONDS);
    assertThat(sluice.ask("select count(*) from orders", SHOP)).isEqualTo("100");
  }

  @Test
  void nobody_is_told_where_nothing_runs_or_what_is_no_signal() {
    assertThat(sluice.run("signal", "pause-snapshot", SHOP).code()).isEqualTo(5);
    assertThat(sluice.run("signal", "dance", SHOP).err()).contains("execute-snapshot");
    assertThat(sluice.run("signal", "execute-snapshot", SHOP).err()).contains("--table");
  }
}
