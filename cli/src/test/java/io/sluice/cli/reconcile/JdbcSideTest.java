package io.sluice.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class JdbcSideTest {

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
}
