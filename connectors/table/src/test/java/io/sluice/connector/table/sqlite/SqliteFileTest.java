package io.sluice.connector.table.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.connector.table.dialect.Records;
import io.sluice.testkit.SinkTaskHarness;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to a file that several processes may have open, and to tables in it. */
class SqliteFileTest {
  @TempDir Path folder;
  private SqliteUnderTest target;
  private SinkTaskHarness sink;
  private Records records;

  @BeforeEach
  void start() {
    target = new SqliteUnderTest(folder);
    sink = new SinkTaskHarness(TableSinkConnector::new, target.config()).start();
    records = new Records(sink);
  }

  @AfterEach
  void stop() {
    sink.close();
  }

  private static Schema row(Schema v) {
    return SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", v).build();
  }

  private void put(long id, Schema v, Object value) {
    records.flat("t", new Struct(row(v)).put("id", id).put("v", value)).committed();
  }

  @Test
  void others_read_the_last_commit_while_the_sink_writes() throws Exception {
    records.change("r", 1, "a").committed();
    for (long id = 2; id < 5_000; id++) {
      records.change("r", id, "b");
    }
    records.delivered();
    assertThat(target.rows("select count(*) from orders")).containsExactly("1");
  }

  @Test
  void a_reader_that_stays_open_keeps_nobody_from_committing() throws Exception {
    records.change("r", 1, "a").committed();
    try (Connection reader = target.connect();
        Statement statement = reader.createStatement()) {
      statement.execute("begin");
      try (ResultSet rows = statement.executeQuery("select * from orders")) {
        rows.next();
        records.change("r", 2, "b").committed();
      }
    }
    assertThat(target.rows("select count(*) from orders")).containsExactly("2");
  }

  @Test
  void a_table_of_one_number_as_the_key_is_found_by_the_rows_number() throws Exception {
    records.change("r", 1, "a").committed();
    assertThat(target.rows("select count(*) from pragma_index_list('orders')"))
        .containsExactly("0");
  }

  @Test
  void a_table_that_is_made_anew_for_a_type_keeps_its_index_trigger_and_view() throws Exception {
    put(1, Schema.INT32_SCHEMA, 7);
    target.execute(
        "create index t_v on t (v)",
        "create table seen (v)",
        "create trigger t_seen after insert on t begin insert into seen values (new.v); end",
        "create view t_view as select v from t");
    put(2, Schema.STRING_SCHEMA, "seven");
    assertThat(target.rows("select v from t_view")).containsExactly("7", "seven");
    assertThat(target.rows("select v from seen")).containsExactly("seven");
    assertThat(target.rows("select name from pragma_index_list('t')")).containsExactly("t_v");
  }

  @Test
  void a_table_with_a_constraint_of_yours_is_not_made_anew_and_the_row_is_reported()
      throws Exception {
    target.execute("create table t (id integer primary key, v integer check (v > 0))");
    put(1, Schema.STRING_SCHEMA, "seven");
    assertThat(sink.reported())
        .singleElement()
        .satisfies(
            r -> assertThat(r.error()).hasMessageContaining("'v'").hasMessageContaining("anew"));
    assertThat(target.rows("select sql from sqlite_schema where name = 't'").get(0))
        .contains("check (v > 0)");
  }

  @Test
  void a_decimal_too_long_for_a_numeric_column_of_yours_is_reported_and_never_rounded()
      throws Exception {
    target.execute("create table t (id integer primary key, v numeric)");
    Schema decimal =
        Decimal.builder(2).optional().parameter("connect.decimal.precision", "22").build();
    put(1, decimal, new BigDecimal("12345678901234567890.12"));
    put(2, decimal, new BigDecimal("1234567890123.45"));
    put(3, decimal, new BigDecimal("123456789012345678.00"));
    assertThat(target.rows("select id, v from t order by id"))
        .containsExactly("2|1234567890123.45", "3|123456789012345678");
    assertThat(sink.reported()).hasSize(1);
  }

  /** Waits for as long as SQLite is told to. */
  @Tag("long")
  @Test
  void what_could_not_be_committed_while_somebody_else_wrote_comes_again() throws Exception {
    records.change("r", 1, "a").committed();
    try (Connection other = target.connect();
        Statement statement = other.createStatement()) {
      statement.execute("begin immediate");
      records.change("r", 2, "b").delivered();
      assertThatThrownBy(sink::commit).isInstanceOf(ConnectException.class);
      statement.execute("rollback");
    }
    sink.crash().start().deliver().commit();
    assertThat(target.rows("select id from orders order by id")).containsExactly("1", "2");
  }

  @Test
  void names_with_a_schema_a_file_in_memory_and_driver_properties_are_refused_beforehand() {
    assertThat(problems(Map.of("table.name.format", "${schema}.${table}")))
        .anyMatch(problem -> problem.contains("has no schemas"));
    assertThat(problems(Map.of("url", "jdbc:sqlite::memory:")))
        .anyMatch(problem -> problem.contains("would be lost"));
    assertThat(problems(Map.of("driver.cache", "shared")))
        .anyMatch(problem -> problem.contains("not taken with SQLite"));
    assertThat(problems(Map.of())).isEmpty();
  }

  private List<String> problems(Map<String, String> settings) {
    Map<String, String> config = new java.util.HashMap<>(target.config());
    config.putAll(settings);
    return new TableSinkConnector()
        .validate(config).configValues().stream()
            .map(ConfigValue::errorMessages)
            .flatMap(List::stream)
            .toList();
  }

  @Test
  void one_task_is_planned_as_there_is_one_writer() {
    TableSinkConnector connector = new TableSinkConnector();
    connector.start(target.config());
    assertThat(connector.taskConfigs(4)).hasSize(1);
  }
}
