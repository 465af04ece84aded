package io.sluice.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.MariaDbServer;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcSideTest {
  @TempDir Path folder;

  @Test
  void the_server_refuses_what_would_write() throws SQLException {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
      database.sql("create table orders (id int primary key)");
      try (JdbcSide side = JdbcSide.postgres(database.connect())) {
        assertThatThrownBy(() -> side.rows("insert into orders values (1) returning id"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("read-only transaction");
      }
      assertThat(database.number("select count(*) from orders")).isZero();
    }
  }

  @Test
  void mariadb_refuses_what_would_write() throws SQLException {
    MariaDbServer server = MariaDbServer.shared();
    String url = server.jdbcUrl(server.newDatabase());
    try (Connection connection =
        DriverManager.getConnection(url, server.user(), server.password())) {
      create(connection);
      try (JdbcSide side =
          JdbcSide.mySql(DriverManager.getConnection(url, server.user(), server.password()))) {
        assertThatThrownBy(() -> side.rows("insert into orders values (1) returning id"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("READ ONLY transaction");
      }
      assertThat(count(connection)).isZero();
    }
  }

  @Test
  void sqlite_refuses_what_would_write() throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("orders.sqlite");
    try (Connection connection = DriverManager.getConnection(url)) {
      create(connection);
      try (JdbcSide side = JdbcSide.sqlite(DriverManager.getConnection(url))) {
        assertThatThrownBy(() -> side.rows("insert into orders values (1) returning id"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("readonly");
      }
      assertThat(count(connection)).isZero();
    }
  }

  @Test
  void of_another_database_rows_are_read_within_a_transaction_that_ends_with_them()
      throws SQLException {
    String url = "jdbc:h2:mem:other_side;DB_CLOSE_DELAY=0";
    try (Connection connection = DriverManager.getConnection(url)) {
      create(connection);
      try (Statement statement = connection.createStatement()) {
        statement.execute("insert into orders values (1)");
      }
      Connection reading = DriverManager.getConnection(url);
      reading.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (JdbcSide side = JdbcSide.other(reading)) {
        List<Boolean> each = new ArrayList<>();

        side.read("select id from orders", any -> {}, row -> each.add(reading.getAutoCommit()));

        // With auto-commit most drivers hold the whole result.
        assertThat(each).containsExactly(false);
        try (Statement statement = connection.createStatement()) {
          statement.execute("insert into orders values (2)");
        }
        assertThat(side.rows("select id from orders")).hasSize(2);
        try (Statement statement = connection.createStatement()) {
          statement.execute("insert into orders values (3)");
        }
        side.read("select id from orders", any -> {}, row -> each.add(true));
        assertThat(each).hasSize(4);
      }
    }
  }

  private static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table orders (id int primary key)");
    }
  }

  private static long count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from orders")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
