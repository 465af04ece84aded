package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final TcpProxy proxy = TcpProxy.to(database.server().port());

  @AfterEach
  void close() {
    proxy.close();
    database.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(proxy.port()) + "&socketTimeout=2&connectTimeout=2");
  }

  private static int one(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT 1")) {
      result.next();
      return result.getInt(1);
    }
  }

  @Test
  void passes_everything_on_when_left_alone() throws SQLException {
    try (Connection connection = connect()) {
      assertThat(one(connection)).isEqualTo(1);
    }
    Awaitility.await().until(() -> proxy.connections() == 0);
  }

  @Test
  void a_cut_ends_the_connection_and_the_next_one_works() throws SQLException {
    try (Connection connection = connect()) {
      one(connection);

      proxy.cut();

      assertThatThrownBy(() -> one(connection)).isInstanceOf(SQLException.class);
    }
    try (Connection connection = connect()) {
      assertThat(one(connection)).isEqualTo(1);
    }
  }

  @Test
  void a_cut_after_some_bytes_comes_in_the_middle_of_a_result() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      one(connection);
      long before = proxy.bytesToClient();

      proxy.cutAfterBytesToClient(100_000);

      assertThatThrownBy(
              () ->
                  statement.executeQuery("SELECT repeat('x', 1000) FROM generate_series(1, 1000)"))
          .isInstanceOf(SQLException.class);
      assertThat(proxy.bytesToClient() - before).isEqualTo(100_000);
      assertThat(proxy.cutPending()).isFalse();
    }
  }

  @Test
  void a_stalled_connection_is_silent_until_healed() throws SQLException {
    try (Connection connection = connect();
        Connection patient = DriverManager.getConnection(database.jdbcUrl(proxy.port()))) {
      proxy.stall();
      assertThatThrownBy(() -> one(connection)).isInstanceOf(SQLException.class);

      proxy.heal();

      assertThat(one(patient)).isEqualTo(1);
    }
  }

  @Test
  void refuses_connections_until_healed() throws SQLException {
    proxy.refuse();
    assertThatThrownBy(this::connect).isInstanceOf(SQLException.class);

    proxy.heal();

    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              try (Connection connection = connect()) {
                assertThat(one(connection)).isEqualTo(1);
              }
            });
  }
}
