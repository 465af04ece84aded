package io.sluice.connector.table.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** The way to the server is cut, and nothing is lost or there twice. */
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
  void a_connection_lost_with_rows_of_earlier_batches_in_the_transaction_needs_a_restart() {
    makeRows(0, 30);
    records.committed();
    makeRows(30, 60);
    records.delivered();
    makeRows(60, 90);
    proxy.cut();
    assertThatThrownBy(() -> records.committed())
        .isInstanceOf(ConnectException.class)
        .isNotInstanceOf(RetriableException.class)
        .hasMessageContaining("Restart the task");
    sink.crash().start();
    records.committed();
    assertThat(counts()).containsExactly(List.of(90, 90));
  }

  @Test
  void after_such_a_loss_nothing_is_committed_before_the_restart() {
    makeRows(0, 30);
    records.delivered();
    makeRows(30, 60);
    proxy.cut();
    assertThatThrownBy(() -> records.committed()).isInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> sink.commit()).isInstanceOf(ConnectException.class);
    sink.crash().start();
    records.committed();
    assertThat(counts()).containsExactly(List.of(60, 60));
  }

  @Test
  void a_connection_lost_in_the_commit_needs_a_restart_and_doubles_nothing() {
    makeRows(0, 30);
    records.delivered();
    proxy.cut();
    assertThatThrownBy(() -> sink.commit()).isInstanceOf(ConnectException.class);
    sink.crash().start();
    records.committed();
    assertThat(counts()).containsExactly(List.of(30, 30));
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
