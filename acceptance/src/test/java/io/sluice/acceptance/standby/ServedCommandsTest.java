package io.sluice.acceptance.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.acceptance.cli.Command;
import io.sluice.acceptance.standby.Shops.Server;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands in the folder of a server reach the pipeline that it runs, by its own connections. */
@Tag("long")
@Timeout(300)
class ServedCommandsTest {
  @TempDir private Path folder;

  @Test
  void they_ask_it_have_it_read_tables_anew_and_compare_its_copy() throws Exception {
    try (Shops shops = new Shops(folder)) {
      Server server = shops.start("a", shops.state.jdbcUrl());
      server.awaitReady(200);
      shops.awaitEqual();
      Command command = Command.in(folder.resolve("a"));

      JsonNode status = command.run("status", "shop.yaml", "-o", "json").ok().json();
      assertThat(status.path("running").asBoolean()).isTrue();
      assertThat(status.path("pid").asLong()).isEqualTo(server.process.pid());
      assertThat(
              command.run("sql", "select count(*) as n from orders", "-p", "shop.yaml").ok().out())
          .contains(Long.toString(shops.source.number("select count(*) from orders")));

      shops.target.sql("delete from orders where id <= 10");
      command.run("signal", "execute-snapshot", "shop.yaml", "--table", "public.orders").ok();
      await()
          .atMost(Shops.SOON)
          .until(() -> shops.target.number("select count(*) from orders where id <= 10") > 0);
      shops.awaitEqual();
      command.run("reconcile", "shop.yaml").ok();
      assertThat(command.run("audit", "ls", "-o", "json").ok().out()).contains("pipeline.signal");

      command.run("stop", "shop.yaml").ok();
      assertThat(
              command.run("status", "shop.yaml", "-o", "json").json().path("running").asBoolean())
          .isFalse();
      assertThat(server.ready()).isEqualTo(200);
    }
  }
}
