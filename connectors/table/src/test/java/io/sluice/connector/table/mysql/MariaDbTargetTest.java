package io.sluice.connector.table.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.SinkCase;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** What MariaDB and MySQL would do silently, and what they alone do. */
class MariaDbTargetTest extends SinkCase {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new MariaDbUnderTest();
  }

  private static final Schema TEXT_KEY =
      SchemaBuilder.struct().field("k", Schema.STRING_SCHEMA).build();
  private static final Schema TEXT_KEYED =
      SchemaBuilder.struct()
          .field("k", Schema.STRING_SCHEMA)
          .field("v", Schema.INT64_SCHEMA)
          .build();

  private void put(String key, long value) {
    sink.append(
        "t",
        TEXT_KEY,
        new Struct(TEXT_KEY).put("k", key),
        TEXT_KEYED,
        new Struct(TEXT_KEYED).put("k", key).put("v", value));
  }

  private void delete(String key) {
    sink.append("t", TEXT_KEY, new Struct(TEXT_KEY).put("k", key), null, null);
  }

  private void number(Schema type, Object value) {
    Schema row = SchemaBuilder.struct().field("k", Schema.STRING_SCHEMA).field("v", type).build();
    String key = "" + value;
    sink.append(
        "t",
        TEXT_KEY,
        new Struct(TEXT_KEY).put("k", key),
        row,
        new Struct(row).put("k", key).put("v", value));
  }

  @Test
  void single_precision_is_not_rounded_by_becoming_text() throws Exception {
    number(Schema.FLOAT32_SCHEMA, 16777215f);
    records.committed();
    number(Schema.STRING_SCHEMA, "many");
    records.committed();
    assertThat(target.rows("select cast(v as decimal(20,2)) from t"))
        .containsExactly("16777215.00");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void keys_that_differ_in_case_accents_or_blanks_at_the_end_are_different() throws Exception {
    for (int round = 0; round < 2; round++) {
      put("a", 1);
      put("A", 2);
      put("á", 3);
      put("a ", 4);
      records.committed();
    }
    delete("A");
    records.committed();
    assertThat(target.rows("select v from t order by v")).containsExactly("1", "3", "4");
  }

  @Test
  void a_table_of_the_users_that_takes_two_keys_for_one_refuses_the_second() throws Exception {
    target.execute(
        "create table t (k varchar(9) collate utf8mb4_general_ci primary key, v bigint)");
    put("a", 1);
    records.committed();
    put("A", 2);
    records.committed();
    assertThat(target.rows("select k, v from t")).containsExactly("a|1");
    delete("A");
    put("a", 3);
    records.committed();
    assertThat(target.rows("select k, v from t")).containsExactly("a|3");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void a_key_longer_than_its_column_is_refused_and_not_cut() throws Exception {
    put("x".repeat(769), 1);
    put("y", 2);
    records.committed();
    assertThat(target.rows("select k from t")).containsExactly("y");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void another_unique_column_never_makes_an_upsert_hit_another_row() throws Exception {
    target.execute("create table orders (id bigint primary key, name varchar(99) unique)");
    records.change("c", 1, "a").committed();
    records.change("c", 2, "a").change("c", 3, "b").committed();
    assertThat(target.rows("select id, name from orders order by id"))
        .containsExactly("1|a", "3|b");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void a_load_in_bulk_cuts_nothing_and_leaves_no_row_out() throws Exception {
    target.execute("create table orders (id bigint primary key, name varchar(4))");
    LongStream.range(0, 500)
        .forEach(id -> records.change("r", id, id == 99 ? "four " : id == 400 ? "fives" : "x"));
    records.committed();
    assertThat(target.rows("select count(*) from orders")).containsExactly("498");
    assertThat(sink.reported()).hasSize(2);
  }

  @Test
  void a_time_finer_than_its_column_is_refused_and_not_rounded() throws Exception {
    target.execute("create table t (id bigint primary key, v datetime(3))");
    Schema micros = SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build();
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", micros).build();
    records.flat("t", new Struct(row).put("id", 1L).put("v", 1_000L));
    records.flat("t", new Struct(row).put("id", 2L).put("v", 1_001L)).committed();
    assertThat(target.rows("select id, cast(v as char) from t"))
        .containsExactly("1|1970-01-01 00:00:00.001");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void a_zero_in_a_numbered_column_stays_zero() throws Exception {
    target.execute("create table orders (id bigint auto_increment primary key, name varchar(9))");
    records.change("r", 0, "a").committed();
    assertThat(target.rows("select id, name from orders")).containsExactly("0|a");
  }

  @Test
  void defaults_and_comments_of_a_column_outlive_that_it_may_be_null() throws Exception {
    target.execute(
        "create table orders (id bigint primary key, name varchar(9) not null default 'it''s'"
            + " comment 'what it is')");
    records.change("r", 1, null).committed();
    target.execute("insert into orders (id) values (2)");
    assertThat(target.rows("select id, name from orders order by id"))
        .containsExactly("1|null", "2|it's");
    assertThat(
            target.rows(
                "select column_comment, column_type from information_schema.columns where"
                    + " table_schema = database() and table_name = 'orders' and column_name ="
                    + " 'name'"))
        .containsExactly("what it is|varchar(9)");
  }

  @Test
  void a_change_of_a_table_in_a_transaction_too_large_to_repeat_loses_nothing() throws Exception {
    records.change("r", 0, "a").committed();
    LongStream.range(1, 30_000).forEach(id -> records.change("r", id, "n"));
    records.delivered();
    Schema wider =
        SchemaBuilder.struct()
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("size", Schema.INT32_SCHEMA)
            .build();
    Struct row = Records.row(wider, Map.of("id", 30_000L, "name", "b", "size", 7));
    records.change("c", Records.envelope(wider), row);
    try {
      records.committed();
    } catch (org.apache.kafka.connect.errors.ConnectException restart) {
      sink.crash().start().deliver().commit();
    }
    assertThat(target.rows("select count(*), max(size) from orders")).containsExactly("30001|7");
  }

  @Test
  void a_lock_that_somebody_holds_on_another_row_does_not_matter() throws Exception {
    records.change("r", 1, "a").change("r", 2, "b").committed();
    try (Connection other = target.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.executeUpdate("update orders set name = 'theirs' where id = 1");
      records.change("u", 2, "B").committed();
      other.commit();
    }
    assertThat(target.rows("select id, name from orders order by id"))
        .containsExactly("1|theirs", "2|B");
  }

  @Test
  void wrong_settings_are_found_before_anything_runs() {
    Map<String, String> config = target.config();
    String url = config.getOrDefault("url", "");
    assertThat(errors(config, "url", url + "_not_there"))
        .containsExactly("url: names no database, or one that does not exist on that server");
    assertThat(errors(config, "driver.user", "x"))
        .containsExactly("driver.user: is set by user here; use that");
    assertThat(errors(config, "driver.dumpQueriesOnException", "true"))
        .containsExactly("driver.dumpQueriesOnException: is decided by the sink itself; remove it");
    assertThat(errors(config, "driver.sslmode", "trust"))
        .containsExactly(
            "driver.sslmode: is not a property of the MariaDB driver, whose names mind upper and"
                + " lower case");
    assertThat(errors(config, "driver.sslMode", "disable")).isEmpty();
    assertThat(errors(config, "url", url.replace("mariadb", "mysql"))).isEmpty();
  }

  private static List<String> errors(Map<String, String> config, String key, String value) {
    Map<String, String> changed = new java.util.HashMap<>(config);
    changed.put(key, value);
    changed.put("name", "n");
    return new TableSinkConnector()
        .validate(changed).configValues().stream()
            .flatMap(
                setting -> setting.errorMessages().stream().map(m -> setting.name() + ": " + m))
            .toList();
  }
}
