package io.sluice.connector.table.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.connector.table.dialect.Records;
import io.sluice.testkit.MariaDbServer;
import io.sluice.testkit.SinkTaskHarness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What only a MySQL asks for: a key of each table, and passwords that nobody can read on the way.
 */
@EnabledIfSystemProperty(
    named = "sluice.test.mysqld",
    matches = ".+",
    disabledReason = "no MySQL was named")
class MySqlServerTest {
  private static MariaDbServer server;

  @BeforeAll
  static void start() {
    server = MariaDbServer.start(List.of("--sql-require-primary-key=1"));
    server.sql("CREATE USER careful@'%' IDENTIFIED WITH caching_sha2_password BY 'secret'");
    server.sql("GRANT ALL ON *.* TO careful@'%'");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void written(MariaDbUnderTest target, Map<String, String> settings) {
    Map<String, String> config = new HashMap<>(target.config());
    config.putAll(settings);
    try (SinkTaskHarness sink = new SinkTaskHarness(TableSinkConnector::new, config).start()) {
      Records records = new Records(sink);
      LongStream.range(0, 200).forEach(id -> records.change("r", id, "n" + id));
      records.committed();
      LongStream.range(0, 150).forEach(id -> records.change("u", id, "N"));
      LongStream.range(150, 200).forEach(records::delete);
      records.committed();
      assertThat(sink.reported()).isEmpty();
    }
  }

  @Test
  void tables_that_are_written_have_keys_and_so_have_those_that_rows_wait_in() throws Exception {
    try (MariaDbUnderTest target = new MariaDbUnderTest(server)) {
      written(target, Map.of());
      assertThat(target.rows("select count(*), max(name) from orders")).containsExactly("150|N");
    }
  }

  @Test
  void a_table_without_a_key_of_its_own_gets_one_that_is_not_seen() throws Exception {
    try (MariaDbUnderTest target = new MariaDbUnderTest(server)) {
      written(target, Map.of("mode", "append", "delete.mode", "ignore"));
      assertThat(target.rows("select count(*) from orders")).containsExactly("350");
      assertThat(target.rows("select * from orders where id = 7 and name = 'N'"))
          .containsExactly("7|N");
    }
  }

  @Test
  void versions_are_found_where_tables_must_have_keys() throws Exception {
    try (MariaDbUnderTest target = new MariaDbUnderTest(server)) {
      written(target, Map.of("mode", "history"));
      assertThat(target.rows("select count(*), sum(is_current) from orders"))
          .containsExactly("350|150");
    }
  }

  @Test
  void a_password_that_needs_encryption_is_told_with_what_to_do() {
    try (MariaDbUnderTest target = new MariaDbUnderTest(server)) {
      assertThat(errors(target, Map.of()))
          .singleElement()
          .asString()
          .contains("driver.sslMode", "driver.allowPublicKeyRetrieval");
      assertThat(errors(target, Map.of("driver.allowPublicKeyRetrieval", "true"))).isEmpty();
      assertThat(errors(target, Map.of("driver.sslMode", "trust"))).isEmpty();
    }
  }

  private static List<String> errors(MariaDbUnderTest target, Map<String, String> settings) {
    // The server knows a password that it has seen once.
    server.sql("FLUSH PRIVILEGES");
    Map<String, String> config = new HashMap<>(target.config());
    config.putAll(Map.of("name", "n", "user", "careful", "password", "secret"));
    config.putAll(settings);
    return new TableSinkConnector()
        .validate(config).configValues().stream()
            .flatMap(setting -> Stream.ofNullable(setting.errorMessages()).flatMap(List::stream))
            .toList();
  }
}
