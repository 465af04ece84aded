package io.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopTest {
  @TempDir Path folder;

  @Test
  void the_shop_outlives_its_server() throws Exception {
    try (ShopServer shop = ShopServer.start(folder.resolve("data"));
        Connection connection = shop.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE customers SET name = 'Someone else' WHERE id = 1");
    }

    try (ShopServer again = ShopServer.start(folder.resolve("data"));
        Connection connection = again.connect();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT name FROM customers WHERE id = 1")) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("Someone else");
    }
  }

  @Test
  void a_workload_changes_the_shop_until_it_is_closed_and_the_comparison_sees_each_difference()
      throws Exception {
    try (ShopServer shop = ShopServer.start(folder.resolve("data"))) {
      try (Connection source = shop.connect();
          Statement statement = source.createStatement()) {
        statement.execute("CREATE DATABASE copy TEMPLATE template0");
      }
      String copyUrl =
          "jdbc:postgresql://127.0.0.1:" + shop.port() + "/copy?user=postgres&password=postgres";
      try (Connection source = shop.connect();
          Connection copy = DriverManager.getConnection(copyUrl)) {
        try (Statement statement = copy.createStatement()) {
          statement.execute(ShopServer.resource("shop.sql"));
          statement.execute("DROP TABLE order_items");
          statement.execute("INSERT INTO customers (id, name, email) VALUES (0, 'Nobody', '')");
        }
        try (Statement statement = source.createStatement()) {
          statement.execute("UPDATE customers SET city = NULL WHERE id IN (3, 4)");
        }

        List<ShopComparison.TableResult> results =
            ShopComparison.compare(ShopComparison.TABLES.keySet(), source, copy);

        assertThat(results)
            .filteredOn(r -> r.table().equals("customers"))
            .allMatch(r -> r.differentRows() == 3 && !r.equal());
        assertThat(results)
            .filteredOn(r -> r.table().equals("orders"))
            .allMatch(r -> r.equal() && r.sourceRows() == 50_000);
        assertThat(results)
            .filteredOn(r -> r.table().equals("order_items"))
            .allMatch(r -> r.targetRows() == 0 && r.differentRows() == r.sourceRows());
      }

      String before = shop.position();
      ShopWorkload workload = ShopWorkload.start(shop, 500, 42);
      await().until(() -> workload.transactions() >= 200);
      workload.close();
      assertThat(shop.position()).isNotEqualTo(before);
      assertThat(shop.isConfirmed("debezium", before))
          .as("nobody reads the shop's changes")
          .isFalse();
    }
  }

  @Test
  void the_pipeline_file_is_the_users_once_it_is_written() throws Exception {
    DemoFolder demo = new DemoFolder(folder.resolve("d")).prepare();
    Files.writeString(demo.pipelineFile(), "# mine now\n");

    demo.prepare();

    assertThat(Files.readString(demo.pipelineFile())).isEqualTo("# mine now\n");
  }

  @Test
  void a_server_left_behind_by_a_killed_demo_is_stopped_first() throws Exception {
    Path data = folder.resolve("data");
    Process killed =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                KilledDemo.class.getName(),
                data.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("killed.log").toFile())
            .start();
    assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(data.resolve("postmaster.pid")).exists();

    try (ShopServer shop = ShopServer.start(data);
        Connection connection = shop.connect()) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  /** Starts a shop and dies at once, as kill -9 would have it. */
  static final class KilledDemo {
    private KilledDemo() {}

    public static void main(String[] arguments) throws Exception {
      ShopServer.start(Path.of(arguments[0]));
      Runtime.getRuntime().halt(137);
    }
  }
}
