package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

public abstract class UpsertCases extends SinkCase {

  private static final String PLACEHOLDER = "__debezium_unavailable_value";

  private List<String> orders() throws Exception {
    return target.rows("select * from orders order by 1, 2");
  }

  @Test
  void a_snapshot_and_what_follows_end_as_the_newest_row_of_each_key() throws Exception {
    records.change("r", 1, "a").change("r", 2, "b").change("r", 3, "c").committed();
    records.change("u", 2, "B").delete(1).tombstone(1).change("c", 4, "d").committed();
    assertThat(orders()).containsExactly("2|B", "3|c", "4|d");
  }

  @Test
  void a_key_that_comes_twice_in_a_first_load_is_there_once() throws Exception {
    records.change("r", 1, "a").delivered();
    records.change("r", 1, "b").committed();
    assertThat(orders()).containsExactly("1|b");
  }

  @Test
  void each_row_in_a_batch_of_its_own_gives_the_same_table() throws Exception {
    start(Map.of("batch.size", "1"));
    records.change("r", 1, "a").change("r", 1, "b").change("r", 2, "c").change("u", 2, "d");
    records.delete(1).change("c", 1, "e").change("c", 3, "f").delete(3).committed();
    assertThat(orders()).containsExactly("1|e", "2|d");
  }

  @Test
  void a_snapshot_that_is_read_again_replaces_the_rows_that_are_there() throws Exception {
    records.change("r", 1, "a").change("r", 2, "b").committed();
    records.change("r", 1, "A").change("r", 3, "c").committed();
    records.change("r", 1, "AA").change("r", 2, "bb").change("r", 4, "d").committed();
    assertThat(orders()).containsExactly("1|AA", "2|bb", "3|c", "4|d");
  }

  @Test
  void a_row_that_was_deleted_before_its_key_is_made_again_is_there_once() throws Exception {
    records.change("r", 1, "a").committed();
    records.delete(1).change("c", 1, "b").committed();
    assertThat(orders()).containsExactly("1|b");
  }

  @Test
  void several_tables_are_committed_together() throws Exception {
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    records.flat("shop.public.a", new Struct(row).put("id", 1L));
    records.flat("shop.public.b", new Struct(row).put("id", 2L));
    records.committed();
    assertThat(target.rows("select a.id, b.id from a, b")).containsExactly("1|2");
  }

  @Test
  void append_keeps_every_record_and_ignores_deletes() throws Exception {
    start(Map.of("mode", "append"));
    records.change("r", 1, "a").change("u", 1, "b").delete(1).tombstone(1).committed();
    assertThat(orders()).containsExactly("1|a", "1|b");
  }

  @Test
  void deletes_are_ignored_where_the_setting_says_so() throws Exception {
    start(Map.of("delete.enabled", "false"));
    records.change("r", 1, "a").delete(1).committed();
    assertThat(orders()).containsExactly("1|a");
  }

  @Test
  void an_unchanged_large_value_is_left_as_stored() throws Exception {
    Schema row = largeRow();
    Map<String, Object> values = largeValues();
    records.change("r", Records.envelope(row), Records.row(row, values)).committed();
    Map<String, Object> update = new HashMap<>(values);
    update.put("name", "changed");
    update.put("doc", PLACEHOLDER);
    update.put("raw", PLACEHOLDER.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    update.put("tags", List.of(PLACEHOLDER));
    records.change("u", Records.envelope(row), Records.row(row, update)).committed();
    assertThat(
            target.rows(
                "select id, name, doc, octet_length(raw), %s from orders"
                    .formatted(target.element("tags", 2))))
        .containsExactly("1|changed|large|3|y");
  }

  @Test
  void an_unchanged_large_value_takes_what_the_same_batch_brought_before() throws Exception {
    Schema row = largeRow();
    Map<String, Object> values = largeValues();
    Map<String, Object> update = new HashMap<>(values);
    update.put("name", "changed");
    update.put("doc", PLACEHOLDER);
    records.change("c", Records.envelope(row), Records.row(row, values));
    records.change("u", Records.envelope(row), Records.row(row, update)).committed();
    assertThat(target.rows("select name, doc from orders")).containsExactly("changed|large");
  }

  @Test
  void a_row_that_changes_its_key_takes_its_unread_large_value_along() throws Exception {
    Schema row = largeRow();
    Schema envelope = Records.envelope(row);
    records.change("r", envelope, Records.row(row, largeValues())).committed();
    Struct gone = new Struct(envelope).put("source", Records.source()).put("op", "d");
    sink.append(Records.TOPIC, Records.KEY, Records.key(1), envelope, gone)
        .headers()
        .addStruct("__debezium.newkey", Records.key(2));
    records.tombstone(1);
    Map<String, Object> moved = new HashMap<>(largeValues());
    moved.put("id", 2L);
    moved.put("name", "moved");
    moved.put("doc", PLACEHOLDER);
    Struct come =
        new Struct(envelope)
            .put("after", Records.row(row, moved))
            .put("source", Records.source())
            .put("op", "c");
    sink.append(Records.TOPIC, Records.KEY, Records.key(2), envelope, come)
        .headers()
        .addStruct("__debezium.oldkey", Records.key(1));
    records.committed();
    assertThat(sink.reported()).isEmpty();
    assertThat(target.rows("select id, name, doc from orders")).containsExactly("2|moved|large");
  }

  @Test
  void a_row_that_changes_its_key_and_came_whole_is_there_under_the_new_one_only()
      throws Exception {
    records.change("r", 1, "a").committed();
    Struct gone = new Struct(Records.ENVELOPE).put("source", Records.source()).put("op", "d");
    sink.append(Records.TOPIC, Records.KEY, Records.key(1), Records.ENVELOPE, gone)
        .headers()
        .addStruct("__debezium.newkey", Records.key(2));
    records.tombstone(1).change("c", 2, "b").committed();
    assertThat(orders()).containsExactly("2|b");
  }

  private static Schema largeRow() {
    return SchemaBuilder.struct()
        .optional()
        .field("id", Schema.INT64_SCHEMA)
        .field("name", Schema.STRING_SCHEMA)
        .field("doc", Schema.STRING_SCHEMA)
        .field("raw", Schema.OPTIONAL_BYTES_SCHEMA)
        .field("tags", SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional().build())
        .build();
  }

  private static Map<String, Object> largeValues() {
    return Map.of(
        "id",
        1L,
        "name",
        "n",
        "doc",
        "large",
        "raw",
        new byte[] {1, 2, 3},
        "tags",
        List.of("x", "y"));
  }

  @Test
  void a_crash_before_the_commit_leaves_nothing_and_the_rest_comes_again() throws Exception {
    records.change("r", 1, "a").committed();
    records.change("c", 2, "b").delivered();
    sink.crash();
    assertThat(orders()).containsExactly("1|a");
    sink.start().deliver().commit();
    assertThat(orders()).containsExactly("1|a", "2|b");
  }

  @Test
  protected void a_crash_undoes_tables_and_columns_with_the_rows_that_needed_them()
      throws Exception {
    records.change("r", 1, "a").committed();
    Schema wider = withSize();
    records.change(
        "c", Records.envelope(wider), Records.row(wider, Map.of("id", 2L, "name", "b", "size", 7)));
    records.delivered();
    sink.crash();
    assertThat(orders()).containsExactly("1|a");
    sink.start().deliver().commit();
    assertThat(orders()).containsExactly("1|a|null", "2|b|7");
  }

  private static Schema withSize() {
    return SchemaBuilder.struct()
        .optional()
        .field("id", Schema.INT64_SCHEMA)
        .field("name", Schema.OPTIONAL_STRING_SCHEMA)
        .field("size", Schema.INT32_SCHEMA)
        .build();
  }

  @Test
  void the_offsets_are_in_the_target() throws Exception {
    records.change("r", 1, "a").change("r", 2, "b").committed();
    assertThat(target.rows("select name, topic, \"partition\", next_offset from _sluice_offsets"))
        .containsExactly("harness|shop.public.orders|0|2");
  }

  @Test
  void a_second_instance_that_took_over_keeps_the_first_from_committing() throws Exception {
    records.change("r", 1, "a").committed();
    records.change("c", 2, "b").delivered();
    target.execute("update _sluice_offsets set next_offset = 5");
    assertThatThrownBy(() -> sink.commit()).isInstanceOf(ConnectException.class);
    assertThat(orders()).containsExactly("1|a");
  }

  @Test
  void an_upsert_without_a_key_is_reported_and_says_what_to_do() {
    sink.append(Records.TOPIC, null, null, Records.ROW, new Struct(Records.ROW).put("id", 1L));
    sink.deliver().commit();
    assertThat(sink.reported())
        .singleElement()
        .satisfies(r -> assertThat(r.error()).hasMessageContaining("primary.key.mode"));
  }

  @Test
  void a_heartbeat_moves_the_offset_and_makes_no_table() throws Exception {
    Schema heartbeat =
        SchemaBuilder.struct()
            .name("io.debezium.connector.common.Heartbeat")
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();
    sink.append("beat", null, null, heartbeat, new Struct(heartbeat).put("ts_ms", 1L));
    sink.deliver().commit();
    assertThat(sink.committed(new TopicPartition("beat", 0))).isEqualTo(1);
  }

  @Test
  void two_topics_that_would_meet_in_one_table_are_refused_with_both_names() {
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    records.flat("x.a.t", new Struct(row).put("id", 1L));
    records.flat("x.b.t", new Struct(row).put("id", 1L));
    assertThatThrownBy(() -> records.committed())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("x.a.t")
        .hasMessageContaining("x.b.t");
  }

  @Test
  void topics_meet_in_one_table_that_is_named_for_them() throws Exception {
    start(Map.of("table.name.format", "all_rows"));
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    records.flat("x.a.t", new Struct(row).put("id", 1L));
    records.flat("x.b.t", new Struct(row).put("id", 2L)).committed();
    assertThat(target.rows("select id from all_rows order by id")).containsExactly("1", "2");
  }

  @Test
  protected void schema_and_table_come_from_the_source_block() throws Exception {
    start(Map.of("table.name.format", "${schema}_x.${table}_y"));
    records.change("r", 1, "a").committed();
    assertThat(target.rows("select * from public_x.orders_y")).containsExactly("1|a");
  }

  @Test
  void the_key_may_come_from_the_row() throws Exception {
    start(Map.of("primary.key.mode", "record_value", "primary.key.fields", "name"));
    records.change("r", 1, "a").change("r", 2, "a").change("r", 3, "b").committed();
    assertThat(orders()).containsExactly("2|a", "3|b");
  }

  @Test
  void names_with_quotes_spaces_and_reserved_words_are_kept() throws Exception {
    Schema row =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("select", Schema.STRING_SCHEMA)
            .field("Größe \"cm\"", Schema.STRING_SCHEMA)
            .build();
    Struct value = new Struct(row).put("id", 1L).put("select", "s").put("Größe \"cm\"", "g");
    records.flat("weird 'table\"", value).committed();
    records.flat("weird 'table\"", value).committed();
    assertThat(target.rows("select \"select\", \"Größe \"\"cm\"\"\" from \"weird 'table\"\"\""))
        .containsExactly("s|g");
  }

  @Test
  void a_commit_is_asked_for_when_the_transaction_grows() {
    start(Map.of("transaction.max.rows", "2"));
    records.change("r", 1, "a").change("r", 2, "b").delivered();
    assertThat(sink.commitRequested()).isTrue();
  }

  @Test
  void a_key_that_the_value_does_not_repeat_is_a_column_of_the_row() throws Exception {
    Schema value = SchemaBuilder.struct().field("note", Schema.STRING_SCHEMA).build();
    for (String note : List.of("first", "second")) {
      sink.append("t", Records.KEY, Records.key(7), value, new Struct(value).put("note", note));
      records.committed();
    }
    assertThat(sink.reported()).isEmpty();
    assertThat(target.rows("select id, note from t")).containsExactly("7|second");
  }
}
