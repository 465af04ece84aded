package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.config.TableSinkConfig;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** What deletes and truncates do by setting, and the columns that are added on request. */
public abstract class ModeCases extends SinkCase {
  private static final String PLACEHOLDER = "__debezium_unavailable_value";
  private static final Map<String, String> SOFT = Map.of("delete.mode", "soft");

  /** A row whose large value may be left out. */
  private static final Schema LARGE =
      SchemaBuilder.struct()
          .optional()
          .field("id", Schema.INT64_SCHEMA)
          .field("name", Schema.STRING_SCHEMA)
          .field("doc", Schema.STRING_SCHEMA)
          .build();

  private static final Schema LARGE_ENVELOPE = Records.envelope(LARGE);

  private static Struct large(long id, String name, String doc) {
    return new Struct(LARGE).put("id", id).put("name", name).put("doc", doc);
  }

  private List<String> orders() throws Exception {
    return target.rows("select id, name from orders order by 1, 2");
  }

  /** Rows with a word of whether they are marked as deleted. */
  private List<String> marked() throws Exception {
    return target.rows(
        "select id, name, case when _deleted_at is null then 'lives' else 'deleted' end"
            + " from orders order by 1, 2");
  }

  private void truncate() {
    Struct value = new Struct(Records.ENVELOPE).put("source", Records.source()).put("op", "t");
    sink.append(Records.TOPIC, null, null, Records.ENVELOPE, value);
  }

  @Test
  void a_deleted_row_stays_and_is_marked() throws Exception {
    start(SOFT);
    records.change("r", 1, "a").change("r", 2, "b").committed();
    records.delete(1).tombstone(1).committed();
    assertThat(marked()).containsExactly("1|a|deleted", "2|b|lives");
  }

  @Test
  void a_row_that_is_made_and_deleted_in_one_batch_is_there_and_marked() throws Exception {
    start(SOFT);
    records.change("c", 1, "a").delete(1).tombstone(1).committed();
    assertThat(marked()).containsExactly("1|a|deleted");
  }

  @Test
  void a_row_that_comes_back_is_marked_no_more() throws Exception {
    start(SOFT);
    records.change("r", 1, "a").committed();
    records.delete(1).tombstone(1).committed();
    records.change("c", 1, "b").committed();
    records.change("c", 2, "c").delete(2).change("c", 2, "d").committed();
    assertThat(marked()).containsExactly("1|b|lives", "2|d|lives");
  }

  @Test
  void a_row_that_never_came_is_not_made_by_its_delete() throws Exception {
    start(SOFT);
    records.change("r", 1, "a").committed();
    records.delete(9).tombstone(9).committed();
    assertThat(marked()).containsExactly("1|a|lives");
  }

  @Test
  void the_first_delete_of_a_row_is_the_one_that_is_kept() throws Exception {
    start(SOFT);
    records.change("r", 1, "a").delete(1).committed();
    List<String> first = target.rows("select _deleted_at from orders");
    records.tombstone(1).committed();
    records.delete(1).committed();
    assertThat(target.rows("select _deleted_at from orders")).isEqualTo(first);
  }

  @Test
  void a_table_that_was_there_without_marks_gets_them_with_its_first_delete() throws Exception {
    records.change("r", 1, "a").change("r", 2, "b").committed();
    start(Map.of("delete.mode", "soft", "batch.size", "1", "name", "another"));
    records.delete(1).tombstone(1).committed();
    assertThat(marked()).containsExactly("1|a|deleted", "2|b|lives");
  }

  @Test
  void an_unread_large_value_stays_when_a_row_is_marked_and_changed() throws Exception {
    start(SOFT);
    records.change("r", LARGE_ENVELOPE, large(1, "a", "A")).committed();
    records.change("u", LARGE_ENVELOPE, large(1, "b", PLACEHOLDER)).delete(1).committed();
    assertThat(target.rows("select name, doc, count(_deleted_at) from orders group by 1, 2"))
        .containsExactly("b|A|1");
  }

  @Test
  void a_row_that_changes_its_key_leaves_the_old_one_marked() throws Exception {
    start(SOFT);
    records.change("r", LARGE_ENVELOPE, large(1, "a", "A")).committed();
    records.change("c", LARGE_ENVELOPE, large(2, "was", "B")).delete(2).committed();
    Struct gone = new Struct(LARGE_ENVELOPE).put("source", Records.source()).put("op", "d");
    sink.append(Records.TOPIC, Records.KEY, Records.key(1), LARGE_ENVELOPE, gone)
        .headers()
        .addStruct("__debezium.newkey", Records.key(2));
    records.tombstone(1);
    Struct arrived =
        new Struct(LARGE_ENVELOPE)
            .put("after", large(2, "a", PLACEHOLDER))
            .put("source", Records.source())
            .put("op", "c");
    sink.append(Records.TOPIC, Records.KEY, Records.key(2), LARGE_ENVELOPE, arrived)
        .headers()
        .addStruct("__debezium.oldkey", Records.key(1));
    records.committed();
    assertThat(
            target.rows(
                "select id, name, doc, case when _deleted_at is null then 'lives' else 'deleted'"
                    + " end from orders order by id"))
        .containsExactly("1|a|A|deleted", "2|a|A|lives");
  }

  @Test
  void deletes_are_ignored_where_the_mode_says_so() throws Exception {
    start(Map.of("delete.mode", "ignore"));
    records.change("r", 1, "a").delete(1).tombstone(1).committed();
    assertThat(orders()).containsExactly("1|a");
  }

  @Test
  void a_truncate_is_passed_over_by_default() throws Exception {
    records.change("r", 1, "a");
    truncate();
    records.committed();
    assertThat(orders()).containsExactly("1|a");
  }

  @Test
  void a_truncate_empties_the_table_at_its_place_among_the_changes() throws Exception {
    start(Map.of("truncate.mode", "apply"));
    records.change("r", 1, "a").change("r", 2, "b").committed();
    records.change("u", 2, "B").change("c", 3, "c");
    truncate();
    records.change("c", 3, "d").change("c", 4, "e").committed();
    assertThat(orders()).containsExactly("3|d", "4|e");
  }

  @Test
  void a_truncate_marks_all_rows_where_deletes_are_soft() throws Exception {
    start(Map.of("truncate.mode", "apply", "delete.mode", "soft"));
    records.change("r", 1, "a").change("r", 2, "b").committed();
    truncate();
    records.change("c", 2, "c").committed();
    assertThat(marked()).containsExactly("1|a|deleted", "2|c|lives");
  }

  @Test
  void keys_that_come_again_behind_a_truncate_are_there_once() throws Exception {
    for (String deletes : List.of("hard", "soft")) {
      start(
          Map.of(
              "name",
              deletes, // Offsets stored under another name do not count.
              "truncate.mode",
              "apply",
              "delete.mode",
              deletes,
              "table.name.format",
              "t" + deletes));
      try (Connection connection = target.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "create table t" + deletes + " (id bigint not null primary key, name varchar(20))");
      }
      records.change("c", 1, "a").change("c", 2, "b").committed();
      records.change("u", 1, "c");
      truncate();
      records.change("c", 1, "d").change("u", 2, "e").change("c", 3, "f").delete(3);
      truncate();
      records.change("c", 2, "g").committed();
      assertThat(
              target.rows(
                  "select id, name from t"
                      + deletes
                      + (deletes.equals("soft") ? " where _deleted_at is null" : "")))
          .as(deletes)
          .containsExactly("2|g");
      assertThat(target.rows("select count(*), count(distinct id) from t" + deletes))
          .as(deletes)
          .containsExactly(deletes.equals("soft") ? "3|3" : "1|1");
    }
  }

  @Test
  void a_truncate_of_a_table_that_never_had_a_row_does_nothing() throws Exception {
    start(Map.of("truncate.mode", "apply"));
    truncate();
    records.change("c", 1, "a").committed();
    assertThat(orders()).containsExactly("1|a");
  }

  @Test
  void a_truncate_is_undone_with_its_transaction() throws Exception {
    start(Map.of("truncate.mode", "apply"));
    records.change("r", 1, "a").committed();
    truncate();
    records.delivered();
    sink.crash();
    assertThat(orders()).containsExactly("1|a");
    sink.start().deliver().commit();
    assertThat(orders()).isEmpty();
  }

  @Test
  void a_truncate_stops_the_sink_where_the_setting_says_so() {
    start(Map.of("truncate.mode", "fail"));
    truncate();
    assertThatThrownBy(records::delivered)
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("orders")
        .hasMessageContaining("truncate.mode=fail");
  }

  @Test
  void columns_on_request_say_where_a_row_comes_from() throws Exception {
    start(
        Map.of(
            "name",
            "shop-orders",
            "metadata.columns",
            "operation,position,source_position,event_time,load_time,pipeline,record_hash"));
    records.change("r", 1, "a").committed();
    assertThat(
            target.rows(
                "select id, name, _operation, _position, _source_position, _pipeline,"
                    + " count(_event_time), count(_load_time), length(max(_record_hash))"
                    + " from orders group by 1, 2, 3, 4, 5, 6"))
        .containsExactly("1|a|r|shop.public.orders-0@0|0/16B3748|shop-orders|1|1|64");
  }

  @Test
  void the_hash_of_a_row_says_whether_it_changed() throws Exception {
    start(Map.of("mode", "append", "metadata.columns", "record_hash"));
    records.change("r", 1, "a").change("u", 1, "b").change("u", 1, "a").committed();
    assertThat(target.rows("select count(*), count(distinct _record_hash) from orders"))
        .containsExactly("3|2");
  }

  @Test
  void added_columns_have_the_prefix_that_the_settings_give_them() throws Exception {
    start(Map.of("metadata.columns", "operation", "metadata.prefix", "x_", "delete.mode", "soft"));
    records.change("r", 1, "a").delete(1).committed();
    assertThat(target.rows("select id, x_operation, count(x_deleted_at) from orders group by 1, 2"))
        .containsExactly("1|d|1");
  }

  @Test
  void a_field_with_the_name_of_an_added_column_is_refused_with_both_names() {
    start(Map.of("metadata.columns", "operation"));
    Schema row =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("_Operation", Schema.STRING_SCHEMA)
            .build();
    records.flat("shop.public.t", new Struct(row).put("id", 1L).put("_Operation", "x"));
    assertThatThrownBy(records::delivered)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'_Operation'")
        .hasMessageContaining("'_operation'");
  }

  @Test
  void settings_that_contradict_each_other_are_refused_by_name() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("delete.mode", "soft", "mode", "append"),
            Map.of("delete.mode", "hard", "delete.enabled", "false"),
            Map.of("truncate.mode", "apply", "mode", "raw"),
            Map.of("truncate.mode", "apply", "fan.in", "true"),
            Map.of("metadata.columns", "operation,nonsense"))) {
      Map<String, String> config = new HashMap<>(target.config());
      config.putAll(wrong);
      assertThatThrownBy(() -> new TableSinkConfig(config))
          .as("%s", wrong)
          .isInstanceOf(ConfigException.class)
          .satisfies(
              e -> assertThat(wrong).containsKey(String.valueOf(e.getMessage()).split(":")[0]));
    }
  }
}
