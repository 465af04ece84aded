package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All versions of a row, in the order of commits. */
public abstract class HistoryCases extends SinkCase {
  private static final String PLACEHOLDER = "__debezium_unavailable_value";

  private static final Schema LARGE =
      SchemaBuilder.struct()
          .optional()
          .field("id", Schema.INT64_SCHEMA)
          .field("name", Schema.STRING_SCHEMA)
          .field("doc", Schema.OPTIONAL_STRING_SCHEMA)
          .build();

  private static final Schema LARGE_ENVELOPE = Records.envelope(LARGE);

  private long lsn = 100;

  @BeforeEach
  void history() {
    start(Map.of("mode", "history"));
  }

  private void change(String op, long millis, long id, @Nullable String name) {
    Struct row = new Struct(Records.ROW).put("id", id).put("name", name);
    append(op, millis, ++lsn, id, Records.ENVELOPE, row);
  }

  private void append(
      String op, long millis, long place, long id, Schema envelope, @Nullable Struct row) {
    Struct value = Versions.envelope(envelope, op, millis, place, row);
    sink.append(Records.TOPIC, Records.KEY, Records.key(id), envelope, value);
  }

  private void delete(long millis, long id) {
    append("d", millis, ++lsn, id, Records.ENVELOPE, null);
    records.tombstone(id);
  }

  private List<String> versions() throws Exception {
    return Versions.of(target, "id, name");
  }

  @Test
  void each_change_ends_the_version_before_it() throws Exception {
    change("c", 0, 1, "a");
    change("u", 10, 1, "b");
    records.committed();
    change("u", 20, 1, "c");
    change("c", 30, 2, "x");
    records.committed();
    assertThat(versions())
        .containsExactly(
            "1|a|0..10000|over", "1|b|10000..20000|over", "1|c|20000..|now", "2|x|30000..|now");
  }

  @Test
  void a_delete_ends_the_row_and_one_that_is_made_again_begins_anew() throws Exception {
    change("c", 0, 1, "a");
    delete(10, 1);
    records.committed();
    assertThat(versions()).containsExactly("1|a|0..10000|over");
    change("c", 20, 1, "a");
    records.committed();
    delete(30, 9);
    records.committed();
    assertThat(versions()).containsExactly("1|a|0..10000|over", "1|a|20000..|now");
  }

  @Test
  void changes_of_one_time_follow_each_other_by_a_microsecond() throws Exception {
    change("c", 0, 1, "a");
    change("u", 0, 1, "b");
    records.committed();
    change("u", 0, 1, "a");
    records.committed();
    assertThat(versions()).containsExactly("1|a|0..1|over", "1|b|1..2|over", "1|a|2..|now");
  }

  @Test
  void a_row_that_is_read_again_as_it_is_adds_nothing() throws Exception {
    change("r", 0, 1, "a");
    change("r", 0, 2, null);
    records.committed();
    change("r", 50, 1, "a");
    change("r", 50, 2, null);
    change("r", 60, 1, "a");
    records.committed();
    change("r", 70, 1, "A");
    change("r", 70, 2, "");
    records.committed();
    assertThat(versions())
        .containsExactly(
            "1|a|0..70000|over", "1|A|70000..|now", "2|null|0..70000|over", "2||70000..|now");
  }

  @Test
  void changes_that_come_again_add_nothing() throws Exception {
    for (int i = 0; i < 3; i++) {
      append(
          "c", 0, 1, 1, Records.ENVELOPE, Records.row(Records.ROW, Map.of("id", 1L, "name", "a")));
      append(
          "u", 0, 2, 1, Records.ENVELOPE, Records.row(Records.ROW, Map.of("id", 1L, "name", "b")));
      append(
          "u", 0, 3, 1, Records.ENVELOPE, Records.row(Records.ROW, Map.of("id", 1L, "name", "a")));
      append("d", 5, 4, 1, Records.ENVELOPE, null);
      if (i < 2) {
        records.committed();
      }
    }
    records.committed();
    assertThat(versions()).containsExactly("1|a|0..1|over", "1|b|1..2|over", "1|a|2..5000|over");
  }

  @Test
  void rows_that_one_statement_of_mysql_moved_come_again_and_add_nothing() throws Exception {
    for (int i = 0; i < 3; i++) {
      inFile("c", 0, 100, 0, 1, "a");
      inFile("c", 0, 100, 1, 2, "b");
      inFile("d", 10, 200, 0, 2, null);
      inFile("c", 10, 200, 0, 3, "b");
      inFile("d", 10, 200, 1, 1, null);
      inFile("c", 10, 200, 1, 2, "a");
      records.committed();
    }
    assertThat(versions())
        .containsExactly(
            "1|a|0..10000|over", "2|b|0..10000|over", "2|a|10001..|now", "3|b|10000..|now");
  }

  private static final Schema IN_FILE =
      SchemaBuilder.struct()
          .name("io.debezium.connector.mysql.Source")
          .field("schema", Schema.OPTIONAL_STRING_SCHEMA)
          .field("db", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .field("ts_ms", Schema.INT64_SCHEMA)
          .field("file", Schema.STRING_SCHEMA)
          .field("pos", Schema.INT64_SCHEMA)
          .field("row", Schema.INT32_SCHEMA)
          .build();

  private static final Schema IN_FILE_ENVELOPE =
      SchemaBuilder.struct()
          .name("shop.orders.Envelope")
          .field("before", Records.ROW)
          .field("after", Records.ROW)
          .field("source", IN_FILE)
          .field("op", Schema.STRING_SCHEMA)
          .build();

  private void inFile(String op, long millis, long pos, int row, long id, @Nullable String name) {
    Struct source =
        new Struct(IN_FILE)
            .put("db", "shop")
            .put("table", "orders")
            .put("ts_ms", Versions.BASE + millis)
            .put("file", "mysql-bin.000003")
            .put("pos", pos)
            .put("row", row);
    Struct value = new Struct(IN_FILE_ENVELOPE).put("source", source).put("op", op);
    if (name != null) {
      value.put("after", new Struct(Records.ROW).put("id", id).put("name", name));
    }
    sink.append(Records.TOPIC, Records.KEY, Records.key(id), IN_FILE_ENVELOPE, value);
  }

  @Test
  void a_large_value_that_did_not_change_is_that_of_the_version_before() throws Exception {
    large("c", 0, 1, "a", "text");
    records.committed();
    large("u", 10, 1, "b", PLACEHOLDER);
    large("u", 20, 1, "c", PLACEHOLDER);
    records.committed();
    large("u", 30, 1, "c", PLACEHOLDER);
    large("u", 40, 1, "d", "other");
    large("u", 50, 1, "e", PLACEHOLDER);
    records.committed();
    assertThat(Versions.of(target, "name, doc"))
        .containsExactly(
            "a|text|0..10000|over",
            "b|text|10000..20000|over",
            "c|text|20000..40000|over",
            "d|other|40000..50000|over",
            "e|other|50000..|now");
  }

  private void large(String op, long millis, long id, String name, String doc) {
    Struct row = new Struct(LARGE).put("id", id).put("name", name).put("doc", doc);
    append(op, millis, ++lsn, id, LARGE_ENVELOPE, row);
  }

  @Test
  void a_row_that_gets_another_key_goes_on_under_it() throws Exception {
    large("c", 0, 1, "a", "text");
    records.committed();
    large("c", 0, 2, "b", "more");
    move(10, 1, 5);
    move(20, 2, 6);
    records.committed();
    assertThat(Versions.of(target, "id, name, doc"))
        .containsExactly(
            "1|a|text|0..10000|over",
            "2|b|more|0..20000|over",
            "5|moved|text|10000..|now",
            "6|moved|more|20000..|now");
  }

  @Test
  void a_row_whose_move_is_cut_by_a_commit_keeps_its_large_value() throws Exception {
    large("c", 0, 1, "a", "text");
    leave(10, 1, 5);
    records.committed();
    sink.crash().start();
    arrive(10, 1, 5);
    records.committed();
    assertThat(Versions.of(target, "id, name, doc"))
        .containsExactly("1|a|text|0..10000|over", "5|moved|text|10000..|now");
  }

  @Test
  void a_move_that_comes_again_behind_a_snapshot_leaves_the_large_value_that_was_read()
      throws Exception {
    large("r", 50, 101, "now", "text");
    records.committed();
    large("u", 10, 1, "a", PLACEHOLDER);
    move(20, 1, 101);
    large("u", 30, 101, "now", PLACEHOLDER);
    records.committed();
    assertThat(Versions.of(target, "id, name, doc"))
        .containsExactly(
            "1|a|null|10000..20000|over",
            "101|now|text|50000..50001|over",
            "101|moved|text|50001..50002|over",
            "101|now|text|50002..|now");
  }

  private void move(long millis, long from, long to) {
    leave(millis, from, to);
    arrive(millis, from, to);
  }

  private void leave(long millis, long from, long to) {
    Struct gone = Versions.envelope(LARGE_ENVELOPE, "d", millis, ++lsn, null);
    sink.append(Records.TOPIC, Records.KEY, Records.key(from), LARGE_ENVELOPE, gone)
        .headers()
        .addStruct("__debezium.newkey", Records.key(to));
    records.tombstone(from);
  }

  private void arrive(long millis, long from, long to) {
    Struct row = new Struct(LARGE).put("id", to).put("name", "moved").put("doc", PLACEHOLDER);
    Struct there = Versions.envelope(LARGE_ENVELOPE, "c", millis, lsn, row);
    sink.append(Records.TOPIC, Records.KEY, Records.key(to), LARGE_ENVELOPE, there)
        .headers()
        .addStruct("__debezium.oldkey", Records.key(from));
  }

  @Test
  void a_truncate_ends_what_is_there() throws Exception {
    start(Map.of("mode", "history", "truncate.mode", "apply"));
    change("c", 0, 1, "a");
    change("c", 0, 2, "b");
    delete(5, 2);
    sink.deliver().commit(); // What the sink knows of the table stays known behind a commit.
    Struct truncate = Versions.envelope(Records.ENVELOPE, "t", 10, ++lsn, null);
    sink.append(Records.TOPIC, null, null, Records.ENVELOPE, truncate);
    change("c", 20, 1, "a");
    records.committed();
    assertThat(versions())
        .containsExactly("1|a|0..10000|over", "1|a|20000..|now", "2|b|0..5000|over");
  }

  @Test
  void a_new_column_is_empty_in_older_versions() throws Exception {
    change("c", 0, 1, "a");
    records.committed();
    Schema wider =
        SchemaBuilder.struct()
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("n", Schema.OPTIONAL_INT32_SCHEMA)
            .build();
    Schema envelope = Records.envelope(wider);
    append("r", 10, ++lsn, 1, envelope, Records.row(wider, Map.of("id", 1L, "name", "a")));
    append("u", 20, ++lsn, 1, envelope, Records.row(wider, Map.of("id", 1L, "name", "a", "n", 7)));
    records.committed();
    assertThat(Versions.of(target, "name, n"))
        .containsExactly("a|null|0..20000|over", "a|7|20000..|now");
  }

  @Test
  void a_crash_leaves_each_version_once() throws Exception {
    change("c", 0, 1, "a");
    records.committed();
    change("u", 10, 1, "b");
    records.delivered();
    sink.commitUnheard().crash().start();
    change("u", 20, 1, "c");
    records.delivered();
    sink.crash().start();
    records.committed();
    assertThat(versions())
        .containsExactly("1|a|0..10000|over", "1|b|10000..20000|over", "1|c|20000..|now");
  }

  @Test
  void many_keys_change_in_one_batch() throws Exception {
    Map<String, String> settings = new HashMap<>(Map.of("mode", "history"));
    settings.put("batch.size", "700");
    start(settings);
    for (int round = 0; round < 3; round++) {
      for (long id = 0; id < 500; id++) {
        change("u", round * 10L, id, "v" + round);
      }
      records.delivered();
    }
    records.committed();
    assertThat(target.rows("select count(*) from orders where is_current")).containsExactly("500");
    assertThat(target.rows("select count(*), count(valid_to) from orders"))
        .containsExactly("1500|1000");
  }

  @Test
  void the_columns_have_the_names_of_the_settings() throws Exception {
    start(
        Map.of(
            "mode", "history",
            "history.valid.from", "since",
            "history.valid.to", "until",
            "history.is.current", "live"));
    change("c", 0, 1, "a");
    change("u", 10, 1, "b");
    records.committed();
    assertThat(Versions.of(target, "name", "since", "until", "live"))
        .containsExactly("a|0..10000|over", "b|10000..|now");
  }

  @Test
  void a_field_with_the_name_of_such_a_column_ends_the_run_with_both_names() {
    start(Map.of("mode", "history", "history.valid.to", "Name"));
    change("c", 0, 1, "a");
    assertThatThrownBy(records::committed)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'name'")
        .hasMessageContaining("'Name'")
        .hasMessageContaining("history.valid.to");
  }
}
