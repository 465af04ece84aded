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
  void a_table_with_a_computed_column_is_not_made_anew() throws Exception {
    target.execute("create table t (id integer primary key, v integer, twice int as (id * 2))");
    put(1, Schema.INT32_SCHEMA, 7);
    put(2, Schema.STRING_SCHEMA, "seven");
    assertThat(sink.reported()).hasSize(1);
    assertThat(target.rows("select id, v, twice from t")).containsExactly("1|7|2");
  }

  @Test
  void what_a_column_holds_that_its_type_does_not_say_survives_another_type() throws Exception {
    target.execute(
        "create table t (id integer primary key, v boolean)",
        "insert into t values (1, 1), (2, 'yes'), (3, 2), (4, 0.5), (5, null)");
    put(6, Schema.STRING_SCHEMA, "six");
    assertThat(target.rows("select v from t order by id"))
        .containsExactly("true", "yes", "2", "0.5", "null", "six");
  }

  @Test
  void a_number_with_more_digits_than_its_column_says_keeps_them_in_another_type()
      throws Exception {
    target.execute(
        "create table t (id integer primary key, v decimal(5,2))",
        "insert into t values (1, 1.239), (2, 999.99), (3, 7), (4, 'none'), (5, 0.1 + 0.2)");
    put(6, Schema.STRING_SCHEMA, "six");
    assertThat(target.rows("select v from t order by id"))
        .containsExactly("1.239", "999.99", "7", "none", "0.30000000000000004", "six");
  }

  @Test
  void a_double_becomes_a_text_of_all_its_digits() throws Exception {
    put(1, Schema.FLOAT64_SCHEMA, 0.1 + 0.2);
    put(2, Schema.FLOAT64_SCHEMA, 0.1);
    put(3, Schema.STRING_SCHEMA, "three");
    assertThat(target.rows("select v from t order by id"))
        .containsExactly("0.30000000000000004", "0.1", "three");
  }

  @Test
  void two_pipelines_that_widen_one_column_keep_its_values() throws Exception {
    Map<String, String> config = new java.util.HashMap<>(target.config());
    config.put("name", "second");
    try (SinkTaskHarness second = new SinkTaskHarness(TableSinkConnector::new, config).start()) {
      Records others = new Records(second);
      put(1, Schema.BOOLEAN_SCHEMA, true);
      others.flat("t", new Struct(row(Schema.BOOLEAN_SCHEMA)).put("id", 2L).put("v", false));
      others.committed();
      put(3, Schema.STRING_SCHEMA, "x");
      others.flat("t", new Struct(row(Schema.STRING_SCHEMA)).put("id", 4L).put("v", "y"));
      others.committed();
    }
    assertThat(target.rows("select v from t order by id"))
        .containsExactly("true", "false", "x", "y");
  }

  @Test
  void rows_made_for_a_column_that_another_pipeline_widened_are_made_again() throws Exception {
    Map<String, String> config = new java.util.HashMap<>(target.config());
    config.put("name", "second");
    put(1, Schema.BOOLEAN_SCHEMA, true);
    try (SinkTaskHarness second = new SinkTaskHarness(TableSinkConnector::new, config).start()) {
      new Records(second)
          .flat("t", new Struct(row(Schema.STRING_SCHEMA)).put("id", 2L).put("v", "x"))
          .committed();
    }
    records.flat("t", new Struct(row(Schema.BOOLEAN_SCHEMA)).put("id", 3L).put("v", false));
    records.committed();
    assertThat(target.rows("select v from t order by id")).containsExactly("true", "x", "false");
  }

  @Test
  void a_key_that_its_column_compares_loosely_is_refused_by_name() throws Exception {
    target.execute(
        "create table t (id text collate nocase primary key)",
        "create table w (id text collate rtrim)");
    Schema row = SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();
    for (String table : List.of("t", "w")) {
      sink.append(table, row, new Struct(row).put("id", "a"), row, new Struct(row).put("id", "a"));
      assertThatThrownBy(() -> records.committed())
          .hasMessageContaining("key column 'id' of table " + table);
      sink.crash();
      sink = new SinkTaskHarness(TableSinkConnector::new, target.config()).start();
      records = new Records(sink);
    }
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
      assertThatThrownBy(() -> sink.task().preCommit(Map.of()))
          .isInstanceOf(ConnectException.class);
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
  void a_file_that_is_no_database_is_told_and_not_that_the_connection_was_lost() throws Exception {
    Path file =
        java.nio.file.Files.writeString(folder.resolve("text.db"), "no database".repeat(99));
    Map<String, String> config = Map.of("url", "jdbc:sqlite:" + file);
    try (SinkTaskHarness refused = new SinkTaskHarness(TableSinkConnector::new, config)) {
      assertThatThrownBy(refused::start)
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("does not exist. Check url")
          .hasMessageNotContaining("connection");
    }
  }

  @Test
  void one_task_is_planned_as_there_is_one_writer() {
    TableSinkConnector connector = new TableSinkConnector();
    connector.start(target.config());
    assertThat(connector.taskConfigs(4)).hasSize(1);
  }
}
