package io.sluice.acceptance.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.table.TableSinkConnector;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SinkTaskHarness;
import io.sluice.testkit.SourceTaskHarness;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From PostgreSQL to PostgreSQL every value is what it was, by the judgement of SQL: its text there
 * and here are equal, by snapshot and by stream, in every {@code time.precision.mode} that loses
 * nothing, directly and by way of a topic.
 */
class TypesMeetTest {
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    source.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "microseconds", "isostring", "structured"})
  void every_value_is_what_it_was(String timeMode) throws Exception {
    meets(timeMode, record -> record);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adaptive", "microseconds", "isostring", "structured"})
  void so_it_is_with_a_topic_in_between(String timeMode) throws Exception {
    meets(timeMode, new ThroughTopic());
  }

  @Test
  void decimals_that_connect_has_none_of_come_through_a_topic_as_doubles() throws Exception {
    source.sql("create table every_type (id int primary key, any_decimal numeric)");
    source.sql("insert into every_type values (1, 'NaN'), (2, 'Infinity'), (3, '-Infinity')");
    Map<String, String> settings = settings("adaptive");
    settings.put("decimal.handling.mode", "double");
    Target target = Target.postgres();
    try (SourceTaskHarness from = new SourceTaskHarness(PostgresConnector::new, settings);
        SinkTaskHarness to =
            new SinkTaskHarness(TableSinkConnector::new, Map.of("url", target.url())).start()) {
      from.start();
      carry(from.poll(3), new ThroughTopic(), to);
    }

    String query = "select any_decimal::text from every_type order by id";
    assertThat(target.column(query)).isEqualTo(ofSource(query));
  }

  private void meets(String timeMode, UnaryOperator<SourceRecord> way) throws Exception {
    source.sql(EveryType.table());
    insert(0);
    Target target = Target.postgres();
    try (SourceTaskHarness from =
            new SourceTaskHarness(PostgresConnector::new, settings(timeMode));
        SinkTaskHarness to =
            new SinkTaskHarness(TableSinkConnector::new, Map.of("url", target.url())).start()) {
      from.start();
      carry(from.poll(EveryType.ROWS), way, to);
      insert(EveryType.ROWS);
      carry(from.poll(EveryType.ROWS), way, to);
      assertThat(to.reported()).isEmpty();
    }

    for (EveryType column : EveryType.values()) {
      String query =
          "select id || ' ' || coalesce(%s, '-') from every_type order by id"
              .formatted(column.asText());
      assertThat(target.column(query)).as(column.name()).isEqualTo(ofSource(query));
    }
  }

  private Map<String, String> settings(String timeMode) {
    Map<String, String> settings = Shipment.sourceConfig(source, source.server().port());
    settings.put("time.precision.mode", timeMode);
    settings.put("interval.handling.mode", "string");
    return settings;
  }

  private void insert(int above) {
    for (int row = 1; row <= EveryType.ROWS; row++) {
      source.sql(EveryType.insert(row, above));
    }
  }

  private List<String> ofSource(String query) throws SQLException {
    return new Target(source.jdbcUrl()).column(query);
  }

  private static void carry(
      List<SourceRecord> records, UnaryOperator<SourceRecord> way, SinkTaskHarness to) {
    for (SourceRecord each : records) {
      SourceRecord record = way.apply(each);
      to.append(
          record.topic(), record.keySchema(), record.key(), record.valueSchema(), record.value());
    }
    to.deliver(1_000).commit();
  }
}
