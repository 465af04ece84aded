package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a Connect worker asks of a connector that is not running. */
class ConnectorMannersTest {

  private static final Map<String, String> CONFIG =
      Map.of(
          "database.hostname", "h",
          "database.user", "u",
          "database.dbname", "shop");

  private final PostgresConnector connector = new PostgresConnector();

  @Test
  void records_are_exactly_once_and_transactions_are_the_worker_s() {
    assertThat(connector.exactlyOnceSupport(CONFIG)).isEqualTo(ExactlyOnceSupport.SUPPORTED);
    assertThat(connector.canDefineTransactionBoundaries(CONFIG))
        .isEqualTo(ConnectorTransactionBoundaries.UNSUPPORTED);
  }

  @Test
  void offsets_of_ours_and_of_debezium_s_are_taken() {
    assertThat(alter(Map.of("server", "shop"), Map.of("lsn", 5L, "txId", 7L, "ts_usec", 1L)))
        .isTrue();
    assertThat(alter(Map.of("server", "shop"), Map.of("lsn", 5))).isTrue();
  }

  @Test
  void offsets_may_be_forgotten() {
    assertThat(alter(Map.of("server", "shop"), null)).isTrue();
    assertThat(alter(Map.of("server", "shop", "task", "2"), null)).isTrue();
  }

  @Test
  void a_partition_of_somebody_else_is_refused() {
    assertThatThrownBy(() -> alter(Map.of("server", "other"), Map.of("lsn", 5L)))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("{server=other}")
        .hasMessageContaining("{server=shop}");
    assertThatThrownBy(() -> alter(Map.of("server", "shop", "task", "x"), Map.of("lsn", 5L)))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void an_offset_that_no_task_could_read_is_refused() {
    assertThatThrownBy(() -> alter(Map.of("server", "shop"), Map.of("position", 5L)))
        .hasMessageContaining("'lsn'");
    assertThatThrownBy(() -> alter(Map.of("server", "shop"), Map.of("lsn", "0/5")))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("{server=shop}")
        .hasMessageContaining("'lsn' cannot be read: expected a whole number but found a text");
    assertThatThrownBy(() -> alter(Map.of("server", "shop"), Map.of("lsn", 5L, "lsn_commit", 1.5)))
        .isInstanceOf(ConnectException.class);
    assertThatThrownBy(
            () -> alter(Map.of("server", "shop"), Map.of("lsn", 5L, "sluice_tables", "a|b|c|d")))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("sluice_tables");
  }

  @Test
  void a_server_without_room_for_locks_is_told_how_to_get_some() {
    Failure failure = Failure.of(new SQLException("out of shared memory", "53200"));

    assertThat(failure.passes()).isTrue();
    assertThat(failure.describe(new io.sluice.connector.postgres.config.PostgresConfig(CONFIG)))
        .contains("max_locks_per_transaction");
  }

  @Test
  void settings_that_are_wrong_are_told_without_a_server() {
    assertThatCode(() -> connector.validate(Map.of("database.port", "many")))
        .doesNotThrowAnyException();
  }

  private boolean alter(Map<String, ?> partition, @Nullable Map<String, ?> offset) {
    Map<Map<String, ?>, @Nullable Map<String, ?>> offsets = new HashMap<>();
    offsets.put(partition, offset);
    return connector.alterOffsets(CONFIG, offsets);
  }
}
