package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresServerTest {
  @Test
  void each_test_gets_a_database_of_its_own() {
    try (PostgresDatabase one = PostgresServer.shared().newDatabase();
        PostgresDatabase other = PostgresServer.shared().newDatabase()) {
      one.sql("CREATE TABLE t (id int)", "INSERT INTO t VALUES (1), (2)");

      other.sql("CREATE TABLE t (id int)");

      assertThat(one.number("SELECT count(*) FROM t")).isEqualTo(2);
      assertThat(other.number("SELECT count(*) FROM t")).isZero();
    }
  }

  @Test
  void a_database_with_a_replication_slot_can_be_closed() {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    database.sql("SELECT pg_create_logical_replication_slot('left_behind', 'pgoutput')");

    database.close();

    try (PostgresDatabase other = PostgresServer.shared().newDatabase()) {
      assertThat(
              other.number(
                  "SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'left_behind'"))
          .isZero();
    }
  }

  @Test
  void a_killed_server_comes_back_on_the_same_port_with_all_that_was_committed() {
    try (PostgresServer server = PostgresServer.start()) {
      PostgresDatabase database = server.newDatabase();
      database.sql("CREATE TABLE t (id int)", "INSERT INTO t VALUES (1), (2)");

      server.kill();
      assertThat(server.isRunning()).isFalse();
      server.startAgain();

      assertThat(database.number("SELECT count(*) FROM t")).isEqualTo(2);
    }
  }

  @Test
  void a_stopped_server_comes_back() {
    try (PostgresServer server = PostgresServer.start()) {
      PostgresDatabase database = server.newDatabase();

      server.stop();
      server.startAgain();

      assertThat(database.value("SHOW wal_level")).isEqualTo("logical");
    }
  }
}
