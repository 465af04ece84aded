package io.sluice.connector.table.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Target;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbTargetTest {
  @TempDir Path folder;

  @Test
  void the_constraint_of_a_table_in_another_schema_guards_no_transaction() throws Exception {
    String url = "jdbc:duckdb:" + folder.resolve("target.duckdb");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create schema elsewhere");
      statement.execute("create table elsewhere.orders (id bigint primary key)");
      statement.execute("create table orders (id bigint, name varchar)");
    }
    try (DuckDbTarget duckDb =
        new DuckDbTarget(new TableSinkConfig(Map.of("url", url, "name", "test")))) {
      duckDb.catalog().describe(new Table.Name("", "orders"));
      assertThat(duckDb.guards(new Table.Name("", "orders"))).isFalse();
      duckDb.catalog().describe(new Table.Name("elsewhere", "orders"));
      assertThat(duckDb.guards(new Table.Name("elsewhere", "orders"))).isTrue();
    }
  }

  @Test
  void names_in_a_message_do_not_decide_what_it_means() {
    assertThat(trouble("Binder Error: no column \"conflict constraint\""))
        .isEqualTo(Target.Trouble.FATAL);
    assertThat(trouble("Constraint Error: Duplicate key \"conflict: 1\""))
        .isEqualTo(Target.Trouble.ROW);
    assertThat(
            trouble("TransactionContext Error: Catalog write-write conflict on alter with \"t\""))
        .isEqualTo(Target.Trouble.TRANSIENT);
    assertThat(trouble("IO Error: Cannot open file \"could not set lock\""))
        .isEqualTo(Target.Trouble.FATAL);
  }

  private static Target.Trouble trouble(String message) {
    return DuckDbTrouble.of(new SQLException(message)).trouble();
  }
}
