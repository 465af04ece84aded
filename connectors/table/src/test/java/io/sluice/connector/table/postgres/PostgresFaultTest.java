package io.sluice.connector.table.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.connector.table.dialect.Records;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SinkTaskHarness;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a PostgreSQL server has against a transaction: tried again, or told with what to do. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresFaultTest {
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private SinkTaskHarness sink;
  private Records records;

  @BeforeEach
  void start() {
    start(database.server().user());
    records.change("c", 1, "a").change("c", 2, "b").committed();
  }

  private void start(String user) {
    Map<String, String> config = new HashMap<>();
    config.put("url", database.jdbcUrl().replaceFirst("\\?.*", ""));
    config.put("user", user);
    config.put("password", database.server().password());
    config.put("batch.size", "1");
    sink = new SinkTaskHarness(TableSinkConnector::new, config).start();
    records = new Records(sink);
  }

  @AfterEach
  void stop() {
    sink.close();
    database.close();
  }

  private List<String> names() {
    return database.rows("select name from orders order by id").stream()
        .map(row -> String.valueOf(row.get(0)))
        .toList();
  }

  /** From now on the first {@code times} changes of the two rows fail with that state. */
  private void failing(String state, int times) {
    database.sql(
        "create sequence failures",
        "create function fail() returns trigger language plpgsql as $$ begin if"
            + " nextval('failures') <= "
            + times
            + " then raise exception 'value secret-7' using errcode = '"
            + state
            + "'; end if; return new; end $$",
        "create trigger fail before insert or update on orders for each row execute function"
            + " fail()");
  }

  @ParameterizedTest
  @ValueSource(strings = {"40P01", "40001", "55P03", "57014", "53300", "53200", "57P01"})
  void what_may_pass_is_tried_again_with_all_rows_since_the_last_commit(String state) {
    failing(state, 2);
    records.change("c", 3, "c").delivered();
    records.change("u", 1, "x").change("u", 2, "y").committed();
    assertThat(names()).containsExactly("x", "y", "c");
    assertThat(sink.reported()).isEmpty();
  }

  @Test
  void a_database_that_is_not_there_is_told_and_not_asked_for_again_and_again() {
    sink.close();
    String missing = database.jdbcUrl().replaceFirst("/[^/?]*(\\?.*)?$", "/no_such_database");
    sink =
        new SinkTaskHarness(
            TableSinkConnector::new,
            Map.of(
                "url", missing,
                "user", database.server().user(),
                "password", database.server().password()));
    assertThatThrownBy(() -> sink.start())
        .isInstanceOf(ConnectException.class)
        .isNotInstanceOf(RetriableException.class)
        .hasMessageContaining("does not exist")
        .hasMessageContaining("A task that is started anew");
  }

  @Test
  void an_engine_is_asked_to_try_again_soon_and_each_time_later() {
    failing("40P01", 3);
    Struct row = new Struct(Records.ROW).put("id", 1L).put("name", "x");
    sink.task()
        .put(List.of(sink.append(Records.TOPIC, Records.KEY, Records.key(1), Records.ROW, row)));
    List<Long> asked = new ArrayList<>();
    for (int failures = 1; failures <= 3; failures++) {
      assertThatThrownBy(() -> sink.task().preCommit(Map.of()))
          .isInstanceOf(RetriableException.class);
      asked.add(sink.takeTimeout().orElseThrow());
    }
    assertThat(asked).containsExactly(250L, 500L, 1000L);
  }

  @ParameterizedTest
  @CsvSource({
    "53100, disk is full",
    "42501, GRANT",
    "25006, standby",
    "XX000, log says more",
  })
  void what_needs_a_person_is_told_with_the_statement_and_what_to_do(String state, String remedy) {
    failing(state, 1);
    records.change("u", 1, "x");
    assertThatThrownBy(() -> records.committed())
        .isInstanceOf(ConnectException.class)
        .isNotInstanceOf(RetriableException.class)
        .hasMessageContaining("writing rows into table orders")
        .hasMessageContaining("SQL state " + state)
        .hasMessageContaining(remedy)
        .satisfies(e -> assertThat(words(e)).doesNotContain("secret-7"));
    sink.crash().start();
    records.committed();
    assertThat(names()).containsExactly("x", "b");
  }

  private static String words(Throwable e) {
    StringWriter all = new StringWriter();
    e.printStackTrace(new PrintWriter(all));
    return all.toString();
  }

  @Test
  void a_row_that_a_trigger_refuses_is_reported_and_the_others_go_in() {
    database.sql(
        "create function refuse() returns trigger language plpgsql as $$ begin if new.id = 4 then"
            + " raise exception 'value secret-7 of %', new.name; end if; return new; end $$",
        "create trigger refuse before insert or update on orders for each row execute function"
            + " refuse()");
    records.change("c", 3, "c").change("c", 4, "d").change("c", 5, "e").committed();
    assertThat(names()).containsExactly("a", "b", "c", "e");
    assertThat(sink.reported()).hasSize(1);
    assertThat(words(sink.reported().get(0).error())).doesNotContain("secret-7");
  }

  @Test
  void a_deadlock_is_survived() throws Exception {
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      statement.execute("set deadlock_timeout = '1min'"); // The sink is the one to find it.
      other.setAutoCommit(false);
      statement.execute("update orders set name = 'other' where id = 2");
      Thread waits =
          new Thread(
              () -> {
                await().until(() -> isLocked(1));
                try {
                  statement.execute("update orders set name = 'other' where id = 1");
                  other.commit();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      waits.start();
      records.change("u", 1, "x").change("u", 2, "y").committed();
      waits.join();
    }
    assertThat(names()).containsExactly("x", "y");
  }

  private boolean isLocked(int id) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1 from orders where id = " + id + " for update nowait");
      return false;
    } catch (SQLException e) {
      return "55P03".equals(e.getSQLState());
    }
  }

  @Test
  void a_lock_that_is_not_given_in_time_is_waited_for() throws Exception {
    database.sql("alter database " + database.name() + " set lock_timeout = '50ms'");
    sink.crash().start();
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table orders in access exclusive mode");
      Thread lets =
          new Thread(
              () -> {
                await().until(() -> waiting() > 0);
                try {
                  other.rollback();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      lets.start();
      records.change("u", 1, "x").committed();
      lets.join();
    }
    assertThat(names()).containsExactly("x", "b");
  }

  private long waiting() {
    return database.number(
        "select count(*) from pg_stat_activity where datname = current_database() and"
            + " wait_event_type = 'Lock'");
  }

  @Test
  void a_server_that_throws_the_sink_out_has_it_back() {
    records.change("c", 3, "c").delivered();
    database.sql(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
            + " current_database() and pid <> pg_backend_pid()");
    records.change("u", 1, "x").committed();
    assertThat(names()).containsExactly("x", "b", "c");
  }

  @Test
  void a_revoked_privilege_is_told_and_granted_again_goes_on() {
    String user = "writer_" + database.name();
    sink.close();
    database.sql(
        "create role " + user + " login",
        "grant create on schema public to " + user,
        "grant all on all tables in schema public to " + user);
    try {
      start(user);
      records.change("c", 1, "a").change("c", 2, "b").committed();
      database.sql("revoke insert, update on orders from " + user);
      records.change("u", 1, "secret-7");
      assertThatThrownBy(() -> records.committed())
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("table orders")
          .hasMessageContaining("GRANT")
          .message()
          .doesNotContain("secret-7");
      database.sql("grant insert, update on orders to " + user);
      sink.crash().start();
      records.committed();
      assertThat(names()).containsExactly("secret-7", "b");
    } finally {
      sink.close();
      database.sql("drop owned by " + user, "drop role " + user);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"initially immediate", "initially deferred"})
  void a_key_that_may_be_deferred_is_written_all_the_same(String when) {
    database.sql(
        "alter table orders drop constraint orders_pkey",
        "alter table orders add primary key (id) deferrable " + when);
    sink.crash().start();
    records.change("c", 1, "x").change("u", 2, "y").change("c", 3, "c").committed();
    assertThat(names()).containsExactly("x", "y", "c");
    assertThat(sink.reported()).isEmpty();
  }

  @Test
  void a_table_with_rules_is_told_and_not_tried_again_for_ever() {
    database.sql("create rule seen as on update to orders do also notify seen");
    records.change("c", 3, "secret-7").change("u", 4, "secret-7");
    assertThatThrownBy(() -> records.committed())
        .isInstanceOf(ConnectException.class)
        .isNotInstanceOf(RetriableException.class)
        .hasMessageContaining("writing rows into table orders")
        .hasMessageContaining("SQL state 0A000")
        .hasMessageContaining("rules")
        .satisfies(e -> assertThat(words(e)).doesNotContain("secret-7"));
    database.sql("drop rule seen on orders");
    sink.crash().start();
    records.committed();
    assertThat(names()).containsExactly("a", "b", "secret-7", "secret-7");
  }

  @Test
  void a_key_that_somebody_dropped_is_noticed_and_the_rows_stay_one_a_key() {
    database.sql("alter table orders drop constraint orders_pkey");
    records.change("u", 1, "x").committed();
    assertThat(names()).containsExactly("x", "b");
  }
}
