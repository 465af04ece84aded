package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void does_every_kind_of_change_without_an_error() {
    Workload.open(database, 42, 500).run(300);

    assertThat(database.number("SELECT count(*) FROM customers WHERE version > 0")).isPositive();
    assertThat(database.number("SELECT count(*) FROM order_lines WHERE line > 100")).isPositive();
    assertThat(database.number("SELECT count(*) FROM journal")).isGreaterThan(300);
  }

  @Test
  void goes_on_after_the_server_was_killed() {
    try (PostgresServer server = PostgresServer.start();
        Workload workload = Workload.open(server.newDatabase(), 1, 100).start(200)) {
      Awaitility.await().until(() -> workload.transactions() > 20);
      server.kill();
      long before = workload.transactions();

      server.startAgain();

      Awaitility.await().until(() -> workload.transactions() > before + 20);
      workload.stop();
    }
  }

  @Test
  void a_table_equals_its_copy() throws SQLException {
    Workload.open(database, 7, 200).run(50);
    for (Workload.Table table : Workload.TABLES) {
      database.sql("CREATE TABLE copy_of_" + table.name() + " AS TABLE " + table.name());

      assertThat(compare(table).isEqual()).as("%s: %s", table, compare(table)).isTrue();
    }
  }

  @Test
  void differences_are_counted_and_named_without_values() throws SQLException {
    Workload.open(database, 7, 200);
    database.sql(
        "CREATE TABLE copy_of_customers AS TABLE customers",
        "DELETE FROM copy_of_customers WHERE id IN (3, 4)",
        "UPDATE copy_of_customers SET name = 'secret' WHERE id = 5",
        "INSERT INTO copy_of_customers SELECT * FROM customers WHERE id = 6");

    TableEquality found = compare(Workload.TABLES.get(0));

    assertThat(found.missing()).isEqualTo(2);
    assertThat(found.different()).isEqualTo(1);
    assertThat(found.extra()).isEqualTo(1);
    assertThat(found.targetRows()).isEqualTo(199);
    assertThat(found.toString()).contains("[5] differs in [name]").doesNotContain("secret");
  }

  private TableEquality compare(Workload.Table table) throws SQLException {
    try (Connection connection = database.connect()) {
      return TableEquality.compare(
          connection, table.name(), connection, "copy_of_" + table.name(), table.key());
    }
  }
}
