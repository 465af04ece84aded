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
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A server that takes no files and only small packets, is not strict, and knows no case of names.
 */
class MariaDbServerSettingsTest {
  private static MariaDbServer server;

  @BeforeAll
  static void start() {
    server =
        MariaDbServer.start(
            List.of(
                "--local-infile=0",
                "--max-allowed-packet=1M",
                "--sql-mode=",
                "--default-time-zone=+05:30",
                "--lower-case-table-names=1"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void rows_travel_by_insert_where_the_server_takes_no_files() throws Exception {
    try (MariaDbUnderTest target = new MariaDbUnderTest(server);
        SinkTaskHarness sink =
            new SinkTaskHarness(TableSinkConnector::new, target.config()).start()) {
      Records records = new Records(sink);
      LongStream.range(0, 3_000).forEach(id -> records.change("r", id, "n" + id));
      records.committed();
      LongStream.range(0, 2_000).forEach(id -> records.change("u", id, "N"));
      LongStream.range(2_500, 3_000).forEach(records::delete);
      records.committed();
      assertThat(target.rows("select name, count(*) from orders where name = 'N' group by name"))
          .containsExactly("N|2000");
      assertThat(target.rows("select count(*) from orders")).containsExactly("2500");
    }
  }

  @Test
  void a_row_larger_than_a_packet_is_refused_alone() throws Exception {
    try (MariaDbUnderTest target = new MariaDbUnderTest(server);
        SinkTaskHarness sink =
            new SinkTaskHarness(TableSinkConnector::new, target.config()).start()) {
      Records records = new Records(sink);
      records.change("r", 1, "a").change("r", 2, "x".repeat(2 << 20)).change("r", 3, "c");
      records.committed();
      assertThat(target.rows("select id, name from orders order by id"))
          .containsExactly("1|a", "3|c");
      assertThat(sink.reported()).hasSize(1);
    }
  }

  @Test
  void values_are_not_cut_though_the_server_would() throws Exception {
    try (MariaDbUnderTest target = new MariaDbUnderTest(server)) {
      target.execute("create table orders (id bigint primary key, name varchar(3))");
      try (SinkTaskHarness sink =
          new SinkTaskHarness(TableSinkConnector::new, target.config()).start()) {
        new Records(sink).change("r", 1, "abc").change("r", 2, "abcd").committed();
        assertThat(target.rows("select id, name from orders")).containsExactly("1|abc");
        assertThat(sink.reported()).hasSize(1);
      }
    }
  }

  @Test
  void an_instant_is_the_same_whatever_the_servers_time_zone() throws Exception {
    try (MariaDbUnderTest target = new MariaDbUnderTest(server)) {
      target.execute("create table t (id bigint primary key, v timestamp null)");
      try (SinkTaskHarness sink =
          new SinkTaskHarness(TableSinkConnector::new, target.config()).start()) {
        Schema row =
            SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("v", SchemaBuilder.string().name("io.debezium.time.ZonedTimestamp").build())
                .build();
        new Records(sink)
            .flat("t", new Struct(row).put("id", 1L).put("v", "2024-02-29T12:00:00+02:00"))
            .committed();
        assertThat(target.rows("select unix_timestamp(v) from t")).containsExactly("1709200800");
      }
    }
  }

  @Test
  void a_table_whose_name_has_capitals_is_found_again_where_the_server_writes_small_letters()
      throws Exception {
    Schema wider =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("Size", Schema.OPTIONAL_INT32_SCHEMA)
            .build();
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    try (MariaDbUnderTest target = new MariaDbUnderTest(server);
        SinkTaskHarness sink =
            new SinkTaskHarness(TableSinkConnector::new, target.config()).start()) {
      Records records = new Records(sink);
      records.flat("Orders", new Struct(row).put("id", 1L)).committed();
      records.flat("Orders", new Struct(wider).put("id", 2L).put("Size", 7)).committed();
      sink.crash().start();
      records.flat("Orders", new Struct(wider).put("id", 1L).put("Size", 5)).committed();
      assertThat(target.rows("select id, size from orders order by id"))
          .containsExactly("1|5", "2|7");
      assertThat(sink.reported()).isEmpty();
    }
  }

  @Test
  void a_log_that_takes_no_rows_is_told_before_anything_runs() {
    try (MariaDbServer statements =
            MariaDbServer.start(List.of("--log-bin=log", "--binlog-format=STATEMENT"));
        MariaDbUnderTest target = new MariaDbUnderTest(statements)) {
      Map<String, String> config = new HashMap<>(target.config());
      config.put("name", "n");
      assertThat(new TableSinkConnector().validate(config).configValues())
          .flatExtracting(ConfigValue::errorMessages)
          .singleElement()
          .asString()
          .contains("binlog_format is STATEMENT", "SET GLOBAL binlog_format");
    }
  }
}
