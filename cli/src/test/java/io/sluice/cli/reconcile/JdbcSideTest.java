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
