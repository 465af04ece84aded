package io.sluice.state.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.Sql;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import io.sluice.state.storage.Storage;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresStorageTest {
  private static final ClassLoader LOADER = PostgresStorageTest.class.getClassLoader();
  private static final Schema FIRST =
      new Schema("lineage", List.of("schema/lineage-pg-1.sql"), LOADER);
  private static final Schema SECOND =
      new Schema("lineage", List.of("schema/lineage-pg-1.sql", "schema/lineage-pg-2.sql"), LOADER);

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void tables_are_brought_up_to_date_step_by_step() {
    try (Storage storage = open()) {
      storage.install(FIRST);
      insert(storage, "first");
      storage.install(FIRST);
      storage.install(SECOND);

      assertThat(text(storage, "select name || added from lineage_edge")).isEqualTo("first yes");
      assertThatThrownBy(() -> storage.install(FIRST))
          .isInstanceOfSatisfying(StateException.class, e -> is(e, Kind.NEWER))
          .hasMessageContaining("lineage")
          .hasMessageContaining("version 2");
    }
  }

  @Test
  void nodes_that_start_at_once_make_the_tables_once() throws Exception {
    ExecutorService nodes = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> starting = new ArrayList<>();
      for (int node = 0; node < 8; node++) {
        starting.add(
            nodes.submit(
                () -> {
                  try (Storage storage = open()) {
                    storage.install(SECOND);
                  }
                }));
      }
      for (Future<?> one : starting) {
        one.get();
      }
    } finally {
      nodes.shutdownNow();
    }
    assertThat(database.number("select version from sluice_component")).isEqualTo(2);
  }

  @Test
  void a_write_is_there_as_a_whole_or_not_at_all() {
    try (Storage storage = open()) {
      storage.install(FIRST);
      assertThatThrownBy(
              () ->
                  storage.write(
                      Durability.NOW,
                      connection -> {
                        Sql.update(connection, "insert into lineage_edge (name) values ('half')");
                        throw new IllegalStateException("planned");
                      }))
          .hasMessage("planned");
      assertThat(database.number("select count(*) from lineage_edge")).isZero();

      insert(storage, "whole");
      assertThat(database.number("select count(*) from lineage_edge")).isOne();
    }
  }

  @Test
  void a_read_sees_one_state_of_the_database_and_changes_nothing() {
    try (Storage storage = open()) {
      storage.install(FIRST);
      storage.read(
          connection -> {
            assertThat(number(connection, "select count(*) from lineage_edge")).isZero();
            insert(storage, "meanwhile");
            assertThat(number(connection, "select count(*) from lineage_edge")).isZero();
            return 0;
          });
      assertThat(text(storage, "select name from lineage_edge")).isEqualTo("meanwhile");
      assertThatThrownBy(
              () ->
                  storage.read(
                      connection -> {
                        Sql.update(connection, "insert into lineage_edge (name) values ('x')");
                        return 0;
                      }))
          .isInstanceOfSatisfying(StateException.class, e -> is(e, Kind.REFUSED));
    }
  }

  @Test
  void only_what_may_wait_is_not_waited_for_and_nothing_waits_for_ever() {
    try (Storage storage = open()) {
      String waits = "show synchronous_commit";
      assertThat(written(storage, Durability.WITH_NEXT, waits)).isEqualTo("off");
      assertThat(written(storage, Durability.NOW, waits)).isEqualTo("on");
      assertThat(text(storage, "show statement_timeout")).isEqualTo("30s");
      assertThat(written(storage, Durability.NOW, "show transaction_isolation"))
          .isEqualTo("read committed");
      assertThat(text(storage, "show transaction_isolation")).isEqualTo("repeatable read");
    }
  }

  @Test
  void a_server_that_went_away_is_found_again() {
    try (PostgresServer server = PostgresServer.start();
        Storage storage =
            PostgresStorage.open(
                new PostgresAddress(server.newDatabase("own").jdbcUrl(), null, null))) {
      storage.install(FIRST);
      insert(storage, "before");
      server.kill();
      assertThatThrownBy(() -> insert(storage, "during"))
          .isInstanceOfSatisfying(
              StateException.class,
              e -> {
                is(e, Kind.UNREACHABLE);
                assertThat(e.isTransient()).isTrue();
              });
      server.startAgain();

      // The other connections broke with that one, and are made anew.
      await()
          .ignoreExceptionsInstanceOf(StateException.class)
          .until(() -> text(storage, "select name from lineage_edge").equals("before"));
      insert(storage, "after");
    }
  }

  @Test
  void a_server_that_may_not_be_written_for_a_while_is_written_when_it_may() {
    try (Storage storage = open()) {
      storage.install(FIRST);
      String standby = "alter database \"" + database.name() + "\" set ";
      database.sql(standby + "default_transaction_read_only = on");
      database.sql(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
              + " current_database() and pid <> pg_backend_pid()");
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> insert(storage, "during"))
                      .isInstanceOfSatisfying(
                          StateException.class,
                          e -> {
                            is(e, Kind.REFUSED);
                            assertThat(e.isTransient()).isTrue();
                          })
                      .hasMessageContaining("standby"));

      database.sql(
          "set default_transaction_read_only = off",
          standby + "default_transaction_read_only = off");

      await()
          .ignoreExceptionsInstanceOf(StateException.class)
          .untilAsserted(() -> insert(storage, "after"));
    }
  }

  @Test
  void nobody_waits_long_for_what_another_is_about_to_write() throws Exception {
    try (Storage storage = open();
        Connection other = database.connect()) {
      storage.install(FIRST);
      other.setAutoCommit(false);
      Sql.update(other, "insert into lineage_edge (name) values ('held')");

      assertThatThrownBy(() -> insert(storage, "held"))
          .isInstanceOfSatisfying(StateException.class, e -> is(e, Kind.BUSY));
      assertThat(text(storage, "show lock_timeout")).isEqualTo("5s");
    }
  }

  @Test
  void what_is_wrong_is_told_without_the_password() {
    String secret = "s3cr3t-word";
    String nobodys = "jdbc:postgresql://127.0.0.1:1/none?user=anna&password=" + secret;
    assertThatThrownBy(() -> PostgresStorage.open(new PostgresAddress(nobodys, null, null)))
        .isInstanceOfSatisfying(StateException.class, e -> is(e, Kind.UNREACHABLE))
        .hasMessageContaining("127.0.0.1:1/none")
        .satisfies(e -> assertThat(e.toString()).doesNotContain(secret));
    assertThatThrownBy(
            () -> new PostgresAddress("jdbc:postgresql://u:" + secret + "@h:1/x", null, null))
        .hasMessageContaining("?user=USER&password=PASSWORD")
        .hasMessageNotContaining(secret);
    assertThatThrownBy(() -> new PostgresAddress("jdbc:mysql://x?password=" + secret, null, null))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("jdbc:postgresql://HOST:PORT/DATABASE")
        .satisfies(e -> assertThat(e.toString()).doesNotContain(secret));
    assertThat(new PostgresAddress(nobodys, "otto", secret).toString()).doesNotContain(secret);

    String missing = database.jdbcUrl().replace(database.name(), "missing");
    assertThatThrownBy(() -> PostgresStorage.open(new PostgresAddress(missing, null, secret)))
        .isInstanceOfSatisfying(StateException.class, e -> is(e, Kind.READ_ONLY))
        .hasMessageContaining("no such database");
    assertThatThrownBy(
            () -> PostgresStorage.open(new PostgresAddress(database.jdbcUrl(), "nobody", secret)))
        .isInstanceOfSatisfying(StateException.class, e -> is(e, Kind.REFUSED))
        .hasMessageContaining("user or password is refused");
  }

  @Test
  void values_of_rows_are_in_no_error() {
    try (Storage storage = open()) {
      storage.install(FIRST);
      insert(storage, "4711-secret");
      assertThatThrownBy(() -> insert(storage, "4711-secret"))
          .isInstanceOfSatisfying(StateException.class, e -> is(e, Kind.MISUSE))
          .satisfies(
              e -> {
                for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                  assertThat(cause.toString()).doesNotContain("4711");
                }
              });
    }
  }

  @Test
  void a_table_of_somebody_elses_that_has_the_name_is_told() {
    database.sql("create table lineage_edge (x int)");
    try (Storage storage = open()) {
      assertThatThrownBy(() -> storage.install(FIRST))
          .isInstanceOfSatisfying(StateException.class, e -> is(e, Kind.MISUSE))
          .hasMessageContaining("\"lineage_edge\" already exists")
          .hasMessageContaining("a schema of its own");
    }
  }

  @Test
  void a_user_who_may_not_make_tables_is_told_so() {
    database.sql("drop role if exists reader", "create role reader login");
    try (Storage storage =
        PostgresStorage.open(new PostgresAddress(database.jdbcUrl(), "reader", null))) {
      assertThatThrownBy(() -> storage.install(FIRST))
          .isInstanceOfSatisfying(StateException.class, e -> is(e, Kind.READ_ONLY))
          .hasMessageContaining("GRANT CREATE ON SCHEMA");
    }
  }

  @Test
  void who_waits_too_long_for_another_is_told_that_it_is_busy() throws Exception {
    try (Storage storage = open();
        Connection other = database.connect()) {
      storage.install(FIRST);
      other.setAutoCommit(false);
      Sql.update(other, "insert into lineage_edge (name) values ('held')");
      assertThatThrownBy(
              () ->
                  storage.write(
                      Durability.NOW,
                      connection -> {
                        Sql.update(connection, "set local lock_timeout = 100");
                        Sql.update(connection, "insert into lineage_edge (name) values ('held')");
                        return 0;
                      }))
          .isInstanceOfSatisfying(
              StateException.class,
              e -> {
                is(e, Kind.BUSY);
                assertThat(e.isTransient()).isTrue();
              });
    }
  }

  @Test
  void a_closed_storage_says_so() {
    Storage storage = open();
    storage.close();

    assertThatThrownBy(() -> text(storage, "select 1"))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("closed");
  }

  private Storage open() {
    return PostgresStorage.open(new PostgresAddress(database.jdbcUrl(), null, null));
  }

  private static void is(StateException e, Kind kind) {
    assertThat(e.kind()).isEqualTo(kind);
  }

  private static void insert(Storage storage, String name) {
    storage.write(
        Durability.NOW,
        connection -> {
          Sql.update(connection, "insert into lineage_edge (name) values (?)", name);
          return 0;
        });
  }

  private static String text(Storage storage, String sql) {
    return storage.read(connection -> text(connection, sql));
  }

  private static String written(Storage storage, Durability durability, String sql) {
    return storage.write(durability, connection -> text(connection, sql));
  }

  private static int number(Connection connection, String sql) throws SQLException {
    return Integer.parseInt(text(connection, sql));
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }
}
