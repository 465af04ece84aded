package io.sluice.connector.table.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.connector.table.dialect.Records;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SinkTaskHarness;
import io.sluice.testkit.TcpProxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way to the server is cut, and nothing is lost or there twice. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresConnectionTest {
  private PostgresDatabase database;
  private TcpProxy proxy;
  private SinkTaskHarness sink;
  private Records records;

  @BeforeEach
  void start() {
    database = PostgresServer.shared().newDatabase();
    proxy = TcpProxy.to(PostgresServer.shared().port());
    sink = new SinkTaskHarness(TableSinkConnector::new, config()).start();
    records = new Records(sink);
  }

  @AfterEach
  void stop() {
    sink.close();
    proxy.close();
    database.close();
  }

  private Map<String, String> config() {
    return Map.of(
        "url",
        database.jdbcUrl(proxy.port()),
        "user",
        database.server().user(),
        "password",
        database.server().password(),
        "mode",
        "append",
        "batch.size",
        "10");
  }

  private void makeRows(int from, int to) {
    for (long id = from; id < to; id++) {
      records.change("c", id, "n" + id);
    }
  }

  private List<List<Object>> counts() {
    return List.copyOf(
        database.rows("select count(*)::int, count(distinct id)::int from orders").stream()
            .map(row -> List.<Object>copyOf(row))
            .toList());
  }

  @Test
  void a_connection_lost_in_the_first_batch_since_a_commit_is_survived_by_the_same_batch_again() {
    makeRows(0, 30);
    records.committed();
    makeRows(30, 60);
    proxy.cut();
    records.committed();
    assertThat(counts()).containsExactly(List.of(60, 60));
  }

  @Test
  void a_connection_lost_with_rows_of_earlier_batches_in_the_transaction_is_survived_too() {
    makeRows(0, 30);
    records.committed();
    makeRows(30, 60);
    records.delivered();
    makeRows(60, 90);
    proxy.cut();
    records.committed();
    assertThat(counts()).containsExactly(List.of(90, 90));
  }

  @Test
  void a_connection_lost_in_a_transaction_too_large_to_be_kept_needs_a_restart() {
    keepLittle();
    makeRows(0, 30);
    records.delivered();
    makeRows(30, 60);
    proxy.cut();
    assertThatThrownBy(() -> records.committed())
        .isInstanceOf(ConnectException.class)
        .isNotInstanceOf(RetriableException.class)
        .hasMessageContaining("table orders")
        .hasMessageContaining("A task that is started anew");
    assertThatThrownBy(() -> sink.commit()).isInstanceOf(ConnectException.class);
    sink.crash().start();
    records.committed();
    assertThat(counts()).containsExactly(List.of(60, 60));
  }

  private void keepLittle() {
    sink.close();
    Map<String, String> config = new HashMap<>(config());
    config.put("batch.max.bytes", "2000");
    sink = new SinkTaskHarness(TableSinkConnector::new, config).start();
    records = new Records(sink);
  }

  @Test
  void a_connection_lost_before_the_commit_is_survived_by_the_same_commit_again() {
    makeRows(0, 30);
    records.delivered();
    proxy.cut();
    sink.commit();
    assertThat(counts()).containsExactly(List.of(30, 30));
  }

  @Test
  void a_commit_whose_answer_is_lost_is_found_out_and_doubles_nothing() {
    makeRows(0, 30);
    records.delivered();
    sink.commit();
    // The server is in the commit, and finishes it, when the connection ends.
    database.sql(
        "create function wait() returns trigger language plpgsql as $$ begin perform"
            + " pg_sleep(case when new.id = 59 then 1 else 0 end); return null; end $$",
        "create constraint trigger wait after insert on orders deferrable initially deferred for"
            + " each row execute function wait()");
    makeRows(30, 60);
    records.delivered();
    Thread cutting =
        new Thread(
            () -> {
              await().until(() -> committing() == 1);
              proxy.cut();
            });
    cutting.start();
    assertThatThrownBy(() -> sink.task().preCommit(Map.of()))
        .isInstanceOf(RetriableException.class);
    await().until(() -> committing() == 0);
    sink.commit();
    makeRows(60, 61);
    records.committed();
    assertThat(counts()).containsExactly(List.of(61, 61));
  }

  private long committing() {
    return database.number(
        "select count(*) from pg_stat_activity where datname = current_database() and query ="
            + " 'COMMIT' and state = 'active'");
  }

  private static List<String> wrong(Map<String, String> config) {
    return new TableSinkConnector()
        .validate(config).configValues().stream()
            .filter(value -> !value.errorMessages().isEmpty())
            .map(ConfigValue::name)
            .toList();
  }

  @Test
  void validate_accepts_what_works() {
    assertThat(wrong(config())).isEmpty();
  }

  private static List<String> saidOf(String setting, Map<String, String> config) {
    return new TableSinkConnector()
        .validate(config).configValues().stream()
            .filter(value -> value.name().equals(setting))
            .flatMap(value -> value.errorMessages().stream())
            .toList();
  }

  @Test
  void validate_names_a_search_path_without_any_schema() {
    Map<String, String> config = new HashMap<>(config());
    config.put("url", database.jdbcUrl(proxy.port()) + "&currentSchema=nowhere");
    assertThat(saidOf("url", config)).singleElement().asString().contains("currentSchema");
  }

  @Test
  void validate_names_the_missing_encryption_of_a_server_that_answers() {
    Map<String, String> config = new HashMap<>(config());
    config.put("driver.sslmode", "verify-full");
    assertThat(saidOf("driver.sslmode", config)).singleElement().asString().contains("TLS");
  }

  @Test
  void validate_names_the_url_where_no_server_answers() {
    proxy.refuse();
    assertThat(wrong(config())).containsExactly("url");
  }

  @Test
  void validate_names_the_url_where_the_database_is_missing() {
    Map<String, String> config = new HashMap<>(config());
    config.put("url", database.jdbcUrl().replace(database.name(), "missing"));
    assertThat(wrong(config)).containsExactly("url");
  }

  @Test
  void validate_names_the_user_that_may_not_create_tables() {
    database.sql("drop role if exists reader", "create role reader login");
    Map<String, String> config = new HashMap<>(config());
    config.put("url", "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + database.name());
    config.put("user", "reader");
    assertThat(wrong(config)).containsExactly("user");
  }
}
